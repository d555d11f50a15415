import TidegateEngine
import TidegateModel
import TidegateStore

extension FrontDesk {
    /// Gives a user who has signed in another password: every session of theirs ends but a new one.
    func changePassword(
        of caller: Caller, from present: String, to new: String, repeated: String,
        _ visitor: Visitor
    ) async throws -> Secret {
        let (session, person) = try await session(of: caller)
        let kept = try await read { try Self.password(of: person.id, $0) }
        if kept != nil {
            try await countAttempt(login: person.login, visitor)
            guard present.utf8.count <= ServerLimits.passwordBytes,
                try await hashing.matches(present, kept)
            else { throw SignInSentences.passwordWrong() }
            giveBackAttempt(login: person.login, visitor)
        }
        let hash = try await checked(new, repeated, login: person.login)
        return try await change(as: caller.actor) { writer, now in
            guard try Self.password(of: person.id, writer) == kept,
                let current = try Self.session(session.key, writer), current.expires > now
            else { throw RequestSentences.notSignedIn() }
            try writer.keep(Self.item(hash, of: person.id))
            try writer.discard(Credential.session.rawValue, of: person.id)
            try writer.discard(Credential.link.rawValue, of: person.id)
            let secret = Secret.random()
            try writer.keep(Session(current, key: secret.digest, of: person, at: now, times).item)
            return (secret, [visitor.event(.passwordSet, person.id)])
        }
    }

    /// The hash of a new password that may be used.
    func checked(_ new: String, _ repeated: String, login: String) async throws -> PasswordHash {
        try PasswordRules.check(new, login: login)
        guard new == repeated else { throw SignInSentences.passwordsDiffer() }
        return try await hashing.hash(new)
    }

    /// Whether the user can sign in with a password, beside links.
    func hasPassword(_ user: RecordID) async throws -> Bool {
        try await read { try Self.password(of: user, $0) } != nil
    }

    static func password(of user: RecordID, _ reader: any StoreReader) throws -> PasswordHash? {
        try reader.items(Credential.password.rawValue, of: user).first.flatMap {
            PasswordHash(String(decoding: $0.content, as: UTF8.self))
        }
    }

    static func item(_ hash: PasswordHash, of user: RecordID) -> DrawerItem {
        DrawerItem(
            Credential.password.rawValue, key: Array(user.description.utf8), owner: user,
            content: Array(hash.description.utf8))
    }
}
