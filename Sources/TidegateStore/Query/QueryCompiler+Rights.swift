import TidegateModel
import TidegateRules

extension QueryCompiler {
    /// Lists that tell who may read, to be worked out before the query. `nil`: the rights have none.
    package func lists(_ query: Query) throws -> Lists? {
        guard case .when(let tests) = query.access[query.object].read else { return nil }
        var writer = ConditionSQL(dialect, query)
        writer.access = .unlimited
        let lists = ConditionSQL.lists(of: tests)
        guard !lists.isEmpty else { return nil }
        var rows: [String] = []
        for (place, list) in lists.enumerated() {
            for list in list.lists {
                rows.append("SELECT \(place), * FROM (\(try writer.sql(list)))")
            }
        }
        let columns = lists.map(\.column)
        let number = CompiledSQL.Column(kind: .integer, scale: 0)
        return Lists(
            columns: columns, tellAll: ConditionSQL.others(than: columns, tests).isEmpty,
            sql: writer.compiled(rows.joined(separator: " UNION ALL "), [number, number]))
    }

    package struct Lists {
        package let columns: [String]
        package let tellAll: Bool
        /// A place in the columns, from 0, and an id a row.
        package let sql: CompiledSQL
    }

    /// The page as a merge of ranges, one for each id that leads to records: each in the page's order, so that
    /// an index of the column and what the page is sorted by serves, and no more is read than is shown. A record
    /// that two ids lead to comes once.
    ///
    ///     SELECT t0.… FROM "deal" AS t0 WHERE t0."id" IN (SELECT "id" FROM (
    ///         SELECT t0."id" FROM "deal" AS t0 WHERE t0."owner" = ?1
    ///         UNION SELECT t0."id" FROM "deal" AS t0 WHERE t0."team" = ?2
    ///         ORDER BY "id" DESC LIMIT 50)) ORDER BY t0."id" DESC
    func merged(_ query: Query, _ sets: IDSets) throws -> CompiledSQL {
        var writer = ConditionSQL(dialect, query)
        let table = dialect.quoted(query.object.table)
        let conditions = try conditions(query, &writer)
        // A field may be sorted by twice; the second time decides nothing.
        var columns: [String] = []
        for (column, _) in try order(query) where !columns.contains(column) {
            columns.append(column)
        }
        let keys = columns.map { writer.column("t0", $0) }.joined(separator: ", ")
        let rest = conditions.map { " AND " + $0 }.joined()
        var page = ""
        for (column, ids) in zip(sets.columns, sets.ids) {
            let range = "SELECT \(keys) FROM \(table) AS t0 WHERE \(writer.column("t0", column)) = "
            for id in ids {
                if !page.isEmpty { page += " UNION " }
                page += range
                page += writer.bind(.reference(RecordID(number: id)))
                page += rest
            }
        }
        page += " ORDER BY \(try terms(query, of: nil))\(limit(query, &writer))"
        let text =
            "SELECT \(self.columns(query.object)) FROM \(table) AS t0"
            + " WHERE \(writer.column("t0", "id")) IN (SELECT \(dialect.quoted("id")) FROM (\(page)))"
            + " ORDER BY \(try terms(query))"
        return writer.compiled(text, kinds(query.object))
    }
}
