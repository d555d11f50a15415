import Testing
import TidegateEngine
import TidegateModel
import TidegateStore
import TidegateTesting

@Suite("Kept values under random work")
struct DerivedRandomTests {
    @Test(
        "equal a recomputation after every transaction, done, refused, rehearsed or failed",
        arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
    func random(seed: UInt64) async throws {
        let plan = FaultPlan()
        var options = SQLiteStore.Options()
        options.faults = plan.hook
        let bench = try await Workbench(
            Shop.rules, store: SQLiteStore.inMemory(options: options))
        var work = RandomWork(seed)
        var outcomes: [String: Int] = [:]
        for number in 1...400 {
            let steps = work.transaction(try await Everything(bench))
            guard !steps.isEmpty else { continue }
            let isDryRun = work.dice.chance(5)
            if work.dice.chance(8) { plan.fail(at: 1 + work.dice.below(12)) }
            let outcome: String
            do {
                switch try await bench.engine.together(
                    steps, as: .system, through: .test, RequestOptions(isDryRun: isDryRun))
                {
                case .done: outcome = isDryRun ? "rehearsed" : "done"
                case .refused: outcome = "refused"
                }
            } catch { outcome = "failed" }
            plan.stop()
            outcomes[outcome, default: 0] += 1
            let untrue = try await Shop.untrue(bench)
            guard untrue.isEmpty else {
                Issue.record(
                    "seed \(seed), transaction \(number) (\(outcome)): \(untrue)\nafter \(steps)")
                return
            }
            if number % 100 == 0 {
                #expect(try await bench.engine.recompute(as: .system, through: .test).holds)
            }
        }
        for outcome in ["done", "refused", "rehearsed", "failed"] {
            #expect((outcomes[outcome] ?? 0) > 5, "seed \(seed): \(outcomes)")
        }
        guard case .intact = try await bench.engine.verifyHistory() else {
            Issue.record("seed \(seed): the history is broken")
            return
        }
    }
}

/// Transactions of one to four writes: new records, values that change, children that move from one
/// parent to another, records that go.
struct RandomWork {
    var dice: Dice

    init(_ seed: UInt64) { dice = Dice(seed) }

    mutating func transaction(_ all: Everything) -> [Step] {
        let count = 1 + dice.below(4)
        var gone: Set<RecordID> = []
        return (0..<count).compactMap { _ in step(all, &gone).map { Step($0) } }
    }

    private mutating func step(_ all: Everything, _ gone: inout Set<RecordID>) -> Write? {
        let object = dice.pick([
            "Line", "Line", "Line", "Line", "Order", "Order", "Product", "Customer",
            "ExchangeRate", "ExchangeRate",
        ])
        let records = all.records.values.filter { $0.object.name == object }
            .map(\.id).sorted()
        let limit = object == "Line" ? 40 : object == "ExchangeRate" ? 20 : 6
        if records.count < 3 || records.count < limit && dice.chance(35) {
            return .create(object: object, values: values(object, all, 70))
        }
        let id = dice.pick(records)
        guard !gone.contains(id) else { return nil }
        if dice.chance(object == "Line" ? 15 : 5) {
            gone.insert(id)
            return .delete(object: object, id: id)
        }
        return .update(object: object, id: id, values: values(object, all, 30))
    }

    private mutating func values(
        _ object: String, _ all: Everything, _ percent: Int
    ) -> [String: Value] {
        var values: [String: Value] = [:]
        for name in Self.fields[object] ?? [] where dice.chance(percent) {
            values[name] = dice.chance(15) ? Value.none : value(name, all)
        }
        return values
    }

    private static let fields = [
        "Product": ["name", "price"], "Customer": ["name"],
        "Order": [
            "name", "customer", "kind", "discount", "credit", "currency", "ordered", "freight",
        ],
        "ExchangeRate": ["currency", "day", "rate"],
        "Line": [
            "order", "customer", "product", "quantity", "price", "done", "due", "huge", "weight",
            "cost", "duty",
        ],
    ]

    private mutating func value(_ name: String, _ all: Everything) -> Value {
        switch name {
        case "name": return .text(dice.pick(["Pump", "Valve", "Hose"]))
        case "kind": return .text(dice.pick(["real", "draft"]))
        case "quantity": return .integer(Int64(dice.below(10)))
        case "done": return .bool(dice.chance(60))
        case "currency": return .text(dice.pick(["EUR", "USD", "JPY"]))
        case "rate": return .decimal(Decimal(coefficient: Int64(dice.below(3_000)), scale: 3))
        case "due", "ordered", "day": return .date(Day(number: Int64(20_000 + dice.below(20))))
        // Three of them are more than 64 bits hold.
        case "huge": return .integer(dice.chance(40) ? Int64.max / 5 * 2 : Int64(dice.below(50)))
        case "weight": return .decimal(Decimal(coefficient: Int64(dice.below(40_000)), scale: 4))
        case "customer", "order", "product":
            let target = name.capitalized
            let ids = all.records.values.filter { $0.object.name == target }.map(\.id).sorted()
            return ids.isEmpty ? Value.none : .reference(dice.pick(ids))
        default: return .decimal(Decimal(coefficient: Int64(dice.below(3_000)), scale: 2))
        }
    }
}
