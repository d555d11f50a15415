import TidegateModel

/// One link of the history: what happened to one record in one save, and why.
///
/// `entry` is JSON written once by the engine (actor, door, bundle, cause, old → new, trace) and
/// kept as it is; object, record and version stand outside it so that they can be indexed.
public struct Change: Sendable {
    public var object: String
    public var record: RecordID
    public var version: Int64
    public var at: Instant
    public var entry: [UInt8]

    public init(object: String, record: RecordID, version: Int64, at: Instant, entry: [UInt8]) {
        self.object = object
        self.record = record
        self.version = version
        self.at = at
        self.entry = entry
    }
}

/// That a record was changed, without what: enough to tell who looks at it.
public struct ChangedRecord: Sendable, Hashable {
    public var sequence: Int64
    public var object: String
    public var record: RecordID
    public var version: Int64

    public init(sequence: Int64, object: String, record: RecordID, version: Int64) {
        self.sequence = sequence
        self.object = object
        self.record = record
        self.version = version
    }

    public var place: RecordPlace { RecordPlace(object, record) }
}

/// A change as it was read back, with its place in the chain.
public struct StoredChange: Sendable {
    public var sequence: Int64
    public var change: Change
    /// SHA-256 over the previous link's hash and this change.
    public var hash: [UInt8]

    public init(sequence: Int64, change: Change, hash: [UInt8]) {
        self.sequence = sequence
        self.change = change
        self.hash = hash
    }
}
