import Testing
import TidegateModel
import TidegateRules

@testable import TidegateStore

/// A list under access rules is the list of a workspace in which only what may be read exists: the
/// same conditions over the same records with the unreadable ones taken out.
@Suite("Under access rules SQL means what the evaluator means")
struct RestrictedDifferentialTests {
    static let rounds = 60
    static let conditionsARound = 25
    static let place = RuleLocation(pack: "test", file: "access.lua", line: 1)

    @Test("for random rules and conditions, behind every path and in every collection")
    func differential() throws {
        print("seed \(DifferentialTests.seed)")
        var numbers = SeededNumbers(DifferentialTests.seed &+ 2)
        let records = Deals.records(&numbers)
        let database = try TestDatabase(
            Deals.schema, records, opened: Deals.opened(&numbers))
        var generator = ConditionGenerator(numbers: numbers)
        var (found, hidden) = (0, 0)
        for _ in 0..<Self.rounds {
            let book = try Self.book(&generator)
            for _ in 0..<Self.conditionsARound {
                let object = generator.numbers.pick([Deals.deal, Deals.line, Deals.user])
                let scope = ConditionScope(schema: Deals.schema, object: object, allows: .query)
                guard
                    let condition = try? Condition.compile(
                        generator.condition(object), in: scope, expecting: .bool),
                    condition.canRunInSQL
                else { continue }
                let viewer = Viewer(
                    book: book, actor: DifferentialTests.actor, now: DifferentialTests.now,
                    source: database)
                let memory = try Self.memory(condition, viewer, database)
                var query = Query(
                    object, where: condition, actor: DifferentialTests.actor,
                    now: DifferentialTests.now)
                query.access = book
                query.rightsWay = try Self.way(query, database, &generator)
                let compiled = try QueryCompiler(SQLiteDialect()).records(query)
                let stored = try database.run(compiled).map { $0[0] }
                found += memory.count
                hidden += database.all(object).count - memory.count
                guard memory.map({ .integer($0.number) }) != stored else { continue }
                Issue.record(
                    "seed \(DifferentialTests.seed): \(condition.source)\n\(compiled.text)")
                return
            }
        }
        #expect(found > 1_000)
        #expect(hidden > 1_000)
    }

    /// Any of the ways a driver could choose; merges are met more often in ``RightsWayTests``.
    private static func way(
        _ query: Query, _ database: TestDatabase, _ generator: inout ConditionGenerator
    ) throws -> RightsWay {
        guard !query.access.isUnlimited, case .when = query.access[query.object].read,
            generator.numbers.chance(70)
        else { return .collect }
        let sets = try database.sets(query) ?? IDSets([], [], tellAll: false)
        return sets.tellAll && sets.count > 0 && generator.numbers.chance(80)
            ? .merge(sets) : .ask(sets)
    }

    /// A record behind a path that may not be read is missing, as one that is gone.
    private static func memory(
        _ condition: Condition, _ viewer: Viewer, _ database: TestDatabase
    ) throws -> [RecordID] {
        let source = VisibleSource(viewer)
        return try database.all(condition.object).filter { record in
            guard let shown = try viewer.shown(record) else { return false }
            let context = ConditionContext(
                record: shown, actor: viewer.actor, now: viewer.now, source: source)
            return try condition.holds(context) == .yes
        }.map(\.id)
    }

    private static func book(_ generator: inout ConditionGenerator) throws -> AccessBook {
        var rules: [AccessRule] = []
        for object in Deals.schema.objects {
            for role in ["a", "b"] where generator.numbers.chance(70) {
                var rule = AccessRule(role: role, object: object.name, location: place)
                rule.read = try right(object, &generator)
                rules.append(rule)
            }
        }
        return AccessBook(rules, of: Deals.schema)
    }

    private static func right(
        _ object: Object, _ generator: inout ConditionGenerator
    ) throws -> Right {
        switch generator.numbers.below(6) {
        case 0: return .always
        case 1: return .never
        default:
            let scope = ConditionScope(schema: Deals.schema, object: object, allows: .query)
            for _ in 0..<20 where object !== Deals.team {
                let source = generator.condition(object)
                guard
                    let condition = try? Condition.compile(source, in: scope, expecting: .bool),
                    condition.canRunInSQL
                else { continue }
                return .when([.condition(condition)])
            }
            return .always
        }
    }
}
