/// An address within this server, as `next=` brings it: where a page sends a browser to. Anything
/// else would let a link to the sign-in page end on somebody else's site.
struct LocalAddress: Hashable, Sendable {
    let text: String

    static let home = LocalAddress(text: "/")

    private init(text: String) { self.text = text }

    /// Refuses what a browser could read as another host (`//host`, `/\host`), what could end the
    /// header it is written into.
    init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.first == UInt8(ascii: "/"), bytes.count <= ServerLimits.localAddressBytes,
            bytes.allSatisfy({ (0x21...0x7e).contains($0) && $0 != UInt8(ascii: "\\") }),
            bytes.count == 1 || bytes[1] != UInt8(ascii: "/")
        else { return nil }
        self.text = String(text)
    }

    /// Where to after signing in: `nil` for the pages of coming and going themselves.
    init?(afterSignIn text: some StringProtocol) {
        self.init(text)
        let doors = ["/sign-in", "/sign-out", "/welcome/", "/set-up/"]
        if doors.contains(where: { text.hasPrefix($0) }) { return nil }
    }

    /// As a part of a query.
    var escaped: String {
        text.utf8.reduce(into: "") { escaped, byte in
            if Self.plain.contains(byte) {
                escaped.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                escaped += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
    }

    private static let plain = Set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/".utf8)
}
