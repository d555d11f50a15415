import TidegateEngine
import TidegateModel

/// `field=value` arguments.
struct FieldArguments {
    let texts: [String]

    /// A reference may be named by another record's field: `account=name:Acme`.
    func values(
        of object: Object, in engine: Engine, as actor: Actor
    ) async throws -> [String: Value] {
        var values: [String: Value] = [:]
        var reasons: [Reason] = []
        for text in texts {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                .map(String.init)
            guard parts.count == 2 else {
                throw TidegateError(
                    .invalid, "argument.form", "\"\(text)\" is not of the form field=value.")
            }
            let field = try engine.field(parts[0], of: object, as: actor)
            if let id = try await reference(parts[1], field, engine, actor) {
                values[parts[0]] = .reference(id)
                continue
            }
            switch field.parse(parts[1]) {
            case .success(let value): values[parts[0]] = value
            case .failure(let problem):
                reasons.append(
                    Reason(code: problem.code, message: problem.message, field: problem.field))
            }
        }
        guard reasons.isEmpty else {
            throw TidegateError(
                .invalid, "argument.value",
                reasons.count == 1
                    ? "\(reasons[0].message)." : "\(reasons.count) values are wrong.",
                reasons: reasons)
        }
        return values
    }

    private func reference(
        _ text: String, _ field: Field, _ engine: Engine, _ actor: Actor
    ) async throws -> RecordID? {
        guard let target = field.type.target, RecordID(text) == nil,
            let separator = text.firstIndex(of: ":")
        else { return nil }
        let name = String(text[..<separator])
        let value = String(text[text.index(after: separator)...])
        let object = try engine.object(target, as: actor)
        let other = try engine.field(name, of: object, as: actor)
        guard
            let found = try await engine.record(
                target, name, other.parse(value).get(), as: actor)
        else {
            throw TidegateError(
                .notFound, "record.not_found", "There is no \(object.label) with \(name) \(value).")
        }
        return found.id
    }
}
