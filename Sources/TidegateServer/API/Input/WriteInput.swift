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

    /// Field names and values; everything wrong is told together, field by field.
    static func values(
        _ members: [JSON.Member], of object: Object, hidden: Set<Int>
    ) throws -> [String: Value] {
        var values: [String: Value] = [:]
        var reasons: [Reason] = []
        for member in members {
            // An unknown field is the engine's to refuse: it knows which names the caller may see.
            guard let slot = object.slot(of: member.name), !hidden.contains(slot) else {
                values[member.name] = Value.none
                continue
            }
            switch object.fields[slot].parse(member.value) {
            case .success(let value): values[member.name] = value
            case .failure(let problem):
                reasons.append(
                    Reason(code: problem.code, message: problem.message, field: problem.field))
            }
        }
        guard reasons.isEmpty else { throw APISentences.wrongValues(object, reasons) }
        return values
    }
}

/// `"7"`: the version of a record.
enum EntityTag {
    static func text(_ record: Record) -> String { "\"\(record.version)\"" }

    static func version(_ text: String) -> Int64? {
        guard text.count > 2, text.first == "\"", text.last == "\"" else { return nil }
        return Int64(text.dropFirst().dropLast())
    }
}
