import TidegateEngine
import TidegateModel

extension Engine {
    /// What someone gives for fields, in JSON or in a form, as values of their kinds. All that cannot
    /// be read is told together, field by field.
    ///
    /// A field that is hidden from the actor is read as little as one that is not there: it stays
    /// for the engine to refuse, which knows which names they may see.
    func values<Given>(
        _ given: some Sequence<(name: String, value: Given)>, of object: Object, as actor: Actor,
        isTyped: Bool = false, _ parse: (Field, Given) -> Result<Value, FieldProblem>
    ) throws -> [String: Value] {
        let hidden = try access(of: actor, to: object.name).hidden
        var values: [String: Value] = [:]
        var problems: [FieldProblem] = []
        for (name, given) in given {
            guard let slot = object.slot(of: name), !hidden.contains(slot) else {
                values[name] = Value.none
                continue
            }
            switch parse(object.fields[slot], given) {
            case .success(let value): values[name] = value
            case .failure(let problem): problems.append(problem)
            }
        }
        guard problems.isEmpty else {
            guard !isTyped else { throw TidegateError.unreadable(problems, of: object) }
            throw APISentences.wrongValues(
                object,
                problems.map {
                    Reason(
                        code: $0.code, message: $0.message, field: $0.field,
                        speech: $0.speech(object))
                })
        }
        return values
    }

    /// The same for a record to be made, whose empty fields are told together with the wrong ones.
    func values(
        ofNew object: Object, typed: [String: String], as actor: Actor
    ) async throws -> [String: Value] {
        do {
            return try values(typed: typed, of: object, as: actor)
        } catch var error as TidegateError where !error.reasons.isEmpty {
            let wrong = Set(error.reasons.compactMap(\.field))
            let readable = try values(
                typed: typed.filter { !wrong.contains($0.key) }, of: object, as: actor)
            error.reasons += await missing(from: readable, of: object, as: actor)
                .filter { $0.field.map { !wrong.contains($0) } ?? true }
            throw TidegateError.unsavable(object, error.reasons)
        }
    }

    /// The required fields that neither the values nor defaults and hooks fill.
    private func missing(
        from values: [String: Value], of object: Object, as actor: Actor
    ) async -> [Reason] {
        let write = Write.create(object: object.name, values: values)
        guard let trial = try? await simulate(write, as: actor, through: .page),
            case .refused(let refusal) = trial.outcome
        else { return [] }
        return refusal.error.reasons.filter { $0.code == "field.required" }
    }

    /// The same for what was typed into a form.
    func values(
        typed: [String: String], of object: Object, as actor: Actor
    ) throws -> [String: Value] {
        let given = typed.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
        return try values(given, of: object, as: actor, isTyped: true) {
            $0.parse($1, numbers: .grouped).mapError(\.typed)
        }
    }
}
