import TidegateModel
import TidegateRules

/// `object "Opportunity" { … }` and `extend "Account" { … }`.
///
/// Objects are decoded before anything else, because conditions are checked against them.
struct ObjectDecoder {
    let context: DecodingContext

    /// What one declaration adds.
    struct Draft {
        var name: String
        var label: String?
        var plural: String?
        var title: String?
        /// Other labels of fields that stand elsewhere.
        var labels: [(field: String, label: String, place: RuleLocation)] = []
        var fields: [Field] = []
        var children: [ChildrenField] = []
        var uniques: [[String]] = []
        var indexes: [[String]] = []
        var origin: RuleLocation
    }

    func decode(_ node: Node) -> Draft {
        let body = BodyReader(node, context)
        var draft = Draft(name: node.name, origin: body.location)
        draft.label = body.text("label")
        draft.plural = body.text("plural")
        if node.kind == "extend" {
            draft.labels = (body.textMap("labels") ?? []).map {
                ($0.key, $0.text, body.location(of: "labels"))
            }
        } else {
            draft.title = body.text("title")
            if ObjectName(node.name) == nil {
                body.report(
                    "object.name",
                    "an object is named like SalesOrder: a capital, then letters and digits, "
                        + "not \"\(node.name)\"")
            }
        }
        for part in body.nodes(FieldType.words + ["children", "unique", "index"]) {
            add(part, to: &draft)
        }
        body.finish(takesElements: true)
        return draft
    }

    private func add(_ node: Node, to draft: inout Draft) {
        let body = BodyReader(node, context, fieldOf: draft.name)
        switch node.kind {
        case "unique": draft.uniques.append(body.elements())
        case "index": draft.indexes.append(body.elements())
        case "children": children(node, body).map { draft.children.append($0) }
        default: field(node, body).map { draft.fields.append($0) }
        }
        body.finish(takesElements: node.kind == "unique" || node.kind == "index")
    }

    private func children(_ node: Node, _ body: BodyReader) -> ChildrenField? {
        let label = body.text("label")
        guard body.require("of"), let of = body.text("of") else { return nil }
        let parts = of.split(separator: ".").map(String.init)
        guard parts.count == 2 else {
            body.report(
                "children.of", "of names an object and its field, such as Line.order, not \(of)",
                of: "of")
            return nil
        }
        return ChildrenField(
            name: node.name, object: parts[0], field: parts[1], label: label, origin: body.location)
    }

    private func field(_ node: Node, _ body: BodyReader) -> Field? {
        guard FieldName(node.name) != nil else {
            body.report(
                "field.name",
                "a field is named like close_date: lower-case letters, digits and _, "
                    + "not \"\(node.name)\"")
            return nil
        }
        var options = BodyOptions(body: body)
        guard let type = FieldType.declared(node.kind, &options) else { return nil }
        var field = Field(name: node.name, type: type, label: body.text("label"))
        field.origin = body.location
        field.help = body.text("help")
        field.isRequired = body.bool("required") ?? false
        field.formulaSource = body.text("formula")
        field.rollupSource = body.text("rollup")
        if [ValueKind.integer, .decimal].contains(type.kind) {
            field.minimum = body.decimal("min")
            field.maximum = body.decimal("max")
        }
        if type.behavior.canBeSummed { field.isSummed = body.bool("total") ?? field.isSummed }
        field.defaultSource = defaultSource(body, field)
        if case .percent = type {
            field.minimum = field.minimum ?? (body.has("min") ? nil : .zero)
        }
        return field
    }

    /// A default is a condition's source: `"me()"`; a text of a choice stands for itself.
    private func defaultSource(_ body: BodyReader, _ field: Field) -> String? {
        guard let item = body.item("default") else { return nil }
        if let value = constant(item, field), case .failure(let problem) = field.convert(value) {
            body.report(
                "field.default", "default of \(problem)", of: "default")
            return nil
        }
        switch item {
        case .integer(let number): return String(number)
        case .number(let number): return number.description
        case .bool(let flag): return flag ? "true" : "false"
        case .value(let value): return value.description
        case .text(let text):
            guard field.type.takesText else { return text }
            return "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
        case .function, .node, .table:
            body.report(
                "field.default", "default is a value or a condition, not \(phrase: item.word)",
                of: "default")
            return nil
        }
    }

    /// A default that is a value, not a condition.
    private func constant(_ item: Item, _ field: Field) -> Value? {
        switch item {
        case .integer(let number): .integer(number)
        case .number(let number): Decimal(number.description).map(Value.decimal)
        case .bool(let flag): .bool(flag)
        case .value(let value): value
        case .text(let text): field.type.takesText ? .text(text) : nil
        case .function, .node, .table: nil
        }
    }
}
