import ArgumentParser
import TidegateEngine
import TidegateModel

/// `Opportunity/0D3K7Z…`, or `Opportunity/code=OPP-2026-0001`.
struct RecordName: ExpressibleByArgument {
    let object: String
    private let rest: String

    init?(argument: String) {
        let parts = argument.split(separator: "/", maxSplits: 1)
        guard parts.count == 2, !parts[1].isEmpty else { return nil }
        object = String(parts[0])
        rest = String(parts[1])
    }

    func id(in engine: Engine, as actor: Actor) async throws -> RecordID {
        if let id = RecordID(rest) { return id }
        let parts = rest.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2 else {
            throw TidegateError(
                .invalid, "record.name", "\(rest) is not a record id of 13 characters.",
                hint: "Write \(object)/ID, or \(object)/field=value.")
        }
        let kind = try engine.object(object, as: actor)
        let field = try engine.field(parts[0], of: kind, as: actor)
        let value = try field.parse(parts[1]).get()
        guard let found = try await engine.record(object, parts[0], value, as: actor) else {
            throw TidegateError(
                .notFound, "record.not_found", "There is no \(kind.label) with \(rest).",
                hint: "tidegate query \(object) lists them.")
        }
        return found.id
    }
}
