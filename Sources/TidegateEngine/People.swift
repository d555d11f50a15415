import TidegateModel
import TidegateRules
import TidegateStore

/// Users, their roles and their permissions, as the base pack's records say.
struct People {
    let sight: Sight

    init(_ sight: Sight) { self.sight = sight }

    init(transaction: Transaction) { self.init(transaction.sight) }

    /// Objects and fields the engine needs; a workspace without them has no users yet.
    enum Names {
        static let user = "User"
        static let login = "login"
        static let active = "active"
        static let language = "language"
        static let userRole = "UserRole"
        static let team = "Team"
        /// The user's team, and the team above a team.
        static let member = "team"
        static let parent = "parent"
    }

    /// The active users a rule means, each once.
    func users(_ audience: Audience, for record: Record, old: Record? = nil) throws -> [Record] {
        switch audience {
        case .path(let path):
            guard let id = try path.value(sight.context(record, old: old)).reference
            else { return [] }
            return try user(id).map { [$0] } ?? []
        case .role(let role): return try users(withRole: role)
        }
    }

    func users(withRole role: String) throws -> [Record] {
        let schema = sight.bundle.schema
        if role == Actor.everyone { return try everyone() }
        guard let grants = schema[Names.userRole], let slot = grants.slot(of: "role") else {
            return []
        }
        var seen: Set<RecordID> = []
        return try sight.reader.records(grants, slot: slot, equals: .text(role))
            .compactMap { grant in
                guard let id = grant["user"].reference, seen.insert(id).inserted else { return nil }
                return try user(id)
            }
    }

    /// The active users of a team and of all teams below it.
    func members(of team: Record) throws -> [Record] {
        guard let users = sight.bundle.schema[Names.user],
            let member = users.slot(of: Names.member),
            let parent = team.object.slot(of: Names.parent)
        else { return [] }
        var teams = [team.id]
        var next = teams.startIndex
        while next < teams.endIndex {
            let below = try sight.reader.records(
                team.object, slot: parent, equals: .reference(teams[next]))
            teams += below.map(\.id).filter { !teams.contains($0) }
            next += 1
        }
        return try teams.flatMap {
            try sight.reader.records(users, slot: member, equals: .reference($0))
        }.filter { $0[Names.active] != .bool(false) }
    }

    private func everyone() throws -> [Record] {
        guard let object = sight.bundle.schema[Names.user] else { return [] }
        let all = Query(object, actor: .system, now: sight.now)
        return try sight.reader.records(all).filter { $0[Names.active] != .bool(false) }
    }

    /// `nil` for a user who is gone or no longer active.
    private func user(_ id: RecordID) throws -> Record? {
        guard let object = sight.bundle.schema[Names.user],
            let user = try sight.reader.record(object, id), user[Names.active] != .bool(false)
        else { return nil }
        return user
    }

    func name(_ user: Record) -> String {
        user["name"].text ?? user[Names.login].text ?? "\(user.id)"
    }
}
