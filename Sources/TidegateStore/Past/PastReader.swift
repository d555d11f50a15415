import TidegateModel

/// Reads records as they were after some change of the history: each object from what it was as soon as it
/// is put back, and until then from what it is. The history itself, and what the program keeps of its own, is
/// that of today.
///
///     try await store.past(after: place) { past in
///         try past.putBack(deals, wholly: false) { try undone($0) }
///         return try past.records(query)
///     }
public protocol PastReader: StoreReader {
    /// Puts an object back to what it was: only what was changed since is gone through, newest first.
    ///
    /// - Parameters:
    ///   - wholly: a copy with all its records and an index for each reference, for who looks at it again
    ///     and again from other records.
    ///   - undo: what a change undid; `nil` for one that changed no record.
    func putBack(
        _ object: Object, wholly: Bool, _ undo: (StoredChange) throws -> Undo?
    ) throws
    /// Gives fields of the records that were put back values that no change tells.
    func amend(
        _ object: Object, slots: [Int], _ values: (RecordID) throws -> [Value]?
    ) throws
}

/// What was before a change.
public enum Undo: Sendable {
    /// No record.
    case nothing
    /// A record that was different in these fields.
    case fields([(slot: Int, value: Value)])
    /// A record with these fields and no others; the change took it away.
    case record([(slot: Int, value: Value)])
}
