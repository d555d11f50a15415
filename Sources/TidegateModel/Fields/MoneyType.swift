/// `money "amount" { min = 0 }`
public struct MoneyType: DecimalBehavior {
    public let scale: Int

    public init(scale: Int) {
        self.scale = scale
    }

    public static let word = "money"
    public static let usualScale = 2
    public var type: FieldType { .money(self) }

    /// A price of 0.0125 keeps its digits; a sum of 6487.5000 has those of its currency.
    public func shown(_ value: Value) -> String {
        guard let number = value.decimal else { return "" }
        let short = number.normalized
        let least = min(scale, Self.usualScale)
        return (short.scale < least ? short.rescaled(to: least) ?? number : short).description
    }

    public var prominence: Int? { 2 }
}
