import TidegateModel
import TidegateRules

extension AccessBook {
    /// Whether the actor may press the action where it is enabled: by one of the roles it names, by
    /// a right of theirs, or because it names none.
    func mayPress(_ action: Action, on object: Object, _ actor: Actor) -> Bool {
        action.roles.isEmpty || actor.may(.administer)
            || !actor.roles.isDisjoint(with: action.roles)
            || self[object].actions.contains(action.name)
    }
}

extension Transaction {
    func mayPress(_ action: Action) -> Bool {
        guard !actsAsSystem, let object = bundle.schema[action.object] else { return true }
        return access.mayPress(action, on: object, actor)
    }
}

extension Action {
    /// Why it cannot be pressed on the record now; `nil`: it can.
    ///
    /// - Parameter told: the context in whose words the reason is given.
    func isDisabled(_ context: ConditionContext, told: ConditionContext) throws -> Reason? {
        guard let when, try when.holds(context) != .yes else { return nil }
        return try disabled(by: when, told: told)
    }

    /// Why its condition stands in the way, in the words its pack gives or else by what it saw.
    func disabled(by when: Condition, told: ConditionContext) throws -> Reason {
        if let say {
            return Reason(
                code: "action.disabled", message: try say.render(told, as: .sentence),
                speech: try say.speech(told))
        }
        let saw = try when.explain(told).failures.map(GateReport.Observation.init)
        return Reason(
            code: "action.disabled", message: Sentences.observed(saw),
            speech: GateReport.Observation.speech(saw))
    }
}
