extension String {
    /// A number with its digits in groups: `1234567.50` → `1,234,567.50`. All three languages group by
    /// three, with commas.
    public var groupedDigits: String {
        let start = utf8.first == UInt8(ascii: "-") ? 1 : 0
        let whole = utf8.firstIndex { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "%") }.map {
            utf8.distance(from: utf8.startIndex, to: $0)
        }
        let end = whole ?? utf8.count
        guard end - start > 3 else { return self }
        var grouped: [UInt8] = []
        for (index, digit) in utf8.enumerated() {
            if index > start, index < end, (end - index).isMultiple(of: 3) {
                grouped.append(UInt8(ascii: ","))
            }
            grouped.append(digit)
        }
        return String(decoding: grouped, as: UTF8.self)
    }
}

extension FieldType {
    /// A number of a field of this type as people read it, its digits not yet in groups: `15%`.
    public func figure(_ number: Decimal) -> String {
        switch self {
        case .percent: number.normalized.description + "%"
        case .money(let scale):
            // A price of 0.0125 keeps its digits; a sum of 6487.5000 has those of its currency.
            Self.trimmed(number, to: min(scale, Self.currencyScale)).description
        case .decimal: number.normalized.description
        case .text, .choice, .integer, .boolean, .date, .datetime, .duration, .reference, .email,
            .phone, .url, .autonumber:
            number.description
        }
    }

    private static let currencyScale = 2

    /// Without zeros at the end, but with so many digits at least.
    private static func trimmed(_ number: Decimal, to scale: Int) -> Decimal {
        let short = number.normalized
        return short.scale < scale ? short.rescaled(to: scale) ?? number : short
    }
}
