import Foundation
import Testing
import TidegateEngine
import TidegateModel
import TidegateStore
import TidegateTesting

/// The same work, recorded once, and looked at as a disk would hold it had the power gone at any of its moments.
@Suite("After the power went")
struct PowerLossTests {
    private static let rules = """
        object "Order" {
          text "name" { required = true }, text "note" { max = 4000 },
          autonumber "code" { format = "O-{000}", gap_free = true },
          children "lines" { of = "Line.order" },
          money "total" { rollup = "sum(lines.price)" },
          search = { "name", "note" },
        }
        object "Line" {
          reference "order" { to = "Order", required = true, on_delete = "cascade" },
          money "price" { required = true },
        }
        """

    /// How the records stood when the answer of a save came, and how much had been written by then.
    private struct Moment {
        let events: Int
        let records: Set<String>
    }

    private struct Folder {
        let url = FileManager.default.temporaryDirectory
            .appendingPathComponent("tidegate-\(ProcessInfo.processInfo.globallyUniqueString)")

        init() throws {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        }

        func remove() { try? FileManager.default.removeItem(at: url) }
    }

    @Test(
        "every save that was answered is there, none is there in part, and the next one works",
        arguments: [1, 2, 3] as [UInt64])
    func recovers(seed: UInt64) async throws {
        let folder = try Folder()
        defer { folder.remove() }
        let files = try RecordedFiles(name: "power-\(ProcessInfo.processInfo.globallyUniqueString)")
        let path = folder.url.appendingPathComponent("crm").path
        let answered = try await work(files, path, seed)
        var numbers = Numbers(state: seed)
        let count = ProcessInfo.processInfo.environment["POWER_LOSSES"].flatMap(Int.init) ?? 40
        let start = answered[0].events
        let boundaries = files.moments.filter { $0 >= start }.shuffled(using: &numbers)
        let moments =
            boundaries.prefix(count)
            + (0..<count).map { _ in Int.random(in: start...files.count, using: &numbers) }
        for moment in moments {
            let disk = files.disk(afterPowerLossAt: moment, &numbers)
            try await check(disk, moment, answered, seed, path)
        }
    }

    /// Saves of every kind, one after the other, with the log copied home in between.
    private func work(
        _ files: RecordedFiles, _ path: String, _ seed: UInt64
    ) async throws -> [Moment] {
        var options = SQLiteStore.Options()
        options.fileSystem = files.name
        options.checkpointPages = 40
        let store = try SQLiteStore.open(path: path, options: options)
        let bench = try await Workbench(Self.rules, store: store)
        var dice = Dice(seed)
        var moments = [Moment(events: files.count, records: try await records(bench.engine))]
        var orders: [RecordID] = []
        var lines: [RecordID] = []
        for number in 0..<60 {
            switch dice.below(orders.count < 3 ? 1 : 6) {
            case 0:
                let note = String(repeating: "valve \(number) ", count: dice.below(200))
                orders.append(
                    try await bench.create(
                        "Order", ["name": .text("Order \(number)"), "note": .text(note)]
                    ).id)
            case 1, 2:
                lines.append(
                    try await bench.create(
                        "Line",
                        [
                            "order": .reference(dice.pick(orders)),
                            "price": .integer(Int64(dice.below(900))),
                        ]
                    ).id)
            case 3 where !lines.isEmpty:
                let id = lines.remove(at: dice.below(lines.count))
                _ = try await bench.engine.delete(
                    "Line", id, as: bench.operatorActor, through: .test)
            case 4 where !lines.isEmpty:
                // Of two writes that belong together.
                _ = try await bench.engine.together(
                    [
                        Step(
                            .update(
                                object: "Line", id: dice.pick(lines),
                                values: ["price": .integer(Int64(dice.below(900)))])),
                        Step(.create(object: "Order", values: ["name": .text("Pair \(number)")])),
                    ], as: bench.operatorActor, through: .test)
            default:
                _ = try await bench.engine.update(
                    "Order", dice.pick(orders), ["note": .text("seen \(number)")],
                    as: bench.operatorActor, through: .test
                ).get()
            }
            moments.append(
                Moment(events: files.count, records: try await records(bench.engine)))
        }
        await store.close()
        moments.append(
            Moment(events: files.count, records: moments.last?.records ?? []))
        return moments
    }

    private func records(_ engine: Engine) async throws -> Set<String> {
        var found: Set<String> = []
        for object in ["Order", "Line"] {
            guard
                case .records(let records) = try await engine.list(ListRequest(object), as: .system)
            else { continue }
            for record in records {
                let values = record.object.fields.map { record[$0.name].description }
                found.insert("\(object)/\(record.id) v\(record.version) \(values)")
            }
        }
        return found
    }

    private func check(
        _ disk: [String: [UInt8]], _ moment: Int, _ answered: [Moment], _ seed: UInt64,
        _ path: String
    ) async throws {
        let folder = try Folder()
        defer { folder.remove() }
        let source = URL(fileURLWithPath: path).deletingLastPathComponent().path
        for (name, bytes) in disk {
            let file = name.replacing(source, with: folder.url.path)
            try Data(bytes).write(to: URL(fileURLWithPath: file))
        }
        let place: Comment = "seed \(seed), moment \(moment)"
        let store = try SQLiteStore.open(
            path: folder.url.appendingPathComponent("crm").path)
        let engine = try await Engine.open(store: store, clock: ManualClock().clock)
        let found = try await records(engine)
        let last = answered.lastIndex { $0.events <= moment } ?? 0
        let next = answered[min(last + 1, answered.count - 1)]
        #expect(found == answered[last].records || found == next.records, place)
        guard case .intact = try await engine.verifyHistory() else {
            Issue.record("\(place): the history does not hold")
            return
        }
        #expect(try await engine.recompute(as: .system, through: .test).holds, place)
        _ = try await engine.create(
            "Order", ["name": .text("After")], as: .system, through: .test
        ).get()
        await store.close()
    }

    /// Source: SplitMix64, Steele, Lea and Flood 2014.
    private struct Numbers: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }
}
