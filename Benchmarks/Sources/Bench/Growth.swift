import Foundation
import Tidegate
import TidegateModel
import TidegateScript
import TidegateStore

/// What a change of a child costs its parent's roll-ups with 10 to 100,000 siblings, and what a save costs
/// with up to a million records of its object: both are to cost the same.
enum Growth {
    static let rollup = "roll-up"
    static let extreme = "roll-up, largest leaves"
    static let mean = "roll-up, mean of all"
    static let save = "save among"

    static func run(_ place: Place, isQuick: Bool, rounds: Int) async throws -> [Outcome] {
        let children = isQuick ? [10, 1_000, 10_000] : [10, 1_000, 100_000]
        let records = isQuick ? [10_000, 100_000] : [10_000, 100_000, 1_000_000]
        var outcomes: [Outcome] = []
        for (work, count) in [(rollup, 400), (extreme, 200), (mean, 20)] {
            outcomes += try await grown(work, over: children) { size in
                try await changes(place, work, count, among: size, rounds)
            }
        }
        return try await outcomes
            + grown(save, over: records) { size in
                try await saves(place, 400, among: size, rounds)
            }
    }

    /// With what each costs, times the smallest.
    private static func grown(
        _ work: String, over sizes: [Int], _ measure: (Int) async throws -> Outcome
    ) async throws -> [Outcome] {
        var outcomes: [Outcome] = []
        for size in sizes {
            var outcome = try await measure(size)
            outcome.work = "\(work), \(size)"
            let first = outcomes.first ?? outcome
            outcome.note = String(
                format: "%.2f times the smallest", outcome.cpuMicroseconds / first.cpuMicroseconds)
            outcomes.append(outcome)
        }
        return outcomes
    }

    private static func open(_ place: Place) async throws -> Engine {
        let engine = try await Engine.open(
            store: SQLiteStore.open(path: place.fresh("growth.tidegate")))
        _ = try await engine.install([PackFolder.read(place.packs + "/growth")])
        return engine
    }

    // MARK: Children of one record

    private static func changes(
        _ place: Place, _ work: String, _ count: Int, among size: Int, _ rounds: Int
    ) async throws -> Outcome {
        let engine = try await open(place)
        let (parent, child) = work == mean ? ("Ledger", "Entry") : ("Order", "Line")
        let field = try engine.object(child).fields[0].name
        let owner = try await engine.create(
            parent, ["name": .text("Large")], as: .operator, through: .library
        ).get()
        let ids = try await fill(engine, child, size) { number in
            [
                field: .reference(owner.id), "number": .integer(Int64(number)),
                "amount": amount(number),
            ]
        }
        _ = try await engine.recompute(parent, fixing: true, as: .operator, through: .library)
        var outcomes: [Outcome] = []
        for round in 0..<rounds {
            outcomes.append(
                try await timed(count) { number in
                    let turn = round * count + number
                    // The largest comes and goes: every second change has the next one sought.
                    let isLargest = work == extreme
                    let index = isLargest ? 0 : (turn &* 7_919) % ids.count
                    let value: Value =
                        isLargest && turn.isMultiple(of: 2)
                        ? .decimal(Decimal(coefficient: 10_000_000 + Int64(turn), scale: 2))
                        : amount(turn &* 31 + 7)
                    return try await engine.update(
                        child, ids[index], ["amount": value], as: .operator, through: .library
                    ).get().version > 1
                })
        }
        let proof = try await engine.recompute(parent, as: .operator, through: .library)
        expect(proof.holds, "\(proof.differing) roll-ups are not true after \(work)")
        await engine.close()
        return .best(outcomes)
    }

    private static func amount(_ number: Int) -> Value {
        .decimal(Decimal(coefficient: Int64(number &* 7_901 % 100_000), scale: 2))
    }

    // MARK: Records of one object

    private static func saves(
        _ place: Place, _ count: Int, among size: Int, _ rounds: Int
    ) async throws -> Outcome {
        let engine = try await open(place)
        @Sendable func values(_ number: Int) -> [String: Value] {
            [
                "name": .text("Sale \(number)"), "amount": amount(number),
                "day": .date(Day(number: Int64(20_000 + number % 400))),
            ]
        }
        _ = try await fill(engine, "Sale", size, values)
        var outcomes: [Outcome] = []
        for round in 0..<rounds {
            outcomes.append(
                try await timed(count) { number in
                    try await engine.create(
                        "Sale", values(size + round * count + number), as: .operator,
                        through: .library
                    ).get().version == 1
                })
        }
        await engine.close()
        return .best(outcomes)
    }

    // MARK: Both

    private static func timed(
        _ count: Int, _ body: @escaping @Sendable (Int) async throws -> Bool
    ) async throws -> Outcome {
        let watch = Stopwatch()
        let (latencies, accepted) = try await operate(count, callers: 1, body)
        expect(accepted == count, "\(accepted) of \(count) saves were accepted")
        return Outcome(
            who: "Tidegate", work: "", count: count, unit: "saves/s", seconds: watch.seconds,
            cpuSeconds: watch.cpuSeconds, latencies: latencies)
    }

    /// Past the engine: what is measured comes after.
    private static func fill(
        _ engine: Engine, _ name: String, _ count: Int,
        _ values: (Int) -> [String: Value]
    ) async throws -> [RecordID] {
        let object = try engine.object(name)
        var generator = RecordIDGenerator(node: 9)
        var ids: [RecordID] = []
        for start in stride(from: 0, to: count, by: 20_000) {
            let made = (start..<min(start + 20_000, count)).map { number in
                var record = Record(
                    object: object,
                    id: generator.next(at: Instant(milliseconds: 1_790_000_000_000)), version: 1)
                for (field, value) in values(number) { record[field] = value }
                return record
            }
            try await engine.store.write { writer in
                for record in made { try writer.insert(record) }
            }
            ids += made.map(\.id)
        }
        return ids
    }
}
