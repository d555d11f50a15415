import TidegateModel
import TidegateRules

/// What of a right comes down to ids in the record's own columns.
extension ConditionSQL {
    /// A list of ids that depends on no record.
    enum IDList {
        case me
        case reports(Reporting)
        case teams(TeamTree)
        /// The people of these teams, by their team.
        case people(FieldPath, TeamTree)
        case shared(SharedTest)
    }

    /// Which of the record's own columns are looked for in which lists; the first few, as many as a statement may
    /// have sets.
    static func lists(of tests: [Right.Test]) -> [(column: String, lists: [IDList])] {
        var found: [(column: String, lists: [IDList])] = []
        for alternative in alternatives(of: tests) {
            guard let (column, list) = listed(alternative) else { continue }
            if let known = found.firstIndex(where: { $0.column == column }) {
                found[known].lists.append(list)
            } else if found.count < StoreLimits.setsAStatement {
                found.append((column, [list]))
            }
        }
        return found
    }

    /// What no list in one of these columns tells.
    static func others(than columns: [String], _ tests: [Right.Test]) -> [Alternative] {
        alternatives(of: tests).filter { alternative in
            listed(alternative).map { !columns.contains($0.column) } ?? true
        }
    }

    /// What lies behind a reference is no list, but asked when the lists found nothing.
    private static func listed(_ alternative: Alternative) -> (column: String, list: IDList)? {
        guard case .expression(let expression) = alternative else { return nil }
        switch expression.form {
        case .inReports(let user, let reporting):
            return user.ownColumn.map { ($0, .reports(reporting)) }
        case .inTeams(let team, let tree):
            if let own = team.ownColumn { return (own, .teams(tree)) }
            guard let (user, path) = owner(of: team, tree), user.isOwnField else { return nil }
            return user.field.map { ($0.name, .people(path, tree)) }
        case .shared(let test):
            guard let other = test.of else { return ("id", .shared(test)) }
            return other.ownColumn.map { ($0, .shared(test)) }
        case .comparison(.equal, let one, let other):
            guard one.isMe || other.isMe else { return nil }
            return (one.isMe ? other : one).ownColumn.map { ($0, .me) }
        default: return nil
        }
    }

    /// The ids of the list, one a row.
    mutating func sql(_ list: IDList) throws -> String {
        switch list {
        case .me: "SELECT \(me())"
        case .reports(let reporting): reports(reporting)
        case .teams(let tree): teams(tree)
        case .people(let path, let tree): try people(path, tree)
        case .shared(let test): shared(test)
        }
    }
}

extension Expression {
    fileprivate var isMe: Bool { if case .me = form { true } else { false } }

    /// The record's own column, if the expression is nothing else.
    fileprivate var ownColumn: String? {
        guard case .field(let path) = form, path.isOwnField else { return nil }
        return path.field?.name
    }
}
