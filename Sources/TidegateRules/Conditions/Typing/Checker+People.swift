import TidegateModel

/// Who stands above whom, who belongs where, and what is opened to whom.
extension Checker {
    static let userObject = "User"

    /// `owner in my_reports()` and `team in my_teams()`.
    func memberOfCall(
        _ value: SyntaxNode, _ name: SyntaxNode.Name, _ negated: Bool, _ range: Range<Int>,
        _ frame: Frame
    ) -> Expression? {
        guard let list = PeopleList(rawValue: name.text) else {
            let close = suggestion(for: name.text, among: PeopleList.allCases.map(\.rawValue))
            report(.unknownFunction(name.text, suggestion: close), name.range)
            return nil
        }
        guard allowed(.actor, "\(name.text)()", Self.noActor, name.range),
            let tested = check(value, frame), let target = object(named: list.object, name.range)
        else { return nil }
        guard tested.type.target == target.name else {
            report(
                .operandWanted(
                    "\(name.text)()", wanted: "a reference to \(target.name)",
                    found: tested.type.phrase), value.range)
            return nil
        }
        switch list {
        case .reports:
            guard let manager = slot("manager", of: target, name.range) else { return nil }
            let reporting = Reporting(user: target, manager: manager)
            return negate(
                make(.inReports(tested, reporting), .bool, range, frame), negated, frame)
        case .teams:
            guard let tree = teamTree(name.range) else { return nil }
            return negate(make(.inTeams(tested, tree), .bool, range, frame), negated, frame)
        }
    }

    /// `shared()` and `shared('update')`: about the record the part of the condition is about.
    func shared(_ argument: SyntaxNode?, _ range: Range<Int>, _ frame: Frame) -> Expression? {
        guard allowed(.actor, "shared()", Self.noActor, range) else { return nil }
        var level = Share.Level.read
        if let argument {
            guard case .literal(.text(let text)) = argument.form,
                let known = Share.Level(rawValue: text)
            else {
                report(
                    .argumentLiteral("shared()", wanted: "'read' or 'update'"), argument.range)
                return nil
            }
            level = known
        }
        // A workspace without teams shares with people alone.
        let tree = scope.schema["Team"].flatMap { _ in quietly { teamTree(range) } }
        return make(.shared(level, tree), .bool, range, frame)
    }

    private func teamTree(_ range: Range<Int>) -> TeamTree? {
        guard let user = object(named: Self.userObject, range),
            let team = object(named: "Team", range),
            let member = slot("team", of: user, range),
            let parent = slot("parent", of: team, range),
            let lead = slot("lead", of: team, range)
        else { return nil }
        return TeamTree(user: user, member: member, team: team, parent: parent, lead: lead)
    }

    private func slot(_ name: String, of object: Object, _ range: Range<Int>) -> Int? {
        guard let slot = object.slot(of: name) else {
            report(.unknownField(name, object: object.name, suggestion: nil), range)
            return nil
        }
        uses.dependencies.insert(Dependency(object: object.name, field: name))
        return slot
    }
}

/// The functions that stand for a list of people or teams.
private enum PeopleList: String, CaseIterable {
    case reports = "my_reports"
    case teams = "my_teams"

    var object: String {
        switch self {
        case .reports: Checker.userObject
        case .teams: "Team"
        }
    }
}

/// Where it says who reports to whom.
package struct Reporting: Sendable {
    package let user: Object
    package let manager: Int
}

/// Where it says who belongs to which team, and which team to which.
package struct TeamTree: Sendable {
    package let user: Object
    /// The user's team.
    package let member: Int
    package let team: Object
    package let parent: Int
    package let lead: Int
}
