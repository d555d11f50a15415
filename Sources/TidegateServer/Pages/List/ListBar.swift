import TidegateEngine
import TidegateModel
import TidegateRules

/// The bar over the records of an object, the same over its list and its board: what they are, the two
/// ways to look at them, search, condition, and the way to a new one.
///
/// What is asked for stays when someone changes from one way of looking to the other.
struct ListBar {
    let address: ListAddress
    let object: Object
    let wording: Wording
    let findings: [ConditionFinding]
    let mayCreate: Bool
    /// Slots of the fields the reader may not see.
    let hidden: Set<Int>

    private var pipeline: Pipeline? {
        wording.bundle.rules(of: object)?.pipeline.flatMap {
            hidden.contains($0.slot) ? nil : $0
        }
    }

    var model: [String: Any] {
        [
            "object": object.name, "plural": wording.plural(object),
            "label": wording.label(object),
            "svg": wording.icons[Icons.name(forObject: object.name) ?? "list"],
            "plain": ListAddress(object: object.name).text,
            "bar_address": address.path, "is_board": address.isBoard, "is_list": !address.isBoard,
            "has_board": pipeline != nil,
            "list": address.shown(asBoard: false).text, "board": address.shown(asBoard: true).text,
            "search": address.search, "condition": address.condition,
            "sort": address.sort.joined(separator: ","),
            "columns": (address.columns ?? []).joined(separator: ","),
            "may_create": mayCreate,
            "create_label": wording("list.new", ["name": wording.label(object)]),
            "search_label": wording("list.search", ["name": wording.plural(object)]),
            "condition_hint": conditionHint, "presets": presets, "has_presets": !presets.isEmpty,
            "is_narrowed": isNarrowed, "all": address.plain.text,
            "as_of": address.asOf, "is_past": !address.asOf.isEmpty,
            "past": pastTime.map(wording.moment) ?? [:],
            "past_day": pastTime.map { "\($0.day)" } ?? "", "today": address.ofToday.text,
            "has_findings": !findings.isEmpty, "findings": findings.map(finding),
        ]
    }

    private var pastTime: Instant? { try? address.pastTime() }

    var isNarrowed: Bool { !address.search.isEmpty || !address.condition.isEmpty }

    /// What everyone asks for, as conditions one can read and go on from. Each is put beside what is
    /// asked already, and taken out of it again.
    private var presets: [[String: Any]] {
        var presets: [(String, String)] = []
        if let slot = object.slot(of: "owner"), !hidden.contains(slot),
            object.fields[slot].type.isPerson
        {
            presets.append((wording("list.preset_mine"), "owner == me()"))
        }
        if let pipeline, pipeline.stages.contains(where: \.isFinal) {
            let final = pipeline.stages.filter(\.isFinal).map { "'\($0.name)'" }
            presets.append(
                (
                    wording("list.preset_open"),
                    "\(pipeline.field) not in {\(final.joined(separator: ", "))}"
                ))
        }
        let parts = ConditionParts(address.condition)
        return presets.map { label, condition in
            [
                "label": label, "address": address.filtered(by: parts.toggled(condition)).text,
                "current": parts.contains(condition),
            ]
        }
    }

    /// A condition on the field one would ask about first: an amount, a stage, a figure, a choice.
    private var conditionHint: String {
        let own = (0..<object.firstSystemSlot).filter { !hidden.contains($0) }
            .map { object.fields[$0] }
        func first(_ fits: (FieldType) -> Bool) -> Field? { own.first { fits($0.type) } }
        if let money = first(\.isMoney) {
            return "\(money.name) > 50000"
        }
        if let pipeline { return "\(pipeline.field) == '\(pipeline.stages.first?.name ?? "")'" }
        if let figure = first(\.isNumber) { return "\(figure.name) < 10" }
        for field in own {
            if let value = field.type.choices?.first { return "\(field.name) == '\(value)'" }
        }
        if let text = first(\.isFreeText) {
            return "\(text.name) contains 'a'"
        }
        return "created_at > now() - days(30)"
    }

    /// The condition with the wrong part marked, what is wrong, and the mended condition.
    private func finding(_ finding: ConditionFinding) -> [String: Any] {
        let text = address.condition
        let start =
            text.index(text.startIndex, offsetBy: finding.column - 1, limitedBy: text.endIndex)
            ?? text.endIndex
        let end =
            text.index(start, offsetBy: finding.length, limitedBy: text.endIndex)
            ?? text.endIndex
        var model: [String: Any] = [
            "before": String(text[..<start]),
            "wrong": start < end ? String(text[start..<end]) : " ",
            "behind": String(text[end...]),
            "message": wording(
                "list.problem",
                [
                    "what": wording.clause(finding.speech, or: finding.message),
                    "n": "\(finding.column)",
                ]),
        ]
        if let fix = finding.fix, let mended = finding.mended {
            model["suggestion"] = wording("list.use", ["text": fix])
            model["mended"] = address.filtered(by: mended).text
        }
        return model
    }
}
