import TidegateModel

/// A formula or a roll-up.
public struct ComputedField: Sendable {
    public enum Way: Sendable {
        /// From its own record and what its references lead to: worked out at every save.
        case formula
        /// From children: worked out when something it reads has changed.
        case rollup
    }

    public var field: FieldExpression
    public var way: Way
    /// Slots of its own record that it reads from the record itself.
    public var own: Set<Int>
    /// Smaller than that of every field that reads it, of whatever object. Records wait for those whose
    /// fields come first, so that each is saved once.
    public var order: Int
    /// How the change of one child tells what it becomes.
    public var tally: Tally?

    public var slot: Int { field.slot }

    public init(
        field: FieldExpression, way: Way, own: Set<Int>, order: Int, tally: Tally?
    ) {
        self.field = field
        self.way = way
        self.own = own
        self.order = order
        self.tally = tally
    }
}

/// A computed field that may have to be worked out again when a record of an object changes.
public struct Derivation: Sendable {
    /// The object that has the computed field.
    public var target: Object
    public var computed: ComputedField
    /// From the changed record to those that have the field.
    public var way: [Reading.Step]
    /// Slots of the changed record that count.
    public var slots: Set<Int>
    /// Whether it counts that a record comes or goes.
    public var countsRecords: Bool

    public init(
        target: Object, computed: ComputedField, way: [Reading.Step], slots: Set<Int>,
        countsRecords: Bool
    ) {
        self.target = target
        self.computed = computed
        self.way = way
        self.slots = slots
        self.countsRecords = countsRecords
    }

    /// Whether the change of a record from one to the other counts; `nil`: it was or is not there.
    public func isTouched(by old: Record?, _ new: Record?) -> Bool {
        guard let old, let new else { return countsRecords }
        return slots.contains { !new.equals(old, at: $0) }
    }
}

extension ObjectRules {
    public var formulas: [FieldExpression] {
        computed.compactMap { $0.way == .formula ? $0.field : nil }
    }

    public var rollups: [FieldExpression] {
        computed.compactMap { $0.way == .rollup ? $0.field : nil }
    }
}
