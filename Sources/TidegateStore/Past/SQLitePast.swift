import CSQLite
import TidegateModel

/// A connection on which tables are as they were: a view of the same name in the temporary database stands
/// before each of them, made of the rows that were not changed since and of those that were put back. So every
/// condition, order and sum means what it means today.
///
/// It is a connection of its own, and no other reading ever sees these views. What is put back lies in a file that
/// SQLite removes, not in memory.
final class SQLitePast: SQLiteReader, PastReader {
    let place: Int64
    private var standIns: [String: PastTable] = [:]

    init(_ connection: SQLiteConnection, after place: Int64) throws {
        self.place = place
        try super.init(connection)
    }

    static func open(
        path: String, options: SQLiteStore.Options, after place: Int64
    ) throws -> SQLitePast {
        let connection = try SQLiteConnection(path: path, role: .reader, options: options)
        try SQLiteFormat.openReader(connection, options: options)
        // A past that fails in the midst is thrown away, so nothing of it is ever rolled back.
        try connection.execute(
            """
            PRAGMA temp_store = FILE;
            PRAGMA temp.journal_mode = OFF;
            PRAGMA temp.cache_size = -\(StoreLimits.pastCacheKibibytes);
            """)
        return try SQLitePast(connection, after: place)
    }

    /// Of a workspace in memory, which has one connection: a copy of all of it.
    static func copy(of source: SQLiteConnection, after place: Int64) throws -> SQLitePast {
        var options = SQLiteStore.Options()
        options.createsFile = true
        let target = try SQLiteConnection(path: ":memory:", role: .writer, options: options)
        guard let backup = sqlite3_backup_init(target.handle, "main", source.handle, "main") else {
            throw SQLiteFailure.error(target.handle, sqlite3_extended_errcode(target.handle))
        }
        let code = sqlite3_backup_step(backup, -1)
        sqlite3_backup_finish(backup)
        guard code == SQLITE_DONE else { throw SQLiteFailure.error(target.handle, code) }
        try SQLiteFormat.openReader(target, options: options)
        return try SQLitePast(target, after: place)
    }

    func putBack(
        _ object: Object, wholly: Bool, _ undo: (StoredChange) throws -> Undo?
    ) throws {
        let table = try standIn(for: object)
        try goBack(table, to: latestSequence(), undo)
        if wholly { try table.fill() }
    }

    private func standIn(for object: Object) throws -> PastTable {
        if let known = standIns[object.table] { return known }
        // Refuses an object that the workspace has no place for.
        _ = try prepared(object)
        let made = try PastTable(object, connection, after: place)
        standIns[object.table] = made
        return made
    }

    /// A record that was put back stays as it is: what is newer does not change what was.
    private func goBack(
        _ table: PastTable, to latest: Int64, _ undo: (StoredChange) throws -> Undo?
    ) throws {
        guard table.reached < latest else { return }
        table.begin()
        let scan = try connection.prepare(
            "SELECT c.sequence, c.record, c.version, c.at, c.entry FROM tg_change c "
                + "WHERE c.object = (SELECT id FROM tg_object_name WHERE name = ?1) "
                + "AND c.sequence > ?2 AND c.sequence <= ?3 ORDER BY c.sequence DESC")
        scan.bind(1, table.object.name)
        scan.bind(2, table.reached)
        scan.bind(3, latest)
        while try scan.step() {
            let id = RecordID(number: scan.integer(1))
            let stored = StoredChange(
                sequence: scan.integer(0),
                change: Change(
                    object: table.object.name, record: id, version: scan.integer(2),
                    at: Instant(milliseconds: scan.integer(3)), entry: scan.bytes(4)), hash: [])
            guard let undo = try undo(stored) else { continue }
            try table.put(id, undo, version: stored.change.version - 1)
        }
        table.reached = latest
    }

    func amend(
        _ object: Object, slots: [Int], _ values: (RecordID) throws -> [Value]?
    ) throws {
        guard let table = standIns[object.table] else { return }
        try table.amend(slots, values)
    }
}
