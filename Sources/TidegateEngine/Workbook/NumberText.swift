/// A number of a workbook as a field reads it: all digits, and no exponent.
enum NumberText {
    /// Of whole numbers every digit counts: a program that wrote seventeen meant them. Of all others the first fifteen, which is what spreadsheets keep and show; the rest is noise of binary
    /// fractions (0.30000000000000004). `nil` for what is no number.
    static func plain(_ text: String) -> String? {
        let parts = text.lowercased().split(separator: "e", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count) else { return nil }
        let isNegative = parts[0].hasPrefix("-")
        let mantissa = parts[0].drop { $0 == "-" || $0 == "+" }
        let halves = mantissa.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(halves.count), parts[0].count - mantissa.count <= 1,
            mantissa.contains(where: \.isNumber),
            halves.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
        else { return nil }
        guard halves.count == 2 || parts.count == 2 else { return String(text.drop { $0 == "+" }) }
        let exponent = parts.count == 2 ? Int(parts[1]) : 0
        guard let exponent, abs(exponent) <= 400 else { return nil }
        let fraction = halves.count == 2 ? halves[1] : ""
        var digits = (halves[0] + fraction).utf8.map { $0 - 0x30 }
        var point = halves[0].utf8.count + exponent
        let leading = digits.prefix { $0 == 0 }.count
        digits.removeFirst(leading)
        point -= leading
        round(&digits, &point)
        while digits.last == 0 { digits.removeLast() }
        guard !digits.isEmpty else { return "0" }
        return (isNegative ? "-" : "") + written(digits, point)
    }

    /// Half away from zero, at the fifteenth digit.
    private static func round(_ digits: inout [UInt8], _ point: inout Int) {
        guard digits.count > WorkbookLimits.exactDigits, point < digits.count else { return }
        let isUp = digits[WorkbookLimits.exactDigits] >= 5
        digits.removeSubrange(WorkbookLimits.exactDigits...)
        guard isUp else { return }
        var place = digits.count - 1
        while place >= 0, digits[place] == 9 {
            digits[place] = 0
            place -= 1
        }
        if place >= 0 {
            digits[place] += 1
        } else {
            digits.insert(1, at: 0)
            point += 1
        }
    }

    private static func written(_ digits: [UInt8], _ point: Int) -> String {
        let text = String(decoding: digits.map { $0 + 0x30 }, as: UTF8.self)
        if point <= 0 { return "0." + String(repeating: "0", count: -point) + text }
        if point >= digits.count {
            return text + String(repeating: "0", count: point - digits.count)
        }
        return text.prefix(point) + "." + text.dropFirst(point)
    }
}
