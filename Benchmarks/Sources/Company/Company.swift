import Tidegate
import TidegateModel
import TidegateScript
import TidegateStore

/// A company with a tree of teams three levels deep and many deals: what rights are measured with.
public enum Company {
    /// The login of somebody whose right is to read everything.
    public static let everything = "boss"
    private static let regions = 4
    private static let teamsARegion = 5
    private static let usersATeam = 10

    /// - Returns: some of its people. *seller* and *team* see 5 % of the deals, *lead* too, *region* and *teams* 25 %;
    ///   *team* and *teams* by the tree of teams alone.
    public static func found(
        _ engine: Engine, packs: String, deals: Int
    ) async throws -> [(who: String, actor: Actor)] {
        _ = try await engine.install([PackFolder.read(packs + "/access")])
        let people = try await people(engine)
        try await fill(engine, people, deals)
        return people.actors
    }

    private struct People {
        var owners: [(user: RecordID, team: RecordID)] = []
        var actors: [(who: String, actor: Actor)] = []
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
        _ = try await user(everything, nil, nil, engine, role: "boss")
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
        _ login: String, _ manager: RecordID?, _ team: RecordID?, _ engine: Engine,
        role: String = "seller"
    ) async throws -> RecordID {
        var values: [String: Value] = ["login": .text(login), "name": .text(login)]
        values["manager"] = manager.map(Value.reference)
        values["team"] = team.map(Value.reference)
        let made = try await engine.create("User", values, as: .system, through: .library).get()
        _ = try await engine.create(
            "UserRole", ["user": .reference(made.id), "role": .text(role)], as: .system,
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
                let bits = scrambled(UInt64(number))
                var record = Record(
                    object: object, id: ids.next(at: Instant(milliseconds: 1_790_000_000_000)),
                    version: 1)
                let owner = people.owners[Int(bits % UInt64(people.owners.count))]
                record["name"] = .text("Deal \(number)")
                record["stage"] = .text(["open", "open", "won", "lost"][number % 4])
                let cents = Int64((bits >> 8) % 1_000_000)
                record["amount"] = .decimal(Decimal(coefficient: cents, scale: 2))
                record["closes"] = .date(Day(number: Int64(20_454 + (bits >> 20) % 665)))
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

    private static func scrambled(_ number: UInt64) -> UInt64 {
        var bits = (number &+ 1) &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        bits = (bits ^ (bits >> 33)) &* 0xff51_afd7_ed55_8ccd
        return bits ^ (bits >> 33)
    }
}
