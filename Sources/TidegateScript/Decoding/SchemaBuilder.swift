import TidegateModel
import TidegateRules

/// Puts objects together from their declaration and every extension, and checks what they refer to.
struct SchemaBuilder {
    let context: DecodingContext
    let engineObjects: [Object]

    func build(from nodes: [Node]) -> Schema {
        let decoder = ObjectDecoder(context: context)
        let drafts = nodes.map { (node: $0, draft: decoder.decode($0)) }
        let declared = drafts.filter { $0.node.kind == "object" }.map(\.draft)
        context.reportDuplicates(declared.map { ($0.name, $0.origin) }, "object")
        var objects: [String: ObjectDecoder.Draft] = [:]
        var order: [String] = []
        var tables: [String: String] = [:]
        for draft in declared where objects[draft.name] == nil {
            reportReserved(draft)
            if let other = tables.updateValue(draft.name, forKey: draft.name.snakeCased) {
                report(
                    "object.table",
                    "\(draft.name) and \(other) would share the table \(draft.name.snakeCased); "
                        + "choose another name", draft.origin)
            }
            objects[draft.name] = draft
            order.append(draft.name)
        }
        for (_, draft) in drafts.filter({ $0.node.kind == "extend" }) {
            guard var object = objects[draft.name] else {
                report(
                    "object.unknown", "unknown object \(draft.name)",
                    instead: suggestion(for: draft.name, among: order), draft.origin)
                continue
            }
            object.label = draft.label ?? object.label
            object.plural = draft.plural ?? object.plural
            object.labels += draft.labels
            object.fields += draft.fields
            object.children += draft.children
            object.uniques += draft.uniques
            object.indexes += draft.indexes
            object.alsoSearched += draft.alsoSearched
            objects[draft.name] = object
        }
        reportSecondLabels(drafts.map(\.draft).filter { $0.label != nil }, declared)
        let made = order.compactMap { objects[$0] }.map(object)
        let schema = Schema(made + engineObjects)
        made.forEach { check($0, schema) }
        return schema
    }

    private func object(_ draft: ObjectDecoder.Draft) -> Object {
        context.reportDuplicates(
            draft.fields.map { ($0.name, $0.origin ?? draft.origin) }
                + draft.children.map { ($0.name, $0.origin ?? draft.origin) }, "field")
        var seen = Set(Object.systemFields.map(\.name))
        let fields = draft.fields.filter { field in
            guard seen.insert(field.name).inserted else {
                if Object.systemFields.contains(where: { $0.name == field.name }) {
                    report(
                        "field.reserved", "every object has \(field.name) already",
                        field.origin ?? draft.origin)
                }
                return false
            }
            return true
        }
        return Object(
            name: draft.name, label: draft.label, plural: draft.plural, title: draft.title,
            fields: relabelled(fields, draft), children: draft.children, uniques: draft.uniques,
            indexes: draft.indexes, search: draft.search,
            alsoSearched: draft.alsoSearched, origin: draft.origin)
    }

    /// The fields as other packs call them.
    private func relabelled(_ fields: [Field], _ draft: ObjectDecoder.Draft) -> [Field] {
        context.reportDuplicates(
            draft.labels.map { ("\(draft.name).\($0.field)", $0.place) }, "label")
        var fields = fields
        for (name, label, place) in draft.labels {
            guard let index = fields.firstIndex(where: { $0.name == name }) else {
                report(
                    "field.unknown", "unknown field \(name) of \(draft.name)",
                    instead: suggestion(for: name, among: fields.map(\.name)), place)
                continue
            }
            fields[index].label = label
        }
        return fields
    }

    /// What an object is called may be changed once: two packs that disagree would take turns by
    /// the order of their names.
    private func reportSecondLabels(
        _ labelled: [ObjectDecoder.Draft], _ declared: [ObjectDecoder.Draft]
    ) {
        let own = Set(declared.map(\.origin))
        context.reportDuplicates(
            labelled.filter { !own.contains($0.origin) }.map { ($0.name, $0.origin) }, "label")
    }

    private func reportReserved(_ draft: ObjectDecoder.Draft) {
        let table = draft.name.snakeCased
        let isReserved = ["tg_", "sqlite_"].contains { table.hasPrefix($0) }
        if isReserved || engineObjects.contains(where: { $0.name == draft.name }) {
            report(
                "object.reserved", "\(draft.name) belongs to the engine; choose another name",
                draft.origin)
        }
    }

    private func check(_ object: Object, _ schema: Schema) {
        let names = schema.objects.map(\.name)
        for field in object.fields where !field.isSystem {
            guard case .reference(let type) = field.type, schema[type.target] == nil,
                let origin = field.origin ?? object.origin
            else { continue }
            report(
                "object.unknown", "unknown object \(type.target)",
                instead: suggestion(for: type.target, among: names), origin,
                about: .init("to", of: field.name, on: object.name))
        }
        for field in object.fields { checkCurrency(field, of: object, schema) }
        for children in object.children { check(children, of: object, schema) }
        checkSearch(object)
        for name in (object.uniques + object.indexes).flatMap({ $0 })
        where object.slot(of: name) == nil {
            if let origin = object.origin {
                report(
                    "field.unknown", "unknown field \(name) of \(object.name)",
                    instead: suggestion(for: name, among: object.fields.map(\.name)), origin)
            }
        }
    }

    /// Where money says which field has its currency, there is one.
    private func checkCurrency(_ field: Field, of object: Object, _ schema: Schema) {
        guard case .money(let money) = field.type, case .field(let names)? = money.currency,
            let origin = field.origin ?? object.origin
        else { return }
        var holder: Object? = object
        var found: Field?
        for name in names {
            found = holder?.field(name)
            holder = found?.type.target.flatMap { schema[$0] }
        }
        if found?.type != .currency {
            report(
                "money.currency",
                "\(names.joined(separator: ".")) is no field of the type currency that \(object.name) leads to",
                origin, about: .init("currency", of: field.name, on: object.name))
        }
    }

    /// What is searched are texts of people's own; a value of a choice is found by a condition.
    private func checkSearch(_ object: Object) {
        guard let origin = object.origin else { return }
        for name in object.search {
            guard let field = object.field(name) else {
                report(
                    "field.unknown", "unknown field \(name) of \(object.name)",
                    instead: suggestion(for: name, among: object.fields.map(\.name)), origin)
                continue
            }
            if !field.type.isSearchable {
                report(
                    "object.search",
                    "search names texts, and \(object.name).\(name) is \(field.type.word)", origin)
            }
        }
    }

    private func check(_ children: ChildrenField, of object: Object, _ schema: Schema) {
        guard let origin = children.origin ?? object.origin else { return }
        let option = PackFinding.Option("of", of: children.name, on: object.name)
        guard let child = schema[children.object] else {
            report(
                "object.unknown", "unknown object \(children.object)",
                instead: suggestion(for: children.object, among: schema.objects.map(\.name)),
                origin, about: option)
            return
        }
        guard child.field(children.field)?.type.target == object.name else {
            report(
                "children.of",
                "\(children.object).\(children.field) is not a reference to \(object.name)", origin,
                about: option)
            return
        }
    }

    private func report(
        _ code: String, _ text: FindingText, instead: String? = nil, _ place: RuleLocation,
        about option: PackFinding.Option? = nil
    ) {
        context.findings.append(
            PackFinding(.error, code, text, instead: instead, at: place, about: option))
    }
}
