import TidegateModel

/// The document as tables for people: the addresses once, whatever the object, then what each
/// object's records hold.
extension OpenAPIDocument {
    public var markdown: String {
        var text = "## Addresses\n\n| request | does |\n| --- | --- |\n"
        for (request, summary) in requests { text += "| `\(request)` | \(summary) |\n" }
        text += "\n## Records\n"
        for (name, schema) in schemas where name.hasSuffix(".record") {
            text += table(String(name.dropLast(".record".count)), schema)
        }
        return text
    }

    private var schemas: [(String, JSON)] {
        (json["components"]?["schemas"]?.members ?? []).map { ($0.name, $0.value) }
    }

    /// The addresses of records once, with OBJECT for the object's name.
    private var requests: [(String, String)] {
        var requests: [(String, String)] = []
        var said: Set<String> = []
        for path in json["paths"]?.members ?? [] {
            let address = Self.general(path.name)
            for operation in path.value.members ?? [] where operation.name != "parameters" {
                let request = "\(operation.name.uppercased()) \(address)"
                guard said.insert(request).inserted else { continue }
                requests.append((request, operation.value["summary"]?.string ?? ""))
            }
        }
        return requests
    }

    private static func general(_ path: String) -> String {
        var parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        if parts.count > 3, parts[2] == "records" { parts[3] = "OBJECT" }
        if parts.count > 3, parts[2] == "imports" { parts[3...] = ["NAME"] }
        return parts.joined(separator: "/").replacing("{id}", with: "ID")
            .replacing("{object}", with: "OBJECT")
    }

    private func table(_ object: String, _ schema: JSON) -> String {
        let fields = schema["properties"]?["fields"]?["properties"]?.members ?? []
        let settable = Set(
            (schemas.first { $0.0 == "\(object).input" }?.1["properties"]?.members ?? [])
                .map(\.name))
        var text = "\n### \(object)\n\n| field | holds | may be set |\n| --- | --- | --- |\n"
        for field in fields {
            let isSettable = settable.contains(field.name) ? "yes" : ""
            text += "| `\(field.name)` | \(Self.words(field.value)) | \(isSettable) |\n"
        }
        return text
    }

    private static func words(_ schema: JSON) -> String {
        if let target = schema["x-object"]?.string {
            return target == FieldType.anyObject ? "id of any record" : "id of a \(target)"
        }
        if let values = schema["enum"]?.array {
            return values.compactMap(\.string).map { "`\($0)`" }.joined(separator: ", ")
        }
        let type = schema["type"]?.array?.first?.string ?? ""
        switch (type, schema["format"]?.string, schema["pattern"]?.string) {
        case ("string", let format?, _): return format
        case ("string", nil, _?): return "decimal, as a text"
        default: break
        }
        guard case .number(let length)? = schema["maxLength"] else { return type }
        return "text of at most \(length) characters"
    }
}
