import Company
import Foundation
import Tidegate
import TidegateModel
import TidegateStore

/// W7: what one sees of a million records, with rights over a tree of teams three levels deep, beside
/// the same questions of someone who may see everything.
enum W7Access {
    static let work = "W7 access"

    /// A question of a list, and how often it is asked.
    private struct Question {
        var name: String
        var request: ListRequest
        var times: Int
    }

    static func run(_ place: Place, records: Int, rounds: Int) async throws -> [Outcome] {
        let path = place.fresh("w7.tidegate")
        let engine = try await Engine.open(store: SQLiteStore.open(path: path))
        let people = try await Company.found(engine, packs: place.packs, deals: records)
        var outcomes: [Outcome] = []
        for question in questions {
            var best: [String: Outcome] = [:]
            for _ in 0..<rounds {
                for (who, actor) in [("without", Actor.operator)] + people {
                    let outcome = try await ask(question, engine, actor, who)
                    if outcome.seconds < best[who]?.seconds ?? .infinity { best[who] = outcome }
                }
            }
            guard let without = best["without"] else { continue }
            outcomes.append(without)
            for (who, _) in people {
                guard var outcome = best[who] else { continue }
                let ratio = outcome.seconds / without.seconds
                outcome.note += String(format: ", %.2f × without", ratio)
                outcomes.append(outcome)
            }
        }
        await engine.close()
        return outcomes
    }

    private static var questions: [Question] {
        var page = ListRequest("Deal", where: "stage == 'open'")
        page.order = [Query.Order("closes")]
        page.limit = 50
        var newest = ListRequest("Deal")
        newest.order = [Query.Order("id", descending: true)]
        newest.limit = 50
        var sum = ListRequest("Deal", where: "amount > 100")
        sum.show = "count(), sum(amount)"
        var groups = ListRequest("Deal")
        groups.show = "count(), sum(amount)"
        groups.groups = ["stage"]
        return [
            Question(name: "page of 50 by index", request: page, times: 50),
            Question(name: "page of 50 newest", request: newest, times: 50),
            Question(name: "count and sum", request: sum, times: 2),
            Question(name: "sums by stage", request: groups, times: 2),
        ]
    }

    private static func ask(
        _ question: Question, _ engine: Engine, _ actor: Actor, _ who: String
    ) async throws -> Outcome {
        let watch = Stopwatch()
        var latencies: [Double] = []
        var rows = 0
        for _ in 0..<question.times {
            let begun = Stopwatch.read(CLOCK_MONOTONIC)
            switch try await engine.list(question.request, as: actor) {
            case .records(let records): rows = records.count
            case .figures(_, let figures):
                rows = figures.reduce(0) { $0 + Int($1.compactMap(\.integer).first ?? 0) }
            }
            latencies.append(Stopwatch.read(CLOCK_MONOTONIC) - begun)
        }
        expect(rows > 0, "\(question.name): \(who) sees nothing")
        return Outcome(
            who: "Tidegate \(who)", work: "\(work), \(question.name)", count: question.times,
            unit: "queries/s", seconds: watch.seconds, cpuSeconds: watch.cpuSeconds,
            latencies: latencies, note: "\(rows) rows")
    }
}
