import CSQLite
import TidegateModel
import TidegateRules

/// Queries: the compiler makes the SQL, here it is run.
extension SQLiteReader {
    private static let compiler = QueryCompiler(SQLiteDialect())

    func records(_ query: Query) throws -> [Record] {
        let query = try planned(query)
        let sql = try compiled { try Self.compiler.records(query) }
        let prepared = try prepared(query.object)
        let statement = try connection.cached(sql.text)
        statement.bind(sql.bindings)
        return try prepared.all(statement)
    }

    func summary(_ query: Query) throws -> [[Value]] {
        let query = try planned(query)
        let sql = try compiled { try Self.compiler.summary(query) }
        let statement = try connection.cached(sql.text)
        statement.bind(sql.bindings)
        var rows: [[Value]] = []
        while try statement.step() {
            rows.append(
                sql.columns.enumerated().map { index, column in
                    statement.value(Int32(index), column.kind, scale: column.scale)
                })
        }
        return rows
    }

    func compiled(_ compile: () throws -> CompiledSQL) throws -> CompiledSQL {
        do { return try compile() } catch let problem as QueryProblem {
            throw StoreError.failed(detail: "\(problem)")
        }
    }
}
