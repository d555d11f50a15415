import CSQLite
import TidegateModel

/// A prepared statement. Belongs to one connection, and so to one thread at a time.
final class SQLiteStatement {
    let handle: OpaquePointer
    private let database: OpaquePointer
    /// For the eviction of what was used longest ago.
    var lastUse: UInt64 = 0

    init(_ database: OpaquePointer, _ sql: String) throws {
        var prepared: OpaquePointer?
        var text = sql
        let code = text.withUTF8 { utf8 in
            utf8.withMemoryRebound(to: CChar.self) { characters in
                sqlite3_prepare_v3(
                    database, characters.baseAddress, Int32(characters.count),
                    UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
            }
        }
        guard code == SQLITE_OK, let prepared else {
            throw SQLiteFailure.error(database, sqlite3_extended_errcode(database))
        }
        handle = prepared
        self.database = database
    }

    deinit { sqlite3_finalize(handle) }

    // MARK: Running

    /// Runs a statement that answers no rows.
    func run() throws {
        let code = sqlite3_step(handle)
        if code == SQLITE_DONE || code == SQLITE_ROW {
            sqlite3_reset(handle)
            return
        }
        throw failed()
    }

    /// Steps to the next row. After the last one, and after an error, the statement is reset.
    @inline(__always)
    func step() throws -> Bool {
        let code = sqlite3_step(handle)
        if code == SQLITE_ROW { return true }
        if code == SQLITE_DONE {
            sqlite3_reset(handle)
            return false
        }
        throw failed()
    }

    /// Ends a reading before its last row.
    func reset() { sqlite3_reset(handle) }

    private func failed() -> StoreError {
        let error = SQLiteFailure.error(database, sqlite3_extended_errcode(database))
        sqlite3_reset(handle)
        return error
    }

    // MARK: Parameters, counted from 1

    func bind(_ index: Int32, _ number: Int64) {
        sqlite3_bind_int64(handle, index, number)
    }

    func bindNull(_ index: Int32) {
        sqlite3_bind_null(handle, index)
    }

    /// The text is copied: for what is not in a hurry.
    func bind(_ index: Int32, _ text: String) {
        var text = text
        text.withUTF8 { bind(index, copying: $0) }
    }

    func bind(_ index: Int32, copying bytes: UnsafeBufferPointer<UInt8>) {
        bytes.withMemoryRebound(to: CChar.self) { characters in
            // A null pointer would bind NULL, and an empty text is not a missing one.
            guard let start = characters.baseAddress, !characters.isEmpty else {
                sqlite3_bind_text(handle, index, Self.emptyText, 0, nil)
                return
            }
            sqlite3_bind_text(handle, index, start, Int32(characters.count), Self.transient)
        }
    }

    /// A blob, copied. Zero bytes are a blob too: a null pointer would bind NULL.
    func bind(_ index: Int32, bytes: [UInt8]) {
        guard !bytes.isEmpty else {
            sqlite3_bind_zeroblob(handle, index, 0)
            return
        }
        bytes.withUnsafeBytes {
            _ = sqlite3_bind_blob(
                handle, index, $0.baseAddress, Int32($0.count), Self.transient)
        }
    }

    func bind(_ index: Int32, _ value: Value) {
        switch value {
        case .none: bindNull(index)
        case .bool(let flag): bind(index, flag ? 1 : 0)
        case .integer(let number): bind(index, number)
        case .decimal(let number): bind(index, number.coefficient)
        case .text(let text), .json(let text): bind(index, text)
        case .date(let day): bind(index, day.number)
        case .datetime(let instant): bind(index, instant.milliseconds)
        case .duration(let span): bind(index, span.milliseconds)
        case .reference(let id): bind(index, id.number)
        }
    }

    func bind(_ values: [Value]) {
        for (index, value) in values.enumerated() {
            bind(Int32(index + 1), value)
        }
    }

    /// SQLITE_TRANSIENT, a macro Swift does not see: SQLite makes its own copy.
    static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    /// What an empty text points at, for a null pointer would bind NULL.
    ///
    /// `nonisolated(unsafe)`: one byte, written before anyone sees it and never again, never freed.
    nonisolated(unsafe) static let emptyText: UnsafePointer<CChar> = {
        let byte = UnsafeMutablePointer<CChar>.allocate(capacity: 1)
        byte.initialize(to: 0)
        return UnsafePointer(byte)
    }()

    // MARK: Columns, counted from 0

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

    func isNull(_ column: Int32) -> Bool {
        sqlite3_column_type(handle, column) == SQLITE_NULL
    }

    func bytes(_ column: Int32) -> [UInt8] {
        guard let start = sqlite3_column_blob(handle, column) else { return [] }
        let count = Int(sqlite3_column_bytes(handle, column))
        return [UInt8](UnsafeRawBufferPointer(start: start, count: count))
    }

    func text(_ column: Int32) -> String {
        guard let start = sqlite3_column_blob(handle, column) else { return "" }
        let count = Int(sqlite3_column_bytes(handle, column))
        return String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
    }

    func value(_ column: Int32, _ kind: ValueKind, scale: Int) -> Value {
        if isNull(column) { return .none }
        return switch kind {
        case .bool: .bool(integer(column) != 0)
        case .integer: .integer(integer(column))
        case .decimal: .decimal(Decimal(coefficient: integer(column), scale: scale))
        case .text: .text(text(column))
        case .json: .json(text(column))
        case .date: .date(Day(number: integer(column)))
        case .datetime: .datetime(Instant(milliseconds: integer(column)))
        case .duration: .duration(Span(milliseconds: integer(column)))
        case .reference: .reference(RecordID(number: integer(column)))
        }
    }
}
