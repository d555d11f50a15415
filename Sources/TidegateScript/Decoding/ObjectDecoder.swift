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

    private static let fieldWords = [
        "text", "choice", "integer", "decimal", "money", "percent", "boolean", "date", "datetime",
        "duration", "reference", "email", "phone", "url", "autonumber",
    ]

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
        for part in body.nodes(Self.fieldWords + ["children", "unique", "index"]) {
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
        guard let type = type(node.kind, body) else { return nil }
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
        if type.canBeSummed { field.isSummed = body.bool("total") ?? field.isSummed }
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
            guard ["text", "choice", "email", "phone", "url"].contains(body.kind) else {
                return text
            }
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
        case .text(let text): field.type.kind == .text ? .text(text) : nil
        case .function, .node, .table: nil
        }
    }

    private func type(_ word: String, _ body: BodyReader) -> FieldType? {
        switch word {
        case "text":
            return .text(maximumLength: Int(body.integer("max") ?? Int64(Limits.textLength)))
        case "choice":
            guard body.require("values"), let values = body.texts("values") else { return nil }
            guard !values.isEmpty, Set(values).count == values.count else {
                body.report(
                    "choice.values", "values of a choice are different texts, at least one",
                    of: "values")
                return nil
            }
            return .choice(values)
        case "integer": return .integer
        case "decimal": return .decimal(scale: scale(body, otherwise: 4))
        case "money": return .money(scale: scale(body, otherwise: 2))
        case "percent": return .percent(scale: scale(body, otherwise: 2))
        case "boolean": return .boolean
        case "date": return .date
        case "datetime": return .datetime
        case "duration": return .duration
        case "email": return .email
        case "phone": return .phone
        case "url": return .url
        case "autonumber": return autonumber(body)
        case "reference": return reference(body)
        default: return nil
        }
    }

    private func scale(_ body: BodyReader, otherwise: Int) -> Int {
        guard let scale = body.integer("scale") else { return otherwise }
        guard (0...9).contains(scale) else {
            body.report(
                "field.scale", "scale is 0 to 9 digits, not \(scale)",
                of: "scale")
            return otherwise
        }
        return Int(scale)
    }

    private func autonumber(_ body: BodyReader) -> FieldType? {
        guard body.require("format"), let format = body.text("format") else { return nil }
        guard AutonumberFormat(format) != nil else {
            body.report(
                "autonumber.format",
                "a format has one group of zeros, such as \("OPP-{yyyy}-{0000}"), not \(format)",
                of: "format")
            return nil
        }
        return .autonumber(format: format)
    }

    private func reference(_ body: BodyReader) -> FieldType? {
        let rule = body.text("on_delete") ?? DeleteRule.restrict.rawValue
        guard let onDelete = DeleteRule(rawValue: rule) else {
            body.report(
                "reference.on_delete",
                "on_delete is one of \(list: DeleteRule.allCases.map(\.rawValue)), not \(rule)",
                of: "on_delete")
            return nil
        }
        guard body.require("to"), let target = body.text("to") else { return nil }
        return .reference(to: target, onDelete: onDelete)
    }
}
