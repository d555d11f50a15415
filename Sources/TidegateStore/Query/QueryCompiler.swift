import TidegateModel
import TidegateRules

/// A statement with its values, and what its columns hold.
package struct CompiledSQL: Sendable {
    package struct Column: Sendable, Hashable {
        package let kind: ValueKind
        /// Digits after the point of a decimal, which travels as a scaled integer.
        package let scale: Int
    }

    /// Ids the statement asks for every row, bound like a value.
    package struct Sets: Sendable {
        package let ids: IDSets
        /// Which binding of the statement they are, from 1.
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
        if case .merge(let sets) = query.rightsWay { return try merged(query, sets) }
        if let top = query.top { return try first(top, query) }
        var writer = ConditionSQL(dialect, query)
        let table = dialect.quoted(query.object.table)
        let filter = ConditionSQL.filter(try conditions(query, &writer))
        let text =
            "SELECT \(columns(query.object)) FROM \(table) AS t0\(filter)"
            + " ORDER BY \(try terms(query))\(limit(query, &writer))"
        return writer.compiled(text, kinds(query.object))
    }

    /// What must hold of a record so that it belongs to the page.
    func conditions(_ query: Query, _ writer: inout ConditionSQL) throws -> [String] {
        precondition(query.after == nil, "a page after a place is read stretch by stretch")
        let stretch = try query.stretch.map { try conditions($0, of: query, &writer) }
        return try writer.conditions(query) + (stretch ?? [])
    }

    func columns(_ object: Object) -> String {
        (["id", "version"] + object.fields.map(\.name)).map { "t0." + dialect.quoted($0) }
            .joined(separator: ", ")
    }

    func kinds(_ object: Object) -> [CompiledSQL.Column] {
        object.fields.map { CompiledSQL.Column(kind: $0.type.kind, scale: $0.type.scale) }
    }

    /// Bound, so that pages of all sizes share one statement.
    func limit(_ query: Query, _ writer: inout ConditionSQL) -> String {
        query.limit.map { " LIMIT \(writer.bind(.integer(Int64(max(0, $0)))))" } ?? ""
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

    /// What stands behind ORDER BY.
    ///
    /// - Parameter row: `nil` for the columns of what a compound statement answers, which belong to no table.
    func terms(_ query: Query, of row: String? = "t0") throws -> String {
        let place = row.map { $0 + "." } ?? ""
        return try order(query).map { column, isDescending in
            let name = place + dialect.quoted(column)
            guard column == "id" else { return dialect.order(name, descending: isDescending) }
            return isDescending ? name + " DESC" : name
        }.joined(separator: ", ")
    }

    /// By which columns, in which direction. Ties are broken by id; ordering by `id` itself chooses its
    /// direction.
    func order(_ query: Query) throws -> [(column: String, isDescending: Bool)] {
        var columns: [(column: String, isDescending: Bool)] = []
        for order in query.order {
            guard order.field != "id" else { return columns + [("id", order.isDescending)] }
            columns.append((try field(order.field, query.object).name, order.isDescending))
        }
        return columns + [("id", false)]
    }

    func field(_ name: String, _ object: Object) throws -> Field {
        if let field = object.field(name) { return field }
        let close = suggestion(for: name, among: object.fields.map(\.name))
        throw QueryProblem.unknownField(name, object: object.name, suggestion: close)
    }
}
