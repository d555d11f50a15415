/// `currency "currency" { default = "EUR" }`: the code of a currency in use.
public struct CurrencyType: TextBehavior {
    public static let word = "currency"

    public static func declared(_ options: inout some FieldOptionReader) -> FieldType? { .currency }

    public func check(_ text: String) throws(FieldProblem.Why) {
        guard Currency(text) != nil else { throw .notCurrency }
    }

    /// Codes are capitals, however they are typed.
    public func fit(_ value: Value) throws(FieldProblem.Why) -> Value {
        guard case .text(let text) = value else { throw .wrongKind(.text) }
        if text.isEmpty { return .none }
        let code = text.uppercased()
        try check(code)
        return .text(code)
    }

    public var control: FieldControl { .choice(Currency.codes) }
    public var prominence: Int? { 5 }
    public var schema: JSON { ["type": "string", "enum": JSON(Currency.codes)] }
    public var example: JSON { "EUR" }
}
