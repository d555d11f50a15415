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

    /// `shared()`, `shared('update')`: the record the part of the condition is about;
    /// `shared(order)`, `shared(order, 'update')`: the one a reference leads to.
    func shared(_ arguments: [SyntaxNode], _ range: Range<Int>, _ frame: Frame) -> Expression? {
        guard allowed(.actor, "shared()", Self.noActor, range) else { return nil }
        var arguments = arguments[...]
        var level = Share.Level.read
        if let last = arguments.last, case .literal(let value) = last.form {
            guard let known = value.text.flatMap(Share.Level.init(rawValue:)) else {
                report(.argumentLiteral("shared()", wanted: "'read' or 'update'"), last.range)
                return nil
            }
            level = known
            arguments.removeLast()
        }
        // A workspace without teams shares with people alone.
        let tree = scope.schema["Team"].flatMap { _ in quietly { teamTree(range) } }
        guard let path = arguments.first else {
            return make(
                .shared(SharedTest(level: level, teams: tree, of: nil, object: frame.object)),
                .bool, range, frame)
        }
        guard arguments.count == 1, let found = check(path, frame) else {
            if arguments.count > 1 {
                report(
                    .argumentLiteral("shared()", wanted: "'read' or 'update'"), arguments[1].range)
            }
            return nil
        }
        guard let name = found.type.target, let object = scope.schema[name] else {
            report(
                .operandWanted(
                    "shared()", wanted: "a reference", found: found.type.phrase), path.range)
            return nil
        }
        return make(
            .shared(SharedTest(level: level, teams: tree, of: found, object: object)), .bool,
            range, frame)
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

/// What is asked of the shares of a record.
package struct SharedTest: Sendable {
    package let level: Share.Level
    package let teams: TeamTree?
    /// The reference to the record; `nil`: the record itself.
    package let of: Expression?
    /// Its object.
    package let object: Object
}
