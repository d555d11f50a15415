import CSQLite
import TidegateModel

extension SQLiteFunctions {
    /// Indexes hold what it answered, so another version of it is another function.
    static let normalName = "tg_normal_name_\(NormalName.version)"

    /// The normal name of a text; NULL for what names nothing.
    static let answerNormalName: Body = { context, _, values in
        guard let value = values?[0], sqlite3_value_type(value) == SQLITE_TEXT,
            let text = sqlite3_value_text(value),
            let name = NormalName.of(
                utf8: UnsafeBufferPointer(start: text, count: Int(sqlite3_value_bytes(value))))
        else { return sqlite3_result_null(context) }
        var copy = name
        copy.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) {
                sqlite3_result_text(
                    context, $0.baseAddress, Int32($0.count),
                    SQLiteStatement.transient)
            }
        }
    }
}
