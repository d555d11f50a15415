import TidegateModel

/// Days as people write them: `2027/1/31`, `2027-01-31`, `2027年1月31日`.
enum EverydayDate {
    /// The day that `text` begins with, as `2027-01-31`, and how many bytes it takes.
    static func beginning(_ text: String) -> (day: String, bytes: Int)? {
        var rest = text[...]
        guard let year = digits(4...4, of: &rest), let mark = rest.popFirst(),
            "/-.年".contains(mark), let month = digits(1...2, of: &rest),
            rest.popFirst() == (mark == "年" ? "月" : mark), let day = digits(1...2, of: &rest)
        else { return nil }
        if mark == "年", let end = rest.first, "日号號".contains(end) { rest.removeFirst() }
        if let next = rest.first, next.isASCII, next.isLetter || next.isNumber || next == mark {
            return nil
        }
        guard let day = Day("\(year)-\(padded(month))-\(padded(day))") else { return nil }
        return (day.description, text.utf8.count - rest.utf8.count)
    }

    /// The day that `text` is.
    static func whole(_ text: String) -> String? {
        beginning(text).flatMap { $0.bytes == text.utf8.count ? $0.day : nil }
    }

    private static func digits(
        _ counts: ClosedRange<Int>, of rest: inout Substring
    ) -> Substring? {
        let found = rest.prefix { $0.isASCII && $0.isNumber }
        guard counts.contains(found.count) else { return nil }
        rest.removeFirst(found.count)
        return found
    }

    private static func padded(_ digits: Substring) -> String {
        (digits.count == 1 ? "0" : "") + digits
    }
}
