import TidegateEngine
import TidegateModel

extension Engine {
    /// What someone gives for fields of a record, in JSON or in a form, as values of their kinds. All
    /// that cannot be read is told together, field by field, with what the engine refuses of the rest:
    /// required fields that are empty, numbers out of bounds.
    ///
    /// A field that is hidden from the actor is read as little as one that is not there: it stays
    /// for the engine to refuse, which knows which names they may see.
    ///
    /// - Parameter id: `nil`: the record is to be made.
    func values<Given>(
        _ given: some Sequence<(name: String, value: Given)>, of object: Object, _ id: RecordID?,
        as actor: Actor, _ parse: (Field, Given) -> Result<Value, FieldProblem>
    ) async throws -> [String: Value] {
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
        guard !problems.isEmpty else { return values }
        let unreadable = TidegateError.unreadable(problems, of: object)
        let wrong = Set(problems.map(\.field))
        let write: Write =
            if let id {
                .update(object: object.name, id: id, values: values)
            } else {
                .create(object: object.name, values: values)
            }
        let others = await refused(write, as: actor).filter { reason in
            reason.field.map { !wrong.contains($0) } ?? false
        }
        throw TidegateError.unsavable(object, unreadable.reasons + others)
    }

    /// What the engine says to single fields. Validations are not asked: what they would look at is not
    /// all there.
    private func refused(_ write: Write, as actor: Actor) async -> [Reason] {
        guard let trial = try? await simulate(write, as: actor, through: .page),
            case .refused(let refusal) = trial.outcome, refusal.error.code == "record.invalid"
        else { return [] }
        return refusal.error.reasons.filter { $0.code != "validation.failed" }
    }

    /// The same for what was typed into a form.
    func values(
        typed: [String: String], of object: Object, _ id: RecordID? = nil, as actor: Actor
    ) async throws -> [String: Value] {
        let given = typed.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
        return try await values(given, of: object, id, as: actor) {
            $0.parse($1, numbers: .grouped).mapError(\.typed)
        }
    }
}
