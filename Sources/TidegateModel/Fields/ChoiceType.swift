/// `choice "tier" { values = { "A", "B", "C" } }`
public struct ChoiceType: TextBehavior {
    public let values: [String]

    public init(_ values: [String]) {
        self.values = values
    }

    public static let word = "choice"
    public static let options = ["values"]

    public static func declared(_ options: inout some FieldOptionReader) -> FieldType? {
        options.values().map { .choice(ChoiceType($0)) }
    }

    public var written: [FieldOption] { [FieldOption("values", .texts(values))] }

    public func check(_ text: String) throws(FieldProblem.Why) {
        guard values.contains(text) else { throw .notAChoice(values) }
    }

    public var control: FieldControl { .choice(values) }
    public var prominence: Int? { 2 }
    public var schema: JSON { ["type": "string", "enum": JSON(values)] }
    public var example: JSON { values.first.map(JSON.string) ?? .null }
}

extension FieldOptionReader {
    /// The values to choose from: different texts, at least one.
    mutating func values() -> [String]? {
        guard let values = texts("values") else {
            report(.missing("values"))
            return nil
        }
        guard !values.isEmpty, Set(values).count == values.count else {
            report(.values)
            return nil
        }
        return values
    }
}
