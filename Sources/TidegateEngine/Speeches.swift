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

    /// One of several: `Amount, Discount or Lines`.
    static func anyOf(_ parts: [Speech]) -> Speech {
        guard parts.count > 1, let last = parts.last else { return .list(parts) }
        return .sentence("list.or", ["one": .list(parts.dropLast()), "other": last])
    }

    static func value(_ value: Value, of field: Field, _ object: Object) -> Speech {
        .value(value, of: (object.name, field))
    }
}

extension TidegateError {
    /// What was typed into a form cannot be read: told at once, each at its field, before anything is
    /// asked of the engine.
    public static func unreadable(_ problems: [FieldProblem], of object: Object) -> TidegateError {
        unsavable(object, problems.map { Sentences.reason($0, object) })
    }

    public static func unsavable(_ object: Object, _ reasons: [Reason]) -> TidegateError {
        Sentences.invalid(object, reasons)
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
