import TidegateEngine
import TidegateModel
import TidegateStore

extension FrontDesk {
    /// Who comes with this cookie; `nil` when it opens nothing (any more).
    func caller(session secret: Secret) async throws -> Caller? {
        let key = secret.digest
        let now = engine.clock.now()
        let generation = engine.peopleGeneration
        if let caller = known.caller(key, at: now, generation) { return caller }
        let round = known.round
        let found = try await read { reader -> (Session, Person)? in
            guard let session = try Self.session(key, reader),
                let person = try engine.person(session.user, in: reader)
            else { return nil }
            return (session, person)
        }
        guard let (session, person) = found, session.expires > now, person.isActive else {
            return nil
        }
        let caller = Caller(person, session)
        await touch(session, now)
        known.remember(
            caller, key, at: now, until: session.expires, generation, round: round)
        return caller
    }

    /// Notes that the session is in use, once in a while.
    private func touch(_ session: Session, _ now: Instant) async {
        guard !session.isReplaced, now >= session.seen + ServerLimits.lastSeenStep else { return }
        do {
            try await engine.store.write { writer in
                // It may have been ended since it was read.
                guard var session = try Self.session(session.key, writer), !session.isReplaced
                else { return }
                session.seen = now
                session.expires = times.end(created: session.created, seen: now)
                try writer.keep(session.item)
            }
        } catch {
            logger.warning("last use of a session was not noted: \(error)")
        }
    }

    /// Replaces the cookie of a session whose user's roles have changed. The old one opens for a
    /// moment longer, for requests that were on their way with it.
    func replace(_ caller: Caller) async throws -> Secret? {
        guard let key = caller.session, caller.isPowerChanged else { return nil }
        defer { known.forget() }
        return try await engine.store.write { writer in
            let now = engine.clock.now()
            guard let session = try Self.session(key, writer), !session.isReplaced,
                let person = try engine.person(session.user, in: writer)
            else { return nil }
            let secret = Secret.random()
            try writer.keep(Session(session, key: secret.digest, of: person, at: now, times).item)
            var old = session
            old.isReplaced = true
            old.expires = min(old.expires, now + ServerLimits.replacedSessionTime)
            try writer.keep(old.item)
            return secret
        }
    }

    func signOut(_ caller: Caller, _ visitor: Visitor) async throws {
        guard let key = caller.session, let user = caller.actor.user else { return }
        try await change(as: caller.actor) { writer, _ in
            try writer.discard(Credential.session.rawValue, key)
            return ((), [visitor.event(.signedOut, user)])
        }
    }

    /// The caller's own sessions, the one last used first.
    func sessions(of caller: Caller) async throws -> [Doorway] {
        guard let user = caller.actor.user else { return [] }
        let now = engine.clock.now()
        let sessions = try await read {
            try $0.items(Credential.session.rawValue, of: user).compactMap { Session($0) }
        }
        return sessions.filter { $0.expires > now && !$0.isReplaced }
            .sorted { $0.seen > $1.seen }
            .map { session in
                Doorway(
                    id: Doorway.id(session.key), name: session.device, detail: session.address,
                    created: session.created, lastSeen: session.seen, expires: session.expires,
                    isCurrent: session.key == caller.session)
            }
    }

    func endSession(_ id: String, of caller: Caller, _ visitor: Visitor) async throws {
        guard let user = caller.actor.user else { throw RequestSentences.notSignedIn() }
        try await change(as: caller.actor) { writer, _ in
            let sessions = try writer.items(Credential.session.rawValue, of: user)
            guard let item = sessions.first(where: { Doorway.id($0.key) == id }) else {
                throw SignInSentences.noSession()
            }
            try writer.discard(item.kind, item.key)
            return ((), [visitor.event(.sessionsEnded, user)])
        }
    }

    func endOtherSessions(of caller: Caller, _ visitor: Visitor) async throws {
        guard let user = caller.actor.user else { throw RequestSentences.notSignedIn() }
        try await change(as: caller.actor) { writer, _ in
            for item in try writer.items(Credential.session.rawValue, of: user)
            where item.key != caller.session {
                try writer.discard(item.kind, item.key)
            }
            return ((), [visitor.event(.sessionsEnded, user)])
        }
    }

    /// Ends every session of a user.
    ///
    /// - Throws: `forbidden` unless the actor is an administrator or the user themselves.
    public func endSessions(of user: RecordID, by actor: Actor) async throws {
        guard actor.user == user || actor.may(.administer) else {
            throw SignInSentences.administratorsOnly()
        }
        try await change(as: actor) { writer, _ in
            try writer.discard(Credential.session.rawValue, of: user)
            return ((), [AccessEvent(.sessionsEnded, user: user)])
        }
    }

    /// The session the caller came by, and who they are, as the workspace has them now.
    func session(of caller: Caller) async throws -> (Session, Person) {
        guard let key = caller.session else { throw SignInSentences.needsSession() }
        let found = try await read { reader -> (Session, Person)? in
            guard let session = try Self.session(key, reader),
                let person = try engine.person(session.user, in: reader)
            else { return nil }
            return (session, person)
        }
        guard let found else { throw RequestSentences.notSignedIn() }
        return found
    }

    static func session(_ key: [UInt8], _ reader: any StoreReader) throws -> Session? {
        try reader.item(Credential.session.rawValue, key).flatMap { Session($0) }
    }
}
