import TidegateModel

/// Which validations are sure to refuse before anything is typed, so that nobody is offered it. A
/// hook that would mend what they look at is not foreseen.
extension ObjectRules {
    /// What refuses every new value of one field of the context's record, as it stands.
    public func obstacle(toChanging slot: Int, in context: ConditionContext) throws -> Validation? {
        var context = context
        context.old = context.record
        var open: Set = [slot]
        for formula in formulas where !formula.expression.fields.isDisjoint(with: open) {
            open.insert(formula.slot)
        }
        return try obstacle(whatever: open, changed: slot, in: context)
    }

    /// What refuses every new record that has these values of the context's record.
    public func obstacle(
        toCreatingWith known: Set<Int>, in context: ConditionContext
    ) throws -> Validation? {
        try obstacle(whatever: Set(object.fields.indices).subtracting(known), in: context)
    }

    private func obstacle(
        whatever open: Set<Int>, changed: Int? = nil, in context: ConditionContext
    ) throws -> Validation? {
        try validations.first { validation in
            guard validation.kind == .block, case .condition(let must) = validation.must else {
                return false
            }
            return try must.isNo(whatever: open, changed: changed, in: context)
        }
    }
}
