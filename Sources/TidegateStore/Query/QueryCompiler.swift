import TidegateModel
import TidegateRules

/// A statement with its values, and what its columns hold.
package struct CompiledSQL: Sendable, Hashable {
    package struct Column: Sendable, Hashable {
        package let kind: ValueKind
        /// Digits after the point of a decimal, which travels as a scaled integer.
        package let scale: Int
    }

    /// Ids that are listed before the statement runs, and asked by it for every row.
    package struct Sets: Sendable, Hashable {
        /// Its rows are a place, from 0, and an id.
        package let text: String
        package let bindings: [Value]
        /// Which binding of the statement itself they become, from 1.
        package let number: Int
    }

    package let text: String
    package let bindings: [Value]
    package let sets: Sets?
    /// Of a summary: the groups, then the items. Of records: every field, in slot order, after
    /// `id` and `version`.
    package let columns: [Column]
}

/// Turns a query into SQL of one dialect.
///
///     let compiled = try QueryCompiler(SQLiteDialect()).records(query)
///     // SELECT t0."id", t0."version", … FROM "opportunity" AS t0 WHERE t0."amount" > ?1 …
package struct QueryCompiler: Sendable {
    let dialect: any SQLDialect

    package init(_ dialect: any SQLDialect) {
        self.dialect = dialect
    }

    /// All columns of the records: `id`, `version`, then every field in slot order.
    package func records(_ query: Query) throws -> CompiledSQL {
        var writer = ConditionSQL(dialect, query)
        let names = ["id", "version"] + query.object.fields.map(\.name)
        let columns = names.map { "t0." + dialect.quoted($0) }.joined(separator: ", ")
        var text = "SELECT \(columns) FROM \(dialect.quoted(query.object.table)) AS t0"
        let filter = try writer.filter(query)
        text += filter
        if let position = query.after {
            text += filter.isEmpty ? " WHERE " : " AND "
            text += "(\(try after(position, of: query, &writer)))"
        }
        text += " ORDER BY \(try order(query))"
        if let limit = query.limit { text += " LIMIT \(max(0, limit))" }
        return writer.compiled(
            text,
            query.object.fields.map {
                CompiledSQL.Column(kind: $0.type.kind, scale: $0.type.scale)
            })
    }

    /// How many of the next records from an id on there are, and how often one of the ways to read them
    /// leads to one.
    ///
    /// - Parameter count: how many to look at.
    package func sample(_ query: Query, from id: RecordID, count: Int) throws -> CompiledSQL {
        var writer = ConditionSQL(dialect, query)
        let ways = try writer.waysToRead(query.object, "t0")
        let first = writer.bind(.reference(id))
        let some =
            "SELECT * FROM \(dialect.quoted(query.object.table)) WHERE \"id\" >= \(first)"
            + " ORDER BY \"id\" LIMIT \(count)"
        let met = ways.map { "count(*) FILTER (WHERE \($0))" }.joined(separator: " + ")
        let number = CompiledSQL.Column(kind: .integer, scale: 0)
        return writer.compiled("SELECT count(*), \(met) FROM (\(some)) AS t0", [number, number])
    }

    /// One row a group, in the groups' order; one row at all without groups.
    package func summary(_ query: Query) throws -> CompiledSQL {
        guard let summary = query.summary else { throw QueryProblem.noSummary }
        var writer = ConditionSQL(dialect, query)
        let groups = try query.groups.map { try field($0, query.object) }
        let names = groups.map { "t0." + dialect.quoted($0.name) }
        let items = try summary.items.map { try writer.item($0) }
        var text = "SELECT \((names + items).joined(separator: ", "))"
        text += " FROM \(dialect.quoted(query.object.table)) AS t0"
        text += try writer.filter(query)
        if !names.isEmpty {
            let order = names.map { dialect.order($0, descending: false) }
            text += " GROUP BY \(names.joined(separator: ", "))"
            text += " ORDER BY \(order.joined(separator: ", "))"
        }
        if let limit = query.limit { text += " LIMIT \(max(0, limit))" }
        return writer.compiled(
            text,
            groups.map { CompiledSQL.Column(kind: $0.type.kind, scale: $0.type.scale) }
                + summary.items.map { CompiledSQL.Column(kind: $0.kind, scale: $0.scale) })
    }

    /// Ties are broken by id; ordering by `id` itself chooses its direction.
    private func order(_ query: Query) throws -> String {
        var terms: [String] = []
        for order in query.order {
            if order.field == "id" {
                terms.append("t0.\"id\"" + (order.isDescending ? " DESC" : ""))
                return terms.joined(separator: ", ")
            }
            let field = try field(order.field, query.object)
            terms.append(
                dialect.order(
                    "t0." + dialect.quoted(field.name), descending: order.isDescending))
        }
        return (terms + ["t0.\"id\""]).joined(separator: ", ")
    }

    private func field(_ name: String, _ object: Object) throws -> Field {
        if let field = object.field(name) { return field }
        let close = suggestion(for: name, among: object.fields.map(\.name))
        throw QueryProblem.unknownField(name, object: object.name, suggestion: close)
    }
}
