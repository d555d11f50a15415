import TidegateEngine
import TidegateModel
import TidegateScript

/// A change of objects and fields as the API takes it:
///
///     {"change": "add_field", "object": "Account",
///      "definition": {"name": "segment", "kind": "choice", "values": ["A", "B"], "default": "B"}}
struct MetadataInput {
    let change: MetadataChange

    static let members =
        [
            "change", "object", "field", "label", "plural", "title", "definition", "fields",
            "access",
            "basis",
        ] + Language.translated.map { $0.option("label") }
    static let changes = [
        "add_object", "add_field", "change_field", "relabel_object", "relabel_field",
        "set_access", "remove_field", "remove_object",
    ]

    init(_ body: JSONMembers) throws {
        let name = try body.requiredText("change")
        switch name {
        case "add_object": change = .addObject(try Self.object(body).draft())
        case "add_field":
            change = .addField(try Self.definition(body), to: try body.requiredText("object"))
        case "change_field":
            change = .changeField(try Self.definition(body), of: try body.requiredText("object"))
        case "relabel_object":
            change = .relabelObject(
                try body.requiredText("object"), try Self.labels(body, plural: body.text("plural")))
        case "relabel_field":
            change = .relabelField(
                try body.requiredText("field"), of: try body.requiredText("object"),
                try Self.labels(body))
        case "set_access":
            // Left out is not the same as empty: nobody takes all rights away by forgetting a member.
            guard body["access"] != nil else { throw APISentences.missingMember("access") }
            let object = try body.requiredText("object")
            change = .setAccess(
                try AccessRequest.drafts(
                    try Self.list("access", body).map(Self.access), of: object), of: object)
        case "remove_field":
            change = .removeField(
                try body.requiredText("field"), of: try body.requiredText("object"))
        case "remove_object": change = .removeObject(try body.requiredText("object"))
        default:
            throw APISentences.badParameter(
                "change", name, want: "one of " + Self.changes.joined(separator: ", "))
        }
    }

    // MARK: Parts

    private static func labels(_ body: JSONMembers, plural: String? = nil) throws -> NewLabels {
        let labels = NewLabels(
            label: try body.text("label"), plural: plural, words: try Language.labels(body.text))
        guard !labels.isEmpty else { throw APISentences.missingMember("label") }
        return labels
    }

    private static func object(_ body: JSONMembers) throws -> ObjectRequest {
        ObjectRequest(
            name: try body.requiredText("object"), label: try body.text("label"),
            plural: try body.text("plural"), words: try Language.labels(body.text),
            title: try body.text("title"),
            fields: try list("fields", body).map { try field($0, "fields") },
            access: try list("access", body).map(access))
    }

    private static func definition(_ body: JSONMembers) throws -> FieldDraft {
        guard let json = body["definition"] else { throw APISentences.missingMember("definition") }
        return try field(json, "definition").draft()
    }

    private static func list(_ name: String, _ body: JSONMembers) throws -> [JSON] {
        guard let value = body[name] else { return [] }
        guard let list = value.array else {
            throw APISentences.wrongMember(name, want: "an array", found: value)
        }
        guard list.count <= ServerLimits.formFields else {
            throw APISentences.wrongMember(name, want: "shorter", found: value)
        }
        return list
    }

    /// Options as texts; what they are is the draft's to judge.
    private static func field(_ json: JSON, _ name: String) throws -> FieldRequest {
        guard let members = json.members else {
            throw APISentences.wrongMember(name, want: "made of objects", found: json)
        }
        var request = FieldRequest(name: "", kind: "")
        for member in members {
            switch member.name {
            case "name": request.name = try text(member)
            case "kind": request.kind = try text(member)
            case "values":
                guard let values = member.value.array else {
                    throw APISentences.wrongMember("values", want: "an array", found: member.value)
                }
                request.values = try values.map { try text(JSON.Member("values", $0)) }
            default:
                if member.value != .null { request.options[member.name] = try text(member) }
            }
        }
        return request
    }

    private static func access(_ json: JSON) throws -> AccessRequest {
        guard let members = json.members else {
            throw APISentences.wrongMember("access", want: "made of objects", found: json)
        }
        var request = AccessRequest(role: "", rights: [:])
        for member in members {
            let text = try text(member)
            if member.name == "role" {
                request.role = text
            } else {
                request.rights[member.name] = text
            }
        }
        return request
    }

    private static func text(_ member: JSON.Member) throws -> String {
        switch member.value {
        case .string(let text), .number(let text): text
        case .bool(let flag): flag ? "true" : "false"
        case .null, .array, .object:
            throw APISentences.wrongMember(member.name, want: "a text", found: member.value)
        }
    }
}
