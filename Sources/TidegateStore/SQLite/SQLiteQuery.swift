import CSQLite
import TidegateModel

/// Queries. The text of the SQL comes from elsewhere; here it is run.
extension SQLiteReader {
    func records(_ query: Query) throws -> [Record] {
        guard query.condition == nil else {
            throw StoreError.failed(detail: "conditions of queries are not compiled yet")
        }
        let object = query.object
        var order = query.order.map {
            SQLiteConnection.quoted($0.field) + ($0.isDescending ? " DESC" : "")
        }
        order.append("id" + (query.order.last?.isDescending == true ? " DESC" : ""))
        let sql =
            "SELECT \(RecordLayout.list(object)) FROM \(SQLiteConnection.quoted(object.table)) "
            + "ORDER BY \(order.joined(separator: ", ")) LIMIT ?1"
        return try select(sql, bindings: [.integer(Int64(query.limit ?? -1))], object: object)
    }

    func summary(_ query: Query) throws -> [[Value]] {
        throw StoreError.failed(detail: "summaries are not compiled yet")
    }

    /// Runs a SELECT whose columns are those of ``RecordLayout/list(_:prefix:)``. Decimals among
    /// the bindings are bound as their coefficients: whoever makes the SQL knows the scale.
    func select(_ sql: String, bindings: [Value], object: Object) throws -> [Record] {
        let prepared = try prepared(object)
        let statement = try connection.cached(sql)
        statement.bind(bindings)
        return try prepared.all(statement)
    }

    /// Runs a SELECT of columns of these kinds; a decimal column is an integer of this scale.
    func rows(
        _ sql: String, bindings: [Value], columns: [(kind: ValueKind, scale: Int)]
    ) throws -> [[Value]] {
        let statement = try connection.cached(sql)
        statement.bind(bindings)
        var rows: [[Value]] = []
        while try statement.step() {
            rows.append(
                columns.enumerated().map { index, column in
                    statement.value(Int32(index), column.kind, scale: column.scale)
                })
        }
        return rows
    }
}
