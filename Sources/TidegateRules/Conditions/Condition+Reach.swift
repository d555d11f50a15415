import TidegateModel

/// What a condition looks at, for those who work out whom a change concerns.
extension Condition {
    /// Whether it asks for the records of this collection.
    public func reads(_ collection: ChildrenField) -> Bool { collections.contains(collection) }

    /// Whether it looks at fields of the object to which the reference in `slot` leads.
    public func follows(_ slot: Int, to target: Object) -> Bool {
        fields.contains(slot) && dependencies.contains { $0.object == target.name }
    }

    /// Whether it needs no record but its own.
    public var readsOnlyItself: Bool {
        collections.isEmpty && dependencies.allSatisfy { $0.object == object.name }
    }
}
