import TidegateModel
import TidegateRules
import TidegateScript

/// What was typed into the form for a new object.
struct ObjectForm {
    private(set) var request: ObjectRequest
    private var planned = ""

    /// Kinds that need nothing but a name; the others are added on the object's page.
    static let kinds = [
        "text", "integer", "decimal", "money", "percent", "boolean", "date", "datetime", "duration",
        "email", "phone", "url",
    ]
    private static let rows = 5
    /// What a field is called, in every language.
    private static let labels = Language.allCases.map(\.labelOption)

    init() {
        request = ObjectRequest(
            name: "",
            fields: [FieldRequest(name: "name", kind: "text", options: ["required": "true"])])
    }

    /// What was typed as the title; ``request`` has one in any case.
    private var title: String?

    init(_ form: Form) {
        let fields = (0..<Self.rows).compactMap { row -> FieldRequest? in
            var options: [String: String] = [:]
            for option in Self.labels { options[option] = form.filled("field.\(row).\(option)") }
            let name = form.filled("field.\(row).name")
            // A label alone is a field whose name is missing, which is said.
            guard name != nil || !options.isEmpty else { return nil }
            if !form["field.\(row).required"].isEmpty { options["required"] = "true" }
            return FieldRequest(name: name ?? "", kind: form["field.\(row).kind"], options: options)
        }
        var rights: [String: [String: String]] = [:]
        for right in form.all("access") {
            let parts = right.split(separator: " ", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { continue }
            rights[parts[1], default: [:]][parts[0]] = "true"
        }
        title = form.filled("title")
        request = ObjectRequest(
            name: form["name"], label: form.filled("label"), plural: form.filled("plural"),
            words: Language.labels(form.filled), title: title ?? Self.title(fields), fields: fields,
            access: rights.sorted { $0.key < $1.key }
                .map { AccessRequest(role: $0.key, rights: $0.value) })
        planned = form["planned"]
    }

    /// A record without a field `name` is called by its first text.
    private static func title(_ fields: [FieldRequest]) -> String? {
        guard !fields.contains(where: { $0.name == "name" }) else { return nil }
        return fields.first { $0.kind == "text" && !$0.name.isEmpty }.map { "{\($0.name)}" }
    }

    /// Whether exactly this was looked at as a plan and is to be done now.
    func isConfirmed(_ form: Form) -> Bool { !form["apply"].isEmpty && planned == digest }

    var digest: String {
        let names = [request.name, request.label, request.plural, request.title].map { $0 ?? "" }
        let fields = request.fields.map { FieldForm($0).digest }
        let access = request.access.map { access in
            access.role + " " + access.rights.keys.sorted().joined(separator: " ")
        }
        let labels = Language.translated.map { request.words[$0] ?? "" }
        let words = names + labels + fields + access
        return Digest.sha256Hex(Array(words.joined(separator: "\u{0}").utf8))
    }

    func model(
        roles: [(Role, label: String)], errors: [String: String], _ reader: Language,
        kinds: (String) -> String, rights: (String) -> String
    ) -> [String: Any] {
        func words(_ language: Language) -> [String: Any] {
            Self.words(
                language, language == .english ? request.label : request.words[language])
        }
        return [
            "name": request.name, "plural": request.plural ?? "",
            "own": words(reader), "is_english": reader == .english,
            "words": Language.allCases.filter { $0 != reader }.map(words),
            "is_translated": !request.words.isEmpty,
            "object_title": title ?? "", "planned": digest, "error_of": errors,
            "rows": (0..<Self.rows).map { row($0, errors, reader, kinds) },
            "rights": AccessRequest.rights.map { ["name": $0, "label": rights($0)] },
            "roles": roles.map { access(of: $0.0, $0.label, rights) }, "has_roles": !roles.isEmpty,
        ]
    }

    private static func words(_ language: Language, _ text: String?) -> [String: Any] {
        [
            "option": language.labelOption, "code": language.rawValue,
            "own_name": language.ownName, "is_english": language == .english,
            "text": text ?? "",
        ]
    }

    private func row(
        _ index: Int, _ errors: [String: String], _ reader: Language, _ kinds: (String) -> String
    ) -> [String: Any] {
        let field = request.fields.indices.contains(index) ? request.fields[index] : nil
        return [
            "index": "\(index)", "number": "\(index + 1)", "name": field?.name ?? "",
            // Proposed, not typed: a label that is given makes another.
            "is_proposed": field?.name == "name" && field?.options["label"] == nil,
            "error": errors["fields.\(index).name"] ?? "",
            "has_error": errors["fields.\(index).name"] != nil,
            "own": Self.words(reader, field?.options[reader.labelOption]),
            "words": Language.allCases.filter { $0 != reader }
                .map { Self.words($0, field?.options[$0.labelOption]) },
            "required": field?.options["required"] != nil,
            "kinds": Self.kinds.map {
                ["name": $0, "label": kinds($0), "current": $0 == (field?.kind ?? "text")]
                    as [String: Any]
            },
        ]
    }

    private func access(
        of role: Role, _ name: String, _ label: (String) -> String
    ) -> [String: Any] {
        let given = request.access.first { $0.role == role.name }?.rights ?? [:]
        return [
            "name": role.name, "role_label": name,
            "rights": AccessRequest.rights.map { right in
                [
                    "value": "\(right) \(role.name)", "label": label(right),
                    "checked": given[right] != nil,
                ] as [String: Any]
            },
        ]
    }
}
