import TidegateModel

/// What a condition looks at, for those who work out whom a change concerns.
extension Condition {
    /// Whether it asks for the records of this collection.
    public func reads(_ collection: ChildrenField) -> Bool { collections.contains(collection) }

    /// Whether it looks at fields of the object to which the reference in `slot` leads.
    public func follows(_ slot: Int, to target: Object) -> Bool {
        fields.contains(slot) && dependencies.contains { $0.object == target.name }
    }

    /// A field of the record that a reference of its own leads to.
    public struct Beside: Equatable, Sendable {
        public let reference: Int
        public let object: Object
        public let slot: Int

        public static func == (one: Self, other: Self) -> Bool {
            one.reference == other.reference && one.slot == other.slot
                && one.object === other.object
        }
    }

    /// What it looks at over one reference, in the order of the condition, each once.
    public var besides: [Beside] {
        var found: [Beside] = []
        func look(_ expression: Expression) {
            if case .field(let path) = expression.form, path.root == .record, path.hops.count == 1,
                let reference = path.hops.first?.slot, let slot = path.slot
            {
                let beside = Beside(reference: reference, object: path.object, slot: slot)
                if !found.contains(beside) { found.append(beside) }
            }
            expression.children.forEach(look)
        }
        look(root)
        return found
    }
}
