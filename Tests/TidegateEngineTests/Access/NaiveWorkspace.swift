import TidegateModel

/// Boxes with items, people, teams, roles and shares, and what may be done with them: written from
/// the documents, without looking at how the engine does it.
final class NaiveWorkspace {
    struct Row {
        var object: String
        var id: RecordID
        var values: [String: Value]
    }

    struct Person {
        var manager: RecordID?
        var team: RecordID?
        var roles: Set<String>
    }

    enum Right {
        case never, always
        case when(NaiveCondition)
    }

    struct Rights {
        var create = Right.never
        var read = Right.never
        var update = Right.never
        var delete = Right.never
        var hide: Set<String> = []
        var readonly: Set<String> = []
    }

    struct Opened {
        var object: String
        var record: RecordID
        var user: RecordID?
        var team: RecordID?
        var forUpdate: Bool
    }

    static let objects = ["Box", "Item"]

    /// By role, then by object.
    var rights: [String: [String: Rights]] = [:]
    var people: [RecordID: Person] = [:]
    /// Parent and lead.
    var teams: [RecordID: (parent: RecordID?, lead: RecordID?)] = [:]
    var rows: [Row] = []
    var opened: [Opened] = []

    func row(_ object: String, _ id: RecordID) -> Row? {
        rows.first { $0.object == object && $0.id == id }
    }

    // MARK: Rights

    private func held(_ me: RecordID, _ object: String) -> [Rights] {
        let roles = (people[me]?.roles ?? []).union(["everyone"])
        return roles.compactMap { rights[$0]?[object] }
    }

    func has(
        _ right: KeyPath<Rights, Right>, _ me: RecordID, on row: Row
    ) -> Bool {
        held(me, row.object).contains { rights in
            switch rights[keyPath: right] {
            case .never: false
            case .always: true
            case .when(let condition): truth(condition, row, me, seenBy: nil) == true
            }
        }
    }

    func gives(_ right: KeyPath<Rights, Right>, _ me: RecordID, to object: String) -> Bool {
        held(me, object).contains {
            if case .never = $0[keyPath: right] { false } else { true }
        }
    }

    func knows(_ me: RecordID, _ object: String) -> Bool {
        gives(\.read, me, to: object) || gives(\.create, me, to: object)
    }

    func hidden(_ me: RecordID, _ object: String) -> Set<String> {
        let held = held(me, object)
        let readers = held.filter { if case .never = $0.read { false } else { true } }
        return common((readers.isEmpty ? writers(held) : readers).map(\.hide))
    }

    func readonly(_ me: RecordID, _ object: String) -> Set<String> {
        common(writers(held(me, object)).map(\.readonly))
    }

    private func writers(_ held: [Rights]) -> [Rights] {
        held.filter { rights in
            if case .never = rights.create, case .never = rights.update { return false }
            return true
        }
    }

    private func common(_ sets: [Set<String>]) -> Set<String> {
        guard let first = sets.first else { return [] }
        return sets.reduce(first) { $0.intersection($1) }
    }

    func visible(_ object: String, _ me: RecordID) -> [Row] {
        rows.filter { $0.object == object && has(\.read, me, on: $0) }.sorted { $0.id < $1.id }
    }

    // MARK: Conditions, in three values

    /// - Parameter seenBy: whose condition it is; to them what they may not read is not there.
    func truth(
        _ condition: NaiveCondition, _ row: Row, _ me: RecordID, seenBy reader: RecordID?
    ) -> Bool? {
        func value(_ path: [String]) -> Value {
            guard path.count == 2 else { return row.values[path[0]] ?? .none }
            guard let id = row.values[path[0]]?.reference, let box = self.row("Box", id) else {
                return .none
            }
            if let reader, !has(\.read, reader, on: box) { return .none }
            return box.values[path[1]] ?? .none
        }
        switch condition {
        case .above(let path, let number): return value(path).integer.map { $0 > Int64(number) }
        case .flag(let path): return value(path).bool
        case .mine(let path): return value(path).reference.map { $0 == me }
        case .report(let path): return value(path).reference.map { isReport($0, of: me) }
        case .myTeam(let path): return value(path).reference.map { isMine($0, me) }
        case .shared(let update): return isShared(row, me, update)
        case .manyItems(let filter, let number):
            let items = rows.filter { item in
                item.object == "Item" && item.values["box"]?.reference == row.id
                    && (reader.map { has(\.read, $0, on: item) } ?? true)
                    && (filter.map { truth($0, item, me, seenBy: reader) == true } ?? true)
            }
            return items.count > number
        case .all(let parts):
            let truths = parts.map { truth($0, row, me, seenBy: reader) }
            return truths.contains(false) ? false : truths.contains(nil) ? nil : true
        case .any(let parts):
            let truths = parts.map { truth($0, row, me, seenBy: reader) }
            return truths.contains(true) ? true : truths.contains(nil) ? nil : false
        case .not(let inner): return truth(inner, row, me, seenBy: reader).map { !$0 }
        }
    }

    private func isReport(_ user: RecordID, of me: RecordID) -> Bool {
        var next = people[user]?.manager
        for _ in people {
            if next == me { return true }
            next = next.flatMap { people[$0]?.manager }
        }
        return false
    }

    private func isMine(_ team: RecordID, _ me: RecordID) -> Bool {
        var next: RecordID? = team
        for _ in teams {
            guard let id = next else { return false }
            if people[me]?.team == id || teams[id]?.lead == me { return true }
            next = teams[id]?.parent
        }
        return false
    }

    private func isShared(_ row: Row, _ me: RecordID, _ update: Bool) -> Bool {
        opened.contains { share in
            share.object == row.object && share.record == row.id && (share.forUpdate || !update)
                && (share.user == me || share.team.map { isMine($0, me) } == true)
        }
    }
}
