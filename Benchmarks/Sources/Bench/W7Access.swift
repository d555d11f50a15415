import Foundation
import Tidegate
import TidegateModel
import TidegateStore

/// W7: what one sees of a million records, with rights over a tree of teams three levels deep, beside
/// the same questions of someone who may see everything.
enum W7Access {
    static let work = "W7 access"
    private static let teamsARegion = 5
    private static let regions = 4
    private static let usersATeam = 10

    /// A question of a list, and how often it is asked.
    private struct Question {
        var name: String
        var request: ListRequest
        var times: Int
    }

    static func run(_ place: Place, records: Int, rounds: Int) async throws -> [Outcome] {
        let path = place.fresh("w7.tidegate")
        let engine = try await Engine.open(store: SQLiteStore.open(path: path))
        _ = try await engine.install([PackFolder.read(place.packs + "/access")])
        let people = try await people(engine)
        try await fill(engine, people, records)
        var outcomes: [Outcome] = []
        for question in questions {
            var best: [String: Outcome] = [:]
            for _ in 0..<rounds {
                for (who, actor) in [("without", Actor.operator)] + people.actors {
                    let outcome = try await ask(question, engine, actor, who)
                    if outcome.seconds < best[who]?.seconds ?? .infinity { best[who] = outcome }
                }
            }
            guard let without = best["without"] else { continue }
            outcomes.append(without)
            for (who, _) in people.actors {
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

    // MARK: People and records

    private struct People {
        var owners: [(user: RecordID, team: RecordID)] = []
        var actors: [(String, Actor)] = []
    }

    /// A head over four regions with five teams each; every team has ten people and a lead.
    private static func people(_ engine: Engine) async throws -> People {
        var people = People()
        let head = try await user("head", nil, nil, engine)
        let company = try await team("company", nil, head, engine)
        for region in 0..<regions {
            let leader = try await user("region\(region)", head, nil, engine)
            let area = try await team("region\(region)", company, leader, engine)
            for number in 0..<teamsARegion {
                let name = "team\(region)_\(number)"
                let lead = try await user("lead\(region)_\(number)", leader, nil, engine)
                let office = try await team(name, area, lead, engine)
                for seat in 0..<usersATeam {
                    let owner = try await user("u\(region)_\(number)_\(seat)", lead, office, engine)
                    people.owners.append((owner, office))
                }
            }
        }
        for (who, login) in [("seller", "u0_0_0"), ("lead", "lead0_0"), ("region", "region0")] {
            people.actors.append((who, try await engine.actor(login: login)))
        }
        // The same people with the tree of teams as their only right.
        for (who, login) in [("team", "u0_0_0"), ("teams", "region0")] {
            var actor = try await engine.actor(login: login)
            actor.roles = ["office"]
            people.actors.append((who, actor))
        }
        return people
    }

    private static func user(
        _ login: String, _ manager: RecordID?, _ team: RecordID?, _ engine: Engine
    ) async throws -> RecordID {
        var values: [String: Value] = ["login": .text(login), "name": .text(login)]
        values["manager"] = manager.map(Value.reference)
        values["team"] = team.map(Value.reference)
        let made = try await engine.create("User", values, as: .system, through: .library).get()
        _ = try await engine.create(
            "UserRole", ["user": .reference(made.id), "role": .text("seller")], as: .system,
            through: .library
        ).get()
        return made.id
    }

    private static func team(
        _ name: String, _ parent: RecordID?, _ lead: RecordID, _ engine: Engine
    ) async throws -> RecordID {
        var values: [String: Value] = ["name": .text(name), "lead": .reference(lead)]
        values["parent"] = parent.map(Value.reference)
        return try await engine.create("Team", values, as: .system, through: .library).get().id
    }

    /// Past the engine: what is measured is reading.
    private static func fill(_ engine: Engine, _ people: People, _ count: Int) async throws {
        let object = try engine.object("Deal")
        let batch = 20_000
        var ids = RecordIDGenerator(node: 9)
        for start in stride(from: 0, to: count, by: batch) {
            var deals: [Record] = []
            for number in start..<min(start + batch, count) {
                let deal = Deal(number, spread: true)
                var record = Record(
                    object: object, id: ids.next(at: Instant(milliseconds: 1_790_000_000_000)),
                    version: 1)
                let owner = people.owners[Int(deal.account) % people.owners.count]
                record["name"] = .text(deal.name)
                record["stage"] = .text(["open", "open", "won", "lost"][number % 4])
                record["amount"] = .decimal(deal.amount)
                record["closes"] = .date(Day(number: deal.closes))
                record["owner"] = .reference(owner.user)
                record["team"] = .reference(owner.team)
                deals.append(record)
            }
            let made = deals
            try await engine.store.write { writer in
                for record in made { try writer.insert(record) }
            }
        }
    }
}
