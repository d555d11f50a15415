/// Numbers as people write them: `50k`, `5万`, `一萬`.
enum EverydayNumber {
    /// The same in digits; `nil` where it is no number, or has a fraction left.
    static func digits(_ text: String) -> String? {
        let lead = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        return lead.isEmpty ? spelled(text) : scaled(lead, by: text.dropFirst(lead.count))
    }

    /// The end of `万` and the like after digits: letters that belong to the number.
    static func isScale(_ character: Character) -> Bool { zeros[character.lowercased()] != nil }

    /// How many zeros a sign stands for.
    private static let zeros = [
        "k": 3, "m": 6, "十": 1, "百": 2, "千": 3, "万": 4, "萬": 4, "亿": 8, "億": 8,
    ]

    private static let figures: [Character: Int] = [
        "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "兩": 2, "三": 3, "四": 4, "五": 5, "六": 6,
        "七": 7, "八": 8, "九": 9,
    ]

    private static let longest = 18

    /// `1.5` by `万`: the point goes to the right.
    private static func scaled(_ lead: Substring, by signs: Substring) -> String? {
        let parts = lead.split(separator: ".", omittingEmptySubsequences: false)
        guard !signs.isEmpty, (1...2).contains(parts.count), !parts.contains("") else { return nil }
        var shift = 0
        for sign in signs {
            guard let more = zeros[sign.lowercased()] else { return nil }
            shift += more
        }
        let fraction = parts.count == 2 ? parts[1] : ""
        guard fraction.count <= shift, parts[0].count + shift <= longest else { return nil }
        let all = parts[0] + fraction + String(repeating: "0", count: shift - fraction.count)
        let digits = all.drop { $0 == "0" }
        return digits.isEmpty ? "0" : String(digits)
    }

    /// `一百二十万`.
    private static func spelled(_ text: String) -> String? {
        guard text.count <= longest, let first = text.first,
            figures[first] != nil || first == "十" || first == "百" || first == "千",
            text.count > 1 || figures[first] == nil
        else { return nil }
        var (total, section, figure) = (0, 0, Int?.none)
        for character in text {
            if let found = figures[character] {
                guard figure == nil || figure == 0 else { return nil }
                figure = found
                continue
            }
            guard let zeros = zeros[String(character)], !character.isASCII else { return nil }
            let unit = (0..<zeros).reduce(1) { product, _ in product * 10 }
            if zeros < 4 {
                section += (figure ?? 1) * unit
            } else {
                guard total < 100_000_000 else { return nil }
                total = (total + section + (figure ?? 0)) * unit
                section = 0
            }
            figure = nil
        }
        return String(total + section + (figure ?? 0))
    }
}
