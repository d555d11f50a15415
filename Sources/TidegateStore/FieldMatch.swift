import TidegateModel

/// One of the fields by which records are found to be the same.
public struct FieldMatch: Sendable, Hashable {
    public var slot: Int
    /// Of a name its ``NormalName``.
    public var value: Value
    /// Whether normal names are compared rather than values.
    public var isByName: Bool

    public init(slot: Int, equals value: Value, byName isByName: Bool = false) {
        self.slot = slot
        self.value = value
        self.isByName = isByName
    }

    /// Tells statements apart: the values do not count.
    var shape: Int { isByName ? ~slot : slot }
}
