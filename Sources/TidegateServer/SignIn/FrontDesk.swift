import Logging
import TidegateEngine
import TidegateModel
import TidegateStore

/// Lets people and programs in: passwords, sessions, one-time links, tokens. What opens something
/// is kept in the drawer of the store, as digests; what happens goes into the history.
///
///     let desk = FrontDesk(engine: engine)
///     let link = try await desk.makeLink(for: "ann", by: .operator)
///     print(link.path)
public struct FrontDesk: Sendable {
    let engine: Engine
    let times: SessionTimes
    let hashing: PasswordHashing
    let known = KnownCallers()
    let logger: Logger
    private let byLoginAndNetwork = AttemptBuckets(
        burst: ServerLimits.attemptsALoginAndAddress,
        every: ServerLimits.attemptALoginAndAddressEvery)
    private let byLogin = AttemptBuckets(
        burst: ServerLimits.attemptsALogin, every: ServerLimits.attemptALoginEvery)
    private let byNetwork = AttemptBuckets(
        burst: ServerLimits.attemptsAnAddress, every: ServerLimits.attemptAnAddressEvery)

    public init(engine: Engine, times: SessionTimes = SessionTimes()) {
        self.init(engine: engine, times: times, cost: .current)
    }

    init(
        engine: Engine, times: SessionTimes, cost: PasswordHash.Cost,
        logger: Logger = Logger(label: "tidegate.sign-in")
    ) {
        self.engine = engine
        self.times = times
        self.logger = logger
        hashing = PasswordHashing(cost: cost)
    }

    // MARK: Signing in

    /// Opens a session for who knows the password.
    ///
    /// - Parameter old: the session that the browser had so far; it ends, so that nobody can hand a
    ///   victim a session to sign in with.
    func signIn(
        login: String, password: String, from visitor: Visitor, replacing old: Secret? = nil
    ) async throws -> Secret {
        try await countAttempt(login: login, visitor)
        let (person, kept) = try await read { reader in
            let person = try engine.person(login: login, in: reader)
            return (person, try person.flatMap { try Self.password(of: $0.id, reader) })
        }
        let isSensible = password.utf8.count <= ServerLimits.passwordBytes
        let fits = try await hashing.matches(isSensible ? password : "", kept)
        guard fits, isSensible, let person, let kept, person.isActive else {
            logger.notice(
                "sign-in refused",
                metadata: [
                    "user": "\(person?.login ?? "unknown")", "address": "\(visitor.address)",
                ])
            throw SignInSentences.refused()
        }
        giveBackAttempt(login: login, visitor)
        let renewed = hashing.isOutdated(kept) ? try await hashing.hash(password) : nil
        return try await change(as: person.actor) { writer, now in
            // While the password was hashed it may have been changed, or its owner shut out.
            guard let current = try engine.person(person.id, in: writer), current.isActive,
                try Self.password(of: person.id, writer) == kept
            else { throw SignInSentences.refused() }
            if let renewed { try writer.keep(Self.item(renewed, of: person.id)) }
            let secret = try open(current, from: visitor, replacing: old, writer, now)
            return (secret, [visitor.event(.signedIn, person.id)])
        }
    }

    /// Puts a new session into the drawer.
    func open(
        _ person: Person, from visitor: Visitor, replacing old: Secret?, _ writer: any StoreWriter,
        _ now: Instant
    ) throws -> Secret {
        if let old { try writer.discard(Credential.session.rawValue, old.digest) }
        try writer.discard(expiredBy: now)
        let secret = Secret.random()
        let session = Session(of: person, key: secret.digest, from: visitor, at: now, times)
        try writer.keep(session.item)
        return secret
    }

    // MARK: Attempts

    private struct LoginAndNetwork: Hashable {
        var login: String
        var network: String
    }

    /// Counts an attempt to be someone: of the network, of the login from there, of the login at all.
    /// It stops at the first that is used up, so that one who tries on does not use up the login's
    /// for everyone else.
    func countAttempt(login: String, _ visitor: Visitor) async throws {
        let now = engine.clock.now()
        let login = Self.counted(login)
        let here = LoginAndNetwork(login: login, network: visitor.network)
        guard
            let wait = byNetwork.take(visitor.network, at: now)
                ?? byLoginAndNetwork.take(here, at: now) ?? byLogin.take(login, at: now)
        else { return }
        await tellBurst(login: login, visitor)
        throw SignInSentences.tooMany(wait)
    }

    /// The attempt was a right one.
    func giveBackAttempt(login: String, _ visitor: Visitor) {
        let now = engine.clock.now()
        let login = Self.counted(login)
        byNetwork.giveBack(visitor.network, at: now)
        byLoginAndNetwork.giveBack(
            LoginAndNetwork(login: login, network: visitor.network), at: now)
        byLogin.giveBack(login, at: now)
    }

    /// For doors without a login: one-time links.
    func countAttempt(_ visitor: Visitor) throws {
        guard let wait = byNetwork.take(visitor.network, at: engine.clock.now()) else { return }
        throw SignInSentences.tooMany(wait)
    }

    private static func counted(_ login: String) -> String {
        String(login.lowercased().utf8.prefix(ServerLimits.loginBytes)) ?? ""
    }

    private let bursts = AttemptBuckets(burst: 1, every: .minutes(10), count: 1_024)

    /// Into the history once in a while, not at each attempt: who attacks must not fill the disk.
    /// What was typed as a login stays out of it, for it may be a password in the wrong field.
    private func tellBurst(login: String, _ visitor: Visitor) async {
        let now = engine.clock.now()
        guard bursts.take(visitor.network, at: now) == nil else { return }
        do {
            let person = try await read { try engine.person(login: login, in: $0) }
            logger.warning(
                "many attempts to sign in",
                metadata: [
                    "user": "\(person?.login ?? "unknown")", "address": "\(visitor.address)",
                ])
            try await change(as: .system) { _, _ in
                ((), [visitor.event(.failures, person?.id)])
            }
        } catch {
            logger.error("attempts to sign in could not be noted: \(error)")
        }
    }

    // MARK: The drawer

    func read<Answer: Sendable>(
        _ body: @escaping @Sendable (any StoreReader) throws -> Answer
    ) async throws -> Answer {
        do { return try await engine.store.read(body) } catch let error as StoreError {
            throw error.asTidegateError
        }
    }

    /// Changes what lets people in; nobody is known by heart afterwards.
    func change<Answer: Sendable>(
        as actor: Actor, through door: Door = .page,
        _ body: @escaping @Sendable (any StoreWriter, Instant) throws -> (Answer, [AccessEvent])
    ) async throws -> Answer {
        defer { known.forget() }
        return try await engine.changeAccess(as: actor, through: door, body)
    }
}

extension Visitor {
    func event(
        _ what: AccessEvent.What, _ user: RecordID?, _ detail: String? = nil
    ) -> AccessEvent {
        AccessEvent(what, user: user, address: address, device: device, detail: detail)
    }
}
