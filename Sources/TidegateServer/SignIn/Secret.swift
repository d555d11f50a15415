import TidegateModel

/// A random text that opens something: a session's cookie, an API token, a one-time link. The
/// workspace keeps its digest only, so whoever reads the file can open nothing with it.
struct Secret: Sendable {
    let text: String

    /// 256 bits of the system's randomness; Swift's generator asks getrandom(2) on Linux.
    static func random(prefix: String = "") -> Secret {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        return Secret(text: prefix + base64URL(bytes))
    }

    private init(text: String) {
        self.text = text
    }

    /// One that someone presents; `nil` for what cannot be one of ours, so that nothing long or odd
    /// is ever hashed or looked up.
    init?(presented text: some StringProtocol) {
        guard text.utf8.count >= 43, text.utf8.count <= 64,
            text.utf8.allSatisfy(Self.isInAlphabet)
        else { return nil }
        self.text = String(text)
    }

    /// SHA-256 without salt or cost is enough for what was drawn from 2^256.
    var digest: [UInt8] { Digest.sha256(Array(text.utf8)) }

    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    private static func isInAlphabet(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// Source: RFC 4648, section 5, without padding.
    static func base64URL(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count * 4 + 2) / 3)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let part = bytes[start..<min(start + 3, bytes.count)]
            let bits = part.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - part.count))
            for index in 0...part.count {
                text.append(alphabet[bits >> (18 - 6 * index) & 63])
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    static func bytes(fromBase64URL text: some StringProtocol) -> [UInt8]? {
        var bytes: [UInt8] = []
        var (bits, held) = (0, 0)
        for character in text.utf8 {
            guard let value = alphabet.firstIndex(of: character) else { return nil }
            bits = (bits << 6 | value) & 0xffff
            held += 6
            if held >= 8 {
                held -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> held))
            }
        }
        return bytes
    }
}
