import TidegateModel

/// A small condition as data: its text for the engine, and a second, naive evaluation that shares no
/// code with it.
indirect enum NaiveCondition {
    case above([String], Int)
    case flag([String])
    /// A path to a user: it is me.
    case mine([String])
    case report([String])
    case myTeam([String])
    case shared(update: Bool)
    /// `count(items where …) > n`
    case manyItems(NaiveCondition?, Int)
    case all([NaiveCondition])
    case any([NaiveCondition])
    case not(NaiveCondition)

    var text: String { text(in: "") }

    private func text(in prefix: String) -> String {
        func name(_ path: [String]) -> String { prefix + path.joined(separator: ".") }
        switch self {
        case .above(let path, let number): return "\(name(path)) > \(number)"
        case .flag(let path): return name(path)
        case .mine(let path): return "\(name(path)) == me()"
        case .report(let path): return "\(name(path)) in my_reports()"
        case .myTeam(let path): return "\(name(path)) in my_teams()"
        case .shared(let update): return update ? "shared('update')" : "shared()"
        case .manyItems(let filter, let number):
            return "count(items\(filter.map { " where \($0.text)" } ?? "")) > \(number)"
        case .all(let parts): return parts.map { "(\($0.text))" }.joined(separator: " and ")
        case .any(let parts): return parts.map { "(\($0.text))" }.joined(separator: " or ")
        case .not(let inner): return "not (\(inner.text))"
        }
    }

    /// The fields it names, by object.
    func fields(of object: String) -> [(object: String, field: String)] {
        switch self {
        case .above(let path, _), .flag(let path), .mine(let path), .report(let path),
            .myTeam(let path):
            path.count == 1 ? [(object, path[0])] : [(object, path[0]), ("Box", path[1])]
        case .shared: []
        case .manyItems(let filter, _):
            [("Item", "box")] + (filter?.fields(of: "Item") ?? [])
        case .all(let parts), .any(let parts): parts.flatMap { $0.fields(of: object) }
        case .not(let inner): inner.fields(of: object)
        }
    }
}

/// Throws conditions.
struct NaiveConditions {
    var dice: Dice

    /// - Parameter asksPeople: access rules do; what a user types may as well.
    mutating func condition(_ object: String, depth: Int = 2) -> NaiveCondition {
        if depth > 0, dice.chance(45) {
            switch dice.below(5) {
            case 0, 1:
                return .any(
                    (0...dice.below(2) + 1).map { _ in condition(object, depth: depth - 1) })
            case 2, 3: return .all((0...1).map { _ in condition(object, depth: depth - 1) })
            default: return .not(condition(object, depth: depth - 1))
            }
        }
        switch dice.below(10) {
        case 0, 1: return .mine(path(object, "owner"))
        case 2: return .report(path(object, "owner"))
        case 3: return .myTeam(path(object, "team"))
        case 4: return .shared(update: dice.chance(30))
        case 5: return .flag(path(object, "flag"))
        case 6 where object == "Box":
            let filter: NaiveCondition? =
                dice.chance(60) ? .above([dice.pick(["n", "secret"])], dice.below(10)) : nil
            return .manyItems(filter, dice.below(3))
        default: return .above(path(object, dice.pick(["n", "secret"])), dice.below(10))
        }
    }

    private mutating func path(_ object: String, _ field: String) -> [String] {
        object == "Item" && dice.chance(35) ? ["box", field] : [field]
    }
}
