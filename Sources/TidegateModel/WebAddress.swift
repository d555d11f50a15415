/// What a field of kind `url` holds: the address of a page, nothing that runs or opens a file.
enum WebAddress {
    /// `https://` or `http://`, a host, and no blanks. What follows the host is not judged.
    ///
    /// Source: RFC 9110, 4.2.1 and 4.2.2: the scheme in any case, and a host that is not empty.
    static func isOne(_ text: String) -> Bool {
        guard let colon = text.firstIndex(of: ":"),
            ["http", "https"].contains(text[..<colon].lowercased()),
            text[colon...].hasPrefix("://"),
            text.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7f })
        else { return false }
        let host = text[colon...].dropFirst(3).prefix { !"/?#".contains($0) }
        return !host.isEmpty
    }
}
