import TidegateModel
import TidegateRules

/// Numbers that are the same for the same seed.
struct SeededNumbers {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    /// Source: SplitMix64, Steele, Lea and Flood 2014.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
    mutating func pick<Element>(_ choices: [Element]) -> Element { choices[below(choices.count)] }
    mutating func chance(_ percent: Int) -> Bool { below(100) < percent }
}

/// Three related objects and some 200 records with many missing values, references to records that
/// are gone, and numbers near the end of 64 bits.
enum Deals {
    static func reference(_ name: String, _ target: String) -> Field {
        Field(name: name, type: .reference(to: target, onDelete: .restrict))
    }

    static let user = Object(
        name: "User",
        fields: [
            Field(name: "name", type: .text(maximumLength: 80)), reference("manager", "User"),
            Field(name: "level", type: .integer), Field(name: "hired", type: .date),
            Field(name: "active", type: .boolean), reference("team", "Team"),
            Field(name: "tags", type: .multichoice(MultichoiceType(tags))),
            Field(name: "home", type: .geopoint),
        ],
        children: [
            ChildrenField(name: "reports", object: "User", field: "manager"),
            ChildrenField(name: "deals", object: "Deal", field: "owner"),
        ])

    /// Some of them stand in a circle.
    static let team = Object(
        name: "Team",
        fields: [
            Field(name: "name", type: .text(maximumLength: 80)), reference("parent", "Team"),
            reference("lead", "User"),
        ])

    static let deal = Object(
        name: "Deal",
        fields: [
            Field(name: "name", type: .text(maximumLength: 80)), reference("owner", "User"),
            Field(name: "stage", type: .choice(["open", "won", "lost"])),
            Field(name: "amount", type: money(in: "currency")),
            Field(name: "rate", type: .decimal(scale: 6)), Field(name: "pieces", type: .integer),
            Field(name: "flag", type: .boolean), Field(name: "order", type: .boolean),
            Field(name: "closes", type: .date), Field(name: "opened", type: .date),
            Field(name: "touched", type: .datetime), Field(name: "effort", type: .duration),
            reference("parent", "Deal"), reference("team", "Team"),
            Field(name: "currency", type: .currency),
        ],
        children: [ChildrenField(name: "lines", object: "DealLine", field: "deal")])

    static let line = Object(
        name: "DealLine",
        fields: [
            reference("deal", "Deal"), reference("maker", "User"),
            Field(name: "label", type: .text(maximumLength: 80)),
            Field(name: "quantity", type: .decimal(scale: 3)),
            Field(name: "price", type: money(in: "deal.currency")),
            Field(name: "boxes", type: .integer),
            Field(name: "ready", type: .boolean), Field(name: "due", type: .date),
            Field(name: "packed", type: .datetime), Field(name: "work", type: .duration),
        ])

    static let rate = Object(
        name: "ExchangeRate",
        fields: [
            Field(name: "currency", type: .currency), Field(name: "day", type: .date),
            Field(name: "rate", type: .decimal(scale: 9)),
        ])

    private static func money(in field: String) -> FieldType {
        .money(MoneyType(scale: 2, currency: MoneyCurrency(field)))
    }

    static let tags = ["a", "ab", ",", "中文", "]", "[,"]
    static let places = ["48.858370,2.294481", "-90.000000,0.000000", "0.000000,180.000000"]

    static let schema = Schema([user, team, deal, line, rate])
    static let texts = ["a", "A", "ab", "abc", "b[c", "b*c", "ü", "über", "中文", "a b", "ABC"]

    static func records(_ numbers: inout SeededNumbers) -> [Record] {
        var records: [Record] = []
        for (object, first, count) in [
            (user, 1, 40), (team, 51, 12), (deal, 101, 70), (line, 201, 90), (rate, 301, 30),
        ] {
            for offset in 0..<count {
                var record = Record(
                    object: object, id: RecordID(number: Int64(first + offset)), version: 1)
                for slot in 0..<object.firstSystemSlot where !numbers.chance(25) {
                    record[slot] = value(object.fields[slot].type, &numbers)
                }
                // Each currency has one rate a day.
                if object === rate {
                    record["day"] = .date(Day(number: Int64(20_000 + offset * 25)))
                }
                records.append(record)
            }
        }
        return records
    }

    static func opened(_ numbers: inout SeededNumbers) -> [TestDatabase.Opened] {
        (0..<80).map { _ in
            let holder: Share.Holder =
                numbers.chance(50)
                ? .user(RecordID(number: Int64(1 + numbers.below(6))))
                : .team(RecordID(number: Int64(51 + numbers.below(14))))
            return TestDatabase.Opened(
                object: numbers.pick(["Deal", "DealLine", "User"]),
                record: Int64(numbers.below(300)),
                share: Share(holder, numbers.pick(Share.Level.allCases)))
        }
    }

    static func value(_ type: FieldType, _ numbers: inout SeededNumbers) -> Value {
        switch type.kind {
        case .bool: return .bool(numbers.chance(50))
        case .json:
            let chosen = tags.filter { _ in numbers.chance(40) }
            return (try? MultichoiceType(tags).value(of: chosen)) ?? .none
        case .text:
            if type == .currency { return .text(numbers.pick(["EUR", "USD", "JPY"])) }
            if type == .geopoint { return .text(numbers.pick(places)) }
            if let values = type.choices { return .text(numbers.pick(values)) }
            return .text(numbers.pick(texts))
        case .integer: return .integer(word(&numbers))
        case .decimal: return .decimal(Decimal(coefficient: word(&numbers), scale: type.scale))
        case .date: return .date(Day(number: Int64(20_000 + numbers.below(800))))
        case .datetime:
            return .datetime(
                Instant(milliseconds: 1_795_000_000_000 + Int64(numbers.below(900_000_000))))
        case .duration:
            return .duration(Span(milliseconds: Int64(numbers.below(500)) * 3_600_000))
        case .reference:
            guard let target = type.target else { return .none }
            let (first, count) =
                target == "User" ? (1, 44) : target == "Team" ? (51, 14) : (101, 74)
            return .reference(RecordID(number: Int64(first + numbers.below(count))))
        }
    }

    static func word(_ numbers: inout SeededNumbers) -> Int64 {
        switch numbers.below(12) {
        case 0: numbers.pick([.max, .min, .max - 1, .min + 1, 0, -1, 1])
        case 1: Int64(bitPattern: numbers.next())
        case 2, 3: Int64(numbers.below(2_000_000_000)) - 1_000_000_000
        case 4: 0
        default: Int64(numbers.below(20_000)) - 2_000
        }
    }
}
