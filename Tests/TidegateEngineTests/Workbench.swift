import TidegateEngine
import TidegateModel
import TidegateScript
import TidegateStore
import TidegateTesting

/// A workspace in memory with one pack written in the test itself.
struct Workbench {
    let engine: Engine
    let clock = ManualClock()

    static let people = """
        object "User" {
          title = "{name}",
          text "login" { required = true }, text "name", email "email", text "language",
          reference "manager" { to = "User" }, boolean "active" { default = true },
          unique { "login" },
        }
        object "UserRole" {
          title = "{role}",
          reference "user" { to = "User", required = true, on_delete = "cascade" },
          text "role" { required = true },
        }
        access "seller" { label = "Seller" }
        access "finance" { label = "Finance" }
        access "buyer" { label = "Buyer" }
        access "chief" { label = "Chief", permissions = { "waive_gates", "import_records" } }
        """

    init(_ rules: String, store: any Store) async throws {
        engine = try await Engine.open(store: store, clock: clock.clock)
        _ = try await engine.install([Self.pack(rules)])
    }

    init(_ rules: String) async throws {
        try await self.init(rules, store: SQLiteStore.inMemory())
    }

    static func pack(
        _ rules: String, people: String = Self.people, version: String = "1.0.0"
    ) -> PackFiles {
        PackFiles(
            name: "demo",
            files: [
                .init(
                    path: "pack.lua", text: Array("pack \"demo\" { version = \"\(version)\" }".utf8)
                ),
                .init(path: "people.lua", text: Array(people.utf8)),
                .init(path: "rules.lua", text: Array(rules.utf8)),
            ])
    }

    let operatorActor = Actor.operator

    @discardableResult
    func user(_ login: String, roles: [String] = [], manager: String? = nil) async throws -> Actor {
        _ = try await engine.addUser(
            login: login, name: login.capitalized, email: "\(login)@example.com", manager: manager,
            roles: roles, as: .system, through: .test
        ).get()
        return try await engine.actor(login: login)
    }

    func create(
        _ object: String, _ values: [String: Value], as actor: Actor? = nil,
        _ options: RequestOptions = RequestOptions()
    ) async throws -> Record {
        try await engine.create(
            object, values, as: actor ?? operatorActor, through: .test, options
        ).get()
    }

    func refusal(_ answer: Answer<Record>) -> Refusal? {
        if case .refused(let refusal) = answer { refusal } else { nil }
    }

    func count(_ query: String, where condition: String? = nil) async throws -> Int {
        guard
            case .records(let found) = try await engine.list(
                ListRequest(query, where: condition), as: operatorActor)
        else { return -1 }
        return found.count
    }
}

extension String {
    var capitalized: String { prefix(1).uppercased() + dropFirst() }
}

extension Value {
    static func money(_ text: String) -> Value { Decimal(text).map(Value.decimal) ?? .none }
}
