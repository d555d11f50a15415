import TidegateEngine
import TidegateModel
import TidegateRules

/// The approvals of a record that run or are given: a change of what they were asked about takes them
/// back. That is said before, wherever such a field can be changed.
struct AskedAgain {
    private let wording: Wording
    private let object: Object
    private let standing: [Approval]

    /// - Parameter approvals: the newest of each rule first.
    init(_ approvals: [ApprovalStanding], of object: Object, wording: Wording) {
        self.wording = wording
        self.object = object
        var seen: Set<String> = []
        standing = approvals.filter { seen.insert($0.rule.name).inserted }
            .filter { ["open", "approved"].contains($0.row["state"].text) }.map(\.rule)
    }

    /// What changing the field brings about; empty: nothing.
    func note(on slot: Int) -> String {
        let rules = rules(about: [slot])
        return rules.isEmpty ? "" : wording("approval.again_field", ["approval": labels(rules)])
    }

    /// What a person is told before they press the action: what its pack asks, and what it brings about;
    /// empty: nothing.
    func note(onAction action: RecordRights.ActionRight) -> String {
        let asked = wording.speech(action.confirm, or: "")
        return [asked, note(onAction: action.name)].filter { !$0.isEmpty }.joined(separator: " ")
    }

    /// What pressing the action brings about, as far as the text of its function tells; empty: nothing.
    private func note(onAction name: String) -> String {
        let actions = wording.bundle.actions(on: object)
        guard let action = actions.first(where: { $0.name == name }) else { return "" }
        let rules = rules(about: action.sets)
        guard !rules.isEmpty else { return "" }
        let slots = rules.reduce(into: Set<Int>()) { $0.formUnion($1.freeze) }
            .intersection(action.sets).sorted()
        return wording(
            "approval.again_action",
            [
                "approval": labels(rules),
                "fields": wording.list(slots.map { wording.label(object.fields[$0], object) }),
            ])
    }

    private func rules(about slots: Set<Int>) -> [Approval] {
        standing.filter { !$0.freeze.isDisjoint(with: slots) }
    }

    private func labels(_ rules: [Approval]) -> String {
        wording.list(rules.map { wording.label(.approval($0.name)) })
    }
}
