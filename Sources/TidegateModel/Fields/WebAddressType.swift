/// `url "website"`: the address of a page, nothing that runs or opens a file.
public struct WebAddressType: TextBehavior {
    public static let word = "url"

    public static func declared(_ options: inout some FieldOptionReader) -> FieldType? { .url }

    public func check(_ text: String) throws(FieldProblem.Why) {
        try checkShort(text)
        guard Self.isOne(text) else { throw .notURL }
    }

    /// `https://` or `http://`, a host, and no blanks. What follows the host is not judged.
    ///
    /// Source: RFC 9110, 4.2.1 and 4.2.2: the scheme in any case, and a host that is not empty.
    private static func isOne(_ text: String) -> Bool {
        guard let colon = text.firstIndex(of: ":"),
            ["http", "https"].contains(text[..<colon].lowercased()),
            text[colon...].hasPrefix("://"),
            text.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7f })
        else { return false }
        let host = text[colon...].dropFirst(3).prefix { !"/?#".contains($0) }
        return !host.isEmpty
    }

    /// A field that was no address once may hold anything.
    public func link(_ value: Value) -> String? {
        value.text.flatMap { Self.isOne($0) ? $0 : nil }
    }

    public var control: FieldControl { .line(.url, maximumLength: nil) }
    public var prominence: Int? { 6 }
    public var schema: JSON { Self.schema(maximumLength: Limits.shortTextBytes) }
    public var example: JSON { "https://example.com" }
}
