import TidegateModel

/// What an answer comes to before all is known: so that nobody is offered what can only be refused.
extension Condition {
    /// What is still open about a record.
    public struct Open: Sendable {
        /// Slots of the record's own that may yet become anything.
        public var slots: Set<Int>
        /// The one of them that will differ from before.
        public var changed: Int?

        public init(_ slots: Set<Int>, changed: Int? = nil) {
            self.slots = slots
            self.changed = changed
        }
    }

    /// Whether the answer is no whatever becomes of what is open, for each of several such cases: the
    /// condition is evaluated once.
    ///
    ///     // must = "old.status != 'sent' or not changed(weight)", and the parcel was sent
    ///     try must.isNo(whatever: [.init([weight], changed: weight)], in: context)  // [true]
    public func isNo(whatever cases: [Open], in context: ConditionContext) throws -> [Bool] {
        try program.run(context, fully: true) { registers in
            cases.map { Foregone(open: $0, registers: registers).truth(root) == .no }
        }
    }
}

/// The parts of a condition that open fields leave as they are.
private struct Foregone {
    let open: Condition.Open
    let registers: UnsafeMutablePointer<Slot>

    func truth(_ expression: Expression) -> Truth {
        switch expression.form {
        case .and(let parts): return all(parts.map(truth))
        case .or(let parts): return all(parts.map { truth($0).inverted }).inverted
        case .not(let part): return truth(part).inverted
        case .changed(let slot) where slot == open.changed: return .yes
        case .constant, .field, .comparison, .member, .isEmpty, .contains, .distance, .rate,
            .matches,
            .arithmetic,
            .negate, .absolute, .round, .span, .shift, .difference, .part, .dayOf, .length,
            .coalesce, .changed, .today, .now, .me, .hasRole, .approved, .inReports, .inTeams,
            .shared, .aggregate:
            return isOpen(expression) ? .unknown : registers[expression.register].truth
        }
    }

    private func all(_ truths: [Truth]) -> Truth {
        truths.contains(.no) ? .no : truths.contains(.unknown) ? .unknown : .yes
    }

    /// Whether the part looks at an open field, or at children, which may come to be.
    private func isOpen(_ expression: Expression) -> Bool {
        if case .aggregate = expression.form { return true }
        if case .changed(let slot) = expression.form { return open.slots.contains(slot) }
        if case .field(let path) = expression.form {
            let slot = path.hops.first?.slot ?? path.slot
            return path.root == .record && slot.map(open.slots.contains) ?? false
        }
        return expression.children.contains(where: isOpen)
    }
}

extension Truth {
    fileprivate var inverted: Truth {
        switch self {
        case .yes: .no
        case .no: .yes
        case .unknown: .unknown
        }
    }
}
