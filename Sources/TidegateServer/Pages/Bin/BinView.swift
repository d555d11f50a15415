import TidegateEngine
import TidegateModel
import TidegateRules

/// A row of the bin: what it was, who deleted it and because of what.
struct BinView {
    let wording: Wording

    func row(_ binned: BinnedRecord) -> [String: Any] {
        let object = binned.record.object
        let entry = binned.entry
        let who = TimelineView(wording: wording, object: object, pipeline: nil).who(entry.who)
        return [
            "address": "/bin/\(binned.record.place)", "title": title(binned),
            "object_label": wording.label(object),
            "mark": wording.icons[Icons.name(forObject: object.name) ?? "list"],
            "who": who, "at": wording.moment(entry.at), "because": because(entry),
            "has_because": entry.because != nil,
            "rule": TimelineView.rule(entry.because?.at),
        ]
    }

    func title(_ binned: BinnedRecord) -> String {
        binned.title.isEmpty ? "\(binned.record.id)" : binned.title
    }

    private func because(_ entry: HistoryEntry) -> String {
        entry.because.map {
            wording(
                "event.because",
                ["what": KeptWords(wording: wording).cause($0.rule, about: $0.record)])
        } ?? ""
    }
}

/// The page of one deleted record.
struct BinnedView {
    let wording: Wording
    let binned: BinnedRecord
    let access: ObjectAccess
    let typed: [String: String]
    /// What bringing it back would write.
    let changes: [HistoryEntry]
    let refusal: TidegateError?
    /// Somebody pressed the button, and was refused.
    let isAsked: Bool

    private var record: Record { binned.record }
    private var object: Object { record.object }

    var title: String { BinView(wording: wording).title(binned) }

    func model() -> [String: Any] {
        var model = BinView(wording: wording).row(binned)
        model["fields"] = fields
        model["may"] = binned.mayUndelete
        model["others"] = others
        model["has_others"] = !others.isEmpty
        model["inputs"] = inputs
        model["has_inputs"] = !inputs.isEmpty
        model["kept"] = kept
        if let with = binned.with {
            model["with"] = [
                "address": "/bin/\(with)",
                "title": wording.names[with.id] ?? wording("bin.the_other"),
            ]
        }
        if let refusal {
            let warns = refusal.code == "validation.unconfirmed"
            model["refusal"] = [
                "message": refusal.message, "hint": refusal.hint ?? "",
                "has_hint": refusal.hint != nil, "is_warning": warns, "is_asked": isAsked,
                "reasons": refusal.reasons.count > 1 || warns
                    ? refusal.reasons.map { ["message": $0.message] } : [],
            ]
        }
        return model
    }

    private var fields: [[String: Any]] {
        (0..<object.firstSystemSlot).filter { !record.slots[$0].isMissing }.map { slot in
            let field = object.fields[slot]
            return [
                "label": wording.label(field, object),
                "text": wording.value(record[slot], field, object),
            ]
        }
    }

    /// What comes back with it, an object a line.
    private var others: [String] {
        let back = changes.filter { $0.kind == "undelete" && $0.record != record.id }
        return Dictionary(grouping: back, by: \.object).sorted { $0.key < $1.key }.compactMap {
            name, entries in
            wording.bundle.schema[name].map {
                wording("bin.count", ["n": "\(entries.count)", "what": wording.plural($0)])
            }
        }
    }

    /// The fields that are refused as they were, to be given other values.
    private var inputs: [[String: Any]] {
        let refused = Set(refusal?.reasons.compactMap(\.field) ?? [])
        let rules = wording.bundle.rules(of: object)
        return (0..<object.firstSystemSlot).filter { slot in
            let name = object.fields[slot].name
            return (refused.contains(name) || typed[name] != nil)
                && access.isWritable(slot, of: object, rules)
        }.map { slot in
            let field = object.fields[slot]
            return FieldView(wording: wording, record: record, rights: nil)
                .input(field, typed: typed[field.name], id: "field-\(field.name)")
        }
    }

    private var kept: [[String: Any]] {
        let shown = Set(inputs.compactMap { $0["name"] as? String })
        return typed.filter { !shown.contains($0.key) }.sorted { $0.key < $1.key }.map {
            ["name": $0.key, "value": $0.value]
        }
    }
}
