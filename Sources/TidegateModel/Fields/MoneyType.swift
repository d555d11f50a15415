/// `money "amount" { min = 0 }`: in the currency of the workspace; `money "fee" { currency = "USD" }`: always in
/// this one; `money "price" { currency = "currency" }`: in the one that a field names, of the record or over
/// a reference.
public struct MoneyType: DecimalBehavior {
    public let scale: Int
    public let currency: MoneyCurrency?

    public init(scale: Int) { self.init(scale: scale, currency: nil) }

    public init(scale: Int, currency: MoneyCurrency?) {
        self.scale = scale
        self.currency = currency
    }

    public static let word = "money"
    public static let usualScale = 2
    public static let options = ["currency", "scale", "min", "max", "total"]
    public var type: FieldType { .money(self) }

    public static func declared(_ options: inout some FieldOptionReader) -> FieldType? {
        var currency: MoneyCurrency?
        if let text = options.text("currency") {
            guard let read = MoneyCurrency(text) else {
                options.report(.currency(text))
                return nil
            }
            currency = read
        }
        let scale = options.whole("scale", in: 0...9)
        return .money(MoneyType(scale: scale ?? usualScale(of: currency), currency: currency))
    }

    public var written: [FieldOption] {
        (currency.map { [FieldOption("currency", .text($0.written))] } ?? [])
            + (scale == Self.usualScale(of: currency) ? [] : [FieldOption("scale", .whole(scale))])
    }

    /// As many digits as the smallest coin has.
    private static func usualScale(of currency: MoneyCurrency?) -> Int {
        guard case .fixed(let currency) = currency else { return usualScale }
        return currency.digits
    }

    /// Amounts in several currencies have no sum.
    public var canBeSummed: Bool { if case .field = currency { false } else { true } }

    /// A price of 0.0125 keeps its digits; a sum of 6487.5000 has those of its currency.
    public func shown(_ value: Value) -> String {
        guard let number = value.decimal else { return "" }
        let short = number.normalized
        let least = min(scale, Self.usualScale)
        return (short.scale < least ? short.rescaled(to: least) ?? number : short).description
    }

    public var prominence: Int? { 2 }
}

extension Record {
    /// In what the amount is counted, as far as the record itself says; `nil` for what is no amount, or in the
    /// currency of the workspace.
    public func currency(of slot: Int) -> String? {
        guard case .money(let money) = object.fields[slot].type else { return nil }
        switch money.currency {
        case nil: return nil
        case .fixed(let currency): return currency.code
        case .field(let names): return names.count == 1 ? self[names[0]].text : nil
        }
    }
}

/// In what an amount of money is counted.
public enum MoneyCurrency: Hashable, Sendable {
    case fixed(Currency)
    /// What the field at the end of the path names: `currency`, `order.currency`.
    case field([String])

    /// `USD` is a currency, `currency` and `order.currency` are fields; capitals tell them apart.
    public init?(_ text: String) {
        if let currency = Currency(text) {
            self = .fixed(currency)
            return
        }
        let names = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard names.allSatisfy(Self.isFieldName) else { return nil }
        self = .field(names)
    }

    private static func isFieldName(_ text: String) -> Bool {
        text.utf8.first.map { (97...122).contains($0) } ?? false
            && text.utf8.allSatisfy {
                $0 == 95 || (97...122).contains($0) || (48...57).contains($0)
            }
    }

    public var written: String {
        switch self {
        case .fixed(let currency): currency.code
        case .field(let names): names.joined(separator: ".")
        }
    }
}
