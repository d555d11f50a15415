import CSQLite
import TidegateModel

/// Writing on the writer's connection, inside the transaction of its group.
final class SQLiteWriter: SQLiteReader, StoreWriter {
    private let faults: StoreFaults?
    private let history: SQLiteHistory
    private let search: SearchWriter
    private let opening: SQLiteStatement
    private let release: SQLiteStatement
    private let rollback: SQLiteStatement
    private let upsert: SQLiteStatement
    private var depth = 0
    /// Called when a table that may hold records gets an index.
    var indexedRecords: (() -> Void)?

    init(_ connection: SQLiteConnection, faults: StoreFaults?) throws {
        self.faults = faults
        history = try SQLiteHistory(connection)
        search = SearchWriter(connection)
        opening = try connection.prepare("SAVEPOINT tg")
        release = try connection.prepare("RELEASE tg")
        rollback = try connection.prepare("ROLLBACK TO tg")
        upsert = try connection.prepare(
            "INSERT INTO tg_setting(name, value) VALUES(?1, ?2) "
                + "ON CONFLICT(name) DO UPDATE SET value = excluded.value")
        try super.init(connection)
    }

    func insert(_ record: Record) throws {
        try beforeWrite(.insert)
        try prepared(record.object).insert(record)
        try search.inserted(record)
        try gathered()
    }

    func update(_ record: Record, from old: Record) throws {
        try beforeWrite(.update)
        try prepared(record.object).update(record, from: old)
        try search.updated(record, from: old)
        try gathered()
    }

    func delete(_ record: Record) throws {
        try beforeWrite(.delete)
        try prepared(record.object).delete(record)
        try search.deleted(record)
        try gathered()
    }

    private func gathered() throws {
        if depth == 0 { try search.flushIfLarge() }
    }

    func extendSearchIndex(of object: Object) throws -> Bool {
        try requireTransaction()
        return try search.extend(object, prepared(object))
    }

    /// The schema changed inside the transaction.
    func searchPlacesChanged() { search.forget() }

    func append(_ change: Change) throws {
        try beforeWrite(.append)
        try history.append(change)
    }

    func set(_ setting: String, to value: String) throws {
        try beforeWrite(.set)
        try keep(setting, value)
    }

    /// Savepoints of one name nest: RELEASE and ROLLBACK TO mean the innermost.
    /// Source: https://sqlite.org/lang_savepoint.html
    func savepoint<Answer>(_ body: () throws -> Answer) throws -> Answer {
        guard depth < StoreLimits.savepointDepth else {
            throw StoreError.failed(
                detail: "more than \(StoreLimits.savepointDepth) savepoints inside each other")
        }
        try beforeWrite(nil)
        let (tail, mark) = (history.tail, search.mark)
        try opening.run()
        depth += 1
        defer { depth -= 1 }
        let answer: Answer
        do {
            answer = try body()
            try requireTransaction()
            try release.run()
        } catch {
            // When SQLite has ended the transaction there is no savepoint left, and the group
            // finds that out by itself.
            if connection.isInTransaction {
                try rollback.run()
                try release.run()
                history.returned(to: tail)
                search.returned(to: mark)
            }
            throw error
        }
        if depth == 1 { try search.flushIfLarge() }
        return answer
    }

    func beforeWrite(_ point: StorePoint?) throws {
        if let faults, let point { try faults(point) }
        try requireTransaction()
    }

    func requireTransaction() throws {
        guard connection.isInTransaction else {
            throw StoreError.failed(detail: "SQLite has undone the transaction")
        }
    }

    private func keep(_ setting: String, _ value: String) throws {
        upsert.bind(1, setting)
        upsert.bind(2, value)
        try upsert.run()
    }

    // MARK: The group's transaction, driven by the worker

    func beginGroup() throws {
        try faults?(.begin)
        try history.begin()
        search.begin(version: history.seenVersion)
    }

    /// Makes the group durable. When this throws, nothing of the group is.
    func commitGroup() throws {
        if search.mark > 0 { try faults?(.search) }
        try search.flush()
        if let tail = history.unsavedTail { try keep(ChangeChain.tailSetting, tail.description) }
        try faults?(.commit)
        try history.commit()
    }

    func afterCommit() throws {
        try faults?(.committed)
    }

    func rollbackGroup() {
        history.rollback()
        search.forget()
    }
}
