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
