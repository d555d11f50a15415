import TidegateEngine
import TidegateModel
import TidegateRules

/// What the page of a record as it was is filled with.
struct PastView {
    let wording: Wording
    let reading: PastReading

    private var object: Object { reading.now.object }

    var title: String { reading.title.isEmpty ? "\(reading.now.id)" : reading.title }

    func model() -> [String: Any] {
        let settable = Set(reading.settable)
        let moment = wording.moment(reading.instant)
        var model: [String: Any] = [
            "address": reading.now.place.page + "/past", "record": reading.now.place.page,
            "asked": reading.asked, "day": "\(reading.instant.day)", "at": moment,
            "version": "\(reading.now.version)", "object_label": wording.label(object),
            "name": title, "is_there": reading.then != nil,
            "rows": rows(settable), "may_put_back": !settable.isEmpty && reading.rights.mayUpdate,
            "others": others, "has_others": !others.isEmpty,
            "fires": fired, "has_fires": !fired.isEmpty,
        ]
        if let absence = reading.absence { model["absence"] = absence.message }
        if let error = reading.error {
            let warns = error.code == "validation.unconfirmed"
            model["refusal"] = [
                "message": error.message, "hint": error.hint ?? "", "has_hint": error.hint != nil,
                "is_warning": warns,
                "reasons": error.reasons.count > 1 || warns
                    ? error.reasons.map { ["message": $0.message] } : [],
            ]
        }
        return model
    }

    private func rows(_ settable: Set<String>) -> [[String: Any]] {
        let blames = Dictionary(
            reading.blames.map { ($0.change.field, $0) }, uniquingKeysWith: { first, _ in first })
        return (0..<object.firstSystemSlot).compactMap { slot in
            let field = object.fields[slot]
            guard !reading.rights.hidden.contains(field.name) else { return nil }
            let now = wording.value(reading.now[slot], field, object)
            let then = reading.then.map { wording.value($0[slot], field, object) } ?? ""
            let differs = reading.then.map { $0[slot] != reading.now[slot] } ?? false
            let origin = blames[field.name].map(origin)
            guard differs || !now.isEmpty || origin != nil else { return nil }
            return [
                "name": field.name, "label": wording.label(field, object), "now": now,
                "then": then, "has_now": !now.isEmpty, "has_then": !then.isEmpty,
                "differs": differs, "may": differs && settable.contains(field.name),
                "is_chosen": reading.chosen.contains(field.name),
                "origin": origin ?? [:], "has_origin": origin != nil,
                "choose_label": wording(
                    "past.choose", ["field": wording.label(field, object)]),
            ]
        }
    }

    private func origin(_ blame: Blame) -> [String: Any] {
        let kept = KeptWords(wording: wording)
        let timeline = TimelineView(wording: wording, object: object, pipeline: nil)
        return [
            "who": timeline.who(blame.entry.who), "at": wording.moment(blame.entry.at),
            "causes": blame.causes.map { cause in
                [
                    "text": kept.cause(cause.rule, about: cause.record),
                    "pack": [cause.pack, cause.version].compactMap(\.self)
                        .joined(separator: " "),
                    "has_pack": cause.pack != nil && cause.version != nil,
                    "rule": TimelineView.rule(cause.at),
                ] as [String: Any]
            },
        ]
    }

    /// Other records that would change.
    private var others: [String] {
        let others = reading.changes.filter { $0.record != reading.now.id }
        return Dictionary(grouping: others, by: \.object).sorted { $0.key < $1.key }.compactMap {
            name, entries in
            wording.bundle.schema[name].map {
                wording(
                    "bin.count",
                    [
                        "n": "\(Set(entries.map(\.record)).count)", "what": wording.plural($0),
                    ])
            }
        }
    }

    /// Fields of this record that would follow.
    private var fired: [String] {
        let own = reading.changes.filter { $0.record == reading.now.id }.flatMap(\.fields)
        return own.map(\.field).filter { !reading.chosen.contains($0) }
            .compactMap { object.field($0) }.map { wording.label($0, object) }
    }
}
