import CSQLite
import TidegateStore

/// What somebody with `sqlite3` in hand does to a file behind the store's back.
struct RawSQLite: ~Copyable {
    private let handle: OpaquePointer?

    init(_ path: String) {
        var opened: OpaquePointer?
        sqlite3_open(path, &opened)
        handle = opened
    }

    deinit { sqlite3_close(handle) }

    /// The result code; 0 when it worked.
    @discardableResult
    func run(_ sql: String) -> Int32 {
        sqlite3_exec(handle, sql, nil, nil, nil)
    }

    /// Knows the store's functions from now on.
    func learnFunctions() throws {
        if let handle { try SQLiteFunctions.registerFunctions(on: handle) }
    }

    func texts(_ sql: String, column: Int32 = 0) -> [String] {
        var statement: OpaquePointer?
        sqlite3_prepare_v2(handle, sql, -1, &statement, nil)
        defer { sqlite3_finalize(statement) }
        var found: [String] = []
        while sqlite3_step(statement) == SQLITE_ROW {
            found.append(
                sqlite3_column_text(statement, column).map { String(cString: $0) } ?? "NULL")
        }
        return found
    }
}
