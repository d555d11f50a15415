import TidegateModel
import TidegateRules

/// Who can do what opens a gate, said to who asks: they themselves, if they may; else whose record it
/// is, as far as that one may; else the roles that may.
struct Helpers {
    let texts: [String]
    let speeches: [Speech]

    private init(_ text: String, _ speech: Speech) {
        texts = [text]
        speeches = [speech]
    }

    static let you = Helpers("you", .sentence("who.you"))

    fileprivate static let administrator = Helpers(
        "an administrator", .sentence("who.administrator"))

    fileprivate static func person(_ name: String, _ field: Term, _ path: String) -> Helpers {
        Helpers(
            "\(name) (\(path))",
            .sentence("who.owner", ["person": .text(name), "field": .term(field)]))
    }

    fileprivate static func roles(_ names: [String]) -> Helpers {
        Helpers(
            "whoever has the role " + names.joined(separator: " or "),
            .sentence("who.roles", ["roles": .anyOf(names.map { .term(.role($0)) })]))
    }
}

extension Transaction {
    /// - Parameters:
    ///   - slots: fields of the record that have to be set.
    ///   - record: as it stands; `nil`: it is being created, by who asks.
    func helpers(setting slots: Set<Int>, of record: Record?) throws -> Helpers {
        guard let record else { return .you }
        let mine = actorAccess[record.object]
        if mine.lets(slots), try onlooker.has(mine.update, on: record) { return .you }
        let rules = bundle.accessRules.filter { rule in
            rule.object == record.object.name && !rule.update.isNever
                && rule.readonly.union(rule.hidden).isDisjoint(with: slots)
        }
        if let person = try owner(of: record, by: rules, setting: slots) { return person }
        let roles = Set(rules.map(\.role)).subtracting([Actor.everyone])
        return roles.isEmpty ? .administrator : .roles(roles.sorted())
    }

    /// The person in the field on which a right hangs, as `update = "owner == me()"` does.
    private func owner(
        of record: Record, by rules: [AccessRule], setting slots: Set<Int>
    ) throws -> Helpers? {
        let told = toldContext(record, old: nil)
        for rule in rules {
            guard case .when(let tests) = rule.update else { continue }
            for case .condition(let condition) in tests {
                guard let owner = try condition.explain(told).owner,
                    case .field(_, let field) = owner.field,
                    let users = bundle.schema[People.Names.user],
                    let user = try self.record(users, owner.id)
                else { continue }
                let viewer = try viewer(of: user)
                let theirs = viewer.book[record.object]
                guard theirs.lets(slots), try viewer.has(theirs.update, on: record) else {
                    continue
                }
                return .person(People(transaction: self).name(user), owner.field, field)
            }
        }
        return nil
    }
}

extension ObjectAccess {
    /// Whether none of the fields is read-only or hidden to them.
    fileprivate func lets(_ slots: Set<Int>) -> Bool {
        readonly.union(hidden).isDisjoint(with: slots)
    }
}

extension GateReport {
    mutating func name(_ helpers: Helpers) {
        who = helpers.texts
        speech.who = helpers.speeches
    }
}
