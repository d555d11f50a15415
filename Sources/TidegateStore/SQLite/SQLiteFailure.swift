import CSQLite
import TidegateModel

/// Result codes of SQLite as errors of the store.
enum SQLiteFailure {
    /// Source: https://sqlite.org/rescode.html. The extended code tells which constraint it was.
    static func error(_ database: OpaquePointer?, _ code: Int32, path: String = "") -> StoreError {
        let message = database.flatMap { sqlite3_errmsg($0) }.map { String(cString: $0) } ?? ""
        switch code & 0xff {
        case SQLITE_CONSTRAINT where isUnique(code):
            return notUnique(message)
        case SQLITE_BUSY, SQLITE_LOCKED:
            return .busy
        case SQLITE_INTERRUPT:
            // The only one who interrupts is the connection's deadline, which knows its length.
            return .tooLong(milliseconds: 0)
        case SQLITE_FULL:
            return .diskFull
        case SQLITE_CORRUPT:
            return .damaged(detail: message)
        case SQLITE_NOTADB:
            return .notAWorkspace(path: path)
        default:
            return .failed(detail: "\(message) (SQLite \(code))")
        }
    }

    private static func isUnique(_ code: Int32) -> Bool {
        // SQLITE_CONSTRAINT_PRIMARYKEY, _UNIQUE and _ROWID: macros with arithmetic, which Swift
        // does not see.
        [SQLITE_CONSTRAINT | 6 << 8, SQLITE_CONSTRAINT | 8 << 8, SQLITE_CONSTRAINT | 10 << 8]
            .contains(code)
    }

    /// `UNIQUE constraint failed: opportunity.name, opportunity.account`. The object stands there
    /// by its table until whoever knows the object puts its name in.
    static func notUnique(_ message: String) -> StoreError {
        let list = message.split(separator: ":", maxSplits: 1).last.map(String.init) ?? ""
        let columns = list.split(separator: ",").map { column in
            column.drop { $0 == " " }.split(separator: ".", maxSplits: 1)
        }
        return .notUnique(
            object: columns.first?.first.map(String.init) ?? "",
            fields: columns.compactMap { $0.last.map(String.init) })
    }
}

extension StoreError {
    /// The same error with the object's name where the driver knew only the table's.
    func naming(_ object: Object) -> StoreError {
        guard case .notUnique(object.table, let fields) = self else { return self }
        return .notUnique(object: object.name, fields: fields)
    }
}
