/// Why a field does not take a value.
public struct FieldProblem: Error, Hashable, Sendable {
    public enum Why: Error, Hashable, Sendable {
        case notInteger, notNumber, notBoolean, notDate(DateForm), notDatetime, notDuration
        case notReference, notUTF8, notEmail, notURL, notGeopoint, notCurrency
        case notJSON(String, at: Int)
        case notAList
        case badItem(String)
        case tooManyItems(Int)
        /// What a person typed over a reference, where they were to choose.
        case nothingCalled
        /// Databases and the formats of files end texts at U+0000.
        case nullCharacter
        /// A number whose commas do not stand between groups of three digits.
        case badGroups
        case tooManyDigits(Int)
        case tooLong(Int)
        case below(Decimal), above(Decimal)
        /// More digits than a number of ours holds.
        case tooLarge
        case notAChoice([String])
        case wrongKind(ValueKind)
    }

    public let field: String
    public let value: String
    public let why: Why

    public init(field: String, value: String, why: Why) {
        self.field = field
        // What is told of the value goes to the doors that would not take it.
        self.value = value.replacing("\0", with: "\u{2400}")
        self.why = why
    }

    public var code: String {
        switch why {
        case .notAChoice: "field.choice"
        case .below, .above, .tooLarge: "field.range"
        case .tooLong, .tooManyItems: "field.length"
        case .tooManyDigits: "field.digits"
        case .notInteger, .notNumber, .notBoolean, .notDate, .notDatetime, .notDuration,
            .notReference, .nothingCalled, .notUTF8, .notEmail, .notURL, .nullCharacter, .badGroups,
            .wrongKind, .notGeopoint, .notCurrency, .notJSON, .notAList, .badItem:
            "field.type"
        }
    }

    /// `discount: "12,5" is not a number; write it like 1234.50`
    public var message: String { "\(field): \"\(shown)\" \(complaint)" }

    /// The part after the value, for a report that names field and value in columns of their own.
    public var complaint: String {
        switch why {
        case .notInteger: "is not a whole number; write it like 1234"
        case .notNumber: "is not a number; write it like 1234.50"
        case .badGroups: "has its commas in the wrong places; write it like 1,234.50 or 1234.50"
        case .notBoolean: "is neither yes nor no; write true or false"
        case .notDate(let form): "is not a date of the form \(form.rawValue)"
        case .notDatetime: "is not a time; write it like 2026-11-22T08:30:00Z"
        case .notDuration: "is not a duration; write it like 14 days"
        case .notReference:
            "is not a record id of 13 characters; write field:value, such as name:Acme"
        case .nothingCalled: "names no record; choose from the list or clear it"
        case .notUTF8: "is not valid UTF-8; save the file as UTF-8"
        case .notEmail: "is not an e-mail address"
        case .notURL: "is not a web address; write it like https://example.com"
        case .notGeopoint:
            "is not a place; write latitude and longitude like 48.858370,2.294481"
        case .notCurrency: "is not a currency in use; write its three letters, like EUR"
        case .notJSON(let complaint, let offset): "is not JSON: after \(offset) bytes, \(complaint)"
        case .notAList: "is not a list of texts; write one;two or [\"one\",\"two\"]"
        case .badItem(let item):
            "holds \"\(item)\", and no item of a list holds quotes or backslashes"
        case .tooManyItems(let limit): "has more than \(limit) items"
        case .nullCharacter: "holds the character U+0000, which no text may hold"
        case .tooManyDigits(let scale):
            scale == 0
                ? "has a fraction; only whole numbers fit"
                : "does not fit a number with \(scale) digits after the point"
        case .tooLong(let limit): "is longer than \(limit) characters"
        case .below(let minimum): "is below the smallest allowed, \(minimum)"
        case .above(let maximum): "is above the largest allowed, \(maximum)"
        case .tooLarge: "is too large"
        case .notAChoice(let values): "is not one of " + values.joined(separator: ", ")
        case .wrongKind(let kind): "is not a \(kind.word)"
        }
    }

    /// The same about what was typed into a form, where a reference is chosen by its name.
    public var typed: FieldProblem {
        why == .notReference ? FieldProblem(field: field, value: value, why: .nothingCalled) : self
    }

    private var shown: String {
        value.utf8.count <= Limits.quotedBytes
            ? value : String(value.prefix(Limits.quotedBytes / 4)) + "…"
    }
}
