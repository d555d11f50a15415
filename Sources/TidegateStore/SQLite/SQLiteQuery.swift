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
        if let pivot = try compiled({ try Self.compiler.pivot(query) }),
            let rows = try rows(pivot.sql).first.flatMap(pivot.rows)
        {
            return rows
        }
        return try rows(compiled { try Self.compiler.summary(query) })
    }

    private func rows(_ sql: CompiledSQL) throws -> [[Value]] {
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

    func compiled<Compiled>(_ compile: () throws -> Compiled) throws -> Compiled {
        do { return try compile() } catch let problem as QueryProblem {
            throw StoreError.failed(detail: "\(problem)")
        }
    }
}
