import TidegateModel

/// Which validations are sure to refuse before anything is typed, so that nobody is offered it. A
/// hook that would mend what they look at is not foreseen.
extension ObjectRules {
    /// What refuses every new value of a field of the context's record, as it stands, by slot.
    public func obstacles(
        toChanging slots: [Int], in context: ConditionContext
    ) throws -> [Int: Validation] {
        var context = context
        context.old = context.record
        let cases = slots.map { slot in
            var open: Set = [slot]
            for formula in formulas where !formula.expression.fields.isDisjoint(with: open) {
                open.insert(formula.slot)
            }
            return Condition.Open(open, changed: slot)
        }
        var obstacles: [Int: Validation] = [:]
        try refusing(cases, in: context) { obstacles[slots[$0]] = obstacles[slots[$0]] ?? $1 }
        return obstacles
    }

    /// What refuses every new record that has these values of the context's record.
    public func obstacle(
        toCreatingWith known: Set<Int>, in context: ConditionContext
    ) throws -> Validation? {
        var obstacle: Validation?
        let open = Condition.Open(Set(object.fields.indices).subtracting(known))
        try refusing([open], in: context) { obstacle = obstacle ?? $1 }
        return obstacle
    }

    private func refusing(
        _ cases: [Condition.Open], in context: ConditionContext,
        _ found: (Int, Validation) -> Void
    ) throws {
        for validation in validations where validation.kind == .block {
            guard case .condition(let must) = validation.must else { continue }
            for (index, isNo) in try must.isNo(whatever: cases, in: context).enumerated()
            where isNo {
                found(index, validation)
            }
        }
    }
}
