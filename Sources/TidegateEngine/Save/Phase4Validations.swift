import TidegateModel
import TidegateRules

/// Phase 4: every validation is asked; all failures are told together, and what hooks warned of.
extension Save {
    mutating func validate() throws {
        var blocked: [Reason] = []
        var warned = transaction.frames.last?.warnings ?? []
        guard !rules.validations.isEmpty || !warned.isEmpty else { return }
        for validation in rules.validations {
            guard let failure = try failure(of: validation) else { continue }
            switch validation.kind {
            case .block: blocked.append(failure.named)
            case .warn: warned.append(failure.warning)
            }
        }
        if !blocked.isEmpty {
            throw Refusal(Sentences.invalid(object, blocked + warned.map(\.reason)))
        }
        if !warned.isEmpty { try checkConfirmed(warned) }
    }

    /// Of a record that is to be deleted, as it stands.
    func checkDeletable() throws {
        let reasons = try rules.deletionValidations.compactMap { try failure(of: $0)?.named }
        guard reasons.isEmpty else { throw Refusal(Sentences.undeletable(object, reasons)) }
    }

    /// A roll-up or a verdict has no one who could confirm it, so warnings do not stop it.
    private mutating func checkConfirmed(_ warned: [Warning]) throws {
        if isByEngine || transaction.waivesEverything { return }
        guard let confirmation else { throw Refusal(Sentences.unconfirmed(warned.map(\.reason))) }
        guard !confirmation.isEmpty, confirmation.utf8.count <= EngineLimits.reasonBytes else {
            throw Sentences.badReason("confirmation")
        }
        for warning in warned { trace.append(.confirmed(warning, reason: confirmation)) }
    }

    private func failure(of validation: Validation) throws -> FailedValidation? {
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
        return FailedValidation(
            named: Reason(
                code: "validation.failed",
                message: "\(validation.name): \(said ?? verdict.message)",
                field: validation.field, rule: validation.location,
                speech: .sentence("validation.failed", words)),
            said: said, speech: speech)
    }
}

/// What a validation has found, with its name before it.
private struct FailedValidation {
    var named: Reason
    /// The pack's own words.
    var said: String?
    var speech: Speech?

    /// Who is to confirm needs the fact, not the name of what it breaks.
    var warning: Warning {
        var reason = named
        if let said, let speech { (reason.message, reason.speech) = (said, speech) }
        return Warning(reason: reason, kept: named.message)
    }
}

/// What has to be confirmed, and how the history keeps that it was.
struct Warning {
    var reason: Reason
    var kept: String
}
