import TidegateModel

extension QueryCompiler {
    /// The records that an index of texts leads to, the newest first. The index decides in which order they are
    /// met, and whether one may be read is asked of each that is met, so that a page of a common word
    /// costs the page.
    ///
    /// - Parameters:
    ///   - index: the table of the index; its row ids are the records'.
    ///   - expression: what its MATCH is given.
    package func matches(
        _ query: Query, index: String, expression: String
    ) throws -> CompiledSQL {
        var writer = ConditionSQL(dialect, query)
        let table = dialect.quoted(query.object.table)
        let index = dialect.quoted(index)
        let wanted = writer.bind(.text(expression))
        let filter = try conditions(query, &writer).map { " AND " + $0 }.joined()
        // CROSS JOIN: SQLite does not turn the two around.
        let text =
            "SELECT \(columns(query.object)) FROM \(index) AS s CROSS JOIN \(table) AS t0"
            + " ON t0.\"id\" = s.rowid WHERE s.\(index) MATCH \(wanted)\(filter)"
            + " ORDER BY s.rowid DESC\(limit(query, &writer))"
        return writer.compiled(text, kinds(query.object))
    }
}
