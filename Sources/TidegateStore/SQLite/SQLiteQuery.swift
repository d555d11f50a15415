import CSQLite
import TidegateModel
import TidegateRules

/// Queries: the compiler makes the SQL, here it is run.
extension SQLiteReader {
    static let compiler = QueryCompiler(SQLiteDialect())

    func records(_ query: Query) throws -> [Record] {
        let prepared = try prepared(query.object)
        return try compiled {
            try query.stretched { part in
                let sql = try merged(part) ?? Self.compiler.records(planned(part))
                return try running(sql, prepared.all)
            }
        }
    }

    func eachRecord(_ query: Query, _ body: (Record) throws -> Void) throws {
        precondition(query.after == nil, "a page is read whole")
        let prepared = try prepared(query.object)
        let sql = try compiled { try Self.compiler.records(planned(query)) }
        try running(sql) { try prepared.each($0, body) }
    }

    func summary(_ query: Query) throws -> [[Value]] {
        let query = try compiled { try planned(query) }
        do { return try summary(query, Self.quickSums) } catch StoreError.failed(let detail)
            where detail.hasPrefix("integer overflow")
        {
            return try summary(query, Self.compiler)
        }
    }

    private static let quickSums = QueryCompiler(SQLiteDialect(sumsMayFail: true))

    private func summary(_ query: Query, _ compiler: QueryCompiler) throws -> [[Value]] {
        let grouped = try compiled { try compiler.summary(query) }
        if let pivot = try compiled({ try compiler.pivot(query) }), try !isCovered(grouped),
            let rows = try rows(pivot.sql).first.flatMap(pivot.rows)
        {
            return rows
        }
        return try rows(grouped)
    }

    /// Whether an index holds the groups in order and all that is summed: then nothing is read of the table.
    private func isCovered(_ grouped: CompiledSQL) throws -> Bool {
        try Self.kept(in: &coveredByText, grouped.text) {
            try QueryPlan(grouped.text, connection).isAlongCoveringIndex
        }
    }

    /// What was once found out about a statement, by its text.
    static func kept<Known>(
        in known: inout [String: Known], _ text: String, find: () throws -> Known
    ) rethrows -> Known {
        if let found = known[text] { return found }
        let found = try find()
        if known.count >= StoreLimits.preparedQueries { known.removeAll() }
        known[text] = found
        return found
    }

    private func rows(_ sql: CompiledSQL) throws -> [[Value]] {
        try running(sql) { statement in
            var rows: [[Value]] = []
            while try statement.step() {
                rows.append(
                    sql.columns.enumerated().map { index, column in
                        statement.value(Int32(index), column.kind, scale: column.scale)
                    })
            }
            return rows
        }
    }

    /// - Parameter body: reads to the last row.
    func running<Answer>(
        _ sql: CompiledSQL, _ body: (SQLiteStatement) throws -> Answer
    ) throws -> Answer {
        let statement = try connection.cached(sql.text)
        statement.bind(sql.bindings)
        guard let sets = sql.sets else { return try body(statement) }
        return try sets.ids.bound(to: statement.handle, Int32(sets.number)) {
            try body(statement)
        }
    }

    func compiled<Compiled>(_ compile: () throws -> Compiled) throws -> Compiled {
        do { return try compile() } catch let problem as QueryProblem {
            throw StoreError.failed(detail: "\(problem)")
        }
    }
}
