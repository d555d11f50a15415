import TidegateModel
import TidegateRules

extension QueryCompiler {
    /// Lists that tell who may read, to be worked out before the query: a place, from 0, and an id a row. `nil`: the
    /// rights have none.
    package func lists(_ query: Query) throws -> (columns: [String], sql: CompiledSQL)? {
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
        let number = CompiledSQL.Column(kind: .integer, scale: 0)
        return (
            lists.map(\.column),
            writer.compiled(rows.joined(separator: " UNION ALL "), [number, number])
        )
    }

    /// Whether the lists are all there is to the right.
    package func isTold(by sets: IDSets, _ query: Query) -> Bool {
        guard case .when(let tests) = query.access[query.object].read else { return false }
        return ConditionSQL.others(than: sets.columns, tests).isEmpty
    }

    /// The page as a merge of ranges, one for each id that leads to records: each in the page's order, so that
    /// an index of the column and what the page is sorted by serves, and no more is read than is shown. A record
    /// that two ids lead to comes once.
    ///
    ///     SELECT t0.… FROM (SELECT t0."id" FROM "deal" AS t0 WHERE t0."owner" = ?1
    ///                       UNION SELECT t0."id" FROM "deal" AS t0 WHERE t0."team" = ?2
    ///                       ORDER BY 1 DESC LIMIT 50) AS page
    ///     CROSS JOIN "deal" AS t0 ON t0."id" = page."id" ORDER BY page."id" DESC
    func merged(_ query: Query, _ sets: IDSets) throws -> CompiledSQL {
        var writer = ConditionSQL(dialect, query)
        let table = dialect.quoted(query.object.table)
        let conditions = try conditions(query, &writer)
        let order = try order(query, of: "page")
        // A field may be sorted by twice; the second time decides nothing.
        var columns: [String] = []
        for column in order.map(\.column) where !columns.contains(column) { columns.append(column) }
        let keys = columns.map { writer.column("t0", $0) }.joined(separator: ", ")
        var ranges: [String] = []
        for (column, ids) in zip(sets.columns, sets.ids) {
            for id in ids {
                let mine =
                    "\(writer.column("t0", column)) = \(writer.bind(.reference(RecordID(number: id))))"
                let filter = ConditionSQL.filter([mine] + conditions)
                ranges.append("SELECT \(keys) FROM \(table) AS t0\(filter)")
            }
        }
        let merged = try self.order(query, of: nil).map(\.term).joined(separator: ", ")
        let page = ranges.joined(separator: " UNION ") + " ORDER BY \(merged)\(limit(query))"
        let text =
            "SELECT \(self.columns(query.object)) FROM (\(page)) AS page CROSS JOIN \(table) AS t0"
            + " ON \(writer.column("t0", "id")) = \(writer.column("page", "id"))"
            + " ORDER BY \(order.map(\.term).joined(separator: ", "))"
        return writer.compiled(text, kinds(query.object))
    }
}
