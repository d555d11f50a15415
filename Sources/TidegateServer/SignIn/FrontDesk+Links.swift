import TidegateEngine
import TidegateModel
import TidegateStore

/// The end of an address that opens something once.
public struct OneTimeLink: Sendable {
    /// `/welcome/…`; to be told once, to whom it is for.
    public let path: String
    public let expires: Instant

    /// - Parameter url: how people reach the server.
    public func address(at url: String) -> String {
        (url.hasSuffix("/") ? String(url.dropLast()) : url) + path
    }
}

extension FrontDesk {
    /// Makes a link with which a user signs in once and may set a password. An earlier one is no
    /// longer good.
    ///
    /// - Throws: `forbidden` unless the actor is an administrator or no user at all.
    public func makeLink(
        for login: String, by actor: Actor, through door: Door = .page
    ) async throws -> OneTimeLink {
        guard actor.kind != .user || actor.may(.administer) else {
            throw SignInSentences.administratorsOnly()
        }
        return try await change(as: actor, through: door) { writer, now in
            let person = try activePerson(login, writer)
            try writer.discard(Credential.link.rawValue, of: person.id)
            let secret = Secret.random()
            let expires = now + ServerLimits.linkLife
            try writer.keep(
                DrawerItem(
                    Credential.link.rawValue, key: secret.digest, owner: person.id,
                    expires: expires))
            let link = OneTimeLink(path: "/welcome/" + secret.text, expires: expires)
            return (link, [AccessEvent(.linkMade, user: person.id)])
        }
    }

    /// Whose link it is. Looking uses nothing up: programs that show a preview of a link look, too.
    func look(at link: Secret, _ visitor: Visitor) async throws -> Person {
        let now = engine.clock.now()
        let person = try await read { try owner(of: link, $0, now) }
        guard let person else {
            try countAttempt(visitor)
            throw SignInSentences.linkGone()
        }
        return person
    }

    /// Uses the link up: signs its user in, with a new password if there is one.
    func use(
        _ link: Secret, password: String, repeated: String, from visitor: Visitor,
        replacing old: Secret?
    ) async throws -> Secret {
        let person = try await look(at: link, visitor)
        let hash =
            password.isEmpty && repeated.isEmpty
            ? nil : try await checked(password, repeated, login: person.login)
        return try await change(as: person.actor) { writer, now in
            guard let person = try owner(of: link, writer, now),
                try writer.discard(Credential.link.rawValue, link.digest)
            else { throw SignInSentences.linkGone() }
            var events = [visitor.event(.linkUsed, person.id)]
            if let hash {
                try writer.keep(Self.item(hash, of: person.id))
                try writer.discard(Credential.session.rawValue, of: person.id)
                events.append(visitor.event(.passwordSet, person.id))
            }
            return (try open(person, from: visitor, replacing: old, writer, now), events)
        }
    }

    private func owner(
        of link: Secret, _ reader: any StoreReader, _ now: Instant
    ) throws -> Person? {
        guard let item = try reader.item(Credential.link.rawValue, link.digest),
            let user = item.owner, let expires = item.expires, expires > now,
            let person = try engine.person(user, in: reader), person.isActive
        else { return nil }
        return person
    }
}
