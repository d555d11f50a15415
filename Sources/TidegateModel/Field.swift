/// A typed attribute of an object.
public struct Field: Sendable, Hashable {
    public var name: String
    public var label: String
    public var type: FieldType
    public var help: String?
    public var isRequired = false
    /// The smallest and largest number, or none.
    public var minimum: Decimal?
    public var maximum: Decimal?
    /// Whether lists and boards say what the values of several records come to: amounts do, but a sum of
    /// prices says nothing.
    public var isSummed: Bool
    /// Sources of conditions; compiled when a bundle is made.
    public var defaultSource: String?
    public var formulaSource: String?
    public var rollupSource: String?
    /// Kept by the engine (`created_at`, …): set by no one else.
    public var isSystem = false
    public var origin: RuleLocation?

    public init(name: String, type: FieldType, label: String? = nil) {
        self.name = name
        self.label = label ?? name.humanized
        self.type = type
        isSummed = type.isMoney
    }

    /// Whether a person or a script may set it.
    public var isWritable: Bool {
        guard !isSystem, formulaSource == nil, rollupSource == nil else { return false }
        if case .autonumber = type { return false }
        return true
    }
}

/// What happens to records that refer to a deleted one.
public enum DeleteRule: String, Sendable, CaseIterable {
    case restrict, clear, cascade
}

public enum FieldType: Hashable, Sendable {
    case text(maximumLength: Int)
    case choice([String])
    case integer
    case decimal(scale: Int)
    case money(scale: Int)
    case percent(scale: Int)
    case boolean
    case date
    case datetime
    case duration
    case reference(to: String, onDelete: DeleteRule)
    case email
    case phone
    case url
    /// `OPP-{yyyy}-{0000}`: gap-tolerant, counted per filled-in prefix.
    case autonumber(format: String)

    /// The target of a reference to a record of any object.
    public static let anyObject = "*"

    public var kind: ValueKind {
        switch self {
        case .text, .choice, .email, .phone, .url, .autonumber: .text
        case .integer: .integer
        case .decimal, .money, .percent: .decimal
        case .boolean: .bool
        case .date: .date
        case .datetime: .datetime
        case .duration: .duration
        case .reference: .reference
        }
    }

    public var isMoney: Bool { if case .money = self { true } else { false } }

    /// Whether adding up values of several records can make sense.
    public var canBeSummed: Bool {
        switch self {
        case .integer, .decimal, .money: true
        case .text, .choice, .percent, .boolean, .date, .datetime, .duration, .reference, .email,
            .phone, .url, .autonumber:
            false
        }
    }

    /// Digits after the point; zero for whatever is not a decimal.
    public var scale: Int {
        switch self {
        case .decimal(let scale), .money(let scale), .percent(let scale): scale
        case .text, .choice, .integer, .boolean, .date, .datetime, .duration, .reference, .email,
            .phone, .url, .autonumber:
            0
        }
    }

    /// The word a pack declares it with.
    public var word: String {
        switch self {
        case .text: "text"
        case .choice: "choice"
        case .integer: "integer"
        case .decimal: "decimal"
        case .money: "money"
        case .percent: "percent"
        case .boolean: "boolean"
        case .date: "date"
        case .datetime: "datetime"
        case .duration: "duration"
        case .reference: "reference"
        case .email: "email"
        case .phone: "phone"
        case .url: "url"
        case .autonumber: "autonumber"
        }
    }
}

extension String {
    /// `close_date` → `Close date`: the label of a field that declares none.
    public var humanized: String {
        let words = split(separator: "_").joined(separator: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }

    /// `Warranty` → `Warranties`, `Box` → `Boxes`: what several of an object are called that declares
    /// nothing. A label in another script has no such form.
    var englishPlural: String {
        guard let last = last?.lowercased().first, last.isASCII, last.isLetter else { return self }
        let isAfterVowel = dropLast().last.map { "aeiou".contains($0.lowercased()) } ?? true
        if last == "y", !isAfterVowel { return dropLast() + "ies" }
        let hisses = ["s", "x", "z", "ch", "sh"].contains { lowercased().hasSuffix($0) }
        return self + (hisses ? "es" : "s")
    }

    /// `SalesOrderLine` → `sales_order_line`: the table of an object.
    public var snakeCased: String {
        var result = ""
        var previousIsLower = false
        for character in self {
            if character.isUppercase, previousIsLower { result.append("_") }
            result.append(contentsOf: character.lowercased())
            previousIsLower = character.isLowercase || character.isNumber
        }
        return result
    }
}
