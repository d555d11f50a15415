import TidegateEngine
import TidegateModel
import TidegateRules

/// An approval as a list of steps: who answered what, who is asked, who comes next.
struct ApprovalView {
    let wording: Wording
    let actor: Actor
    /// Whether the reader may change the record the approvals are of.
    var mayChange = false

    /// The newest of each rule, and what rules there are that have not asked yet.
    func cards(_ standings: [ApprovalStanding], of record: Record) -> [[String: Any]] {
        let rules = wording.bundle.rules(of: record.object)?.approvals ?? []
        return rules.map { rule in
            let mine = standings.filter { $0.rule.name == rule.name }
            guard let newest = mine.first else { return unasked(rule) }
            var card = card(newest)
            card["earlier"] = mine.dropFirst().map(earlier)
            card["has_earlier"] = mine.count > 1
            return card
        }
    }

    func card(_ standing: ApprovalStanding) -> [String: Any] {
        let row = standing.row
        let state = row["state"].text ?? ""
        let submitter = row["submitter"].reference
        let task = standing.task(of: actor.user)
        return [
            "name": standing.rule.name, "label": label(standing.rule),
            "was_asked": true, "state": wording("approval.state_\(state)"),
            "tag": Self.tag(state), "is_open": standing.isOpen,
            "since": row["created_at"].instant.map(wording.moment) ?? [:],
            "asked_by": wording(
                "approval.asked_by",
                [
                    "who": submitter.flatMap { wording.names[$0] } ?? wording("actor.system")
                ]),
            "steps": standing.steps.map { step($0, of: standing.rule) },
            "rule": GateView.rule(standing.rule.location),
            "task": task.map { "/inbox/\($0.id)" } ?? "", "is_mine": task != nil,
            "may_withdraw": standing.isOpen && submitter != nil && submitter == actor.user,
            "may_ask": standing.canBeAsked && mayChange,
            "condition": standing.rule.when.source,
        ]
    }

    private func unasked(_ rule: Approval) -> [String: Any] {
        [
            "name": rule.name, "label": label(rule), "was_asked": false,
            "condition": rule.when.source, "rule": GateView.rule(rule.location), "steps": [],
            "opens_when": wording(
                "approval.opens_when", ["condition": condition(rule.when, rule)]),
            "has_earlier": false, "is_mine": false, "may_withdraw": false,
            "may_ask": false,
        ]
    }

    private func earlier(_ standing: ApprovalStanding) -> [String: Any] {
        let state = standing.row["state"].text ?? ""
        return [
            "state": wording("approval.state_\(state)"), "tag": Self.tag(state),
            "since": standing.row["created_at"].instant.map(wording.moment) ?? [:],
            "votes": standing.steps.flatMap(\.asked).compactMap { vote($0) },
        ]
    }

    func label(_ rule: Approval) -> String { wording.label(.approval(rule.name)) }

    // MARK: Steps

    func step(_ step: ApprovalStanding.Step, of rule: Approval) -> [String: Any] {
        let yes = step.asked.count { $0.verdict == true }
        let waiting = step.asked.filter(\.isOpen)
        let due = waiting.compactMap { $0.task["due"].instant }.min()
        let (name, who) = (wording.step(step.rule.name, of: rule.name), who(step.rule.who, rule))
        return [
            "name": name, "who": who == name ? "" : who,
            "state": wording("step.state_\(step.state.rawValue)"),
            "svg": wording.icons[Self.icon(step.state)], "gate_class": Self.gateClass(step.state),
            "is_waiting": step.state == .waiting, "is_later": step.state == .later,
            "is_skipped": step.state == .skipped,
            "quorum": step.rule.quorum > 1
                ? wording("step.quorum", ["yes": "\(yes)", "n": "\(step.rule.quorum)"]) : "",
            "has_quorum": step.rule.quorum > 1 && step.state != .skipped,
            "votes": step.asked.compactMap { vote($0) },
            "waiting": waiting.map { person($0.person.name) }, "has_waiting": !waiting.isEmpty,
            "expected": step.expected.map { person($0.name) },
            "has_expected": !step.expected.isEmpty,
            "only_if": step.rule.when.map {
                wording("step.only_if", ["condition": condition($0, rule)])
            } ?? "", "has_condition": step.rule.when != nil,
            "due": due.map(wording.moment) ?? [:], "has_due": due != nil,
            "is_late": due.map { $0 < wording.now } ?? false,
        ]
    }

    private func vote(_ asked: ApprovalStanding.Asked) -> [String: Any]? {
        guard let verdict = asked.verdict else { return nil }
        let comment = asked.task["comment"].text ?? ""
        var vote = person(asked.person.name)
        vote["yes"] = verdict
        vote["verdict"] = wording(verdict ? "vote.yes" : "vote.no")
        vote["comment"] = comment
        vote["has_comment"] = !comment.isEmpty
        vote["at"] = asked.task["decided_at"].instant.map(wording.moment) ?? [:]
        return vote
    }

    func person(_ name: String) -> [String: Any] {
        ["name": name, "initials": name.initials, "hue": Hue.of(name).cssClass]
    }

    private func condition(_ condition: Condition, _ rule: Approval) -> String {
        wording.bundle.schema[rule.object].map {
            ConditionWords(wording: wording, object: $0).text(condition.source)
        } ?? condition.source
    }

    private func who(_ audience: Audience, _ rule: Approval) -> String {
        switch audience {
        case .role(let name): return wording.label(.role(name))
        case .path(let condition):
            let object = wording.bundle.schema[rule.object]
            let terms = object.map { wording.bundle.terms(condition.source, $0) } ?? []
            return terms.isEmpty
                ? condition.source : wording.labels(terms)
        }
    }

    static func tag(_ state: String) -> String {
        switch state {
        case "open": "tag-warn"
        case "approved": "tag-good"
        case "rejected": "tag-bad"
        default: ""
        }
    }

    private static func icon(_ state: ApprovalStanding.Step.State) -> String {
        switch state {
        case .approved: "check"
        case .rejected: "cross"
        case .waiting: "clock"
        case .skipped, .later, .ended: "minus"
        }
    }

    private static func gateClass(_ state: ApprovalStanding.Step.State) -> String {
        switch state {
        case .approved: "gate-open"
        case .rejected: "gate-closed"
        case .waiting: "gate-waits"
        case .skipped, .later, .ended: "gate-later"
        }
    }
}

extension Value {
    var instant: Instant? { if case .datetime(let instant) = self { instant } else { nil } }
}
