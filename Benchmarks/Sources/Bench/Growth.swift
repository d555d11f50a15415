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

    static func run(_ place: Place, isQuick: Bool) async throws -> [Outcome] {
        let children = isQuick ? [10, 1_000, 10_000] : [10, 1_000, 100_000]
        let records = isQuick ? [10_000, 100_000] : [10_000, 100_000, 1_000_000]
        var outcomes: [Outcome] = []
        for (work, count) in [(rollup, 1_000), (extreme, 500), (mean, 20)] {
            outcomes += try await changes(place, work, count, among: children)
        }
        return try await outcomes + saves(place, 1_000, among: records)
    }

    private static func open(_ place: Place) async throws -> Engine {
        let engine = try await Engine.open(
            store: SQLiteStore.open(path: place.fresh("growth.tidegate")))
        _ = try await engine.install([PackFolder.read(place.packs + "/growth")])
        return engine
    }

    // MARK: Children of one record

    private static func changes(
        _ place: Place, _ work: String, _ count: Int, among sizes: [Int]
    ) async throws -> [Outcome] {
        let engine = try await open(place)
        let (parent, child) = work == mean ? ("Ledger", "Entry") : ("Order", "Line")
        let field = try engine.object(child).fields[0].name
        var ids: [[RecordID]] = []
        for (place, size) in sizes.enumerated() {
            let owner = try await engine.create(
                parent, ["name": .text("\(size)")], as: .operator, through: .library
            ).get()
            ids.append(
                try await fill(engine, child, size, node: UInt8(9 + place)) { number in
                    [
                        field: .reference(owner.id), "number": .integer(Int64(number)),
                        "amount": amount(number),
                    ]
                })
        }
        _ = try await engine.recompute(parent, fixing: true, as: .operator, through: .library)
        let outcomes = try await inTurn(work, sizes, count) { place, turn in
            // The largest comes and goes: at every second change the next one is sought.
            let comes = work == extreme && turn.isMultiple(of: 2)
            let index = work == extreme ? 0 : (turn &* 7_919) % ids[place].count
            let value: Value =
                comes
                ? .decimal(Decimal(coefficient: 10_000_000 + Int64(turn), scale: 2))
                : amount(turn &* 31 + 7)
            _ = try await engine.update(
                child, ids[place][index], ["amount": value], as: .operator, through: .library
            ).get()
        }
        let proof = try await engine.recompute(parent, as: .operator, through: .library)
        expect(proof.holds, "\(proof.differing) roll-ups are not true after \(work)")
        await engine.close()
        return outcomes
    }

    private static func amount(_ number: Int) -> Value {
        .decimal(Decimal(coefficient: Int64(number &* 7_901 % 100_000), scale: 2))
    }

    // MARK: Records of one object

    private static func saves(
        _ place: Place, _ count: Int, among sizes: [Int]
    ) async throws -> [Outcome] {
        let engine = try await open(place)
        func values(_ number: Int) -> [String: Value] {
            [
                "name": .text("Sale \(number)"), "amount": amount(number),
                "day": .date(Day(number: Int64(20_000 + number % 400))),
            ]
        }
        let objects = ["FewSale", "Sale", "ManySale"]
        for (object, size) in zip(objects, sizes) {
            _ = try await fill(engine, object, size, node: 9, values)
        }
        let outcomes = try await inTurn(save, sizes, count) { place, turn in
            _ = try await engine.create(
                objects[place], values(sizes[place] + turn), as: .operator, through: .library
            ).get()
        }
        await engine.close()
        return outcomes
    }

    // MARK: Both

    /// One operation of each size in turn, so that what else the machine does falls on all alike. Of the
    /// operations' processor time the median counts.
    private static func inTurn(
        _ work: String, _ sizes: [Int], _ count: Int,
        _ body: (_ place: Int, _ turn: Int) async throws -> Void
    ) async throws -> [Outcome] {
        var (walls, cpus) = (sizes.map { _ in [Double]() }, sizes.map { _ in [Double]() })
        for turn in 0..<count {
            for place in sizes.indices {
                let watch = Stopwatch()
                try await body(place, turn)
                cpus[place].append(watch.cpuSeconds)
                walls[place].append(watch.seconds)
            }
        }
        let medians = cpus.map { $0.sorted()[count / 2] }
        return sizes.indices.map { place in
            Outcome(
                who: "Tidegate", work: "\(work), \(sizes[place])", count: count, unit: "saves/s",
                seconds: walls[place].reduce(0, +), cpuSeconds: medians[place] * Double(count),
                latencies: walls[place],
                note: String(format: "%.2f times the smallest", medians[place] / medians[0]))
        }
    }

    /// Past the engine: what is measured comes after.
    private static func fill(
        _ engine: Engine, _ name: String, _ count: Int, node: UInt8,
        _ values: (Int) -> [String: Value]
    ) async throws -> [RecordID] {
        let object = try engine.object(name)
        var generator = RecordIDGenerator(node: node)
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
