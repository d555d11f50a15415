import TidegateModel
import TidegateRules
import TidegateStore

/// What lets someone in, as the drawer of the store keeps it: hashes of secrets, never secrets.
public enum Credential: String, Sendable, CaseIterable {
    case password, session, token
    /// A one-time link of a user.
    case link
    /// The one-time link by which the first administrator comes in.
    case setUp = "set_up"

    /// Lost at once when a user is no longer active. The password stays, for the day they return.
    static let ofActiveUsers: [Credential] = [.session, .token, .link]

    /// Not meant to outlive a workspace that is put back to an earlier day.
    static let ofOneSignIn: [Credential] = [.session, .link, .setUp]
}

/// A user as signing in sees them.
public struct Person: Sendable {
    public let id: RecordID
    public let login: String
    public let isActive: Bool
    /// Their own choice, as it is written in their record.
    public let language: String?
    public let actor: Actor
}

extension Engine {
    /// Looks a user up in a snapshot, so that a session and its user are read at one moment.
    ///
    ///     let ann = try await engine.store.read { try engine.person(id, in: $0) }
    public func person(_ id: RecordID, in reader: any StoreReader) throws -> Person? {
        let bundle = bundle
        guard let users = bundle.schema[People.Names.user],
            let user = try reader.record(users, id)
        else { return nil }
        return try Self.person(user, bundle, reader)
    }

    public func person(login: String, in reader: any StoreReader) throws -> Person? {
        let bundle = bundle
        guard let users = bundle.schema[People.Names.user],
            let user = try reader.user(login: login, among: users, at: clock.now())
        else { return nil }
        return try Self.person(user, bundle, reader)
    }

    private static func person(
        _ user: Record, _ bundle: Bundle, _ reader: any StoreReader
    ) throws -> Person {
        Person(
            id: user.id, login: user[People.Names.login].text ?? "",
            isActive: user[People.Names.active] != .bool(false),
            language: user[People.Names.language].text,
            actor: try actor(user, bundle, reader))
    }

    /// Whether the packs in force declare users at all.
    public var knowsUsers: Bool { bundle.schema[People.Names.user] != nil }

    /// Roles that may do everything; who holds one can let others in.
    public var administratorRoles: Set<String> {
        Set(
            bundle.roles.values
                .filter { $0.permissions.contains(Permission.administer.rawValue) }.map(\.name))
    }

    /// Grows whenever users, their roles or the rules of roles may have changed through this
    /// engine; what was derived from them earlier is to be looked up again.
    public var peopleGeneration: Int { people.withLock { $0 } }
}

extension Transaction {
    /// Notes that who may do what is to be asked anew, and shuts out who is no longer active or no
    /// longer there: in the same commit, whichever door the change came by.
    func settlePeople(_ record: Record, isGone: Bool = false) throws {
        guard record.object.name == People.Names.user else {
            if record.object.name == People.Names.userRole { touchesPeople = true }
            return
        }
        touchesPeople = true
        guard isGone || record[People.Names.active] == .bool(false) else { return }
        for credential in isGone ? Credential.allCases : Credential.ofActiveUsers {
            try writer.discard(credential.rawValue, of: record.id)
        }
    }
}
