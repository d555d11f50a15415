import CSQLite
import TidegateModel

/// One open handle of SQLite with the statements it keeps. Used by one thread at a time.
final class SQLiteConnection {
    enum Role {
        case writer, reader
        /// Of a file that nobody writes: nothing is locked and no file is made beside it, so it may
        /// lie where nothing can be written. What stands in a log beside it is not read.
        case examiner
    }

    let handle: OpaquePointer
    let role: Role
    private var queries: [String: SQLiteStatement] = [:]
    private var uses: UInt64 = 0
    private let deadline = SQLiteDeadline()

    init(path: String, role: Role, options: SQLiteStore.Options) throws {
        var opened: OpaquePointer?
        // NOMUTEX: a connection has a thread of its own, or stands behind a lock, see Glance.
        var flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        switch role {
        case .reader: flags |= SQLITE_OPEN_READONLY
        case .examiner: flags |= SQLITE_OPEN_READONLY | SQLITE_OPEN_URI
        case .writer:
            flags |= SQLITE_OPEN_READWRITE
            if options.createsFile { flags |= SQLITE_OPEN_CREATE }
        }
        let name = role == .examiner ? Self.unchanging(path) : path
        let code = sqlite3_open_v2(name, &opened, flags, options.fileSystem)
        guard code == SQLITE_OK, let opened else {
            let error = SQLiteFailure.error(opened, code, path: path)
            sqlite3_close_v2(opened)
            throw error
        }
        handle = opened
        self.role = role
        sqlite3_busy_timeout(handle, options.busyMilliseconds)
    }

    /// Source: https://sqlite.org/uri.html, with every byte that could mean something escaped.
    private static func unchanging(_ path: String) -> String {
        let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/".utf8)
        let digits = Array("0123456789ABCDEF")
        let escaped = path.utf8.map { byte in
            plain.contains(byte)
                ? String(UnicodeScalar(byte))
                : "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
        }
        return (path.hasPrefix("/") ? "file://" : "file:") + escaped.joined() + "?immutable=1"
    }

    deinit {
        queries.removeAll()
        // v2: a statement that still lives keeps the handle alive instead of leaking it.
        sqlite3_close_v2(handle)
    }

    func prepare(_ sql: String) throws -> SQLiteStatement {
        try SQLiteStatement(handle, sql)
    }

    /// A statement kept for the next time the same text comes. Not to be used while an earlier
    /// reading of the same text is unfinished.
    func cached(_ sql: String) throws -> SQLiteStatement {
        uses += 1
        if let known = queries[sql] {
            known.lastUse = uses
            return known
        }
        if queries.count >= StoreLimits.preparedQueries,
            let oldest = queries.min(by: { $0.value.lastUse < $1.value.lastUse })
        {
            queries[oldest.key] = nil
        }
        let statement = try prepare(sql)
        statement.lastUse = uses
        queries[sql] = statement
        return statement
    }

    func execute(_ sql: String) throws {
        guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else {
            throw SQLiteFailure.error(handle, sqlite3_extended_errcode(handle))
        }
    }

    func integer(_ sql: String) throws -> Int64 {
        let statement = try prepare(sql)
        return try statement.step() ? statement.integer(0) : 0
    }

    func text(_ sql: String) throws -> String {
        let statement = try prepare(sql)
        return try statement.step() ? statement.text(0) : ""
    }

    func within<Answer>(milliseconds: Int64, _ body: () throws -> Answer) throws -> Answer {
        try deadline.within(handle, milliseconds: milliseconds, body)
    }

    /// SQLite itself ends a transaction after some failures (a full disk, for one). A write after
    /// that would be a transaction of its own, so every write asks first.
    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    var changedRows: Int32 { sqlite3_changes(handle) }

    /// As an identifier in SQL: `opportunity` → `"opportunity"`.
    static func quoted(_ name: String) -> String { SQLiteDialect().quoted(name) }
}
