import HTTPTypes
import Hummingbird
import TidegateModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a form sent: names and texts, the last of a name. Source: WHATWG URL, 5.1
/// (application/x-www-form-urlencoded).
struct FormFields: Sendable {
    private let texts: [String: String]

    init(_ texts: [String: String]) {
        self.texts = texts
    }

    init(parsing body: String) throws {
        var texts: [String: String] = [:]
        for pair in body.split(separator: "&") {
            guard texts.count < ServerLimits.formFields else {
                throw RequestSentences.formTooLong()
            }
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decoded(parts[0]),
                let text = Self.decoded(parts.count > 1 ? parts[1] : "")
            else { throw RequestSentences.formNotUTF8() }
            texts[name] = text
        }
        self.texts = texts
    }

    /// Reads the body whole, within the bound on bodies.
    static func read(_ request: Request, _ context: WebContext) async throws -> FormFields {
        let body = try await request.body.collect(upTo: context.maxUploadSize)
        guard let text = String(validating: body.readableBytesView, as: UTF8.self) else {
            throw RequestSentences.formNotUTF8()
        }
        return try FormFields(parsing: text)
    }

    /// An empty text is no text.
    subscript(name: String) -> String? {
        texts[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// `field.amount=5` as `amount: 5` for the prefix `field.`; empty texts too, which clear a field.
    func all(_ prefix: String) -> [String: String] {
        var found: [String: String] = [:]
        for (name, text) in texts where name.hasPrefix(prefix) {
            found[String(name.dropFirst(prefix.count))] = text
        }
        return found
    }

    /// A text as it stands in an address. Source: RFC 3986, 2.3.
    static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            let character = Character(Unicode.Scalar(byte))
            if character.isASCII,
                character.isLetter || character.isNumber || "-._~".contains(character)
            {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func decoded(_ text: Substring) -> String? {
        String(text).replacing("+", with: " ").removingPercentEncoding
    }
}
