import Testing
import TidegateModel
import TidegateRules

@testable import TidegateStore

@Suite("A query")
struct QueryTests {
    static let people = [
        ("Ann", 3, "2024-05-01"), ("Bob", nil, nil), ("Cleo", 3, "2023-05-01"), ("Dan", 1, nil),
    ]

    static func database() throws -> TestDatabase {
        let records = people.enumerated().map { index, person in
            var record = Record(object: Deals.user, id: RecordID(number: Int64(index + 1)))
            record["name"] = .text(person.0)
            record["level"] = person.1.map { .integer(Int64($0)) } ?? .none
            record["hired"] = person.2.flatMap { Day($0) }.map { .date($0) } ?? .none
            record["active"] = .bool(index < 3)
            return record
        }
        return try TestDatabase(Deals.schema, records)
    }

    static func query(_ object: Object = Deals.user, _ source: String? = nil) throws -> Query {
        let scope = ConditionScope(schema: Deals.schema, object: object, allows: .query)
        let condition = try source.map { try Condition.compile($0, in: scope) }
        return Query(object, where: condition, actor: .system, now: Instant(milliseconds: 0))
    }

    static func names(_ query: Query) throws -> String {
        let compiled = try QueryCompiler(SQLiteDialect()).records(query)
        let rows = try database().run(compiled)
        return rows.map { $0[2].description }.joined(separator: " ")
    }

    @Test("names every column and binds every value")
    func text() throws {
        var query = try Self.query(Deals.user, "level > 2 and name != 'x'")
        query.order = [Query.Order("level", descending: true)]
        query.limit = 50
        let compiled = try QueryCompiler(SQLiteDialect()).records(query)
        let columns = (["id", "version"] + Deals.user.fields.map(\.name))
            .map { "t0.\"\($0)\"" }.joined(separator: ", ")
        #expect(
            compiled.text == "SELECT \(columns) FROM \"user\" AS t0"
                + " WHERE ((t0.\"level\" > ?1) AND (t0.\"name\" <> ?2))"
                + " ORDER BY t0.\"level\" DESC, t0.\"id\" LIMIT ?3")
        #expect(compiled.bindings == [.integer(2), .text("x"), .integer(50)])
    }

    @Test("has missing values last and breaks ties by id")
    func order() throws {
        var query = try Self.query()
        query.order = [Query.Order("level")]
        #expect(try Self.names(query) == "Dan Ann Cleo Bob")
        query.order = [Query.Order("level", descending: true)]
        #expect(try Self.names(query) == "Ann Cleo Dan Bob")
        query.order = [Query.Order("level", descending: true), Query.Order("id", descending: true)]
        #expect(try Self.names(query) == "Cleo Ann Dan Bob")
        query.order = [Query.Order("hired")]
        #expect(try Self.names(query) == "Cleo Ann Bob Dan")
        query.limit = 1
        #expect(try Self.names(query) == "Cleo")
    }

    @Test("finds what its actor may read, and nothing else")
    func access() throws {
        var query = try Self.query(Deals.user, "level == 3 or level is empty")
        let scope = ConditionScope(schema: Deals.schema, object: Deals.user, allows: .query)
        let place = RuleLocation(pack: "test", file: "access.lua", line: 1)
        var rule = AccessRule(role: "a", object: "User", location: place)
        rule.read = .when([.condition(try Condition.compile("name != 'Ann'", in: scope))])
        query.access = AccessBook([rule], of: Deals.schema)
        #expect(try Self.names(query) == "Bob Cleo")
        query.access = AccessBook([], of: Deals.schema)
        #expect(try Self.names(query) == "")
    }

    @Test("sums up exactly, by group")
    func summary() throws {
        let scope = ConditionScope(schema: Deals.schema, object: Deals.user, allows: .query)
        var query = try Self.query(Deals.user, "active")
        query.summary = try Summary.compile(
            "count(), sum(level), avg(level), min(hired), sum(level * 9223372036854775807)",
            in: scope)
        let compiled = try QueryCompiler(SQLiteDialect()).summary(query)
        let day = Day("2023-05-01").map { Value.integer($0.number) } ?? .none
        #expect(
            try Self.database().run(compiled)
                == [[.integer(3), .integer(6), .integer(3_000_000), day, .integer(0)]])
        #expect(compiled.columns.map(\.kind) == [.integer, .integer, .decimal, .date, .integer])
        #expect(compiled.columns.map(\.scale) == [0, 0, 6, 0, 0])

        query.groups = [.init("level")]
        query.summary = try Summary.compile("count(), max(hired)", in: scope)
        let grouped = try QueryCompiler(SQLiteDialect()).summary(query)
        let rows = try Self.database().run(grouped)
        #expect(
            rows.map { [$0[0], $0[1]] } == [[.integer(3), .integer(2)], [.none, .integer(1)]])
    }

    @Test("says NULL where a sum has more than 64 bits, and 0 where there is nothing")
    func overflow() throws {
        let database = try Self.database()
        let rows = "(SELECT 9223372036854775807 AS v UNION ALL SELECT 1"
        #expect(try database.run("SELECT tg_sum(v) FROM \(rows))") == [[.none]])
        #expect(
            try database.run("SELECT tg_sum(v), tg_avg(v, 0, 6) FROM \(rows) UNION ALL SELECT -2)")
                == [[.integer(9_223_372_036_854_775_806), .none]])
        #expect(
            try database.run("SELECT tg_sum(v), tg_avg(v, 2, 6) FROM (SELECT 1 AS v WHERE 0)")
                == [[.integer(0), .none]])
        #expect(
            try database.run("SELECT tg_avg(v, 0, 6) FROM (SELECT -1 AS v UNION SELECT 2)")
                == [[.integer(500_000)]])
        #expect(
            try database.run("SELECT tg_add(9223372036854775807, 0, 1, 0), tg_div(1, 0, 0, 0, 6)")
                == [[.none, .none]])
    }

    @Test("may nest as deep as is promised")
    func depth() throws {
        func deepest(_ grow: (String) -> String) throws -> String {
            var source = "level"
            let scope = ConditionScope(schema: Deals.schema, object: Deals.user, allows: .query)
            while case let next = grow(source),
                case .success(let condition) = Condition.check("\(next) == 1", in: scope),
                condition.canRunInSQL
            { source = next }
            return "\(source) == 1"
        }
        let shapes: [(String) -> String] = [
            { "\($0) + 1" }, { "(1 + \($0))" }, { "abs(\($0))" }, { "coalesce(1, \($0))" },
            { "round(1 / (1.0 * \($0)))" },
        ]
        for grow in shapes {
            let source = try deepest(grow)
            #expect(throws: Never.self) { try Self.names(try Self.query(Deals.user, source)) }
        }
        var nested = "active"
        for _ in 0..<(ConditionLimits.queryDepth / 3) {
            nested = "not (active or (active and \(nested)))"
        }
        #expect(throws: Never.self) { try Self.names(try Self.query(Deals.user, nested)) }
        let inner = "any(deals where any(lines where not (ready and (boxes > 1 or not ready))))"
        #expect(throws: Never.self) {
            try Self.names(try Self.query(Deals.user, "not (active or (active and \(inner)))"))
        }
        let long = [String](repeating: "level == 1", count: 100).joined(separator: " or ")
        #expect(throws: Never.self) { try Self.names(try Self.query(Deals.user, long)) }
    }

    @Test("refuses what a database cannot answer, in words")
    func refusals() throws {
        let save = ConditionScope(schema: Deals.schema, object: Deals.user)
        var query = try Self.query()
        query.condition = try Condition.compile("changed(level)", in: save)
        #expect(throws: QueryProblem.usesOldValues("changed(level)")) { try Self.names(query) }
        query = try Self.query()
        query.order = [Query.Order("levle")]
        #expect(throws: QueryProblem.unknownField("levle", object: "User", suggestion: "level")) {
            try Self.names(query)
        }
        let other = try Self.query(Deals.deal, "flag").condition
        query = try Self.query()
        query.condition = other
        #expect(throws: QueryProblem.otherObject(condition: "Deal", query: "User")) {
            try Self.names(query)
        }
        let sentences: [(QueryProblem, String)] = [
            (
                .unknownField("levle", object: "User", suggestion: "level"),
                "unknown field levle of User; did you mean level?"
            ),
            (
                .usesOldValues("changed(a)"),
                "changed(a) looks at old values, which only a save has; leave out old. and changed()"
            ),
            (.tooDeep("a"), "a is nested too deeply for a query; simplify it"),
            (
                .otherObject(condition: "Deal", query: "User"),
                "a condition on Deal cannot filter a query of User"
            ),
            (.noSummary, "the query has no summary; give it one, such as count()"),
        ]
        for (problem, sentence) in sentences { #expect(problem.description == sentence) }
    }
}
