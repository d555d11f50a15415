import TidegateEngine
import TidegateModel
import TidegateRules

/// What happened to a record: changes, rules that fired, verdicts, alerts and mails, each with who, what,
/// and because of what. What was asked for last stands first; what followed from it stands below it, in
/// the order in which it came about.
struct TimelineView {
    let wording: Wording
    let object: Object
    let pipeline: Pipeline?

    /// How an entry of the list looks: green for what was granted, red for what was refused.
    private enum Tone: String {
        case plain = ""
        case good = "tag-good"
        case warn = "tag-warn"
        case bad = "tag-bad"
        case moved = "hue-teal"
    }

    private struct Headline {
        var icon: String
        var text: String
        var tone = Tone.plain
    }

    /// Changes that a longer list folds away.
    private static let longChange = 6

    func events(_ history: [HistoryEntry], mails: [Record]) -> [[String: Any]] {
        var sent = Dictionary(grouping: mails) { $0["created_at"].instant }
        let oldest = history.last?.at
        var all: [(at: Instant, events: [[String: Any]])] = commits(history).map { commit in
            let at = commit[0].at
            // A mail leaves with the commit that wrote it.
            let mails = (sent.removeValue(forKey: at) ?? []).reversed().map { self.sent($0, at) }
            let steps = Self.steps(Self.once(commit))
            let told = (steps.first ?? []).map(event) + mails
            return (at, followed(told) + steps.dropFirst().flatMap { followed($0.map(event)) })
        }
        for (at, mails) in sent {
            guard let at, oldest.map({ at >= $0 }) ?? true else { continue }
            all.append((at, followed(mails.reversed().map { self.sent($0, at) })))
        }
        // A stable sort: of two commits in one moment the newer stays first.
        return all.enumerated().sorted {
            ($1.element.at, $0.offset) < ($0.element.at, $1.offset)
        }.flatMap(\.element.events)
    }

    /// What was asked for, and what followed from it.
    private func followed(_ events: [[String: Any]]) -> [[String: Any]] {
        events.enumerated().map { place, event in event.merging(["follows": place > 0]) { $1 } }
    }

    /// A commit may do several things that were asked for, one after the other, such as to put in and
    /// to move on: the last first, each with what followed from it.
    private static func steps(_ commit: [HistoryEntry]) -> [[HistoryEntry]] {
        var steps: [[HistoryEntry]] = []
        for entry in commit {
            if steps.isEmpty || (entry.isSave && entry.because == nil) {
                steps.append([entry])
            } else {
                steps[steps.count - 1].append(entry)
            }
        }
        return steps.reversed()
    }

    /// The entries of each commit in the order of writing, the newest commit first.
    private func commits(_ history: [HistoryEntry]) -> [[HistoryEntry]] {
        var commits: [[HistoryEntry]] = []
        for entry in history {
            if let last = commits.last?.first, last.transaction == entry.transaction,
                last.at == entry.at
            {
                commits[commits.count - 1].insert(entry, at: 0)
            } else {
                commits.append([entry])
            }
        }
        return commits
    }

    /// What an alert did is told once: with the change that brought it about, where that is of this
    /// record, and else by itself.
    private static func once(_ commit: [HistoryEntry]) -> [HistoryEntry] {
        func alerts(_ entry: HistoryEntry) -> [String] {
            entry.lines.compactMap { line in
                if case .alert(let name, let what, _, _) = line { "\(what) \(name)" } else { nil }
            }
        }
        let told = Set(commit.filter { $0.kind != "alert" }.flatMap(alerts))
        return commit.filter { $0.kind != "alert" || !told.isSuperset(of: alerts($0)) }
    }

    // MARK: Changes

    private func event(_ entry: HistoryEntry) -> [String: Any] {
        let isSave = entry.isSave
        let headline = isSave ? saved(entry) : entry.lines.last.map(told) ?? saved(entry)
        let lines = isSave ? entry.lines : []
        var event = base(headline, who: who(entry.who), at: entry.at)
        event["who_id"] = entry.who.id?.description ?? ""
        // What the headline says already is not said again.
        let changes = changes(
            entry.fields.filter { headline.tone != .moved || $0.field != pipeline?.field })
        event["changes"] = changes
        event["has_changes"] = !changes.isEmpty
        event["is_long"] = changes.count > Self.longChange
        event["count"] = wording("event.fields", ["n": "\(changes.count)"])
        event["lines"] = lines.map(line)
        event["has_lines"] = !lines.isEmpty
        let comment = Self.comment(entry.lines.last)
        event["comment"] = comment
        event["has_comment"] = !comment.isEmpty
        let place = entry.because?.at ?? (isSave ? nil : entry.lines.last?.location)
        event["because"] =
            entry.because.map {
                wording(
                    "event.because",
                    ["what": KeptWords(wording: wording).cause($0.rule, about: $0.record)])
            } ?? ""
        event["has_because"] = entry.because != nil || place != nil
        event["rule"] = Self.rule(place)
        return event
    }

    private func base(_ headline: Headline, who: String, at: Instant) -> [String: Any] {
        [
            "svg": wording.icons[headline.icon], "who": who, "who_id": "", "what": headline.text,
            "tone_class": headline.tone.rawValue, "at": wording.moment(at), "changes": [],
            "has_changes": false, "is_long": false, "count": "", "lines": [], "has_lines": false,
            "comment": "", "has_comment": false, "because": "", "has_because": false,
            "rule": Self.rule(nil),
        ]
    }

    private static func comment(_ line: HistoryEntry.TraceLine?) -> String {
        switch line {
        case .verdict(_, _, _, let comment, _), .task(_, _, let comment): comment ?? ""
        case .hook, .confirmed, .gate, .approval, .alert, .pack, .share, nil: ""
        }
    }

    func who(_ who: HistoryEntry.Who) -> String {
        if who.kind == "system" { return wording("actor.system") }
        let isOperator = who.kind == "service" && who.name == Actor.operator.name
        return isOperator ? wording("actor.operator") : who.name
    }

    private func saved(_ entry: HistoryEntry) -> Headline {
        if let pipeline, entry.kind == "update",
            let moved = entry.fields.first(where: { $0.field == pipeline.field }),
            let old = moved.old.string, let new = moved.new.string
        {
            return Headline(
                icon: "arrow-right",
                text: wording(
                    "event.moved",
                    ["from": wording.stage(old, object), "to": wording.stage(new, object)]),
                tone: .moved)
        }
        switch entry.kind {
        case "create": return Headline(icon: "plus", text: wording("event.created"))
        case "delete": return Headline(icon: "trash", text: wording("event.deleted"), tone: .bad)
        case "undelete":
            return Headline(icon: "undo", text: wording("event.undeleted"), tone: .good)
        default:
            let labels = entry.fields.compactMap { object.field($0.field) }
                .map { wording.label($0, object) }
            let text =
                switch labels.count {
                case 1: wording("event.changed", ["what": labels[0]])
                case 2: wording("event.changed_both", ["one": labels[0], "other": labels[1]])
                default: wording("event.changed_fields", ["n": "\(labels.count)"])
                }
            return Headline(icon: "edit", text: text)
        }
    }

    private func changes(_ changes: [HistoryEntry.FieldChange]) -> [[String: Any]] {
        changes.compactMap { change in
            guard let field = object.field(change.field) else { return nil }
            let (old, new) = (shown(change.old, field), shown(change.new, field))
            return [
                "name": wording.label(field, object), "old": old, "new": new,
                "has_old": !old.isEmpty, "has_new": !new.isEmpty,
            ]
        }
    }

    private func shown(_ json: JSON, _ field: Field) -> String {
        guard case .success(let value) = field.parse(json) else { return json.string ?? "" }
        return wording.value(value, field, object)
    }

    // MARK: Rules

    private func line(_ line: HistoryEntry.TraceLine) -> [String: Any] {
        let told = told(line)
        return [
            "svg": wording.icons[told.icon], "text": told.text,
            "tone_class": told.tone.rawValue, "rule": Self.rule(line.location),
        ]
    }

    private func told(_ line: HistoryEntry.TraceLine) -> Headline {
        switch line {
        case .hook(let name, let set, _):
            let fields = set.compactMap { object.field($0) }.map { wording.label($0, object) }
            let text =
                fields.isEmpty
                ? wording("trace.hook", ["name": wording.label(.hook(object.name, name))])
                : wording(
                    "trace.hook_set",
                    [
                        "name": wording.label(.hook(object.name, name)),
                        "fields": wording.list(fields),
                    ])
            return Headline(icon: "bolt", text: text)
        case .confirmed(let warning, let reason, _):
            return Headline(
                icon: "flag",
                text: wording(
                    "trace.confirmed",
                    ["name": wording.label(.validation(object.name, warning)), "why": reason]),
                tone: .warn)
        case .gate(let name, _, _, let waived?, _, _):
            return Headline(
                icon: "unlock",
                text: wording(
                    "trace.gate_waived",
                    ["name": wording.label(.gate(object.name, name)), "why": waived]), tone: .warn)
        case .gate(let name, _, _, nil, _, _):
            return Headline(
                icon: "check",
                text: wording(
                    "trace.gate_passed", ["name": wording.label(.gate(object.name, name))]),
                tone: .good)
        case .approval(let name, let what, _):
            return Headline(
                icon: "approve",
                text: wording(
                    "trace.approval",
                    [
                        "name": wording.label(.approval(name)),
                        "what": KeptWords(wording: wording).became(what),
                    ]))
        case .verdict(let approval, let step, let verdict, _, _):
            return self.verdict(approval, step, verdict)
        case .alert(let name, let what, let level, _):
            let key = ["raised", "cleared"].contains(what) ? what : "other"
            let shown =
                level.map { wording.label(.level(alert: name, $0)) } ?? what
            return Headline(
                icon: "bell",
                text: wording(
                    "event.alert_\(key)", ["alert": wording.label(.alert(name)), "what": shown]),
                tone: what == "cleared" ? .good : .warn)
        case .pack(let name, let what): return Headline(icon: "pack", text: "\(name): \(what)")
        case .task(let title, _, _):
            return Headline(
                icon: "check", text: wording("event.task_done", ["task": title]), tone: .good)
        case .share(let with, let level):
            let who = HistoryEntry.holder(with).flatMap { wording.names[$0.id] } ?? with
            return Headline(
                icon: "share",
                text: wording("event.shared", ["who": who, "level": wording("share.\(level)")]))
        }
    }

    private func verdict(_ approval: String, _ step: String?, _ verdict: String) -> Headline {
        let known = ["approved", "rejected", "withdrawn", "asked again"].contains(verdict)
        let key = known ? verdict.replacing(" ", with: "_") : "other"
        let text = wording(
            "event.verdict_\(key)",
            [
                "approval": wording.label(.approval(approval)),
                "what": KeptWords(wording: wording).became(verdict),
            ])
        let tone: Tone =
            verdict == "approved" ? .good : verdict == "rejected" ? .bad : .plain
        return Headline(
            icon: verdict == "rejected" ? "reject" : "approve",
            text: text + (step.map { " · " + wording.step($0, of: approval) } ?? ""), tone: tone)
    }

    /// `sales/hooks/price.lua:12` as a place in the pack's pages.
    static func rule(_ place: String?) -> [String: Any] {
        guard let place, let colon = place.lastIndex(of: ":") else {
            return ["has": false, "text": "", "address": ""]
        }
        return [
            "has": true, "text": place,
            "address": "/packs/\(place[..<colon])#L\(place[place.index(after: colon)...])",
        ]
    }

    // MARK: Mails

    private func sent(_ mail: Record, _ at: Instant) -> [String: Any] {
        let key = mail["state"] == .text("sent") ? "event.mail_sent" : "event.mail_waits"
        var event = base(
            Headline(
                icon: "mail", text: wording(key, ["subject": mail["subject"].text ?? ""])),
            who: wording(
                "event.mail_to", ["who": mail["name"].text ?? mail["recipient"].text ?? ""]), at: at
        )
        event["rule"] = Self.rule(mail["rule"].text)
        event["has_because"] = mail["rule"].text != nil
        return event
    }
}

extension HistoryEntry {
    fileprivate var isSave: Bool { ["create", "update", "delete", "undelete"].contains(kind) }
}
