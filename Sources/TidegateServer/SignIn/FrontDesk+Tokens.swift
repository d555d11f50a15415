import TidegateEngine
import TidegateModel
import TidegateStore

/// A token as the drawer keeps it.
struct Token {
    let key: [UInt8]
    let user: RecordID
    let name: String
    let scopes: TokenScopes
    let created: Instant
    var used: Instant?
    let expires: Instant?

    init(
        key: [UInt8], user: RecordID, name: String, scopes: TokenScopes, created: Instant,
        expires: Instant?
    ) {
        self.key = key
        self.user = user
        self.name = name
        self.scopes = scopes
        self.created = created
        self.expires = expires
    }

    init?(_ item: DrawerItem) {
        let note = DrawerNote(item.content)
        guard let user = item.owner, let created = note[time: "created"],
            let scopes = note["scopes"].flatMap({ TokenScopes(kept: $0) })
        else { return nil }
        key = item.key
        self.user = user
        self.scopes = scopes
        self.created = created
        name = note["name"] ?? ""
        used = note[time: "used"]
        expires = item.expires
    }

    var item: DrawerItem {
        var note = DrawerNote()
        note["name"] = name
        note["scopes"] = scopes.description
        note[time: "created"] = created
        note[time: "used"] = used
        return DrawerItem(
            Credential.token.rawValue, key: key, owner: user, expires: expires,
            content: note.bytes)
    }
}

extension FrontDesk {
    /// Every token begins so, that it is found when it lands where it should not.
    static let tokenPrefix = "tg_"

    /// Makes a token for a program. Its text is handed out this once.
    ///
    /// - Parameters:
    ///   - days: how long it is good for; `nil`: until it is revoked.
    ///   - held: the scopes of whoever asks; `nil`: they have signed in. No token makes a stronger
    ///     one.
    public func makeToken(
        for login: String, name: String, scopes: Set<TokenScope>, days: Int64?, by actor: Actor,
        through door: Door = .page, within held: Set<TokenScope>? = nil
    ) async throws -> String {
        if let held, let beyond = scopes.subtracting(held).first {
            throw SignInSentences.outOfScope(beyond)
        }
        let name = name.drop(while: \.isWhitespace)
        guard !name.isEmpty, name.count <= ServerLimits.tokenNameCharacters else {
            throw SignInSentences.tokenName()
        }
        try FreeText.check(String(name), "name")
        if let days {
            guard (1...ServerLimits.tokenDaysAtMost).contains(days) else {
                throw SignInSentences.tokenDays()
            }
        }
        let scopes = try TokenScopes(scopes)
        return try await change(as: actor, through: door) { writer, now in
            let person = try activePerson(login, writer)
            guard actor.user == person.id || actor.kind != .user else {
                throw SignInSentences.administratorsOnly()
            }
            let held = try writer.items(Credential.token.rawValue, of: person.id)
            guard held.count < ServerLimits.tokensAUser else {
                throw SignInSentences.tooManyTokens()
            }
            let secret = Secret.random(prefix: Self.tokenPrefix)
            let token = Token(
                key: secret.digest, user: person.id, name: String(name), scopes: scopes,
                created: now, expires: days.map { now + .days($0) })
            try writer.keep(token.item)
            let event = AccessEvent(
                .tokenMade, user: person.id, detail: "\(name) (\(scopes))")
            return (secret.text, [event])
        }
    }

    /// A user's tokens, the newest first.
    public func tokens(of login: String) async throws -> [Doorway] {
        let tokens = try await read { reader in
            guard let person = try engine.person(login: login, in: reader) else {
                throw SignInSentences.noUser(login)
            }
            return try reader.items(Credential.token.rawValue, of: person.id)
                .compactMap { Token($0) }
        }
        return tokens.sorted { $0.created > $1.created }.map { token in
            Doorway(
                id: Doorway.id(token.key), name: token.name, detail: token.scopes.description,
                created: token.created, lastSeen: token.used, expires: token.expires,
                isCurrent: false)
        }
    }

    public func revokeToken(
        _ id: String, of login: String, by actor: Actor, through door: Door = .page
    ) async throws {
        try await change(as: actor, through: door) { writer, _ in
            guard let person = try engine.person(login: login, in: writer) else {
                throw SignInSentences.noUser(login)
            }
            guard actor.user == person.id || actor.kind != .user || actor.may(.administer) else {
                throw SignInSentences.administratorsOnly()
            }
            let held = try writer.items(Credential.token.rawValue, of: person.id)
            guard let item = held.first(where: { Doorway.id($0.key) == id }) else {
                throw SignInSentences.noToken()
            }
            try writer.discard(item.kind, item.key)
            let name = Token(item)?.name
            return ((), [AccessEvent(.tokenRevoked, user: person.id, detail: name)])
        }
    }

    /// Who comes with this token.
    ///
    /// - Throws: `unauthenticated`, in the same words whatever is wrong with it.
    func caller(token text: some StringProtocol) async throws -> Caller {
        guard text.hasPrefix(Self.tokenPrefix), let secret = Secret(presented: text) else {
            throw SignInSentences.badToken()
        }
        let key = secret.digest
        let now = engine.clock.now()
        let generation = engine.peopleGeneration
        if let caller = known.caller(key, at: now, generation) { return caller }
        let round = known.round
        let found = try await read { reader -> (Token, Person)? in
            guard
                let token = try reader.item(Credential.token.rawValue, key).flatMap({ Token($0) }),
                let person = try engine.person(token.user, in: reader)
            else { return nil }
            return (token, person)
        }
        guard let (token, person) = found, person.isActive, token.expires.map({ $0 > now }) ?? true
        else { throw SignInSentences.badToken() }
        let caller = Caller(person, token: key, token.scopes)
        await touch(token, now)
        let end = token.expires ?? now + .days(1)
        known.remember(caller, key, at: now, until: end, generation, round: round)
        return caller
    }

    private func touch(_ token: Token, _ now: Instant) async {
        if let used = token.used, now < used + ServerLimits.lastSeenStep { return }
        do {
            try await engine.store.write { writer in
                guard
                    var token = try writer.item(Credential.token.rawValue, token.key)
                        .flatMap({ Token($0) })
                else { return }
                token.used = now
                try writer.keep(token.item)
            }
        } catch {
            logger.warning("last use of a token was not noted: \(error)")
        }
    }

    func activePerson(_ login: String, _ reader: any StoreReader) throws -> Person {
        guard let person = try engine.person(login: login, in: reader) else {
            throw SignInSentences.noUser(login)
        }
        guard person.isActive else { throw SignInSentences.inactive(login) }
        return person
    }
}
