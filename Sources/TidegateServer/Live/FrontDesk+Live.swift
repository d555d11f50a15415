import TidegateEngine
import TidegateModel
import TidegateStore

extension FrontDesk {
    /// The caller's rights as they are now; `nil` when what they came in with has ended.
    ///
    /// Looking does not count as use: an open page must not keep a session alive for ever.
    func actor(of caller: Caller) async throws -> Actor? {
        if let key = caller.session {
            return try await read { [engine] reader -> Actor? in
                guard let session = try Self.session(key, reader),
                    session.expires > engine.clock.now(),
                    let person = try engine.person(session.user, in: reader), person.isActive
                else { return nil }
                return person.actor
            }
        }
        guard let key = caller.token, let scopes = caller.scopes else { return caller.actor }
        return try await read { [engine] reader -> Actor? in
            guard
                let token = try reader.item(Credential.token.rawValue, key).flatMap({ Token($0) }),
                token.expires.map({ $0 > engine.clock.now() }) ?? true,
                let person = try engine.person(token.user, in: reader), person.isActive
            else { return nil }
            return scopes.restrict(person.actor)
        }
    }
}
