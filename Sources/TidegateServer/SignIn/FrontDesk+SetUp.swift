import TidegateEngine
import TidegateModel
import TidegateRules
import TidegateStore

extension FrontDesk {
    /// A link with which the first administrator comes in; `nil` when there is someone who can sign
    /// in and let others in. An earlier one is no longer good.
    ///
    /// - Throws: `set_up.no_pack` when no pack knows users, `set_up.no_administrator` when none gives
    ///   a role the permission to administer and nobody can sign in without one either.
    public func setUpLink() async throws -> OneTimeLink? {
        guard engine.knowsUsers else { throw SignInSentences.noPacks() }
        guard !engine.administratorRoles.isEmpty else {
            let now = engine.clock.now()
            if try await read({ try hasSomeone($0, now) { _ in true } }) { return nil }
            throw SignInSentences.noAdministrator()
        }
        return try await change(as: .system, through: .command) { writer, now in
            for item in try writer.items(Credential.setUp.rawValue) {
                try writer.discard(item.kind, item.key)
            }
            guard try !hasAdministrator(writer, now) else { return (nil, []) }
            let secret = Secret.random()
            let expires = now + ServerLimits.linkLife
            try writer.keep(
                DrawerItem(Credential.setUp.rawValue, key: secret.digest, expires: expires))
            let link = OneTimeLink(path: "/set-up/" + secret.text, expires: expires)
            return (link, [AccessEvent(.linkMade, user: nil, detail: "set-up")])
        }
    }

    func look(atSetUp link: Secret, _ visitor: Visitor) async throws {
        let now = engine.clock.now()
        let isGood = try await read { try isSetUp(link, $0, now) }
        guard isGood else {
            try countAttempt(visitor)
            throw SignInSentences.setUpGone()
        }
    }

    /// Makes the first administrator, and signs them in.
    func setUp(
        _ link: Secret, login: String, name: String, email: String, password: String,
        repeated: String, from visitor: Visitor
    ) async throws -> Secret {
        try await look(atSetUp: link, visitor)
        let roles = engine.administratorRoles
        guard let role = roles.contains("administrator") ? "administrator" : roles.min() else {
            throw SignInSentences.noAdministrator()
        }
        let hash = try await checked(password, repeated, login: login)
        let secret = Secret.random()
        defer { known.forget() }
        _ = try await engine.addUser(
            login: login, name: name.isEmpty ? login : name, email: email.isEmpty ? nil : email,
            manager: nil, roles: [role], as: .system, through: .page
        ) { writer, user, now in
            guard try isSetUp(link, writer, now),
                try writer.discard(Credential.setUp.rawValue, link.digest),
                let person = try engine.person(user, in: writer)
            else { throw SignInSentences.setUpGone() }
            try writer.keep(Self.item(hash, of: user))
            try writer.keep(
                Session(of: person, key: secret.digest, from: visitor, at: now, times).item)
            return [visitor.event(.setUp, user), visitor.event(.signedIn, user)]
        }.get()
        return secret
    }

    private func isSetUp(
        _ link: Secret, _ reader: any StoreReader, _ now: Instant
    ) throws -> Bool {
        guard let item = try reader.item(Credential.setUp.rawValue, link.digest),
            let expires = item.expires, expires > now
        else { return false }
        return try !hasAdministrator(reader, now)
    }

    private func hasAdministrator(_ reader: any StoreReader, _ now: Instant) throws -> Bool {
        let roles = engine.administratorRoles
        return try hasSomeone(reader, now) { !$0.actor.roles.isDisjoint(with: roles) }
    }

    /// Whether someone such can sign in: with a password, or a link not used so far.
    private func hasSomeone(
        _ reader: any StoreReader, _ now: Instant, _ isMeant: (Person) -> Bool
    ) throws -> Bool {
        let ways =
            try reader.items(Credential.password.rawValue)
            + reader.items(Credential.link.rawValue).filter { $0.expires.map { $0 > now } ?? true }
        return try Set(ways.compactMap(\.owner)).contains { user in
            guard let person = try engine.person(user, in: reader), person.isActive else {
                return false
            }
            return isMeant(person)
        }
    }
}
