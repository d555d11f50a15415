import TidegateModel
import TidegateScript

/// What was typed into the form for a field. Every kind's options stand in the form, and the page
/// shows those of the chosen kind; what belongs to another kind is not sent on.
struct FieldForm {
    private(set) var request: FieldRequest
    private var planned = ""

    private static let flags = ["required", "unique", "index", "gap_free"]

    init() {
        request = FieldRequest(name: "", kind: "text")
    }

    init(_ request: FieldRequest) {
        self.request = request
    }

    init(_ form: Form) {
        let kind = form["kind"].isEmpty ? "text" : form["kind"]
        request = FieldRequest(name: form["name"], kind: kind)
        for option in FieldRequest.options(of: kind) where option != "values" {
            if Self.flags.contains(option) {
                request.options[option] = form[option].isEmpty ? nil : "true"
            } else {
                request.options[option] = form.filled(option)
            }
        }
        if FieldType.options(of: kind).contains("values") {
            // A text area sends its lines with CR LF.
            request.values = form["values"].split(whereSeparator: \.isNewline).map(String.init)
                .filter { !$0.isEmpty }
        }
        planned = form["planned"]
    }

    mutating func fix(name: String) { request.name = name }

    /// Whether exactly this was looked at as a plan and is to be done now.
    func isConfirmed(_ form: Form) -> Bool { !form["apply"].isEmpty && planned == digest }

    var digest: String {
        let options = request.options.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        let words = [request.name, request.kind] + options + request.values
        return Digest.sha256Hex(Array(words.joined(separator: "\u{0}").utf8))
    }

    func model(
        objects: [(Object, label: String)], errors: [String: String], _ reader: Language,
        text: (String) -> String
    ) -> [String: Any] {
        func value(_ option: String) -> String { request.options[option] ?? "" }
        return [
            "name": request.name, "planned": digest, "error_of": errors,
            "kind": request.kind,
            "kinds": FieldRequest.kinds.map {
                ["name": $0, "label": text("kind.\($0)"), "current": $0 == request.kind]
                    as [String: Any]
            },
            "own": words(reader, errors, text), "is_english": reader == .english,
            "languages": Language.allCases.filter { $0 != reader }.map { words($0, errors, text) },
            "is_translated": Language.allCases.contains { language in
                language != reader && request.options[language.labelOption] != nil
            },
            "help": value("help"), "default": value("default"),
            "min": value("min"), "max": value("max"), "scale": value("scale"),
            "format": value("format"), "currency": value("currency"), "of": value("of"),
            "formula": value("formula"),
            "rollup": value("rollup"), "values": request.values.joined(separator: "\n"),
            "required": !value("required").isEmpty, "unique": !value("unique").isEmpty,
            "index": !value("index").isEmpty, "gap_free": !value("gap_free").isEmpty,
            "is_computed": !value("formula").isEmpty || !value("rollup").isEmpty,
            "totals": ["", "true", "false"].map { choice in
                [
                    "name": choice,
                    "label": text("admin.total_\(choice.isEmpty ? "usual" : choice)"),
                    "current": choice == value("total"),
                ] as [String: Any]
            },
            "objects": objects.sorted { $0.label < $1.label }.map {
                ["name": $0.0.name, "label": $0.label, "current": $0.0.name == value("to")]
                    as [String: Any]
            },
            "delete_rules": DeleteRule.allCases.map {
                [
                    "name": $0.rawValue, "label": text("on_delete.\($0.rawValue)"),
                    "current": $0.rawValue == value("on_delete"),
                ] as [String: Any]
            },
        ]
    }

    /// The boxes of one language.
    private func words(
        _ language: Language, _ errors: [String: String], _ text: (String) -> String
    ) -> [String: Any] {
        let (label, values) = (language.labelOption, language.option("values"))
        return [
            "code": language.rawValue, "own_name": language.ownName,
            "is_english": language == .english,
            "label_name": label, "label_text": request.options[label] ?? "",
            "label_error": errors[label] ?? "", "has_label_error": errors[label] != nil,
            "values_name": values, "values_text": request.options[values] ?? "",
            "values_error": errors[values] ?? "", "has_values_error": errors[values] != nil,
        ]
    }
}

extension Language {
    /// The option of a request that says what something is called in this language.
    var labelOption: String { self == .english ? "label" : option("label") }
}
