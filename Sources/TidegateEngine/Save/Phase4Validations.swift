import TidegateModel
import TidegateRules

/// Phase 4: every validation is asked; all failures are told together, and what hooks warned of.
extension Save {
    mutating func validate() throws {
        var blocked: [Reason] = []
        var warned = transaction.frames.last?.warnings ?? []
        guard !rules.validations.isEmpty || !warned.isEmpty else { return }
        for validation in rules.validations {
            guard let reason = try failure(of: validation) else { continue }
            switch validation.kind {
            case .block: blocked.append(reason)
            case .warn: warned.append(reason)
            }
        }
        if !blocked.isEmpty {
            throw Refusal(Sentences.invalid(object, blocked + warned))
        }
        if !warned.isEmpty { try checkConfirmed(warned) }
    }

    /// Of a record that is to be deleted, as it stands.
    func checkDeletable() throws {
        let reasons = try rules.deletionValidations.compactMap(failure)
        guard reasons.isEmpty else { throw Refusal(Sentences.undeletable(object, reasons)) }
    }

    /// A roll-up or a verdict has no one who could confirm it, so warnings do not stop it.
    private mutating func checkConfirmed(_ warned: [Reason]) throws {
        if isByEngine || transaction.waivesEverything { return }
        guard let confirmation else { throw Refusal(Sentences.unconfirmed(record, warned)) }
        guard !confirmation.isEmpty, confirmation.utf8.count <= EngineLimits.reasonBytes else {
            throw Sentences.badReason("confirmation")
        }
        for warning in warned { trace.append(.confirmed(warning, reason: confirmation)) }
    }

    private func failure(of validation: Validation) throws -> Reason? {
        let verdict = try transaction.judge(
            validation.must, "validation \"\(validation.name)\"", validation.location, record,
            old: old)
        if verdict.passed { return nil }
        let context = transaction.toldContext(record, old: old)
        let said = try validation.say?.render(context, as: .sentence)
        let speech = try validation.say?.speech(context)
        let words: [String: Speech] = [
            "validation": .term(.validation(object.name, validation.name)),
            "what": speech ?? verdict.speech,
        ]
        // Who is to confirm needs the fact, not the name of what it breaks.
        let isAsked = validation.kind == .warn
        return Reason(
            code: "validation.failed", message: "\(validation.name): \(said ?? verdict.message)",
            field: validation.field, rule: validation.location,
            speech: isAsked && speech != nil ? speech : .sentence("validation.failed", words))
    }
}
