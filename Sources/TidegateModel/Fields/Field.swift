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
        isSummed = type.isMoney && type.behavior.canBeSummed
    }

    /// Whether a person or a script may set it.
    public var isWritable: Bool {
        !isSystem && formulaSource == nil && rollupSource == nil && !type.isAutonumber
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
