import TidegateModel

/// Makes random conditions that fit their types, as text, so that every layer is walked.
struct ConditionGenerator {
    var numbers: SeededNumbers

    /// What names a path may use, by kind, in the object at hand.
    struct Names {
        let object: Object
        let depth: Int
    }

    mutating func condition(_ object: Object) -> String {
        truth(Names(object: object, depth: 0), 4)
    }

    /// A number, a date, a datetime or a duration.
    mutating func value(_ object: Object) -> String {
        let names = Names(object: object, depth: 0)
        switch numbers.below(6) {
        case 0: return date(names, 3)
        case 1: return datetime(names, 3)
        case 2: return duration(names, 3)
        default: return number(names, 4)
        }
    }

    mutating func truth(_ names: Names, _ depth: Int) -> String {
        if depth <= 0 { return comparison(names, 0) }
        switch numbers.below(14) {
        case 0, 1, 2:
            return "(\(truth(names, depth - 1)) and \(truth(names, depth - 1)))"
        case 3, 4: return "(\(truth(names, depth - 1)) or \(truth(names, depth - 1)))"
        case 5: return "not (\(truth(names, depth - 1)))"
        case 6: return "\(any(names, depth - 1)) is\(numbers.chance(50) ? " not" : "") empty"
        case 7: return quantified(names, depth - 1) ?? comparison(names, depth)
        case 8: return flag(names)
        default: return comparison(names, depth - 1)
        }
    }

    private mutating func flag(_ names: Names) -> String {
        switch numbers.below(10) {
        case 8: return shared(names)
        case 9:
            return numbers.chance(30)
                ? "me().team in my_teams()" : people(names)
        case 0: return "approved('ok')"
        case 1: return "has_role('\(numbers.pick(["a", "b"]))')"
        case 2: return numbers.pick(["true", "false"])
        case 3:
            let path = path(names, .bool)
            return "\(path) == \(numbers.pick(["true", "false", path]))"
        case 4: return "coalesce(\(path(names, .bool)), false)"
        default: return path(names, .bool)
        }
    }

    private mutating func comparison(_ names: Names, _ depth: Int) -> String {
        let sign = numbers.pick(["==", "!=", "<", "<=", ">", ">="])
        let equality = numbers.pick(["==", "!="])
        switch numbers.below(12) {
        case 0, 1, 2, 3: return "\(number(names, depth)) \(sign) \(number(names, depth))"
        case 4: return "\(date(names, depth)) \(sign) \(date(names, depth))"
        case 5: return "\(datetime(names, depth)) \(sign) \(datetime(names, depth))"
        case 6: return "\(duration(names, depth)) \(sign) \(duration(names, depth))"
        case 7: return text(names, depth, sign)
        case 8:
            return numbers.chance(30)
                ? people(names)
                : "\(path(names, .reference)) \(equality) \(reference(names))"
        case 9:
            guard names.object.name == "Deal" else { return text(names, depth, sign) }
            let values = numbers.pick(["'open'", "'won', 'lost'", "'open', 'lost', 'won'"])
            let word = numbers.pick(["in", "not in"])
            return numbers.chance(50)
                ? "stage \(equality) 'won'" : "stage \(word) {\(values)}"
        default:
            let count = numbers.below(3) + 1
            let entries = (0..<count).map { _ in
                numbers.chance(70) ? literal() : number(names, depth - 1)
            }
            let word = numbers.pick(["in", "not in"])
            return "\(number(names, depth)) \(word) {\(entries.joined(separator: ", "))}"
        }
    }

    private mutating func shared(_ names: Names) -> String {
        let plain = ["shared()", "shared('update')", "shared('read')"]
        if names.object === Deals.line {
            return numbers.pick(
                plain + ["shared(deal)", "shared(deal, 'update')", "shared(maker)"])
        }
        return numbers.pick(plain)
    }

    private mutating func people(_ names: Names) -> String {
        let word = numbers.chance(20) ? "not in" : "in"
        if names.object === Deals.deal, numbers.chance(50) { return "team \(word) my_teams()" }
        if names.object === Deals.user, numbers.chance(50) { return "team \(word) my_teams()" }
        return "\(path(names, .reference)) \(word) my_reports()"
    }

    // MARK: Values

    private mutating func any(_ names: Names, _ depth: Int) -> String {
        switch numbers.below(6) {
        case 0: "(\(number(names, depth)))"
        case 1: "(\(date(names, depth)))"
        case 2: path(names, .text)
        case 3: path(names, .reference)
        case 4: path(names, .bool)
        default: "(\(duration(names, depth)))"
        }
    }

    private mutating func literal() -> String {
        switch numbers.below(8) {
        case 0: "9223372036854775807"
        case 1: "-9223372036854775807"
        case 2: "0"
        case 3: "\(numbers.below(100)).\(numbers.below(900) + 100)"
        case 4: "0.00\(numbers.below(9) + 1)5"
        default: "\(numbers.below(20_000) - 2_000)"
        }
    }

    private mutating func number(_ names: Names, _ depth: Int) -> String {
        if depth <= 0 {
            return numbers.chance(30)
                ? literal() : path(names, numbers.pick([.integer, .decimal]))
        }
        let kind: ValueKind = numbers.pick([.integer, .decimal])
        switch numbers.below(16) {
        case 0, 1, 2, 3:
            let sign = numbers.pick(["+", "-", "*", "/"])
            return "(\(number(names, depth - 1)) \(sign) \(number(names, depth - 1)))"
        case 4: return "-(\(number(names, depth - 1)))"
        case 5: return "abs(\(number(names, depth - 1)))"
        case 6: return "round(\(number(names, depth - 1)), \(numbers.below(5)))"
        case 7: return "coalesce(\(number(names, depth - 1)), \(number(names, depth - 1)))"
        case 8: return aggregate(names, depth - 1) ?? path(names, kind)
        case 9: return "\(numbers.pick(["year", "month", "day"]))(\(date(names, depth - 1)))"
        case 10: return "length(\(path(names, .text)))"
        case 11, 12: return home(names, depth - 1)
        default: return path(names, kind)
        }
    }

    private mutating func home(_ names: Names, _ depth: Int) -> String {
        guard names.object !== Deals.user else { return path(names, .decimal) }
        let amounts =
            names.object === Deals.deal ? ["amount", "parent.amount"] : ["price", "deal.amount"]
        let day = numbers.chance(80) ? date(names, depth) : datetime(names, depth)
        return "home(\(numbers.pick(amounts)), \(day))"
    }

    private mutating func date(_ names: Names, _ depth: Int) -> String {
        switch numbers.below(depth <= 0 ? 3 : 7) {
        case 0: "today()"
        case 1: "date('2026-0\(numbers.below(9) + 1)-1\(numbers.below(10))')"
        case 3: "(\(date(names, depth - 1)) + \(duration(names, depth - 1)))"
        case 4: "(\(date(names, depth - 1)) - \(duration(names, depth - 1)))"
        case 5: "date(\(datetime(names, depth - 1)))"
        default: path(names, .date)
        }
    }

    private mutating func datetime(_ names: Names, _ depth: Int) -> String {
        switch numbers.below(depth <= 0 ? 3 : 5) {
        case 0: "now()"
        case 3:
            "(\(datetime(names, depth - 1)) \(numbers.pick(["+", "-"])) \(duration(names, depth - 1)))"
        default: path(names, .datetime)
        }
    }

    private mutating func duration(_ names: Names, _ depth: Int) -> String {
        switch numbers.below(depth <= 0 ? 3 : 7) {
        case 0: "days(\(numbers.below(40) - 5))"
        case 1: "hours(\(path(names, .integer)))"
        case 3: "(\(date(names, depth - 1)) - \(date(names, depth - 1)))"
        case 4: "(\(datetime(names, depth - 1)) - \(datetime(names, depth - 1)))"
        case 5: "(\(duration(names, depth - 1)) * \(path(names, .integer)))"
        case 6: "(\(duration(names, depth - 1)) + \(duration(names, depth - 1)))"
        default: path(names, .duration)
        }
    }

    private mutating func text(_ names: Names, _ depth: Int, _ sign: String) -> String {
        let path = path(names, .text)
        let some = numbers.pick(Deals.texts)
        switch numbers.below(7) {
        case 5: return self.list(names)
        case 6: return distance(names, depth)
        case 0: return "\(path) contains '\(some)'"
        case 1:
            let pattern = numbers.pick([
                "a*", "*b*", "?", "??", "*[*", "*", "?b?", "a*c", "*?b", "中?",
            ])
            return "\(path) matches '\(pattern)'"
        case 2: return "\(path) in {'\(some)', '\(numbers.pick(Deals.texts))'}"
        case 3: return "coalesce(\(path), '\(some)') \(sign) \(self.path(names, .text))"
        default: return "\(path) \(sign) '\(some)'"
        }
    }

    private mutating func list(_ names: Names) -> String {
        let list = path(names, .json)
        switch numbers.below(4) {
        case 0: return "\(list) is empty"
        case 1: return "\(list) contains \(path(names, .text))"
        default: return "\(list) contains '\(numbers.pick(Deals.tags))'"
        }
    }

    private mutating func distance(_ names: Names, _ depth: Int) -> String {
        let home = names.object === Deals.user ? "home" : "me().home"
        let place = numbers.pick(["me().manager.home", "'\(numbers.pick(Deals.places))'"])
        return "distance(\(home), \(place)) <= \(number(names, depth - 1))"
    }

    private mutating func reference(_ names: Names) -> String {
        numbers.pick(["me()", "me().manager", path(names, .reference), path(names, .reference)])
    }

    // MARK: Paths; references always lead to a User, so that two of them compare

    private mutating func path(_ names: Names, _ kind: ValueKind) -> String {
        let user = [
            "owner", "owner.manager", "maker", "maker.manager", "manager", "manager.manager",
        ]
        let prefix = reachable(names.object, user)
        let own = fields(names.object, kind)
        let distant = fields(Deals.user, kind)
        if names.object === Deals.deal, numbers.chance(12), let field = own.randomElement(&numbers)
        {
            return "parent.\(field)"
        }
        if names.object === Deals.line, numbers.chance(20),
            let field = fields(Deals.deal, kind).randomElement(&numbers)
        {
            return "deal.\(field)"
        }
        if numbers.chance(25) || own.isEmpty, let field = distant.randomElement(&numbers) {
            return "\(numbers.pick(prefix)).\(field)"
        }
        if let field = own.randomElement(&numbers) { return field }
        switch kind {
        case .decimal: return literal()
        case .datetime: return "now()"
        case .duration: return "days(2)"
        case .json: return "me().tags"
        case .bool, .integer, .text, .date, .reference: return "id"
        }
    }

    private func reachable(_ object: Object, _ paths: [String]) -> [String] {
        paths.filter { object.field(String($0.prefix { $0 != "." })) != nil } + ["me()"]
    }

    private func fields(_ object: Object, _ kind: ValueKind) -> [String] {
        object.fields.prefix(object.firstSystemSlot).filter { field in
            switch field.type {
            case .reference: kind == .reference && field.type.isPerson
            case .choice, .geopoint: false
            default: field.type.kind == kind
            }
        }.map(\.name)
    }

    // MARK: Collections

    private mutating func collection(_ names: Names) -> (String, Object)? {
        guard names.depth < 2 else { return nil }
        if names.object === Deals.deal {
            return numbers.pick([
                ("lines", Deals.line), ("lines", Deals.line), ("owner.reports", Deals.user),
                ("owner.manager.deals", Deals.deal), ("parent.lines", Deals.line),
            ])
        }
        if names.object === Deals.user {
            return numbers.pick([("reports", Deals.user), ("deals", Deals.deal)])
        }
        return numbers.pick([("maker.deals", Deals.deal), ("deal.lines", Deals.line)])
    }

    private mutating func clause(_ object: Object, _ names: Names, _ depth: Int) -> String {
        truth(Names(object: object, depth: names.depth + 1), min(depth, 2))
    }

    private mutating func quantified(_ names: Names, _ depth: Int) -> String? {
        guard let (path, object) = collection(names) else { return nil }
        let function = numbers.pick(["any", "all"])
        return "\(function)(\(path) where \(clause(object, names, depth)))"
    }

    private mutating func aggregate(_ names: Names, _ depth: Int) -> String? {
        guard let (path, object) = collection(names) else { return nil }
        let filter = numbers.chance(50) ? " where \(clause(object, names, depth))" : ""
        let function = numbers.pick(["count", "sum", "min", "max", "avg", "sum"])
        if function == "count" { return "count(\(path)\(filter))" }
        let fields = fields(object, .integer) + fields(object, .decimal)
        let one = numbers.pick(fields)
        let other = numbers.pick(fields)
        let argument = numbers.pick([
            "\(path).\(one)", "\(path).\(one) * \(path).\(other)", "\(path).\(one) + 1.5",
            "coalesce(\(path).\(one), 7) / \(path).\(other)",
        ])
        return "\(function)(\(argument)\(filter))"
    }
}

extension Array {
    fileprivate func randomElement(_ numbers: inout SeededNumbers) -> Element? {
        isEmpty ? nil : self[numbers.below(count)]
    }
}
