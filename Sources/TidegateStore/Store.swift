import TidegateModel
import TidegateRules

/// Where records are kept. The door has no word of any database in it; every driver passes the
/// suite in TidegateTesting.
///
/// Bodies run synchronously on a thread of the driver, because a save runs scripts that read and
/// write in the middle of it. What a body returns is handed over only when it is durable.
///
///     let id = try await store.write { writer in
///         try writer.insert(record)
///         return record.id
///     }
public protocol Store: AnyObject, Sendable {
    /// Creates and widens tables and indexes until every object of the schema has its place.
    /// Never drops a table or a column.
    func prepare(_ schema: Schema) async throws

    /// Runs the body on one consistent snapshot.
    func read<Answer: Sendable>(
        _ body: @escaping @Sendable (any StoreReader) throws -> Answer
    ) async throws -> Answer

    /// As ``read(_:)``, for a body that looks at a few rows by their keys. It may be run a second
    /// time, so it does nothing but read.
    func glance<Answer: Sendable>(
        _ body: @escaping @Sendable (any StoreReader) throws -> Answer
    ) async throws -> Answer

    /// Runs the body on one consistent snapshot, on which objects can be put back to what they were right after
    /// the change at this place of the history.
    func past<Answer: Sendable>(
        after place: Int64, _ body: @escaping @Sendable (any PastReader) throws -> Answer
    ) async throws -> Answer

    /// Runs the body in a transaction of its own: all of it is durable when this returns, or none
    /// of it happened. Waiting bodies may share one commit, each under a savepoint.
    func write<Answer: Sendable>(
        _ body: @escaping @Sendable (any StoreWriter) throws -> Answer
    ) async throws -> Answer

    /// Copies all that is stored, as it is at one moment, into a new file, while others go on
    /// reading and writing. The file is on disk when this returns; what fails leaves no file.
    ///
    /// - Parameter progress: called from time to time on a thread of the driver. What it throws
    ///   ends the copying.
    func backUp(
        to path: String, progress: @escaping @Sendable (CopyProgress) throws -> Void
    ) async throws

    /// Finishes what is under way and lets go of the files.
    func close() async
}

/// How far copying or checking has come.
public struct CopyProgress: Hashable, Sendable {
    public var doneBytes: Int64
    public var totalBytes: Int64

    public init(doneBytes: Int64, totalBytes: Int64) {
        self.doneBytes = doneBytes
        self.totalBytes = totalBytes
    }
}

extension Store {
    public func glance<Answer: Sendable>(
        _ body: @escaping @Sendable (any StoreReader) throws -> Answer
    ) async throws -> Answer {
        try await read(body)
    }
}

/// Reading inside one transaction. Not to be kept after the body ends.
public protocol StoreReader: AnyObject {
    func record(_ object: Object, _ id: RecordID) throws -> Record?
    /// Whether there is such a record; cheaper than reading it.
    func exists(_ object: Object, _ id: RecordID) throws -> Bool
    /// The first record, in id order, whose field equals the value.
    func first(_ object: Object, slot: Int, equals value: Value) throws -> Record?
    /// All records, in id order, whose field equals the value.
    func records(_ object: Object, slot: Int, equals value: Value) throws -> [Record]
    /// The same records by their ids alone, and no more than so many.
    func ids(_ object: Object, slot: Int, equals value: Value, limit: Int) throws -> [RecordID]
    /// Records, in id order, that are equal in all these fields; a missing value equals nothing.
    func records(_ object: Object, matching: [FieldMatch]) throws -> [Record]
    func records(_ query: Query) throws -> [Record]
    /// The same, one after the other, without keeping any: for a million as for ten.
    ///
    /// - Parameter body: may read; what it throws ends the reading.
    func eachRecord(_ query: Query, _ body: (Record) throws -> Void) throws
    /// One row a group (one row at all without groups): the group's values, then the summary's.
    func summary(_ query: Query) throws -> [[Value]]
    /// Changes of one record, oldest first.
    func changes(object: String, record: RecordID) throws -> [StoredChange]
    /// Changes of one record, newest first, one page.
    ///
    /// - Parameter before: only those with a smaller sequence.
    func changes(
        object: String, record: RecordID, before: Int64?, limit: Int
    ) throws -> [StoredChange]
    /// Changes of all records from one place of the history up to before another, newest first, one
    /// page.
    func changes(from first: Int64, before end: Int64, limit: Int) throws -> [StoredChange]
    /// The deletions of the object's records, newest first, one page; also of records that came back.
    ///
    /// - Parameter before: only those with a smaller sequence.
    func deletions(of object: String, before: Int64?, limit: Int) throws -> [StoredChange]
    /// What was changed after this place of the history, oldest first, one page.
    func changed(after sequence: Int64, limit: Int) throws -> [ChangedRecord]
    /// The place of the newest change; 0 before the first.
    func latestSequence() throws -> Int64
    /// The place of the last change that was made by the end of that instant; 0 before the first.
    func latestSequence(at instant: Instant) throws -> Int64
    /// Every change, oldest first, for the audit.
    func eachChange(_ body: (StoredChange) throws -> Void) throws
    /// What a transaction has written itself is found when it is committed.
    func matches(_ search: TextSearch) throws -> [Record]
    /// `nil`: the object's texts are not searched.
    func searchIndex(of object: Object) throws -> SearchIndex?
    /// Compares every word in the index with the records.
    func checkSearchIndex(of object: Object) throws -> SearchIndexCheck
    func setting(_ name: String) throws -> String?
    /// Runs the body, and stops what it asks of the database when that takes longer.
    ///
    /// - Throws: ``StoreError/tooLong(milliseconds:)``.
    func within<Answer>(milliseconds: Int64, _ body: () throws -> Answer) throws -> Answer
    func item(_ kind: String, _ key: [UInt8]) throws -> DrawerItem?
    /// In the order of their keys.
    func items(_ kind: String) throws -> [DrawerItem]
    func items(_ kind: String, of owner: RecordID) throws -> [DrawerItem]
}

/// Writing inside one transaction.
public protocol StoreWriter: StoreReader {
    /// - Throws: ``StoreError/notUnique(object:fields:)``.
    func insert(_ record: Record) throws
    /// Writes the fields in which `record` differs from `old`, and the version of `record`.
    ///
    /// - Throws: ``StoreError/stale(object:record:)`` when the stored version is not that of `old`;
    ///   ``StoreError/notUnique(object:fields:)``.
    func update(_ record: Record, from old: Record) throws
    func delete(_ record: Record) throws
    /// Gives the object an index by which ``StoreReader/records(_:matching:)`` finds its records, if it has
    /// none. The values do not count.
    func index(_ object: Object, by match: [FieldMatch]) throws
    /// Adds a link to the chain of changes.
    func append(_ change: Change) throws
    /// Puts the next records into the object's index of texts.
    ///
    /// - Returns: whether all of them are in it now.
    func extendSearchIndex(of object: Object) throws -> Bool
    func set(_ setting: String, to value: String) throws
    /// Puts the item into the drawer, in place of one of the same kind and key.
    func keep(_ item: DrawerItem) throws
    /// Whether it was there: of several who take the same item away, one is told yes.
    @discardableResult
    func discard(_ kind: String, _ key: [UInt8]) throws -> Bool
    @discardableResult
    func discard(_ kind: String, of owner: RecordID) throws -> Int
    @discardableResult
    func discard(expiredBy now: Instant) throws -> Int
    /// Runs the body so that a thrown error undoes just what the body wrote.
    func savepoint<Answer>(_ body: () throws -> Answer) throws -> Answer
}

/// What the driver could not do; the engine words it for people.
public enum StoreError: Error, Hashable, Sendable {
    case notUnique(object: String, fields: [String])
    case stale(object: String, record: RecordID)
    /// The file was written by a newer program.
    case newerFormat(found: Int, known: Int)
    case notAWorkspace(path: String)
    /// The file's last writes stand in a log beside it: a program has it open, or was killed.
    case unfinished(path: String)
    /// Another program holds the write lock for longer than the wait allows.
    case busy
    /// A reading was stopped because it took longer than it may.
    case tooLong(milliseconds: Int64)
    case diskFull
    case damaged(detail: String)
    case failed(detail: String)
}
