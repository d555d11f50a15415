import Foundation
import Tidegate
import TidegateModel
import TidegateScript
import TidegateStore

/// A report over records with ten changes each as of three times, beside the report of now: the first look, which puts back
/// what was changed since, and the next ones, which find that done.
enum AsOf {
    static let changes = 10
    static let now = "report of now"
    private static let looks: [(name: String, undone: Int)] = [
        ("1 change ago", 1), ("5 changes ago", 5), ("10 changes ago", 10),
    ]
    private static let start: Int64 = 1_790_000_000_000

    static func run(_ place: Place, records: Int) async throws -> [Outcome] {
        let path = place.fresh("asof.tidegate")
        let store = try SQLiteStore.open(path: path)
        let engine = try await Engine.open(store: store)
        _ = try await engine.install([PackFolder.read(place.packs + "/growth")])
        try await fill(engine, records)
        let plain = try await look(engine, now, nil, count: 5)
        var outcomes = [plain]
        for (name, undone) in looks {
            let then = Instant(milliseconds: start + Int64(changes - undone) * 1000 + 1)
            for (kind, count) in [("first", 1), ("next", 5)] {
                var outcome = try await look(engine, "as of \(name), \(kind)", then, count: count)
                outcome.note = String(
                    format: "%.1f times the report of now",
                    outcome.cpuSeconds / Double(count) / (plain.cpuSeconds / 5))
                outcomes.append(outcome)
            }
        }
        await engine.close()
        return outcomes
    }

    private static func look(
        _ engine: Engine, _ work: String, _ then: Instant?, count: Int
    ) async throws -> Outcome {
        var request = ListRequest("Sale")
        request.groups = ["day"]
        request.show = "count(), sum(amount)"
        request.asOf = then
        let watch = Stopwatch()
        for _ in 0..<count {
            guard case .figures(_, let rows) = try await engine.list(request, as: .operator) else {
                continue
            }
            expect(!rows.isEmpty, "no rows in \(work)")
        }
        return Outcome(
            who: "Tidegate", work: work, count: count, unit: "reports/s", seconds: watch.seconds,
            cpuSeconds: watch.cpuSeconds)
    }

    /// Past the engine, with the entries that it writes: what is measured comes after.
    private static func fill(_ engine: Engine, _ count: Int) async throws {
        let object = try engine.object("Sale")
        var generator = RecordIDGenerator(node: 9)
        let step = 5_000
        var made: [Record] = []
        for number in 0..<count {
            var record = Record(
                object: object, id: generator.next(at: Instant(milliseconds: start)), version: 1)
            record["name"] = .text("Sale \(number)")
            record["amount"] = amount(number, 0)
            record["day"] = .date(Day(number: Int64(20_000 + number % 40)))
            made.append(record)
        }
        for round in 0...changes {
            for first in stride(from: 0, to: count, by: step) {
                let range = first..<min(first + step, count)
                let old = Array(made[range])
                if round > 0 {
                    for number in range {
                        made[number]["amount"] = amount(number, round)
                        made[number].version += 1
                    }
                }
                let new = Array(made[range])
                try await engine.store.write { writer in
                    for (old, new) in zip(old, new) {
                        if round == 0 {
                            try writer.insert(new)
                        } else {
                            try writer.update(new, from: old)
                        }
                        try writer.append(change(of: new, from: old, round))
                    }
                }
            }
        }
    }

    private static func amount(_ number: Int, _ round: Int) -> Value {
        .decimal(Decimal(coefficient: Int64((number &+ round) &* 7_901 % 100_000), scale: 2))
    }

    private static func change(of new: Record, from old: Record, _ round: Int) -> Change {
        let kind = round == 0 ? "create" : "update"
        let fields =
            round == 0
            ? "\"name\":[null,\"\(new["name"])\"],\"amount\":[null,\"\(new["amount"])\"],\"day\":[null,\"\(new["day"])\"]"
            : "\"amount\":[\"\(old["amount"])\",\"\(new["amount"])\"]"
        let entry =
            "{\"kind\":\"\(kind)\",\"actor\":{\"kind\":\"user\",\"name\":\"Ann Lee\",\"id\":\"\(new.id)\"},"
            + "\"door\":\"page\",\"bundle\":\"4f0c21aa90d1\",\"transaction\":\"\(new.id)\",\"changes\":{\(fields)}}"
        return Change(
            object: new.object.name, record: new.id, version: new.version,
            at: Instant(milliseconds: start + Int64(round) * 1000), entry: Array(entry.utf8))
    }
}
