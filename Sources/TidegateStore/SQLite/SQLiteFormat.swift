import CSQLite
import TidegateModel

/// What a file must be before it is read, and what a new one is given.
enum SQLiteFormat {
    /// "TGAT", by which `file` and every program tell a workspace from other databases.
    static let applicationID: Int64 = 0x5447_4154
    /// Raised when an older program could no longer read or write what a newer one wrote.
    /// 2: indexes of texts, which a program that knows none would leave behind its records, and of names, which call
    /// ``SQLiteFunctions/normalName``.
    static let known: Int64 = 2

    /// Readies the writer's connection, waiting for another program that does the same.
    static func open(
        _ connection: SQLiteConnection, path: String, options: SQLiteStore.Options
    ) throws {
        // SQLite answers BUSY at once, without its own waiting, when two change the journal mode.
        // Source: https://sqlite.org/c3ref/busy_handler.html, on deadlocks.
        let deadline =
            SystemTime.monotonicNanoseconds() + Int64(options.busyMilliseconds) * 1_000_000
        while true {
            do {
                return try openOnce(connection, path: path, options: options)
            } catch StoreError.busy where SystemTime.monotonicNanoseconds() < deadline {
                sqlite3_sleep(StoreLimits.openRetryMilliseconds)
            }
        }
    }

    /// Nothing is written before the file is known to be ours.
    private static func openOnce(
        _ connection: SQLiteConnection, path: String, options: SQLiteStore.Options
    ) throws {
        let isNew: Bool
        do {
            isNew = try transaction(connection, "BEGIN") { try examine(connection, path: path) }
        } catch StoreError.notAWorkspace {
            // From SQLite itself, which does not say which file.
            throw StoreError.notAWorkspace(path: path)
        }
        // In memory the answer is "memory"; some network file systems cannot share a log.
        let mode = try connection.text("PRAGMA journal_mode = WAL")
        guard mode == "wal" || mode == "memory" else {
            throw StoreError.failed(detail: "\(path) lies where no write-ahead log can be kept")
        }
        try connection.execute(
            """
            PRAGMA synchronous = FULL;
            PRAGMA wal_autocheckpoint = 0;
            PRAGMA journal_size_limit = \(StoreLimits.journalBytes);
            PRAGMA cache_size = -\(options.writerCacheKibibytes);
            PRAGMA mmap_size = \(options.mappedBytes);
            """)
        if let limit = options.pageLimit {
            try connection.execute("PRAGMA max_page_count = \(limit)")
        }
        try settle(connection)
        if isNew { try create(connection, path: path) }
        try addDrawer(connection)
        try addSearch(connection)
        try addDeletions(connection)
    }

    /// - Throws: as opening does; a file with nothing in it is no workspace here.
    static func openExaminer(_ connection: SQLiteConnection, path: String) throws {
        try settle(connection)
        do {
            guard try !examine(connection, path: path) else {
                throw StoreError.notAWorkspace(path: path)
            }
        } catch StoreError.notAWorkspace {
            throw StoreError.notAWorkspace(path: path)
        }
    }

    static func openReader(_ connection: SQLiteConnection, options: SQLiteStore.Options) throws {
        try connection.execute(
            """
            PRAGMA cache_size = -\(options.readerCacheKibibytes);
            PRAGMA mmap_size = \(options.mappedBytes);
            """)
        try settle(connection)
    }

    private static func settle(_ connection: SQLiteConnection) throws {
        try connection.execute(
            """
            PRAGMA foreign_keys = OFF;
            PRAGMA recursive_triggers = OFF;
            PRAGMA secure_delete = FAST;
            PRAGMA temp_store = MEMORY;
            PRAGMA trusted_schema = OFF;
            """)
        try SQLiteFunctions.registerFunctions(on: connection.handle)
    }

    /// Whether the file is new; throws when it is not ours or too new. Asks several times, so it
    /// stands inside a transaction: another program may be making the file right now.
    private static func examine(_ connection: SQLiteConnection, path: String) throws -> Bool {
        let application = try connection.integer("PRAGMA application_id")
        guard application != applicationID else {
            let found = try connection.integer("PRAGMA user_version")
            guard found <= known else {
                throw StoreError.newerFormat(found: Int(found), known: Int(known))
            }
            return false
        }
        let tables = try connection.integer("SELECT count(*) FROM sqlite_schema")
        guard application == 0, tables == 0 else { throw StoreError.notAWorkspace(path: path) }
        return true
    }

    /// Two programs may create one file at once: who comes second finds it made.
    private static func create(_ connection: SQLiteConnection, path: String) throws {
        try transaction(connection, "BEGIN IMMEDIATE") {
            guard try examine(connection, path: path) else { return }
            try connection.execute(tables)
            try connection.execute("PRAGMA application_id = \(applicationID)")
            try connection.execute("PRAGMA user_version = \(known)")
        }
    }

    private static func addDrawer(_ connection: SQLiteConnection) throws {
        let tables = "SELECT count(*) FROM sqlite_schema WHERE name = '\(SQLiteDrawer.table)'"
        guard try connection.integer(tables) == 0 else { return }
        try transaction(connection, "BEGIN IMMEDIATE") {
            try connection.execute(SQLiteDrawer.creation)
        }
    }

    private static func addSearch(_ connection: SQLiteConnection) throws {
        let tables = "SELECT count(*) FROM sqlite_schema WHERE name = '\(SearchPlace.table)'"
        guard try connection.integer(tables) == 0 else { return }
        try transaction(connection, "BEGIN IMMEDIATE") {
            guard try connection.integer(tables) == 0 else { return }
            try connection.execute(SearchPlace.creation)
            try connection.execute("PRAGMA user_version = \(known)")
        }
    }

    /// Deletions are few among the changes: an index of them alone lists the bin, and costs a save
    /// nothing. A program that does not know it keeps it all the same.
    private static func addDeletions(_ connection: SQLiteConnection) throws {
        let indexes = "SELECT count(*) FROM sqlite_schema WHERE name = 'tg_change_deletion'"
        guard try connection.integer(indexes) == 0 else { return }
        try transaction(connection, "BEGIN IMMEDIATE") {
            try connection.execute(
                "CREATE INDEX IF NOT EXISTS tg_change_deletion ON tg_change(object) "
                    + "WHERE \(isDeletion())")
        }
    }

    /// Whether a row of changes is a deletion: the kind stands first in an entry.
    static func isDeletion(of row: String = "") -> String {
        "substr(\(row)entry, 1, 16) = '{\"kind\":\"delete\"'"
    }

    private static func transaction<Answer>(
        _ connection: SQLiteConnection, _ begin: String, _ body: () throws -> Answer
    ) throws -> Answer {
        try connection.execute(begin)
        do {
            let answer = try body()
            try connection.execute("COMMIT")
            return answer
        } catch {
            if connection.isInTransaction { try? connection.execute("ROLLBACK") }
            throw error
        }
    }

    /// `tg_change` costs every save one row and one index entry, so it is lean: the object by a
    /// small number, the place in the chain as the row's own key. The index needs no sequence:
    /// SQLite keeps rows of one key in the order of theirs.
    private static let tables = """
        CREATE TABLE tg_object_name(
            id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
        CREATE TABLE tg_field(
            object TEXT NOT NULL, field TEXT NOT NULL, kind TEXT NOT NULL, scale INTEGER NOT NULL,
            PRIMARY KEY(object, field)) STRICT, WITHOUT ROWID;
        CREATE TABLE tg_change(
            sequence INTEGER PRIMARY KEY, object INTEGER NOT NULL, record INTEGER NOT NULL,
            version INTEGER NOT NULL, at INTEGER NOT NULL, entry TEXT NOT NULL,
            hash BLOB NOT NULL) STRICT;
        CREATE INDEX tg_change_record ON tg_change(record);
        CREATE TABLE tg_setting(
            name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
        """
}
