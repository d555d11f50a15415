import TidegateModel
import TidegateRules

/// The trees of people and teams that rights ask for.
extension ConditionSQL {
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
        let table = present(reporting.user)
        let manager = dialect.quoted(reporting.user.fields[reporting.manager].name)
        let (tree, row) = (alias(), alias())
        return
            "WITH RECURSIVE \(tree)(id) AS (SELECT \"id\" FROM \(table) WHERE \(manager) = \(me())"
            + " UNION SELECT \(row).\"id\" FROM \(table) AS \(row) JOIN \(tree)"
            + " ON \(row).\(manager) = \(tree).id) SELECT id FROM \(tree)"
    }

    /// The ids of the teams the actor belongs to or leads, and of all teams below them.
    mutating func teams(_ teams: TeamTree) -> String {
        let table = present(teams.team)
        let users = present(teams.user)
        let lead = dialect.quoted(teams.team.fields[teams.lead].name)
        let parent = dialect.quoted(teams.team.fields[teams.parent].name)
        let member = dialect.quoted(teams.user.fields[teams.member].name)
        let (tree, row) = (alias(), alias())
        return "WITH RECURSIVE \(tree)(id) AS (SELECT \"id\" FROM \(table) WHERE \(lead) = \(me())"
            + " OR \"id\" = (SELECT \(member) FROM \(users) WHERE \"id\" = \(me()))"
            + " UNION SELECT \(row).\"id\" FROM \(table) AS \(row) JOIN \(tree)"
            + " ON \(row).\(parent) = \(tree).id) SELECT id FROM \(tree)"
    }

    /// Of `owner.team in my_teams()`: the owner, and the path to their team. The owner is asked for, among all
    /// people of these teams: so an index of the owner serves, and nobody's team is looked up for every row;
    /// people are few.
    static func owner(
        of team: Expression, _ teams: TeamTree
    ) -> (user: FieldPath, path: FieldPath)? {
        guard case .field(let path) = team.form, let user = path.reference,
            path.object.name == teams.user.name, path.field != nil
        else { return nil }
        return (user, path)
    }

    /// The ids of all people whose team, at the end of the path, is one of these.
    mutating func people(_ path: FieldPath, _ teams: TeamTree) throws -> String {
        let (source, row) = (try source(of: path.object), alias())
        let team = column(row, path.field?.name ?? "id")
        return "SELECT \(column(row, "id")) FROM \(source) AS \(row)"
            + " WHERE \(team) IN (\(self.teams(teams)))"
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
