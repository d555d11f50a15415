import TidegateEngine
import TidegateModel
import TidegateRules

/// The fields of a record: what is shown, and what is put in its place to edit it.
struct FieldView {
    let wording: Wording
    let record: Record
    /// Fields that are not there for this caller.
    var hidden: Set<String> = []
    /// Fields this caller may not change.
    var readonly: Set<String> = []
    /// Fields that rules hold as they are, and why.
    var locked: [String: Speech] = [:]
    var mayUpdate = true
    /// Said at the input of a field that an approval was asked about.
    let again: AskedAgain

    init(
        wording: Wording, record: Record, rights: RecordRights?, approvals: [ApprovalStanding] = []
    ) {
        self.wording = wording
        self.record = record
        again = AskedAgain(approvals, of: record.object, wording: wording)
        guard let rights else {
            mayUpdate = false
            return
        }
        (hidden, readonly, locked) = (rights.hidden, rights.readonly, rights.locked)
        mayUpdate = rights.mayUpdate
    }

    var object: Object { record.object }
    private var rules: ObjectRules? { wording.bundle.rules(of: object) }

    /// Every field of the object's own, in its order; the pipeline's is shown as the stage path.
    func rows() -> [[String: Any]] {
        let hues = ChoiceHues(object, wording.bundle)
        return (0..<object.firstSystemSlot).filter {
            $0 != rules?.pipeline?.slot && !hidden.contains(object.fields[$0].name)
        }.map { row($0, hues) }
    }

    func mayEdit(_ field: Field) -> Bool {
        guard let slot = object.slot(of: field.name) else { return false }
        return mayUpdate && field.isWritable && !hidden.contains(field.name)
            && !readonly.contains(field.name) && locked[field.name] == nil
            && rules?.isGuarded(slot) != true && rules?.pipeline?.slot != slot
            && !object.table.hasPrefix("tg_")
    }

    private func row(_ slot: Int, _ hues: ChoiceHues) -> [String: Any] {
        let field = object.fields[slot]
        let value = record[slot]
        let text = wording.value(of: record, slot)
        var row = input(field, typed: nil, id: "field-\(field.name)")
        row["text"] = text
        row["is_empty"] = text.isEmpty
        row["editable"] = mayEdit(field)
        row["why_not"] = mayEdit(field) ? "" : whyNot(field, slot)
        row["link"] = link(value, field)
        row["has_link"] = !link(value, field).isEmpty
        let isChoice = field.type.choices != nil
        row["is_tag"] = isChoice && !text.isEmpty
        row["hue"] = isChoice ? hues[slot, value.text ?? ""].cssClass : ""
        row["edit_label"] = wording(
            "record.edit_field",
            ["field": wording.label(field, object), "value": text.isEmpty ? "—" : text])
        return row
    }

    private func whyNot(_ field: Field, _ slot: Int) -> String {
        if rules?.isGuarded(slot) == true { return wording("record.set_by_approval") }
        if let why = locked[field.name] { return wording.speech(why, or: "") }
        if field.isWritable { return wording("record.read_only") }
        return wording("record.computed")
    }

    private func link(_ value: Value, _ field: Field) -> String {
        if let id = value.reference {
            guard wording.names[id] != nil, let target = field.type.target else { return "" }
            return RecordPlace(target, id).page
        }
        return field.type.behavior.link(value) ?? ""
    }

    // MARK: Inputs

    private func help(for field: Field) -> String {
        let notes = [
            field.type.behavior.control == .lines ? wording("form.one_a_line") : "",
            wording.label(.help(object.name, field.name)),
            object.slot(of: field.name).map(again.note) ?? "",
        ]
        return wording.texts.sentences(notes.filter { !$0.isEmpty }, wording.language)
    }

    /// What a template needs to draw the input of a field.
    ///
    /// - Parameter typed: what a person typed before; else the record's own value.
    func input(_ field: Field, typed: String?, id: String) -> [String: Any] {
        let value = record[field.name]
        let help = help(for: field)
        let was = Wording.raw(value, of: field)
        let raw = typed ?? was
        var input: [String: Any] = [
            "id": id, "name": field.name, "label": wording.label(field, object),
            "raw": raw, "was": was,
            "is_number": [.integer, .decimal].contains(field.type.kind), "is_percent": false,
            "help": help,
            "has_help": !help.isEmpty, "required": field.isRequired, "control": "text",
            "maximum_length": 0, "placeholder": "", "type": "text", "mode": "text", "target": "",
            "title": "",
            "shown": "", "chosen": "", "options": [], "checked": raw == "true" || raw == "yes",
        ]
        switch field.type.behavior.control {
        case .line(let kind, let length):
            input["type"] = kind.rawValue
            // What no browser knows how to write: `14 days`.
            if length == nil, kind == .text {
                input["placeholder"] = field.type.behavior.example.string ?? ""
            }
            input["maximum_length"] = length ?? 0
        case .area(let length):
            input["control"] = "area"
            input["maximum_length"] = length
        case .choice(let values):
            input["control"] = "choice"
            input["options"] = values.map {
                [
                    "value": $0, "label": wording.value(.text($0), field, object),
                    "selected": $0 == raw,
                ] as [String: Any]
            }
        case .choices(let values):
            let chosen = Set(raw.split(whereSeparator: \.isNewline).map(String.init))
            input["control"] = "choices"
            input["options"] = values.map {
                [
                    "value": $0,
                    "label": wording.label(.choice(object.name, field.name, $0)),
                    "selected": chosen.contains($0),
                ] as [String: Any]
            }
        case .lines: input["control"] = "area"
        case .flag: input["control"] = "boolean"
        case .number(let isWhole): input["mode"] = isWhole ? "numeric" : "decimal"
        case .percent:
            input["mode"] = "decimal"
            input["is_percent"] = true
        case .day: input["type"] = "date"
        case .reference(let target):
            input["control"] = "reference"
            input["target"] = target
            let chosen = RecordID(raw)
            input["chosen"] = chosen?.description ?? ""
            input["shown"] = chosen.flatMap { wording.names[$0] } ?? ""
            input["title"] = chosen == nil ? raw : input["shown"]
        }
        for control in ["text", "area", "choice", "choices", "boolean", "reference"] {
            input["is_\(control)"] = input["control"] as? String == control
        }
        return input
    }
}
