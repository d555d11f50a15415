import Testing
import TidegateModel
import TidegateRules
import TidegateTesting

@testable import TidegateStore

@Suite("However a statement goes about rights, it finds the same")
struct RightsWayTests {
    private static let place = RuleLocation(pack: "test", file: "access.lua", line: 1)
    private static let actor = Actor(
        kind: .user, user: RecordID(number: 3), name: "c", roles: ["a"])
    private static let now = DifferentialTests.now

    private static func book(_ right: String, _ schema: Schema, _ object: Object) throws
        -> AccessBook
    {
        var rule = AccessRule(role: "a", object: object.name, location: place)
        let scope = ConditionScope(schema: schema, object: object, allows: .query)
        rule.read = .when([.condition(try Condition.compile(right, in: scope, expecting: .bool))])
        return AccessBook([rule], of: schema)
    }

    // MARK: In SQL

    @Test("page by page, in any order", arguments: 1...200)
    func pages(seed: Int) throws {
        var numbers = SeededNumbers(UInt64(seed) &+ DifferentialTests.seed)
        let database = try TestDatabase(
            Deals.schema, Deals.records(&numbers), opened: Deals.opened(&numbers))
        let parts = [
            "owner == me()", "owner in my_reports()", "team in my_teams()",
            "owner.team in my_teams()", "shared()", "shared(parent)", "me() == owner",
        ]
        let right = (0...numbers.below(3)).map { _ in numbers.pick(parts) }
        var query = Query(Deals.deal, actor: Self.actor, now: Self.now)
        query.access = try Self.book(right.joined(separator: " or "), Deals.schema, Deals.deal)
        let fields = ["name", "owner", "amount", "flag", "closes", "touched", "stage", "id"]
        query.order = (0..<numbers.below(4)).map { _ in
            Query.Order(numbers.pick(fields), descending: numbers.chance(50))
        }
        if numbers.chance(50) {
            var generator = ConditionGenerator(numbers: numbers)
            let scope = ConditionScope(schema: Deals.schema, object: Deals.deal, allows: .query)
            query.condition = try? Condition.compile(
                generator.condition(Deals.deal), in: scope, expecting: .bool)
            if query.condition?.canRunInSQL == false { query.condition = nil }
        }
        let sets = try #require(try database.sets(query))
        #expect(sets.tellAll)
        let ways: [RightsWay] = [.ask(sets)] + (sets.count > 0 ? [.merge(sets)] : [])
        query.limit = 1 + numbers.below(9)
        for _ in 0..<4 {
            query.rightsWay = .collect
            let page = try Self.ids(database, query)
            for way in ways {
                query.rightsWay = way
                #expect(try Self.ids(database, query) == page, "\(right) \(query.order) \(way)")
            }
            guard let last = page.last, let record = try database.record(Deals.deal, last) else {
                return
            }
            query.after = query.position(of: record)
        }
    }

    private static func ids(_ database: TestDatabase, _ query: Query) throws -> [RecordID] {
        try query.stretched { part in
            try database.run(QueryCompiler(SQLiteDialect()).records(part)).compactMap {
                $0[0].integer.map { RecordID(number: $0) }
            }
        }
    }

    // MARK: In a store

    private static let deal = Object(
        name: "Deal",
        fields: [
            Field(name: "name", type: .text(maximumLength: 80)), Deals.reference("owner", "User"),
            Field(name: "stage", type: .choice(["open", "won"])),
            Field(name: "closes", type: .date), Field(name: "opened", type: .date),
            Deals.reference("customer", "User"), Deals.reference("team", "Team"),
        ],
        indexes: [
            ["owner"], ["team"], ["customer"], ["opened"], ["stage", "closes"],
            ["owner", "stage", "closes"],
            ["team", "stage", "closes"],
        ])
    private static let schema = Schema([Deals.user, Deals.team, deal])
    private static let right = "owner == me() or team in my_teams()"

    /// 40 people in 10 teams of one level, 4,000 deals: everybody may read a tenth of them.
    private static func store(_ path: String) async throws -> SQLiteStore {
        let store = try SQLiteStore.open(path: path)
        try await store.prepare(schema)
        try await store.write { writer in
            for number in 1...50 {
                let object = number > 40 ? Deals.team : Deals.user
                var record = Record(object: object, id: RecordID(number: Int64(number)), version: 1)
                if number <= 40 { record["team"] = team(of: number) }
                try writer.insert(record)
            }
            var numbers = SeededNumbers(5)
            for number in 101...4_100 {
                var record = Record(object: deal, id: RecordID(number: Int64(number)), version: 1)
                let owner = 1 + numbers.below(40)
                record["owner"] = .reference(RecordID(number: Int64(owner)))
                record["team"] = team(of: owner)
                record["customer"] = .reference(RecordID(number: Int64(1 + numbers.below(40))))
                record["stage"] = .text(numbers.pick(["open", "won"]))
                let day = Value.date(Day(number: Int64(20_000 + numbers.below(300))))
                record["closes"] = numbers.chance(10) ? .none : day
                record["opened"] = day
                try writer.insert(record)
            }
        }
        return store
    }

    private static func team(of user: Int) -> Value {
        .reference(RecordID(number: Int64(41 + user % 10)))
    }

    private static func query(
        _ condition: String?, _ order: [Query.Order], limit: Int? = 20
    ) throws -> Query {
        let scope = ConditionScope(schema: schema, object: deal, allows: .query)
        var query = Query(
            deal,
            where: try condition.map { try Condition.compile($0, in: scope, expecting: .bool) },
            actor: actor, now: now)
        query.access = try book(right, schema, deal)
        query.order = order
        query.limit = limit
        return query
    }

    /// The same question with the right as a condition, of someone with all rights.
    private static func plain(_ query: Query) throws -> Query {
        var plain = query
        plain.access = .unlimited
        let scope = ConditionScope(schema: schema, object: deal, allows: .query)
        plain.typed = try Condition.compile(right, in: scope, expecting: .bool)
        return plain
    }

    /// Whether the store merges ranges; and it finds what the plain question finds.
    private static func merges(_ query: Query, _ store: SQLiteStore) async throws -> Bool {
        let plain = try plain(query)
        return try await store.read { reader in
            let found = try reader.records(query)
            #expect(found.map(\.id) == (try reader.records(plain)).map(\.id))
            #expect(!found.isEmpty)
            return try #require(reader as? SQLiteReader).merged(query) != nil
        }
    }

    private static let newest = [Query.Order("id", descending: true)]
    private static let soonest = [Query.Order("closes")]

    @Test("and a page is merged only where an index gives each range as the walk would have it")
    func choice() async throws {
        try await withScratchFolder { folder in
            let store = try await Self.store(folder + "/ways.tidegate")
            let merged = [
                try Self.query(nil, Self.newest), try Self.query(nil, []),
                try Self.query("stage == 'open'", Self.soonest),
                try Self.query("stage == 'open' and opened > date('2024-11-01')", Self.soonest),
            ]
            for query in merged {
                #expect(try await Self.merges(query, store), "\(query.condition?.source ?? "")")
            }
            let others = [
                // By the customer there are fewer than of a team.
                try Self.query("customer.name is empty and customer == me()", Self.newest),
                // There is an index of the day, but none with the team in front: a range had to be sorted.
                try Self.query(nil, [Query.Order("opened")]),
                // All of them are asked for.
                try Self.query(nil, Self.newest, limit: nil),
            ]
            for query in others {
                #expect(
                    try await !Self.merges(query, store),
                    "\(query.condition?.source ?? "") \(query.order)")
            }
            await store.close()
        }
    }

    @Test("and who leaves a team no longer finds its records with the next reading")
    func change() async throws {
        try await withScratchFolder { folder in
            let store = try await Self.store(folder + "/change.tidegate")
            let query = try Self.query(nil, Self.newest)
            for team in [44, 47, 44] {
                try await store.write { writer in
                    let id = RecordID(number: 3)
                    guard let old = try writer.record(Deals.user, id) else { return }
                    var record = old
                    record.version += 1
                    record["team"] = .reference(RecordID(number: Int64(team)))
                    if record["team"] != old["team"] { try writer.update(record, from: old) }
                    // What is not committed yet counts in the transaction itself.
                    let mine = Value.reference(RecordID(number: Int64(team)))
                    for deal in try writer.records(query) {
                        #expect(deal["team"] == mine || deal["owner"] == .reference(id))
                    }
                }
                #expect(try await Self.merges(query, store))
            }
            await store.close()
        }
    }
}
