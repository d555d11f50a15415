import BareC
import Tidegate

/// W1: create an opportunity; a hook sets one field and refuses one in a hundred.
enum W1Save {
    static let work = "W1 save"

    static func run(_ place: Place, _ count: Int, callers: Int) async throws -> Outcome {
        let site = try await Site(place, "w1.tidegate")
        let deals = (0..<count).map { Deal($0) }
        let before = try await site.changes()
        let watch = Stopwatch()
        let (latencies, accepted) = try await operate(count, callers: callers) { number in
            let answer = try await site.engine.create(
                "Opportunity", site.values(deals[number]), as: site.seller, through: .library)
            switch answer {
            case .done: return true
            case .refused(let refusal):
                expect(refusal.error.code == "date.order", "refused as \(refusal.error.code)")
                return false
            }
        }
        let (seconds, cpuSeconds) = (watch.seconds, watch.cpuSeconds)
        expect(accepted == count - count / 100, "\(accepted) of \(count) saves were accepted")
        let records = try await site.count("Opportunity")
        expect(records == Int64(accepted), "\(records) records of \(accepted) saves")
        let changes = try await site.changes() - before
        expect(changes == Int64(accepted), "\(changes) changes of \(accepted) saves")
        let weighted = try await site.count("Opportunity", where: "weighted is empty")
        expect(weighted == 0, "\(weighted) records without what the hook sets")
        await site.engine.close()
        return Outcome(
            who: callers == 1 ? "Tidegate" : "Tidegate group\(callers)", work: work,
            count: accepted, unit: "saves/s", seconds: seconds, cpuSeconds: cpuSeconds,
            latencies: latencies)
    }

    static func bare(_ place: Place, _ count: Int, together: Int) -> Outcome {
        Bare.run(place, work, "saves/s", count, together, bare_save) {
            expect($0.accepted == count - count / 100, "bare C accepted \($0.accepted)")
        }
    }
}
