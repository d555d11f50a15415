import TidegateModel
import TidegateRules

/// Figures by group, and the first records of each group.
extension QueryCompiler {
    /// One row a group, in the order asked for and then that of the groups; one row at all without groups.
    package func summary(_ query: Query) throws -> CompiledSQL {
        guard let summary = query.summary else { throw QueryProblem.noSummary }
        var writer = ConditionSQL(dialect, query)
        let groups = try query.groups.map { try group($0, query.object, writer) }
        let names = groups.map(\.sql)
        let items = try summary.items.map { try writer.item($0) }
        var text = "SELECT \((names + items).joined(separator: ", "))"
        text += " FROM \(dialect.quoted(query.object.table)) AS t0"
        let there = query.repeated ? names.map { "\($0) IS NOT NULL" } : []
        text += ConditionSQL.filter(try writer.conditions(query) + there)
        if !names.isEmpty {
            let order =
                try query.order.map { try term($0, query, summary) }
                + names.map { dialect.order($0, descending: false) }
            text += " GROUP BY \(names.joined(separator: ", "))"
            if query.repeated { text += " HAVING count(*) > 1" }
            text += " ORDER BY \(order.joined(separator: ", "))"
        }
        text += limit(query, &writer)
        return writer.compiled(
            text,
            groups.map(\.column)
                + summary.items.map { CompiledSQL.Column(kind: $0.kind, scale: $0.scale) })
    }

    /// The first records of each group, group by group.
    ///
    ///     SELECT t0.… FROM "deal" AS t0 JOIN (SELECT t0."id" AS i, row_number() OVER
    ///         (PARTITION BY t0."stage" ORDER BY t0."amount" DESC, t0."id") AS n FROM "deal" AS t0 WHERE …)
    ///         ON t0."id" = i WHERE n <= ?1 ORDER BY t0."stage" ASC NULLS LAST, n
    func first(_ top: Int, _ query: Query) throws -> CompiledSQL {
        var writer = ConditionSQL(dialect, query)
        let table = dialect.quoted(query.object.table)
        let groups = try query.groups.map { try group($0, query.object, writer).sql }
        let partition =
            groups.isEmpty ? "" : "PARTITION BY \(groups.joined(separator: ", ")) "
        let filter = ConditionSQL.filter(try conditions(query, &writer))
        let id = writer.column("t0", "id")
        let ranked =
            "SELECT \(id) AS i, row_number() OVER (\(partition)ORDER BY \(try terms(query))) AS n"
            + " FROM \(table) AS t0\(filter)"
        let order = groups.map { dialect.order($0, descending: false) } + ["n"]
        let text =
            "SELECT \(columns(query.object)) FROM \(table) AS t0 JOIN (\(ranked)) ON \(id) = i"
            + " WHERE n <= \(writer.bind(.integer(Int64(top))))"
            + " ORDER BY \(order.joined(separator: ", "))\(limit(query, &writer))"
        return writer.compiled(text, kinds(query.object))
    }

    private func group(
        _ group: Query.Group, _ object: Object, _ writer: ConditionSQL
    ) throws -> (sql: String, column: CompiledSQL.Column) {
        let field = try field(group.field, object)
        let name = writer.column("t0", field.name)
        guard !group.byName else {
            return (dialect.normalName(name), .init(kind: .text, scale: 0))
        }
        guard let bucket = group.bucket else {
            return (name, .init(kind: field.type.kind, scale: field.type.scale))
        }
        guard let date = day(name, field.type.kind) else {
            throw QueryProblem.notADate(field.name, object: object.name)
        }
        return (dialect.bucket(bucket, ofDate: date), .init(kind: .date, scale: 0))
    }

    private func day(_ name: String, _ kind: ValueKind) -> String? {
        switch kind {
        case .date: name
        case .datetime: dialect.day(ofDatetime: name)
        case .bool, .integer, .decimal, .text, .duration, .reference, .json: nil
        }
    }

    /// A term of a summary's order, by the number of its column.
    private func term(
        _ order: Query.Order, _ query: Query, _ summary: Summary
    ) throws -> String {
        let columns = query.groups.map(\.description) + summary.items.map(\.label)
        guard let place = columns.firstIndex(of: order.field) else {
            throw QueryProblem.noColumn(order.field)
        }
        return dialect.order(String(place + 1), descending: order.isDescending)
    }
}
