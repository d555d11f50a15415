import TidegateModel
import TidegateRules

/// Rights of records, and the trees of people and teams they ask for.
extension ConditionSQL {
    /// What stands before the statement: `WITH …`, or nothing.
    var prefix: String {
        guard !sources.isEmpty else { return "" }
        // Not a copy: looked up by key like the table itself.
        return "WITH "
            + sources.map { "\($0.name) AS NOT MATERIALIZED (\($0.text))" }.joined(separator: ", ")
            + " "
    }

    /// The table of the object, or what the actor may read of it.
    mutating func source(of object: Object) throws -> String {
        let table = dialect.quoted(object.table)
        guard !access.isUnlimited, !access[object].read.isAlways else { return table }
        let name = dialect.quoted("tg_readable_" + object.table)
        guard !sources.contains(where: { $0.name == name }) else { return name }
        let row = alias()
        let condition = try readable(object, row) ?? "TRUE"
        sources.append((name, "SELECT \(row).* FROM \(table) AS \(row) WHERE \(condition)"))
        return name
    }

    /// What must hold of the row `record` so that the actor may read it; `nil`: nothing.
    ///
    /// - Parameter ofEach: written for being asked of each row that is met, by no index.
    mutating func readable(
        _ object: Object, _ record: String, ofEach: Bool = false
    ) throws -> String? {
        guard !access.isUnlimited else { return nil }
        objects[record] = object
        let book = access
        access = .unlimited
        defer { access = book }
        let right = book[object].read
        if ofEach, case .when(let tests) = right {
            return try meetsAny(of: tests, object, record, book)
        }
        return try ways(right, object, record, book)?.joined(separator: " OR ")
    }

    /// Each way by itself that lets the actor read the row `record`: what a right joins by `or`.
    mutating func waysToRead(_ object: Object, _ record: String) throws -> [String] {
        objects[record] = object
        let book = access
        access = .unlimited
        defer { access = book }
        return try ways(book[object].read, object, record, book) ?? ["TRUE"]
    }

    private mutating func ways(
        _ right: Right, _ object: Object, _ record: String, _ book: AccessBook
    ) throws -> [String]? {
        switch right {
        case .always: return nil
        case .never: return ["FALSE"]
        case .when(let tests):
            var ways: [String] = []
            for test in tests {
                if case .condition(let condition) = test, condition.canRunInSQL {
                    for part in condition.root.alternatives {
                        ways.append("(\(try sql(part, record, onlyYes: true)))")
                    }
                } else {
                    ways.append("(\(try meets(test, object, record, book)))")
                }
            }
            return ways
        }
    }

    private mutating func meets(
        _ test: Right.Test, _ object: Object, _ record: String, _ book: AccessBook
    ) throws -> String {
        switch test {
        case .condition(let condition):
            guard condition.canRunInSQL else { throw QueryProblem.tooDeep(condition.source) }
            return try sql(condition.root, record, onlyYes: true)
        case .isActor(let slot):
            return "\(column(record, object.fields[slot].name)) = \(me())"
        case .readsSubject(let name, let slot):
            let name = column(record, object.fields[name].name)
            let id = column(record, object.fields[slot].name)
            return try readsSubject(name, id, book)
        }
    }

    /// The record that a name of an object and an id lead to may be read.
    private mutating func readsSubject(
        _ name: String, _ id: String, _ book: AccessBook
    ) throws -> String {
        let open = book.subjects.filter { $0.read.isAlways }.map {
            bind(.text($0.object.name))
        }
        var parts = open.isEmpty ? [] : ["\(name) IN (\(open.joined(separator: ", ")))"]
        access = book
        defer { access = .unlimited }
        for (object, read) in book.subjects where !read.isAlways {
            let wanted = bind(.text(object.name))
            let (source, row) = (try source(of: object), alias())
            parts.append(
                "\(name) = \(wanted) AND EXISTS (SELECT 1 FROM \(source) AS \(row)"
                    + " WHERE \(column(row, "id")) = \(id))")
        }
        return parts.isEmpty ? "FALSE" : parts.map { "(\($0))" }.joined(separator: " OR ")
    }

    // MARK: Asked of each row

    /// The tests by lists of people, teams and shares become one, because a look into a list is what a
    /// right costs a row.
    private mutating func meetsAny(
        of tests: [Right.Test], _ object: Object, _ record: String, _ book: AccessBook
    ) throws -> String {
        var members: [(value: String, list: String)] = []
        var others: [String] = []
        func add(_ value: String, _ list: String) {
            if let known = members.firstIndex(where: { $0.value == value }) {
                members[known].list = "\(members[known].list) UNION ALL SELECT * FROM (\(list))"
            } else {
                members.append((value, "SELECT * FROM (\(list))"))
            }
        }
        for test in tests {
            guard case .condition(let condition) = test, condition.canRunInSQL else {
                others.append(dialect.unindexed(try meets(test, object, record, book)))
                continue
            }
            for part in condition.root.alternatives {
                if let (value, list) = try membership(part, record) {
                    add(value, list)
                } else {
                    others.append(dialect.unindexed(try sql(part, record, onlyYes: true)))
                }
            }
        }
        let first = members.prefix(StoreLimits.setsAStatement)
        let lists = first.enumerated().map { "SELECT \($0), * FROM (\($1.list))" }
        let inSets =
            first.isEmpty
            ? []
            : [
                dialect.isMember(
                    first.map(\.value), of: bind(sets: lists.joined(separator: " UNION ALL ")))
            ]
        let rest = members.dropFirst(StoreLimits.setsAStatement).map {
            dialect.unindexed("\($0.value) IN (\($0.list))")
        }
        return (inSets + rest + others).joined(separator: " OR ")
    }

    /// Which of the row's own columns is looked for in which list of ids, if that is all the expression
    /// asks. What lies behind a reference is not asked with them, but only when they found nothing.
    private mutating func membership(
        _ expression: Expression, _ record: String
    ) throws -> (value: String, list: String)? {
        switch expression.form {
        case .inReports(let user, let reporting):
            return ownColumn(user, record).map { ($0, reports(reporting)) }
        case .inTeams(let team, let tree):
            if let own = ownColumn(team, record) { return (own, teams(tree)) }
            guard let (user, people) = try members(team, tree), user.isOwnField else { return nil }
            return (try field(user, record), people)
        case .shared(let test):
            guard let other = test.of else { return (column(record, "id"), shared(test)) }
            return ownColumn(other, record).map { ($0, shared(test)) }
        case .comparison(.equal, let one, let other):
            guard one.isMe || other.isMe else { return nil }
            return ownColumn(one.isMe ? other : one, record).map { ($0, "SELECT \(me())") }
        default: return nil
        }
    }

    private func ownColumn(_ expression: Expression, _ record: String) -> String? {
        guard case .field(let path) = expression.form, path.isOwnField else { return nil }
        return path.field.map { column(record, $0.name) }
    }

    // MARK: People and teams

    mutating func me() -> String { bind(actor.user.map { .reference($0) } ?? .none) }

    /// Unknown when the value is missing, unless only *yes* matters.
    func member(_ value: String, of list: String, _ onlyYes: Bool) -> String {
        onlyYes
            ? "\(value) IN (\(list))"
            : "CASE WHEN \(value) IS NULL THEN NULL ELSE \(value) IN (\(list)) END"
    }

    /// The ids of all users below the actor. It depends on no row, so that a database works it out
    /// once a statement; UNION drops who was met before, so that a tree with a cycle ends.
    mutating func reports(_ reporting: Reporting) -> String {
        let table = dialect.quoted(reporting.user.table)
        let manager = dialect.quoted(reporting.user.fields[reporting.manager].name)
        let (tree, row) = (alias(), alias())
        return
            "WITH RECURSIVE \(tree)(id) AS (SELECT \"id\" FROM \(table) WHERE \(manager) = \(me())"
            + " UNION SELECT \(row).\"id\" FROM \(table) AS \(row) JOIN \(tree)"
            + " ON \(row).\(manager) = \(tree).id) SELECT id FROM \(tree)"
    }

    /// The ids of the teams the actor belongs to or leads, and of all teams below them.
    mutating func teams(_ teams: TeamTree) -> String {
        let table = dialect.quoted(teams.team.table)
        let users = dialect.quoted(teams.user.table)
        let lead = dialect.quoted(teams.team.fields[teams.lead].name)
        let parent = dialect.quoted(teams.team.fields[teams.parent].name)
        let member = dialect.quoted(teams.user.fields[teams.member].name)
        let (tree, row) = (alias(), alias())
        return "WITH RECURSIVE \(tree)(id) AS (SELECT \"id\" FROM \(table) WHERE \(lead) = \(me())"
            + " OR \"id\" = (SELECT \(member) FROM \(users) WHERE \"id\" = \(me()))"
            + " UNION SELECT \(row).\"id\" FROM \(table) AS \(row) JOIN \(tree)"
            + " ON \(row).\(parent) = \(tree).id) SELECT id FROM \(tree)"
    }

    /// Of `owner.team in my_teams()`: the owner, and the ids of all people in these teams. So an index of
    /// the owner serves, and nobody's team is looked up for every row; people are few.
    mutating func members(
        _ team: Expression, _ teams: TeamTree
    ) throws -> (user: FieldPath, list: String)? {
        guard case .field(let path) = team.form, let user = path.reference,
            path.object.name == teams.user.name, let name = path.field?.name
        else { return nil }
        let (source, row) = (try source(of: path.object), alias())
        return (
            user,
            "SELECT \(column(row, "id")) FROM \(source) AS \(row)"
                + " WHERE \(column(row, name)) IN (\(self.teams(teams)))"
        )
    }

    /// The ids of the records of the object that are opened to the actor.
    mutating func shared(_ test: SharedTest) -> String {
        let object = bind(.text(test.object.name))
        var holders = "\"user\" = \(me())"
        if let tree = test.teams { holders += " OR \"team\" IN (\(teams(tree)))" }
        let enough = test.level == .update ? " AND \"level\" = 'update'" : ""
        return "SELECT \"record\" FROM \"tg_share\""
            + " WHERE \"object\" = \(object) AND (\(holders))\(enough)"
    }
}

extension Expression {
    /// What `or` joins, or the expression alone.
    fileprivate var alternatives: [Expression] {
        if case .or(let parts) = form { parts.flatMap(\.alternatives) } else { [self] }
    }

    fileprivate var isMe: Bool { if case .me = form { true } else { false } }
}
