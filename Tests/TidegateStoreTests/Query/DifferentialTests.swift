import Foundation
import Testing
import TidegateModel
import TidegateRules

@testable import TidegateStore

@Suite("SQL means what the evaluator means")
struct DifferentialTests {
    static let conditions = 3_000
    static let actor = Actor(kind: .user, user: RecordID(number: 3), name: "c", roles: ["a"])
    static let now = Instant(milliseconds: 1_795_334_400_000)

    /// Another one on every request: `TIDEGATE_SEED=7 swift test --filter Differential`.
    static var seed: UInt64 {
        ProcessInfo.processInfo.environment["TIDEGATE_SEED"].flatMap { UInt64($0) } ?? 20_261_122
    }

    @Test("for thousands of random conditions over records full of gaps")
    func differential() throws {
        print("seed \(Self.seed)")
        var numbers = SeededNumbers(Self.seed)
        let records = Deals.records(&numbers)
        let approvals = (0..<60).map { _ in
            (
                object: numbers.pick(["Deal", "DealLine", "User"]),
                record: Int64(numbers.below(300)),
                name: "ok", state: numbers.pick(["approved", "rejected", "open"])
            )
        }
        let database = try TestDatabase(
            Deals.schema, records, approvals: approvals, opened: Deals.opened(&numbers))
        var generator = ConditionGenerator(numbers: numbers)
        var differences: [String] = []
        var refused = 0
        var deep = 0
        var seen: [Truth: Int] = [:]
        for _ in 0..<Self.conditions where differences.count < 10 {
            let object = generator.numbers.pick([Deals.deal, Deals.deal, Deals.line, Deals.user])
            let source = generator.condition(object)
            let scope = ConditionScope(schema: Deals.schema, object: object, allows: .query)
            guard case .success(let condition) = Condition.check(source, in: scope) else {
                refused += 1
                if refused < 4, case .failure(let problems) = Condition.check(source, in: scope) {
                    print("refused", source, problems)
                }
                continue
            }
            guard condition.canRunInSQL else {
                deep += 1
                continue
            }
            let found = try compare(condition, database, &seen)
            differences += found
        }
        #expect(differences.isEmpty, "seed \(Self.seed)")
        for difference in differences.prefix(5) { print(difference) }
        print("refused \(refused), too deep \(deep), answers \(seen)")
        #expect(refused < Self.conditions / 20)
        #expect(deep < Self.conditions / 20)
        for truth in [Truth.yes, .no, .unknown] { #expect(seen[truth] ?? 0 > Self.conditions) }
    }

    @Test("for values too, to the last digit")
    func values() throws {
        var numbers = SeededNumbers(Self.seed &+ 1)
        let database = try TestDatabase(Deals.schema, Deals.records(&numbers))
        var generator = ConditionGenerator(numbers: numbers)
        for _ in 0..<1_000 {
            let object = generator.numbers.pick([Deals.deal, Deals.line, Deals.user])
            let scope = ConditionScope(schema: Deals.schema, object: object, allows: .query)
            let formula = try Condition.compile(generator.value(object), in: scope)
            let query = Query(object, actor: Self.actor, now: Self.now)
            var writer = ConditionSQL(SQLiteDialect(), query)
            let text = try writer.sql(formula.root, "t0")
            let stored = try database.run(
                "SELECT \(text) FROM \(SQLiteDialect().quoted(object.table)) AS t0"
                    + " ORDER BY t0.\"id\"", writer.bindings
            ).map { $0[0] }
            let memory = try database.all(object).map { record in
                let value = try formula.value(
                    ConditionContext(
                        record: record, actor: Self.actor, now: Self.now, source: database))
                return SQLiteDialect().binding(value, scale: formula.scale)
            }
            guard memory != stored else { continue }
            Issue.record("seed \(Self.seed): \(formula.source)")
            return
        }
    }

    private func compare(
        _ condition: Condition, _ database: TestDatabase, _ seen: inout [Truth: Int]
    ) throws -> [String] {
        let records = database.all(condition.object)
        var memory: [Truth] = []
        for record in records {
            let context = ConditionContext(
                record: record, actor: Self.actor, now: Self.now, source: database)
            let truth = try condition.holds(context)
            memory.append(truth)
            seen[truth, default: 0] += 1
        }
        let query = Query(condition.object, where: condition, actor: Self.actor, now: Self.now)
        var writer = ConditionSQL(SQLiteDialect(), query)
        let answer = try writer.sql(condition.root, "t0")
        let table = SQLiteDialect().quoted(condition.object.table)
        let rows = try database.run(
            "SELECT (\(answer)) FROM \(table) AS t0 ORDER BY t0.\"id\"", writer.bindings)
        let stored = rows.map { row -> Truth in
            switch row[0] {
            case .integer(0): .no
            case .none: .unknown
            default: .yes
            }
        }
        var differences: [String] = []
        for (index, record) in records.enumerated() where memory[index] != stored[index] {
            differences.append(
                "\(condition.source)\n  \(condition.object.name) \(record.id.number):"
                    + " memory \(memory[index]), SQL \(stored[index])\n  \(answer)")
            break
        }
        let compiled = try QueryCompiler(SQLiteDialect()).records(query)
        let ids = try database.run(compiled).map { $0[0] }
        let wanted = zip(records, memory).filter { $0.1 == .yes }.map {
            Value.integer($0.0.id.number)
        }
        if ids != wanted {
            differences.append("WHERE differs: \(compiled.text)\n \(condition.source)")
        }
        return differences
    }
}
