import CSQLite

/// `tg_among(sets, value, value, …)` says 1 when any value is in the set at its own place, else NULL. The sets are
/// bound like a value: what comes out of a subquery is copied for every row.
extension IDSets {
    static let among: SQLiteFunctions.Body = { context, count, values in
        guard let values, count > 0, count <= most + 1,
            let bound = sqlite3_value_pointer(values[0], kind)
        else { return sqlite3_result_error(context, "tg_among needs sets", -1) }
        let tables = bound.assumingMemoryBound(to: IDTable.self)
        for index in 1..<Int(count) {
            // NULL is 0 as an integer, which is in no set; its type need not be asked.
            if !tables[index - 1].isEmpty,
                tables[index - 1].holds(sqlite3_value_int64(values[index]))
            {
                return sqlite3_result_int(context, 1)
            }
        }
        // Left at NULL: to WHERE that is as good as 0, and one call less for every record.
    }

    /// Binds the sets to the statement while the body runs. They are not copied, and the statement knows
    /// nothing of them afterwards, so that it may outlive them.
    func bound<Answer>(
        to statement: OpaquePointer, _ index: Int32, _ body: () throws -> Answer
    ) rethrows -> Answer {
        sqlite3_bind_pointer(statement, index, tables, Self.kind, nil)
        defer {
            // A statement that is not at its end refuses bindings.
            sqlite3_reset(statement)
            sqlite3_bind_null(statement, index)
        }
        return try withExtendedLifetime(self, body)
    }

    /// Only what was bound as this is taken for sets: no number and no text ever is.
    private static var kind: UnsafePointer<CChar> {
        let name: StaticString = "tg_sets"
        return UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
    }
}
