import TidegateModel

extension Condition {
    /// Where the most is kept that a field may be.
    public struct Ceiling: Hashable, Sendable {
        /// The reference that leads there; `nil`: the record itself.
        public let reference: Int?
        /// The field in the object it leads to.
        public let slot: Int
    }

    /// What a condition of one comparison says about the most a field may be, so that a form can
    /// offer it: for `quantity` in `quantity <= order_line.open` that is `open` of the order's line.
    public func ceiling(of slot: Int) -> Ceiling? {
        guard case .comparison(let comparison, let left, let right) = root.form else { return nil }
        switch comparison {
        case .lessOrEqual: return Self.ceiling(of: slot, small: left, large: right)
        case .greaterOrEqual: return Self.ceiling(of: slot, small: right, large: left)
        case .less, .equal, .greater, .notEqual: return nil
        }
    }

    private static func ceiling(
        of slot: Int, small: Expression, large: Expression
    ) -> Ceiling? {
        guard case .field(let field) = small.form, field.isOwnField, field.slot == slot,
            case .field(let most) = large.form, most.root == .record, most.hops.count <= 1,
            let found = most.slot
        else { return nil }
        return Ceiling(reference: most.hops.first?.slot, slot: found)
    }
}
