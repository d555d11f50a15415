import TidegateModel
import TidegateRules

/// Writes the rows of a list. This is the part of the pages that is written most, so it goes through
/// ``HTMLWriter`` and not through a template.
struct TableWriter {
    let columns: ListColumns
    let wording: Wording
    let hues: ChoiceHues
    let value: ValueText
    private let labels: [Int: String]
    private let beside: [RecordID: Record]
    /// A reference to what the reader may not see.
    private let unseen: String

    /// - Parameter beside: the records referred to whose fields are columns too.
    init(_ columns: ListColumns, _ wording: Wording, _ beside: [RecordID: Record] = [:]) {
        self.columns = columns
        self.wording = wording
        self.beside = beside
        hues = ChoiceHues(columns.object, wording.bundle)
        value = ValueText(language: wording.language, texts: wording.texts)
        unseen = "<span class=\"none\">\(wording("value.unseen"))</span>"
        let object = columns.object
        labels = Dictionary(
            uniqueKeysWithValues: columns.slots.map {
                ($0, wording.label(object.fields[$0], object))
            })
    }

    func rows(_ records: [Record], titles: [String]) -> String {
        var html = HTMLWriter(capacity: 1024 + records.count * (160 + columns.slots.count * 96))
        var made = Made()
        for (record, title) in zip(records, titles) { row(&html, record, title, &made) }
        return html.string
    }

    /// The same few people and stages stand in every row.
    private struct Made {
        var people: [RecordID: String] = [:]
        var choices: [Int: [String: String]] = [:]
    }

    private func row(
        _ html: inout HTMLWriter, _ record: Record, _ title: String,
        _ made: inout Made
    ) {
        html.raw("<tr><td><a class=\"lead\"")
        html.attribute("href", record.place.page)
        html.raw(">")
        html.text(title.isEmpty ? record.id.description : title)
        html.raw("</a></td>")
        for slot in columns.slots { cell(&html, record, slot, &made) }
        for column in columns.besides { cell(&html, record, column) }
        html.raw("</tr>\n")
    }

    private func cell(
        _ html: inout HTMLWriter, _ record: Record, _ column: Condition.Beside
    ) {
        let (object, field) = (column.object, column.object.fields[column.slot])
        let value = record[column.reference].reference.flatMap { beside[$0] }?[column.slot] ?? .none
        guard !value.isMissing else {
            return html.raw("<td class=\"none end\"><span>—</span></td>")
        }
        html.raw("<td class=\"number\"")
        html.attribute("data-label", wording.label(field, object))
        html.raw(">")
        html.text(self.value(value, field.type))
        html.raw("</td>")
    }

    private func cell(
        _ html: inout HTMLWriter, _ record: Record, _ slot: Int,
        _ made: inout Made
    ) {
        let field = record.object.fields[slot]
        let value = record[slot]
        guard !value.isMissing else {
            html.raw(field.type.isNumber ? "<td class=\"none end\">" : "<td class=\"none\">")
            return html.raw("<span>—</span></td>")
        }
        // On a phone there is no heading above a figure or a date; the label stands before it.
        if field.type.isNumber || field.type == .date || field.type == .datetime {
            html.raw(field.type.isNumber ? "<td class=\"number\"" : "<td")
            html.attribute("data-label", labels[slot] ?? "")
            html.raw(">")
        } else {
            html.raw("<td>")
        }
        if field.type.isPerson, let id = value.reference {
            let name = made.people[id] ?? person(wording.names[id])
            made.people[id] = name
            html.html(name)
        } else if field.type.choices != nil, let choice = value.text {
            let name = made.choices[slot]?[choice] ?? tag(choice, field, slot)
            made.choices[slot, default: [:]][choice] = name
            html.html(name)
        } else {
            inside(&html, record, slot)
        }
        html.raw("</td>")
    }

    private func inside(_ html: inout HTMLWriter, _ record: Record, _ slot: Int) {
        let (value, field) = (record[slot], record.object.fields[slot])
        switch value {
        case .reference(let id):
            guard let name = wording.names[id] else { return html.html(unseen) }
            guard let target = field.type.target else { return html.text(name) }
            link(&html, RecordPlace(target, id).page, name, leavesHere: false)
        case .bool(let flag):
            html.raw(flag ? "<span class=\"yes\">" : "<span class=\"faint\">")
            html.text(self.value(value))
            html.raw("</span>")
        case .datetime(let instant):
            html.raw("<time")
            html.attribute("datetime", instant.description)
            html.raw(">")
            html.text(self.value(value))
            html.raw("</time>")
        case .text(let text):
            guard let address = field.type.behavior.link(value) else { return html.text(text) }
            link(&html, address, text, leavesHere: true)
        case .json: html.text(wording.value(value, field, record.object))
        case .decimal:
            html.text(wording.amount(self.value(value, field.type), record, slot))
        case .none, .integer, .date, .duration: html.text(self.value(value, field.type))
        }
    }

    private func link(
        _ html: inout HTMLWriter, _ address: String, _ text: String, leavesHere: Bool
    ) {
        html.raw(leavesHere ? "<a rel=\"noopener noreferrer\"" : "<a")
        html.attribute("href", address)
        html.raw(">")
        html.text(text)
        html.raw("</a>")
    }

    private func tag(_ choice: String, _ field: Field, _ slot: Int) -> String {
        var html = HTMLWriter(capacity: 100)
        html.raw("<span")
        html.attribute("class", "tag " + hues[slot, choice].cssClass)
        html.raw(">")
        html.text(wording.value(.text(choice), field, columns.object))
        html.raw("</span>")
        return html.string
    }

    private func person(_ name: String?) -> String {
        var html = HTMLWriter(capacity: 200)
        guard let name else { return unseen }
        html.raw("<span class=\"person\"><span aria-hidden=\"true\"")
        html.attribute("class", "avatar " + Hue.of(name).cssClass)
        html.raw(">")
        html.text(name.initials)
        html.raw("</span><span class=\"cut\">")
        html.text(name)
        html.raw("</span></span>")
        return html.string
    }
}

/// The colour of each value of an object's choice fields: stages from their place on the way, what
/// is won green, what is lost red; others take turns.
struct ChoiceHues: Sendable {
    private var hues: [Int: [String: Hue]] = [:]

    init(_ object: Object, _ bundle: Bundle) {
        let pipeline = bundle.rules(of: object)?.pipeline
        for (slot, field) in object.fields.enumerated() {
            guard let values = field.type.choices else { continue }
            let stages = pipeline?.slot == slot ? pipeline?.stages : nil
            hues[slot] = Dictionary(
                values.enumerated().map { place, value in
                    let stage = stages?.first { $0.name == value }
                    return (value, stage.map { Self.hue(of: $0, place) } ?? Self.turn(place))
                }, uniquingKeysWith: { first, _ in first })
        }
    }

    subscript(slot: Int, value: String) -> Hue { hues[slot]?[value] ?? .gray }

    private static func hue(of stage: Stage, _ place: Int) -> Hue {
        guard stage.isFinal else { return ways[place % ways.count] }
        switch stage.probability {
        case .some(0): return .red
        case .some: return .green
        // A pipeline without chances tells by their words: what is called off is no success.
        case nil: return stage.name.contains("cancel") ? .gray : .green
        }
    }

    private static func turn(_ place: Int) -> Hue {
        let hues: [Hue] = [.blue, .violet, .teal, .amber, .pink, .orange, .green, .gray]
        return hues[place % hues.count]
    }

    private static let ways: [Hue] = [.gray, .blue, .violet, .amber, .orange, .teal]
}
