import Testing
import TidegateModel
import TidegateRules

@testable import TidegateStore

/// Pages put together are the whole list, in its order, whatever the order is.
@Suite("A list that continues after a place")
struct KeysetTests {
    private static func pages(
        _ database: TestDatabase, _ whole: Query, limit: Int
    ) throws -> [RecordID] {
        var query = whole
        query.limit = limit
        var found: [RecordID] = []
        while true {
            let page = try ids(database, query)
            found += page
            guard page.count == limit, let last = page.last,
                let record = database.records.first(where: { $0.id == last })
            else { return found }
            query.after = query.position(of: record)
        }
    }

    private static func ids(_ database: TestDatabase, _ query: Query) throws -> [RecordID] {
        try query.stretched { part in
            try database.run(QueryCompiler(SQLiteDialect()).records(part)).compactMap { row in
                row[0].integer.map { RecordID(number: $0) }
            }
        }
    }

    /// Few different values, many missing ones, and references: ties at every key.
    private static func database(_ numbers: inout SeededNumbers) throws -> TestDatabase {
        let records = (1...60).map { number in
            var record = Record(object: Deals.deal, id: RecordID(number: Int64(number)), version: 1)
            record["name"] = numbers.chance(30) ? .none : .text(numbers.pick(["a", "b", "ü"]))
            record["pieces"] = numbers.chance(30) ? .none : .integer(Int64(numbers.below(3)))
            record["amount"] =
                numbers.chance(30)
                ? .none : .decimal(Decimal(coefficient: Int64(numbers.below(3)), scale: 2))
            record["flag"] = numbers.chance(30) ? .none : .bool(numbers.chance(50))
            record["closes"] =
                numbers.chance(30) ? .none : .date(Day(number: Int64(numbers.below(3))))
            return record
        }
        return try TestDatabase(Deals.schema, records)
    }

    @Test("has every record once and in order, with missing values and ties", arguments: 1...120)
    func pagesAreTheWhole(seed: Int) throws {
        var numbers = SeededNumbers(UInt64(seed))
        let database = try Self.database(&numbers)
        var query = Query(Deals.deal, actor: .system, now: Instant(milliseconds: 0))
        let fields = ["name", "pieces", "amount", "flag", "closes", "id"]
        query.order = (0..<numbers.below(4)).map { _ in
            Query.Order(numbers.pick(fields), descending: numbers.chance(50))
        }
        if numbers.chance(50) {
            let scope = ConditionScope(schema: Deals.schema, object: Deals.deal, allows: .query)
            query.condition = try Condition.compile(
                "pieces is empty or pieces > 0 or name == 'a'", in: scope)
        }
        let whole = try Self.ids(database, query)
        let limit = 1 + numbers.below(7)
        #expect(
            try Self.pages(database, query, limit: limit) == whole, "seed \(seed) \(query.order)")
    }

    @Test("goes on rightly when a record was added before the place and one behind it")
    func insertions() throws {
        var numbers = SeededNumbers(1)
        let database = try Self.database(&numbers)
        var query = Query(Deals.deal, actor: .system, now: Instant(milliseconds: 0))
        query.order = [Query.Order("name"), Query.Order("pieces", descending: true)]
        query.limit = 20
        let first = try Self.ids(database, query)
        let rest = try Self.ids(database, Self.unbounded(query)).dropFirst(20)
        _ = try database.run("INSERT INTO deal (id, version, name) VALUES (900, 1, '!')")
        _ = try database.run("INSERT INTO deal (id, version, name) VALUES (901, 1, 'zz')")
        let last = try #require(database.records.first { $0.id == first.last })
        query.after = query.position(of: last)
        query.limit = nil
        let found = try Self.ids(database, query)
        #expect(!found.contains(RecordID(number: 900)))
        #expect(found.filter { $0.number < 900 } == Array(rest))
        #expect(found.contains(RecordID(number: 901)))
    }

    private static func unbounded(_ query: Query) -> Query {
        var query = query
        query.limit = nil
        return query
    }

    @Test("begins at the place, in the index, however far behind the beginning that is")
    func seeks() throws {
        var numbers = SeededNumbers(2)
        let database = try Self.database(&numbers)
        _ = try database.run("CREATE INDEX soon ON deal(flag, closes)")
        var query = Query(Deals.deal, actor: .system, now: Instant(milliseconds: 0))
        let scope = ConditionScope(schema: Deals.schema, object: Deals.deal, allows: .query)
        query.condition = try Condition.compile("flag == true", in: scope)
        for isDescending in [false, true] {
            query.order = ["closes", "id"].map { Query.Order($0, descending: isDescending) }
            query.after = Query.Position(
                values: [.date(Day(number: 1))], id: RecordID(number: 30))
            var constraints: [String] = []
            _ = try query.stretched { part -> [Int] in
                let sql = try QueryCompiler(SQLiteDialect()).records(part)
                let plan = try database.run("EXPLAIN QUERY PLAN " + sql.text, sql.bindings)
                constraints += plan.compactMap { $0[3].text }
                return []
            }
            let sign = isDescending ? "<" : ">"
            #expect(
                constraints == [
                    "SEARCH t0 USING INDEX soon (flag=? AND closes=? AND rowid\(sign)?)",
                    "SEARCH t0 USING INDEX soon (flag=? AND closes\(sign)?)",
                    "SEARCH t0 USING INDEX soon (flag=? AND closes=?)",
                ])
        }
    }

    @Test("refuses a place that belongs to another order")
    func otherOrder() throws {
        var query = Query(Deals.deal, actor: .system, now: Instant(milliseconds: 0))
        query.order = [Query.Order("name")]
        query.after = Query.Position(values: [], id: RecordID(number: 1))
        #expect(throws: QueryProblem.otherOrder) {
            try query.stretched { _ in [Record]() }
        }
    }
}
