import TidegateEngine
import TidegateModel
import TidegateRules
import TidegateStore
import TidegateTesting

/// One random workspace, in the engine and in the naive model.
final class AccessScenario {
    let engine: Engine
    let model = NaiveWorkspace()
    var conditions: NaiveConditions
    private(set) var logins: [RecordID: String] = [:]

    static let fields = ["n", "secret", "flag", "owner", "team"]
    static let roles = ["everyone", "r1", "r2", "r3"]

    init(seed: UInt64) async throws {
        conditions = NaiveConditions(dice: Dice(seed))
        engine = try await Engine.open(
            store: SQLiteStore.inMemory(), clock: ManualClock().clock)
        for role in Self.roles {
            var held: [String: NaiveWorkspace.Rights] = [:]
            for object in NaiveWorkspace.objects where conditions.dice.chance(70) {
                held[object] = rights(object)
            }
            model.rights[role] = held
        }
        _ = try await engine.install([Workbench.pack(pack, people: "")])
        try await settle()
    }

    // MARK: Rules

    private func rights(_ object: String) -> NaiveWorkspace.Rights {
        var rights = NaiveWorkspace.Rights()
        rights.read = right(object)
        rights.create = right(object)
        rights.update = right(object)
        rights.delete = right(object)
        rights.hide = conditions.dice.some(of: Self.fields, 25)
        rights.readonly = conditions.dice.some(of: Self.fields, 25)
        return rights
    }

    private func right(_ object: String) -> NaiveWorkspace.Right {
        switch conditions.dice.below(10) {
        case 0, 1: .never
        case 2, 3: .always
        default: .when(conditions.condition(object))
        }
    }

    private var pack: String {
        let declared = Self.roles.map { role in
            let objects = NaiveWorkspace.objects.compactMap { object in
                model.rights[role]?[object].map { "\(object) = {\(text($0))}," }
            }
            let people =
                role == "everyone"
                ? "User = { read = true }, UserRole = { read = true }, Team = { read = true }," : ""
            return "access \"\(role)\" { \(people) \(objects.joined(separator: " ")) }"
        }
        return """
            object "User" {
              title = "{name}",
              text "login" { required = true }, text "name", email "email", text "language",
              reference "manager" { to = "User", on_delete = "clear" },
              reference "team" { to = "Team", on_delete = "clear" },
              boolean "active" { default = true }, unique { "login" },
            }
            object "UserRole" {
              title = "{role}",
              reference "user" { to = "User", required = true, on_delete = "cascade" },
              text "role" { required = true },
            }
            object "Team" {
              text "name", reference "parent" { to = "Team", on_delete = "clear" },
              reference "lead" { to = "User", on_delete = "clear" },
            }
            object "Box" {
              title = "{id}",
              integer "n", integer "secret", boolean "flag",
              reference "owner" { to = "User", on_delete = "clear" },
              reference "team" { to = "Team", on_delete = "clear" },
              children "items" { of = "Item.box" },
            }
            object "Item" {
              title = "{id}",
              integer "n", integer "secret", boolean "flag",
              reference "owner" { to = "User", on_delete = "clear" },
              reference "team" { to = "Team", on_delete = "clear" },
              reference "box" { to = "Box", on_delete = "clear" },
              choice "stage" { values = { "open", "done" }, default = "open" },
            }
            pipeline "Item.stage" {
              stage "open" { to = { "done" } },
              stage "done" { final = true,
                gate "Own" { must = "secret > 5" },
                gate "Box" { must = "box.secret > 5" } },
            }
            \(declared.joined(separator: "\n"))
            """
    }

    private func text(_ rights: NaiveWorkspace.Rights) -> String {
        func text(_ key: String, _ right: NaiveWorkspace.Right) -> String {
            switch right {
            case .never: ""
            case .always: "\(key) = true, "
            case .when(let condition): "\(key) = \"\(condition.text)\", "
            }
        }
        func list(_ key: String, _ names: Set<String>) -> String {
            "\(key) = { " + names.sorted().map { "\"\($0)\"" }.joined(separator: ", ") + " }, "
        }
        return text("create", rights.create) + text("read", rights.read)
            + text("update", rights.update) + text("delete", rights.delete)
            + list("hide", rights.hide) + list("readonly", rights.readonly)
    }

    // MARK: Records

    private func make(_ object: String, _ values: [String: Value]) async throws -> RecordID {
        try await engine.create(object, values, as: .system, through: .test).get().id
    }

    private func settle() async throws {
        var teams: [RecordID] = []
        for number in 0..<4 {
            var values: [String: Value] = ["name": .text("t\(number)")]
            if !teams.isEmpty, conditions.dice.chance(60) {
                values["parent"] = .reference(conditions.dice.pick(teams))
            }
            let id = try await make("Team", values)
            teams.append(id)
            model.teams[id] = (values["parent"]?.reference, nil)
        }
        var users: [RecordID] = []
        for number in 0..<5 {
            var values: [String: Value] = [
                "login": .text("u\(number)"), "name": .text("u\(number)"),
            ]
            if !users.isEmpty, conditions.dice.chance(60) {
                values["manager"] = .reference(conditions.dice.pick(users))
            }
            if conditions.dice.chance(70) {
                values["team"] = .reference(conditions.dice.pick(teams))
            }
            let id = try await make("User", values)
            let roles = conditions.dice.some(of: ["r1", "r2", "r3"], 45)
            for role in roles.sorted() {
                _ = try await make("UserRole", ["user": .reference(id), "role": .text(role)])
            }
            users.append(id)
            logins[id] = "u\(number)"
            model.people[id] = .init(
                manager: values["manager"]?.reference, team: values["team"]?.reference, roles: roles
            )
        }
        for team in teams where conditions.dice.chance(50) {
            let lead = conditions.dice.pick(users)
            model.teams[team]?.lead = lead
            _ = try await engine.update(
                "Team", team, ["lead": .reference(lead)], as: .system, through: .test
            ).get()
        }
        var boxes: [RecordID] = []
        for number in 0..<14 {
            let object = number < 6 ? "Box" : "Item"
            var values = values(users, teams)
            if object == "Item", conditions.dice.chance(85) {
                values["box"] = .reference(conditions.dice.pick(boxes))
            }
            let id = try await make(object, values)
            if object == "Box" { boxes.append(id) }
            model.rows.append(.init(object: object, id: id, values: values))
        }
        for _ in 0..<5 {
            let row = conditions.dice.pick(model.rows)
            let toUser = conditions.dice.chance(50)
            let holder = conditions.dice.pick(toUser ? users : teams)
            let forUpdate = conditions.dice.chance(40)
            let share = Share(
                toUser ? .user(holder) : .team(holder), forUpdate ? .update : .read)
            // One that would open nothing is refused.
            guard
                case .done = try await engine.share(
                    row.object, row.id, share, as: .system, through: .test)
            else { continue }
            model.opened.removeAll {
                $0.record == row.id && ($0.user ?? $0.team) == holder
            }
            model.opened.append(
                .init(
                    object: row.object, record: row.id, user: toUser ? holder : nil,
                    team: toUser ? nil : holder, forUpdate: forUpdate))
        }
    }

    func values(_ users: [RecordID], _ teams: [RecordID]) -> [String: Value] {
        var values: [String: Value] = [:]
        for field in Self.fields where !conditions.dice.chance(15) {
            values[field] = value(field, users, teams)
        }
        return values
    }

    func value(_ field: String, _ users: [RecordID], _ teams: [RecordID]) -> Value {
        switch field {
        case "flag": .bool(conditions.dice.chance(50))
        case "owner": .reference(conditions.dice.pick(users))
        case "team": .reference(conditions.dice.pick(teams))
        default: .integer(Int64(conditions.dice.below(10)))
        }
    }
}
