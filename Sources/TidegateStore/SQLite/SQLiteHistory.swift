import CSQLite
import TidegateModel

/// The writer's side of the chain of changes, and the transaction that carries it.
///
/// The end of the chain is kept in memory between commits; it is read again when another program
/// wrote to the file (`PRAGMA data_version` moves) and after a rollback.
final class SQLiteHistory {
    private let connection: SQLiteConnection
    private let beginning: SQLiteStatement
    private let ending: SQLiteStatement
    private let dataVersion: SQLiteStatement
    private let insertion: SQLiteStatement
    /// Moves when another program wrote.
    private(set) var seenVersion: Int64 = -1
    /// Small numbers of objects, as the file has them.
    private var numbers: [String: Int64] = [:]
    private var latest: (object: String, number: Int64)?
    private var scratch: [UInt8] = []
    /// `nil`: to be read before the next append.
    private(set) var tail: ChangeChain.Tail?
    private var savedSequence: Int64 = 0

    init(_ connection: SQLiteConnection) throws {
        self.connection = connection
        beginning = try connection.prepare("BEGIN IMMEDIATE")
        ending = try connection.prepare("COMMIT")
        dataVersion = try connection.prepare("PRAGMA data_version")
        insertion = try connection.prepare(
            "INSERT INTO tg_change(sequence, object, record, version, at, entry, hash) "
                + "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)")
    }

    // MARK: The transaction

    func begin() throws {
        try beginning.run()
        let version = try dataVersion.step() ? dataVersion.integer(0) : 0
        dataVersion.reset()
        if version != seenVersion {
            seenVersion = version
            forget()
        }
    }

    func commit() throws {
        try ending.run()
        savedSequence = tail?.sequence ?? savedSequence
    }

    func rollback() {
        if connection.isInTransaction { try? connection.execute("ROLLBACK") }
        forget()
    }

    /// The end of the chain if changes were appended since the last commit.
    var unsavedTail: ChangeChain.Tail? {
        guard let tail, tail.sequence != savedSequence else { return nil }
        return tail
    }

    private func forget() {
        tail = nil
        numbers.removeAll()
        latest = nil
    }

    /// After ROLLBACK TO. Numbers given to objects since may be gone with it.
    func returned(to tail: ChangeChain.Tail?) {
        guard tail != self.tail else { return }
        self.tail = tail
        numbers.removeAll()
        latest = nil
    }

    // MARK: Appending

    func append(_ change: Change) throws {
        let last = try tail ?? readTail()
        let sequence = last.sequence + 1
        let hash = ChangeChain.link(last.hash, change, sequence: sequence, scratch: &scratch)
        insertion.bind(1, sequence)
        insertion.bind(2, try number(of: change.object))
        insertion.bind(3, change.record.number)
        insertion.bind(4, change.version)
        insertion.bind(5, change.at.milliseconds)
        try change.entry.withUnsafeBytes { entry in
            try hash.withUnsafeBytes { hash in
                // Lent, not copied: the running stands inside. An empty entry is an empty text.
                sqlite3_bind_text(
                    insertion.handle, 6,
                    entry.isEmpty
                        ? SQLiteStatement.emptyText
                        : entry.baseAddress?.assumingMemoryBound(to: CChar.self),
                    Int32(entry.count), nil)
                sqlite3_bind_blob(
                    insertion.handle, 7, hash.baseAddress, Int32(hash.count), nil)
                try insert()
            }
        }
        tail = ChangeChain.Tail(sequence: sequence, hash: hash)
    }

    private func insert() throws {
        do {
            try insertion.run()
        } catch StoreError.notUnique {
            throw StoreError.damaged(detail: "the history goes on past its noted end")
        }
    }

    /// From the setting, not from the last row: see ``ChangeChain``.
    private func readTail() throws -> ChangeChain.Tail {
        let statement = try connection.cached("SELECT value FROM tg_setting WHERE name = ?1")
        statement.bind(1, ChangeChain.tailSetting)
        defer { statement.reset() }
        var found = ChangeChain.Tail.empty
        if try statement.step() {
            guard let noted = ChangeChain.Tail(statement.text(0)) else {
                throw StoreError.damaged(detail: "the end of the history is not readable")
            }
            found = noted
        }
        tail = found
        savedSequence = found.sequence
        return found
    }

    private func number(of object: String) throws -> Int64 {
        if let latest, latest.object == object { return latest.number }
        if let known = numbers[object] {
            latest = (object, known)
            return known
        }
        let insertion = try connection.cached(
            "INSERT INTO tg_object_name(name) VALUES(?1) ON CONFLICT(name) DO NOTHING")
        insertion.bind(1, object)
        try insertion.run()
        let query = try connection.cached("SELECT id FROM tg_object_name WHERE name = ?1")
        query.bind(1, object)
        defer { query.reset() }
        guard try query.step() else {
            throw StoreError.damaged(detail: "tg_object_name has lost \(object)")
        }
        numbers[object] = query.integer(0)
        return query.integer(0)
    }
}
