import Foundation
import Tidegate
import TidegateModel
import TidegateScript
import TidegateStore

/// Search over the opportunities of W5, whose notes hold Chinese and English of very different frequency: what
/// the index weighs, what filling it costs, and how long an answer takes.
enum W8Search {
    private static let searches = 200
    /// By how many records have it.
    private static let asked: [(work: String, text: @Sendable (Int) -> String)] = [
        ("search, one record", { "serial\($0 * 37 + 11)" }),
        ("search, 1 in 1,000", { _ in "riverside" }),
        ("search, every record", { _ in "pump" }),
        ("search, every record, unfinished", { _ in "pu" }),
        ("search, common and rare", { "pump serial\($0 * 37 + 11)" }),
        ("search, 2 characters, 1 in 1,000", { _ in "滨海" }),
        ("search, 2 characters, every record", { _ in "公司" }),
        ("search, 1 character, every record", { _ in "司" }),
        ("search, phrase of 4 characters", { _ in "有限公司" }),
    ]

    static func run(_ place: Place, records: Int) async throws -> [Outcome] {
        let (plain, _) = try await filled(place, records, isSearched: false)
        let (searched, engine) = try await filled(place, records, isSearched: true)
        var results = [plain, searched]
        let check = try await engine.checkSearch().first { $0.object.name == "Noted" }?.check
        expect(
            check?.wrong == 0 && check?.records == records,
            "the index is \(String(describing: check))")
        for (work, text) in asked { results.append(try await search(work, text, engine)) }
        await engine.close()
        return results
    }

    private static func search(
        _ work: String, _ text: (Int) -> String, _ engine: Engine
    ) async throws -> Outcome {
        var (latencies, found): ([Double], Int) = ([], 0)
        let watch = Stopwatch()
        for number in 0..<searches {
            let begun = Stopwatch.read(CLOCK_MONOTONIC)
            found += try await engine.find(text(number), in: "Noted", as: .operator).records.count
            latencies.append(Stopwatch.read(CLOCK_MONOTONIC) - begun)
        }
        expect(found >= searches, "\(work) found \(found)")
        return Outcome(
            who: "Tidegate", work: work, count: searches, unit: "searches/s",
            seconds: watch.seconds, cpuSeconds: watch.cpuSeconds, latencies: latencies)
    }

    // MARK: Records

    private static func filled(
        _ place: Place, _ count: Int, isSearched: Bool
    ) async throws -> (Outcome, Engine) {
        let path = place.fresh(isSearched ? "w8.tidegate" : "w8-plain.tidegate")
        let engine = try await Engine.open(store: SQLiteStore.open(path: path))
        _ = try await engine.install([PackFolder.read(place.packs + "/noted")])
        let object = try engine.object(isSearched ? "Noted" : "Plain")
        var ids = RecordIDGenerator(node: 9)
        let watch = Stopwatch()
        for start in stride(from: 0, to: count, by: 20_000) {
            let made = (start..<min(start + 20_000, count)).map { number in
                record(number, object, ids.next(at: Instant(milliseconds: 1_790_000_000_000)))
            }
            try await engine.store.write { writer in
                for record in made { try writer.insert(record) }
            }
        }
        let (seconds, cpuSeconds) = (watch.seconds, watch.cpuSeconds)
        if !isSearched { await engine.close() }
        let bytes = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
        return (
            Outcome(
                who: "Tidegate", work: isSearched ? "records with an index" : "records without one",
                count: count, unit: "records/s", seconds: seconds, cpuSeconds: cpuSeconds,
                note: "\(bytes >> 20) MiB"), engine
        )
    }

    private static func record(_ number: Int, _ object: Object, _ id: RecordID) -> Record {
        var record = Record(object: object, id: id, version: 1)
        record["name"] = .text("Pump order \(number)")
        record["code"] = .text("OPP-\(2020 + number % 7)-\(number)")
        let place = number % 1_000 == 7 ? "Riverside 滨海" : "Harbour \(number % 500) 上海"
        record["notes"] = .text("\(place) 电子有限公司 serial\(number)")
        return record
    }
}
