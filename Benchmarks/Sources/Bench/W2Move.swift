import BareC
import Tidegate

/// W2: four moves a record through gates; 11 records of 100 never get past the first.
enum W2Move {
    static let work = "W2 stage move"

    static func run(_ place: Place, _ count: Int, callers: Int) async throws -> Outcome {
        let site = try await Site(place, "w2.tidegate")
        let records = try await site.fill(count / 4)
        let before = try await site.changes()
        let watch = Stopwatch()
        var latencies: [Double] = []
        var accepted = 0
        // A stage after the other: two moves of one record do not meet.
        for stage in Deal.stages[1...4] {
            let round = try await operate(records.count, callers: callers) { number in
                let answer = try await site.engine.move(
                    "Opportunity", records[number], to: stage, as: site.seller, through: .library)
                if case .done = answer { return true } else { return false }
            }
            latencies += round.latencies
            accepted += round.accepted
        }
        let (seconds, cpuSeconds) = (watch.seconds, watch.cpuSeconds)
        let wanted = records.count * 89 / 100 * 4
        expect(accepted == wanted, "\(accepted) moves were accepted, not \(wanted)")
        let changes = try await site.changes() - before
        expect(changes == Int64(accepted), "\(changes) changes of \(accepted) moves")
        let won = try await site.count("Opportunity", where: "stage == 'Won'")
        expect(won == Int64(wanted / 4), "\(won) records came to the end")
        let history = try await site.engine.history("Opportunity", records[0], as: .system)
        let stages = history.compactMap { $0.changes.first { $0.field == "stage" }?.new }
        expect(stages == Array(Deal.stages[0...4]), "the history says \(stages)")
        await site.engine.close()
        return Outcome(
            who: callers == 1 ? "Tidegate" : "Tidegate group\(callers)", work: work,
            count: accepted, unit: "moves/s", seconds: seconds, cpuSeconds: cpuSeconds,
            latencies: latencies)
    }

    static func bare(_ place: Place, _ count: Int, together: Int) -> Outcome {
        Bare.run(place, work, "moves/s", count, together, bare_move) {
            let wanted = Int32(count / 4 * 89 / 100 * 4)
            expect($0.accepted == wanted, "bare C accepted \($0.accepted)")
        }
    }
}
