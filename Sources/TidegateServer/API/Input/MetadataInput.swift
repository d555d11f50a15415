import TidegateEngine
import TidegateModel
import TidegateScript

/// A change of objects and fields as a request says it.
///
///     {"do": "add_field", "object": "Account",
///      "field": {"name": "segment", "kind": "choice", "values": ["A", "B"],
///                "options": {"label": "Segment", "required": true}}}
enum MetadataInput {
    static let members = [
        "do", "object", "field", "name", "label", "plural", "definition", "basis",
    ]
    static let verbs = [
        "add_object", "add_field", "change_field", "relabel_object", "relabel_field",
        "remove_field", "remove_object",
    ]

    static func change(_ body: JSONMembers) throws -> MetadataChange {
        let verb = try body.requiredText("do")
        switch verb {
        case "add_object":
            guard let definition = body["definition"] else {
                throw APISentences.missingMember("definition")
            }
            return .addObject(try object(definition))
        case "add_field", "change_field":
            guard let json = body["field"] else { throw APISentences.missingMember("field") }
            let draft = try field(json).draft()
            let name = try body.requiredText("object")
            return verb == "add_field" ? .addField(draft, to: name) : .changeField(draft, of: name)
        case "relabel_object":
            return .relabelObject(
                try body.requiredText("object"), label: try body.text("label"),
                plural: try body.text("plural"))
        case "relabel_field":
            return .relabelField(
                try body.requiredText("name"), of: try body.requiredText("object"),
                label: try body.requiredText("label"))
        case "remove_field":
            return .removeField(
                try body.requiredText("name"), of: try body.requiredText("object"))
        case "remove_object": return .removeObject(try body.requiredText("object"))
        default:
            throw APISentences.badParameter(
                "do", verb, want: "one of " + verbs.joined(separator: ", "))
        }
    }

    private static func object(_ json: JSON) throws -> ObjectDraft {
        let members = try known(
            json, "definition", ["name", "label", "plural", "title", "fields", "access"])
        let fields = try list(members["fields"], "fields").map(field)
        let access = try list(members["access"], "access").map { json in
            let members = try known(json, "access", ["role", "rights"])
            return AccessRequest(
                role: try members.requiredText("role"),
                rights: try texts(members.object("rights"), "rights"))
        }
        return try ObjectRequest(
            name: members.requiredText("name"), label: members.text("label"),
            plural: members.text("plural"), title: members.text("title"), fields: fields,
            access: access
        ).draft()
    }

    private static func field(_ json: JSON) throws -> FieldRequest {
        let members = try known(json, "field", ["name", "kind", "options", "values"])
        return FieldRequest(
            name: try members.requiredText("name"), kind: try members.requiredText("kind"),
            options: try texts(members.object("options"), "options"),
            values: try list(members["values"], "values").map { value in
                guard let text = value.string else {
                    throw APISentences.wrongMember("values", want: "texts", found: value)
                }
                return text
            })
    }

    private static func known(
        _ json: JSON, _ what: String, _ names: [String]
    ) throws -> JSONMembers {
        guard let members = json.members else {
            throw APISentences.wrongMember(what, want: "an object", found: json)
        }
        for member in members where !names.contains(member.name) {
            throw APISentences.unknownMember(member.name, names)
        }
        return JSONMembers(members)
    }

    private static func list(_ json: JSON?, _ name: String) throws -> [JSON] {
        guard let json else { return [] }
        guard let values = json.array else {
            throw APISentences.wrongMember(name, want: "an array", found: json)
        }
        return values
    }

    /// Options are texts, as on a form; numbers and flags may come as what they are.
    private static func texts(_ members: [JSON.Member], _ name: String) throws -> [String: String] {
        var texts: [String: String] = [:]
        for member in members {
            switch member.value {
            case .string(let text), .number(let text): texts[member.name] = text
            case .bool(let flag): texts[member.name] = flag ? "true" : "false"
            case .null: continue
            case .array, .object:
                throw APISentences.wrongMember(
                    "\(name).\(member.name)", want: "a text, a number or a flag",
                    found: member.value)
            }
        }
        return texts
    }
}
