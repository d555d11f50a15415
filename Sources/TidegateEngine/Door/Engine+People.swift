import TidegateModel
import TidegateRules
import TidegateStore

extension Engine {
    /// The actor for a login: who it is, which roles and permissions they have.
    public func actor(login: String) async throws -> Actor {
        let bundle = bundle
        guard let users = bundle.schema[People.Names.user] else {
            throw TidegateError(
                .unavailable, "user.no_pack", "This workspace knows no users.",
                hint: "tidegate pack install rules/base brings them.")
        }
        let now = clock.now()
        return try await read { reader in
            guard let user = try reader.user(login: login, among: users, at: now) else {
                throw TidegateError(
                    .unauthenticated, "user.unknown", "There is no user \(login).",
                    hint: "tidegate user list shows who there is.")
            }
            guard user[People.Names.active] != .bool(false) else {
                throw TidegateError(
                    .unauthenticated, "user.inactive", "\(login) is no longer active.")
            }
            return try Self.actor(user, bundle, reader)
        }
    }

    static func actor(_ user: Record, _ bundle: Bundle, _ reader: any StoreReader) throws -> Actor {
        var roles: Set<String> = []
        if let grants = bundle.schema[People.Names.userRole], let slot = grants.slot(of: "user") {
            roles = Set(
                try reader.records(grants, slot: slot, equals: .reference(user.id))
                    .compactMap { $0["role"].text })
        }
        roles.insert(Actor.everyone)
        let permissions = roles.reduce(into: Set<String>()) { all, role in
            all.formUnion(bundle.roles[role]?.permissions ?? [])
        }
        return Actor(
            kind: .user, user: user.id,
            name: user["name"].text ?? user[People.Names.login].text ?? "?",
            roles: roles, permissions: permissions)
    }

    /// Adds a user with roles, in one transaction.
    ///
    /// - Parameter more: what else the record holds, by field.
    /// - Parameter also: what is done beside it, or the whole is not done; it says what is to be noted.
    public func addUser(
        login: String, name: String, email: String?, manager: String?, roles: [String],
        with more: [String: Value] = [:], as actor: Actor, through door: Door,
        also: (@Sendable (any StoreWriter, RecordID, Instant) throws -> [AccessEvent])? = nil
    ) async throws -> Answer<Record> {
        try await underRulesInForce {
            let person = try await newUser(
                login: login, name: name, email: email, manager: manager, roles: roles,
                with: more, as: actor)
            return try await answer(as: actor, through: door, rehearse: false) { transaction in
                let user = try person(transaction)
                for event in try also?(transaction.writer, user.id, transaction.now) ?? [] {
                    try transaction.note(event)
                }
                return try transaction.handedOut(user)
            }
        }
    }

    /// What makes a user with their roles inside a transaction. Names are looked up before it begins.
    private func newUser(
        login: String, name: String, email: String?, manager: String?, roles: [String],
        with more: [String: Value], as actor: Actor
    ) async throws -> @Sendable (Transaction) throws -> Record {
        let users = try object(People.Names.user)
        let grants = try object(People.Names.userRole)
        for role in roles where bundle.roles[role] == nil {
            let hint = suggestion(for: role, among: bundle.roles.keys)
            throw TidegateError(
                .invalid, "role.unknown", "There is no role \(role).",
                hint: hint.map { "Did you mean \($0)?" }
                    ?? "There is " + bundle.roles.keys.sorted().joined(separator: ", ") + ".")
        }
        var values: [String: Value] = [People.Names.login: .text(login), "name": .text(name)]
        values["email"] = email.map(Value.text)
        values.merge(more) { $1 }
        if let manager {
            guard
                let boss = try await record(
                    People.Names.user, People.Names.login, .text(manager), as: actor)
            else {
                throw TidegateError(.invalid, "user.unknown", "There is no user \(manager).")
            }
            values["manager"] = .reference(boss.id)
        }
        let userValues = try slots(values, of: users, as: actor)
        return { [self] transaction in
            let user = try Save.run(SaveRequest(object: users, values: userValues), in: transaction)
            for role in roles {
                let grant = try slots(
                    ["user": .reference(user.id), "role": .text(role)], of: grants, as: actor)
                _ = try Save.run(SaveRequest(object: grants, values: grant), in: transaction)
            }
            return user
        }
    }
}
