import BareC
import Foundation
import Tidegate
import TidegateModel
import TidegateScript
import TidegateStore

/// W5: a list by condition, sorted, 50 rows of a million, and a summary of all, beside the same statements
/// prepared by hand on the same file.
enum W5List {
    static let list = "W5 list"
    static let deep = "W5 list, page 1,600"
    static let summary = "W5 summary"
    /// Hundredths; of 1,000,000 records.
    private static let total: Int64 = 9_903_011_119_869

    static func run(_ place: Place, records: Int, rounds: Int) async throws -> [Outcome] {
        let path = place.fresh("w5.tidegate")
        let engine = try await Engine.open(store: SQLiteStore.open(path: path))
        _ = try await engine.install([PackFolder.read(place.packs + "/list")])
        try await fill(engine, records)
        var kept: [String: [Outcome]] = [:]
        for _ in 0..<rounds {
            let bare = bareList(path, 200)
            let ours = try await pages(engine, 200)
            expect(bare.checksum == ours.checksum, "the pages are not those of bare SQL")
            kept[list, default: []].append(ours.outcome)
            kept["bare " + list, default: []].append(bare.outcome)
            kept[deep, default: []].append(try await deepPages(engine, 200))
            let (hundredths, sums) = try await sums(engine)
            let byHand = bareSums(path)
            expect(hundredths == byHand.total, "the sums are not those of bare SQL")
            expect(records != 1_000_000 || hundredths == total, "the total is \(hundredths)")
            kept[summary, default: []].append(sums)
            kept["bare " + summary, default: []].append(byHand.outcome)
        }
        await engine.close()
        return [list, "bare " + list, deep, summary, "bare " + summary].compactMap {
            kept[$0].map(Outcome.best)
        }
    }

    // MARK: Ours

    private static func request(_ number: Int) -> ListRequest {
        let owners = (0..<20).map { String((number * 7 + $0 * 10) % 200 + 1) }
        var request = ListRequest(
            "Listed",
            where:
                "stage == 'Propose' and amount > 50000 and owner in {\(owners.joined(separator: ", "))}"
        )
        request.order = [
            Query.Order("close_date", descending: true), Query.Order("id", descending: true),
        ]
        request.limit = 50
        return request
    }

    private static func pages(
        _ engine: Engine, _ count: Int
    ) async throws -> (checksum: Int64, outcome: Outcome) {
        var (checksum, latencies): (Int64, [Double]) = (0, [])
        let watch = Stopwatch()
        for number in 0..<count {
            let begun = Stopwatch.read(CLOCK_MONOTONIC)
            guard
                case .records(let records) = try await engine.list(request(number), as: .operator)
            else { continue }
            latencies.append(Stopwatch.read(CLOCK_MONOTONIC) - begun)
            for (rank, record) in records.enumerated() {
                checksum &+= (record.id.number & 0xFFFF_FFFF) &* Int64(rank + 1)
            }
        }
        return (checksum, outcome("Tidegate", list, count, watch, latencies))
    }

    /// Pages of one stage by their day, from behind the first 80,000 records on.
    private static func deepPages(_ engine: Engine, _ count: Int) async throws -> Outcome {
        var request = ListRequest("Listed", where: "stage == 'Propose'")
        request.order = [Query.Order("close_date", descending: true)]
        request.limit = 2_000
        for _ in 0..<40 {
            request.after = try await engine.page(request, as: .operator).next
        }
        request.limit = 50
        var after = request.after
        var latencies: [Double] = []
        let watch = Stopwatch()
        for _ in 0..<count {
            request.after = after
            let begun = Stopwatch.read(CLOCK_MONOTONIC)
            let page = try await engine.page(request, as: .operator)
            latencies.append(Stopwatch.read(CLOCK_MONOTONIC) - begun)
            after = page.next
        }
        return outcome("Tidegate", deep, count, watch, latencies)
    }

    private static func sums(_ engine: Engine) async throws -> (hundredths: Int64, outcome: Outcome)
    {
        var request = ListRequest("Listed")
        request.show = "sum(amount)"
        request.groups = ["stage"]
        var (hundredths, latencies): (Int64, [Double]) = (0, [])
        let watch = Stopwatch()
        for _ in 0..<3 {
            let begun = Stopwatch.read(CLOCK_MONOTONIC)
            guard case .figures(_, let rows) = try await engine.list(request, as: .operator) else {
                continue
            }
            latencies.append(Stopwatch.read(CLOCK_MONOTONIC) - begun)
            hundredths = rows.reduce(0) { $0 + ($1.last?.decimal?.coefficient ?? 0) }
        }
        return (hundredths, outcome("Tidegate", summary, 3, watch, latencies))
    }

    private static func outcome(
        _ who: String, _ work: String, _ count: Int, _ watch: Stopwatch, _ latencies: [Double]
    ) -> Outcome {
        Outcome(
            who: who, work: work, count: count, unit: "queries/s", seconds: watch.seconds,
            cpuSeconds: watch.cpuSeconds, latencies: latencies)
    }

    // MARK: By hand

    private static func bareList(_ path: String, _ count: Int) -> (
        checksum: Int64, outcome: Outcome
    ) {
        var (checksum, bare): (Int64, bare_outcome) = (0, bare_outcome())
        var latencies = [Double](repeating: 0, count: count)
        expect(
            bare_list(path, Int32(count), &checksum, &latencies, &bare) == 0, "bare C cannot list")
        return (checksum, outcome(list, bare, latencies))
    }

    private static func bareSums(_ path: String) -> (total: Int64, outcome: Outcome) {
        var (total, bare): (Int64, bare_outcome) = (0, bare_outcome())
        var latencies = [Double](repeating: 0, count: 3)
        expect(bare_summary(path, 3, &total, &latencies, &bare) == 0, "bare C cannot sum")
        return (total, outcome(summary, bare, latencies))
    }

    private static func outcome(
        _ work: String, _ bare: bare_outcome, _ latencies: [Double]
    ) -> Outcome {
        Outcome(
            who: "bare C", work: work, count: Int(bare.accepted), unit: "queries/s",
            seconds: bare.seconds, cpuSeconds: bare.cpu_seconds, latencies: latencies)
    }

    // MARK: Records

    /// Past the engine: what is measured is reading.
    private static func fill(_ engine: Engine, _ count: Int) async throws {
        let object = try engine.object("Listed")
        var ids = RecordIDGenerator(node: 9)
        for start in stride(from: 0, to: count, by: 20_000) {
            let made = (start..<min(start + 20_000, count)).map { number in
                let id = ids.next(at: Instant(milliseconds: 1_790_000_000_000))
                return Deal(number, spread: true).record(of: object, id)
            }
            try await engine.store.write { writer in
                for record in made { try writer.insert(record) }
            }
        }
    }
}
