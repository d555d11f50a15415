import Foundation

/// Usage: Bench [w1] [w2] [w3] [w4] [w5] [w6] [w7] [rollup] [search] [asof] [start] [quick] [--only-one|--only-group|--only-ours]
/// FOLDER and PACKS come from the environment; see scripts/bench.
@main
struct Bench {
    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        if arguments.first == "ready", arguments.count == 2 {
            return try await Start.ready(arguments[1])
        }
        let environment = ProcessInfo.processInfo.environment
        let place = Place(
            folder: environment["BENCH_FOLDER"] ?? NSTemporaryDirectory(),
            packs: environment["BENCH_PACKS"] ?? "packs")
        Deal.check()
        try await Run(arguments, place).all()
    }
}

/// The works that were asked for, each beside the same by hand, round after round.
struct Run {
    private let place: Place
    private let works: Set<String>
    private let rounds: Int
    private let size: Int
    private let options: Set<String>

    init(_ arguments: [String], _ place: Place) {
        self.place = place
        options = Set(arguments.filter { $0.hasPrefix("--") })
        let known: Set<String> = [
            "w1", "w2", "w3", "w4", "w5", "w6", "w7", "rollup", "search", "asof", "start",
        ]
        let named = known.intersection(arguments.map { $0.lowercased() })
        works = named.isEmpty ? known : named
        let isQuick = arguments.contains("quick")
        rounds = isQuick ? 1 : 3
        size = isQuick ? 1 : 2
    }

    func all() async throws {
        var results: [Outcome] = []
        if works.contains("start") { results.append(try await Start.run(place)) }
        if works.contains("w1") {
            results += try await pairs(1_000 * size, 16_000 * size, W1Save.run, W1Save.bare)
        }
        if works.contains("w2") {
            results += try await pairs(1_600 * size, 16_000 * size, W2Move.run, W2Move.bare)
        }
        if works.contains("w3") {
            results += try await pairs(500 * size, 3_200 * size, W3Approval.run, W3Approval.bare)
        }
        if works.contains("w4") { results += try W4Rule.run(place, seconds: 0.5 * Double(size)) }
        if works.contains("w5") {
            results += try await W5List.run(
                place, records: size == 1 ? 100_000 : 1_000_000, rounds: rounds)
        }
        if works.contains("w6") {
            results += try await W6Import.run(place, rows: 50_000 * size, rounds: rounds)
        }
        if works.contains("w7") {
            results += try await W7Access.run(
                place, records: size == 1 ? 100_000 : 1_000_000, rounds: rounds)
        }
        if works.contains("rollup") {
            results += try await Growth.run(place, isQuick: size == 1)
        }
        if works.contains("search") {
            results += try await W8Search.run(place, records: size == 1 ? 100_000 : 1_000_000)
        }
        if works.contains("asof") {
            results += try await AsOf.run(place, records: size == 1 ? 100_000 : 1_000_000)
        }
        results.forEach { $0.printLine() }
        Goals.print(results)
    }

    /// One caller and 32, ours and by hand in turn, of each the least disturbed round.
    private func pairs(
        _ single: Int, _ grouped: Int,
        _ ours: (Place, Int, Int) async throws -> Outcome, _ bare: (Place, Int, Int) -> Outcome
    ) async throws -> [Outcome] {
        var results: [Outcome] = []
        for (count, callers) in [(single, 1), (grouped, 32)] {
            if options.contains("--only-one"), callers > 1 { continue }
            if options.contains("--only-group"), callers == 1 { continue }
            var (mine, byHand): ([Outcome], [Outcome]) = ([], [])
            for _ in 0..<rounds {
                if !options.contains("--only-ours") { byHand.append(bare(place, count, callers)) }
                mine.append(try await ours(place, count, callers))
            }
            results.append(.best(mine))
            if !byHand.isEmpty { results.append(.best(byHand)) }
        }
        return results
    }
}
