import TidegateEngine
import TidegateModel
import TidegateRules

/// What happened to a record, newest first: changes, rules that fired, verdicts, alerts and mails, each
/// with who, what, and because of what.
struct TimelineView {
    let wording: Wording
    let reading: RecordReading

    func events(limit: Int) -> [[String: Any]] {
        var all = reading.history.prefix(limit).map { ($0.at, event($0)) }
        let oldest = all.last?.0
        for mail in reading.mails {
            guard let at = mail["created_at"].instant, oldest.map({ at >= $0 }) ?? true else {
                continue
            }
            all.append((at, sent(mail)))
        }
        // A stable sort: what the same moment brought stays in the order it was read in.
        return all.enumerated().sorted {
            ($1.element.0, $0.offset) < ($0.element.0, $1.offset)
        }.map(\.element.1)
    }

    // MARK: Changes

    private func event(_ entry: HistoryEntry) -> [String: Any] {
        guard let happening = Happening(entry) else {
            return base("minus", who: entry.actor, what: entry.kind, at: entry.at)
        }
        let (icon, what, tone) = headline(entry, happening)
        var event = base(icon, who: who(happening), what: what, at: entry.at)
        event["tone_class"] = Self.toneClass(tone)
        event["has_changes"] = !entry.changes.isEmpty
        event["has_lines"] = happening.trace?.isEmpty == false
        event["changes"] = changes(entry)
        event["is_long"] = entry.changes.count > Self.longChange
        event["count"] = wording("event.fields", ["n": "\(entry.changes.count)"])
        event["lines"] = (happening.trace ?? []).map(line)
        event["comment"] = happening.comment ?? ""
        event["has_comment"] = happening.comment?.isEmpty == false
        event["because"] = happening.cause.map { Self.quoted($0.rule) } ?? ""
        event["has_because"] = happening.cause != nil
        event["rule"] = Happening.rule(happening.cause?.at ?? happening.at)
        event["door"] = wording("door.\(happening.door)")
        event["version"] = "\(entry.version)"
        return event
    }

    private static let longChange = 6

    private static func toneClass(_ tone: String) -> String {
        switch tone {
        case "good": "tag-good"
        case "warn": "tag-warn"
        case "bad": "tag-bad"
        case "accent": "hue-teal"
        default: ""
        }
    }

    private func base(
        _ icon: String, who: String, what: String, at: Instant
    ) -> [String: Any] {
        [
            "svg": wording.icons[icon], "who": who, "what": what, "at": wording.moment(at),
            "changes": [],
            "lines": [], "comment": "", "has_comment": false, "has_because": false,
            "because": "", "rule": Happening.rule(nil), "door": "", "version": "", "count": "",
            "is_long": false, "tone_class": "", "has_changes": false, "has_lines": false,
        ]
    }

    private func who(_ happening: Happening) -> String {
        happening.actor.kind == "system" ? wording("actor.system") : happening.actor.name
    }

    private func headline(
        _ entry: HistoryEntry, _ happening: Happening
    ) -> (icon: String, what: String, tone: String) {
        if let approval = happening.approval, let verdict = happening.verdict {
            let key = ["approved", "rejected", "withdrawn"].contains(verdict) ? verdict : "other"
            let what = wording(
                "event.verdict_\(key)", ["approval": approval.humanized, "what": verdict])
            let step = happening.step.map { " · " + $0.humanized } ?? ""
            let tone = verdict == "approved" ? "good" : verdict == "rejected" ? "bad" : ""
            return (verdict == "rejected" ? "reject" : "approve", what + step, tone)
        }
        if let alert = happening.alert, let what = happening.what {
            let key = ["raised", "cleared"].contains(what) ? what : "other"
            return (
                "alert", wording("event.alert_\(key)", ["alert": alert.humanized, "what": what]),
                what == "raised" ? "warn" : "good"
            )
        }
        if let pipeline = reading.pipeline, entry.kind == "update",
            let moved = entry.changes.first(where: { $0.field == pipeline.field }),
            let old = moved.old, let new = moved.new
        {
            return (
                "arrow-right",
                wording(
                    "event.moved",
                    [
                        "from": wording.stage(old, reading.object),
                        "to": wording.stage(new, reading.object),
                    ]), "accent"
            )
        }
        switch entry.kind {
        case "create": return ("plus", wording("event.created"), "")
        case "delete": return ("trash", wording("event.deleted"), "bad")
        default:
            let labels = entry.changes.compactMap { change in
                reading.object.field(change.field).map { wording.label($0, reading.object) }
            }
            guard labels.count > 2 else {
                let joined = labels.joined(separator: wording("list.and"))
                return ("edit", wording("event.changed", ["what": joined]), "")
            }
            return ("edit", wording("event.changed_fields", ["n": "\(labels.count)"]), "")
        }
    }

    private func changes(_ entry: HistoryEntry) -> [[String: Any]] {
        entry.changes.compactMap { change in
            guard let field = reading.object.field(change.field) else { return nil }
            return [
                "name": wording.label(field, reading.object),
                "old": shown(change.old, field), "new": shown(change.new, field),
                "has_old": change.old != nil, "has_new": change.new != nil,
            ]
        }
    }

    private func shown(_ text: String?, _ field: Field) -> String {
        guard let text else { return "" }
        guard case .success(let value) = field.parse(text) else { return text }
        return wording.value(value, field, reading.object)
    }

    // MARK: Rules

    private func line(_ line: Happening.Line) -> [String: Any] {
        let (icon, text, tone) = words(line)
        return [
            "svg": wording.icons[icon], "text": text, "tone_class": Self.toneClass(tone),
            "rule": Happening.rule(line.at),
        ]
    }

    private func words(_ line: Happening.Line) -> (String, String, String) {
        if let hook = line.hook {
            guard let set = line.set else {
                return ("bolt", wording("trace.hook", ["name": hook]), "")
            }
            let fields = set.compactMap(reading.object.field)
                .map { wording.label($0, reading.object) }.joined(separator: ", ")
            return ("bolt", wording("trace.hook_set", ["name": hook, "fields": fields]), "")
        }
        if let gate = line.gate {
            if let waived = line.waived {
                return (
                    "flag", wording("trace.gate_waived", ["name": gate, "why": waived]), "warn"
                )
            }
            return ("check", wording("trace.gate_passed", ["name": gate]), "good")
        }
        if let warning = line.warning {
            return (
                "flag",
                wording("trace.confirmed", ["name": warning, "why": line.confirmed ?? ""]), "warn"
            )
        }
        if let approval = line.approval {
            return (
                "approve",
                wording("trace.approval", ["name": approval.humanized, "what": line.what ?? ""]), ""
            )
        }
        if let alert = line.alert {
            let what = [line.what, line.level].compactMap(\.self).joined(separator: ", ")
            return (
                "alert", wording("trace.alert", ["name": alert.humanized, "what": what]), "warn"
            )
        }
        return ("minus", line.what ?? "", "")
    }

    /// `action "Make order"` reads better on a page with the marks of print.
    private static func quoted(_ text: String) -> String {
        var isOpen = false
        return String(
            text.map { character in
                guard character == "\"" else { return character }
                isOpen.toggle()
                return isOpen ? "“" : "”"
            })
    }

    // MARK: Mails

    private func sent(_ mail: Record) -> [String: Any] {
        let to = mail["name"].text ?? mail["recipient"].text ?? ""
        var event = base(
            "mail", who: to,
            what: wording(
                mail["state"] == .text("sent") ? "event.mail_sent" : "event.mail_waits",
                ["subject": mail["subject"].text ?? ""]),
            at: mail["created_at"].instant ?? wording.now)
        event["rule"] = Happening.rule(mail["rule"].text)
        event["has_because"] = mail["rule"].text != nil
        event["is_mail"] = true
        event["comment"] = ""
        return event
    }
}
