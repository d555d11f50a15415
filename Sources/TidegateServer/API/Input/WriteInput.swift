import HTTPTypes
import Hummingbird
import TidegateEngine
import TidegateModel

/// What every request that writes may say beside its own.
struct WriteInput {
    /// Members of the body that are read here.
    static let members = ["version", "waiver", "confirm"]

    /// Not among the names HTTPTypes knows; the text is a valid name, so it is never `nil`.
    private static let keyHeader = HTTPField.Name("Idempotency-Key")

    static func key(_ request: Request) -> String? { keyHeader.flatMap { request.headers[$0] } }

    /// - Parameter needsVersion: without it a change would silently undo what others did meanwhile.
    static func options(
        _ request: Request, _ body: JSONMembers, needsVersion: Bool = false
    ) throws -> RequestOptions {
        var options = RequestOptions(
            idempotencyKey: key(request),
            waiver: try body.text("waiver"),
            confirmation: try body.text("confirm"), version: try body.integer("version"))
        switch try ifMatch(request) {
        case .version(let version):
            guard options.version == nil || options.version == version else {
                throw APISentences.twoVersions()
            }
            options.version = version
        case .any: options.version = nil
        case .none:
            if needsVersion, options.version == nil { throw APISentences.noVersion() }
        }
        return options
    }

    private enum Match {
        case version(Int64), any, none
    }

    /// Source: RFC 9110, 13.1.1. A record has one representation a version, so lists of tags say
    /// nothing here.
    private static func ifMatch(_ request: Request) throws -> Match {
        guard let text = request.headers[.ifMatch] else { return .none }
        if text == "*" { return .any }
        guard let version = EntityTag.version(text) else { throw APISentences.badIfMatch() }
        return .version(version)
    }
}

/// `"7-5f2a9c0d1b3e4f60"`: the version of a record, and a digest of the answer it stands in, which
/// differs by the fields asked for, the rights of who asks, and the titles of records referred to.
///
/// A reader compares the whole (RFC 9110, 13.1.2). A write asks whether the record is the one that
/// was seen, whatever was seen of it, so `If-Match` is judged by the version; `"7"` alone will do.
enum EntityTag {
    private static let digestCharacters = 16

    static func text(_ record: Record, shownAs answer: [UInt8]) -> String {
        "\"\(record.version)-\(Digest.sha256Hex(answer).prefix(digestCharacters))\""
    }

    static func version(_ text: String) -> Int64? {
        guard text.count > 2, text.first == "\"", text.last == "\"" else { return nil }
        let parts = text.dropFirst().dropLast().split(
            separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 1 || isDigest(parts[1]) else { return nil }
        return Int64(parts[0])
    }

    /// Whether one of the tags of an `If-None-Match` is this one. Weak tags match as well.
    static func isAmong(_ header: String, _ tag: String) -> Bool {
        header.split { ", \t".contains($0) }.contains { $0 == "*" || $0 == tag || $0 == "W/" + tag }
    }

    private static func isDigest(_ text: Substring) -> Bool {
        text.count == digestCharacters && text.allSatisfy(\.isHexDigit)
    }
}
