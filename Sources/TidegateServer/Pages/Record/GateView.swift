import TidegateEngine
import TidegateModel
import TidegateRules

/// Gates as a list of things to do: what is closed and why, what would open it, who can, and the
/// fields to fill in right there.
struct GateView {
    let wording: Wording
    let record: Record
    /// Begins the ids of the inputs: a page may hold two lists of the same gates.
    var place = "gate"
    let fields: FieldView
    /// What was typed into the list before, by field.
    var typed: [String: String] = [:]
    /// Approvals that saving what was typed would ask for.
    var asks: [Simulation.Asked] = []

    func list(_ gates: [GateReport], to stage: String) -> [[String: Any]] {
        var offered: Set<String> = []
        // What is left to do comes first; what is done stays as the proof that it was looked at.
        return (gates.filter { !$0.passed } + gates.filter(\.passed)).map { gate in
            let inputs = inputs(for: gate, to: stage, but: &offered)
            let rule = rule(gate)
            // Inputs say themselves what unblocks; an approval is another way, by other people.
            let isAsked = inputs.isEmpty || rule?.approvals.isEmpty == false
            // Whoever is named in what unblocks is not named again.
            let why = gate.passed ? "" : message(gate)
            let asks = asks.filter { rule?.approvals.contains($0.approval) ?? false }
            let unblock =
                asks.isEmpty
                ? spoken(gate.unblock, gate.speech.unblock)
                    .filter { !why.lowercased().contains($0.lowercased()) }
                : asks.map(wouldAsk)
            let said = unblock.joined(separator: " ")
            let who = people(gate).filter { !said.contains($0) }
            return [
                "name": wording.speech(gate.speech.name, or: gate.name), "passed": gate.passed,
                "message": why,
                "saw": saw(gate),
                "has_saw": gate.passed && !gate.saw.isEmpty,
                "unblock": gate.passed ? [] : unblock,
                "has_unblock": !gate.passed && isAsked && !unblock.isEmpty,
                "who": wording.list(who),
                "has_who": !gate.passed && isAsked && !who.isEmpty,
                "rule": Self.rule(gate.location), "inputs": inputs, "has_inputs": !inputs.isEmpty,
            ]
        }
    }

    private func wouldAsk(_ asked: Simulation.Asked) -> String {
        wording(
            "refusal.would_ask",
            [
                "who": wording.list(asked.people),
                "approval": wording.label(.approval(asked.approval)),
            ])
    }

    /// The record's own fields the gate looked at, that a person may fill in; each once a list. A
    /// gate that has passed shows those that were typed just now and are not saved yet.
    private func inputs(
        for gate: GateReport, to stage: String, but offered: inout Set<String>
    ) -> [[String: Any]] {
        var names: [String] = []
        for observation in gate.saw {
            for (path, _) in observation.values where !names.contains(path) { names.append(path) }
        }
        if gate.passed, case .need(let slots) = rule(gate)?.test {
            names += slots.map { record.object.fields[$0].name }
        }
        return names.compactMap { name in
            guard let field = record.object.field(name), fields.mayEdit(field),
                !gate.passed
                    || typed[name].map({ $0 != Wording.raw(record[name], of: field) }) ?? false,
                offered.insert(name).inserted
            else { return nil }
            return fields.input(
                field, typed: typed[name], id: "\(place)-\(stage)-\(name)")
        }
    }

    private func rule(_ gate: GateReport) -> Gate? {
        wording.bundle.rules(of: record.object)?.pipeline?.stage(gate.stage)?.gates
            .first { $0.name == gate.name }
    }

    /// What the rule's author says; else which fields are missing, by their labels.
    private func message(_ gate: GateReport) -> String {
        guard case .need = rule(gate)?.test, rule(gate)?.say == nil else {
            return wording.speech(gate.speech.message, or: gate.message)
        }
        let labels = gate.saw.flatMap(\.values).map(\.0).compactMap(record.object.field)
            .map { wording.label($0, record.object) }
        return wording(
            "gate.fill_in", ["fields": wording.list(labels)])
    }

    /// The values a gate looked at. Those of a path are told by labels; what a rule worked out, such
    /// as `count(lines)`, is told by the gate's name.
    private func saw(_ gate: GateReport) -> [String] {
        var seen: [String] = []
        for observation in gate.saw {
            for (path, value) in observation.values {
                guard !path.contains("(") else { continue }
                let field = record.object.field(path)
                let label =
                    field.map { wording.label($0, record.object) }
                    ?? wording.path(path, record.object)
                let text =
                    field.map { wording.value(value, $0, record.object) } ?? wording.value(value)
                seen.append(
                    wording.texts.pair(label, text.isEmpty ? "—" : text, wording.language))
            }
        }
        return seen
    }

    /// Who can, but for the reader, who sees that by the button.
    private func people(_ gate: GateReport) -> [String] {
        let people = spoken(gate.who, gate.speech.who)
        return zip(people, gate.speech.who.map(Optional.some) + people.map { _ in nil })
            .filter { _, speech in
                guard case .sentence(let key, _)? = speech else { return true }
                return key != "who.you"
            }.map(\.0)
    }

    private func spoken(_ texts: [String], _ speeches: [Speech]) -> [String] {
        texts.enumerated().map { index, text in
            wording.speech(
                speeches.indices.contains(index) ? worded(speeches[index]) : nil, or: text)
        }
    }

    /// A condition inside a sentence, with the labels of its fields.
    private func worded(_ speech: Speech) -> Speech {
        guard case .sentence(let key, var parts) = speech else { return speech }
        let words = ConditionWords(wording: wording, object: record.object)
        for name in ["when", "condition"] {
            if case .text(let source)? = parts[name] { parts[name] = .text(words.text(source)) }
        }
        return .sentence(key, parts)
    }

    static func rule(_ location: RuleLocation?) -> [String: Any] {
        guard let location else { return TimelineView.rule(nil) }
        return [
            "has": true, "text": location.description,
            "address": "/packs/\(location.pack)/\(location.file)#L\(location.line)",
        ]
    }
}
