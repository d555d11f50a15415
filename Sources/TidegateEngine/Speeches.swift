import TidegateModel
import TidegateRules

extension Speech {
    static func object(_ object: Object) -> Speech { .term(.object(object.name)) }

    static func objects(_ object: Object) -> Speech { .term(.plural(object.name)) }

    static func field(_ field: Field, of object: Object) -> Speech {
        .term(.field(object.name, field.name))
    }

    static func number(_ number: some BinaryInteger) -> Speech { .text(String(number)) }

    static func stage(_ name: String, of pipeline: Pipeline) -> Speech {
        .term(.choice(pipeline.object, pipeline.field, name))
    }

    static func value(_ value: Value, of field: Field, _ object: Object) -> Speech {
        .value(value, of: (object.name, field))
    }
}

extension FieldProblem {
    /// Why the value does not fit, for a person's own language.
    public func speech(_ object: Object) -> Speech {
        let field = Speech.term(.field(object.name, field))
        let what = complaint(object)
        switch why {
        // What is longer than its field is not read again, and what is no text cannot be.
        case .tooLong, .notUTF8: return .sentence("problem.field", ["field": field, "what": what])
        case .notInteger, .notNumber, .notBoolean, .notDate, .notDatetime, .notDuration,
            .notReference, .notEmail, .notURL, .nullCharacter, .badGroups, .tooManyDigits, .below,
            .above, .notAChoice, .wrongKind:
            return .sentence(
                "problem.value", ["field": field, "value": .text(value), "what": what])
        }
    }

    /// The part after the value, as ``complaint`` is.
    func complaint(_ object: Object) -> Speech {
        var parts: [String: Speech] = [:]
        let key: String
        switch why {
        case .notInteger: key = "not_integer"
        case .notNumber: key = "not_number"
        case .badGroups: key = "bad_groups"
        case .notBoolean: key = "not_boolean"
        case .notDate(let form):
            key = "not_date"
            parts["form"] = .text(form.rawValue)
        case .notDatetime: key = "not_datetime"
        case .notDuration: key = "not_duration"
        case .notReference: key = "not_reference"
        case .notUTF8: key = "not_utf8"
        case .notEmail: key = "not_email"
        case .notURL: key = "not_url"
        case .nullCharacter: key = "null_character"
        case .tooManyDigits(let scale):
            key = scale == 0 ? "whole" : "digits"
            parts["limit"] = .number(scale)
        case .tooLong(let limit):
            key = "too_long"
            parts["limit"] = .number(limit)
        case .below(let minimum):
            key = "below"
            parts["limit"] = .figure(minimum.description)
        case .above(let maximum):
            key = "above"
            parts["limit"] = .figure(maximum.description)
        case .notAChoice(let values):
            key = "not_a_choice"
            parts["values"] = .list(
                values.map { .term(.choice(object.name, field, $0)) })
        case .wrongKind: key = "wrong_kind"
        }
        return .sentence("problem." + key, parts)
    }
}

extension TidegateError {
    /// What was typed into a form cannot be read: told at once, each at its field, before anything is
    /// asked of the engine.
    public static func unreadable(_ problems: [FieldProblem], of object: Object) -> TidegateError {
        Sentences.invalid(object, problems.map { Sentences.reason($0, object) })
    }
}

extension GateReport.Observation {
    /// Several of them, as one text.
    static func speech(_ saw: [Self]) -> Speech { .clauses(saw.map(\.speech)) }
}

extension Bundle {
    /// What an alert said when it was raised, for who reads it now.
    ///
    /// - Parameter row: a record of the engine's object `Alert`.
    public func title(ofAlert row: Record, in language: Language) -> String {
        let said = row["wording"].text.flatMap { Speech(json: Array($0.utf8)) }
        return said.flatMap { text($0, in: language) } ?? row["title"].text ?? ""
    }

    /// The refusal as a person reads it who speaks this language: error, gates and what they saw.
    ///
    ///     case .refused(let refusal):
    ///         show(engine.bundle.spoken(refusal, in: .simplifiedChinese))
    public func spoken(_ refusal: Refusal, in language: Language) -> Refusal {
        Refusal(
            spoken(refusal.error, in: language),
            gates: refusal.gates.map { spoken($0, in: language) })
    }

    /// The report of a gate in a language: name, message, what would open it and who can.
    ///
    /// ``GateReport/stage`` stays the value; its label is
    /// `label(.choice(object, field, report.stage), language)`.
    public func spoken(_ report: GateReport, in language: Language) -> GateReport {
        var spoken = report
        if let name = report.speech.name.flatMap({ text($0, in: language) }) { spoken.name = name }
        if let said = report.speech.message.flatMap({ text($0, in: language) }) {
            spoken.message = said
        }
        let ways = report.speech.unblock.compactMap { text($0, in: language) }
        if ways.count == report.unblock.count { spoken.unblock = ways }
        let people = report.speech.who.compactMap { text($0, in: language) }
        if people.count == report.who.count { spoken.who = people }
        spoken.saw = report.saw.map { seen in
            var said = seen
            if let text = text(seen.speech, in: language) { said.text = text }
            return said
        }
        return spoken
    }
}
