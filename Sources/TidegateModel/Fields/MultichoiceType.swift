/// `multichoice "interests" { values = { "pumps", "valves", "service" } }`: any number of them, in the order of
/// the values.
public struct MultichoiceType: ListBehavior {
    public let values: [String]

    public init(_ values: [String]) {
        self.values = values
    }

    public static let word = "multichoice"
    public static let options = ["values"]

    public static func declared(_ options: inout some FieldOptionReader) -> FieldType? {
        guard let values = options.values() else { return nil }
        if let bad = values.first(where: { !isPlain($0) }) {
            options.report(.listValue(bad))
            return nil
        }
        return .multichoice(MultichoiceType(values))
    }

    /// Files write several with `;` between.
    private static func isPlain(_ value: String) -> Bool {
        !value.contains { ";；\"\\".contains($0) || $0.isNewline } && !value.hasPrefix("[")
            && value.first?.isWhitespace == false && value.last?.isWhitespace == false
    }

    public var written: [FieldOption] { [FieldOption("values", .texts(values))] }

    public func check(item: String) throws(FieldProblem.Why) {
        guard values.contains(item) else { throw .notAChoice(values) }
    }

    public func sorted(_ items: [String]) -> [String] { values.filter(items.contains) }

    public var control: FieldControl { .choices(values) }
    public var prominence: Int? { 5 }
    public var itemSchema: JSON { ["type": "string", "enum": JSON(values)] }
    public var example: JSON { JSON(values.prefix(2)) }
}
