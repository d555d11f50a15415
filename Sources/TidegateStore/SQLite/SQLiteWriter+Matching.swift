import TidegateModel

extension SQLiteWriter {
    /// It stays from then on. An index over normal names calls a function of ours whenever a record is written,
    /// so a program that does not know the function must not write: the file becomes one of a newer format.
    func index(_ object: Object, by match: [FieldMatch]) throws {
        try requireTransaction()
        let statements = try prepared(object)
        let columns = match.map { part in
            (part.isByName ? "~\(NormalName.version)~" : "") + object.fields[part.slot].name
        }
        let name = SQLiteConnection.quoted(
            "tg_match_\(object.table)__\(columns.joined(separator: "__"))")
        let isThere = try connection.prepare(
            "SELECT 1 FROM sqlite_schema WHERE type = 'index' AND name = ?1")
        isThere.bind(1, .text("tg_match_\(object.table)__\(columns.joined(separator: "__"))"))
        guard try !isThere.step() else { return }
        try connection.prepare(
            "CREATE INDEX \(name) ON \(SQLiteConnection.quoted(object.table))"
                + "(\(match.map(statements.column).joined(separator: ", ")))"
        ).run()
        indexedRecords?()
    }
}
