import HTTPTypes
import Hummingbird
import TidegateEngine
import TidegateModel
import TidegateRules

/// Files of records: look first, then load. The page's script sends the file to the HTTP API, so that
/// nothing but the file travels.
extension AdminRoutes {
    func imports(_ request: Request, _ context: WebContext) async throws -> Response {
        let actor = try actor(.imports, context)
        let imports = engine.bundle.imports(as: actor).sorted { $0.name < $1.name }
        let packs = Dictionary(grouping: imports, by: \.location.pack).sorted { $0.key < $1.key }
        return try await page(
            "admin-imports", .imports,
            [
                "packs": packs.map { name, rules in
                    [
                        "label": label(.pack(name), context),
                        "imports": rules.map { choice($0, context) },
                    ] as [String: Any]
                },
                "none": imports.isEmpty,
                "largest": "\(ServerLimits.uploadBytes >> 20)",
            ], request: request, context)
    }

    /// What a file can hold, in words: `Products: Code, Safety stock`.
    private func choice(_ rule: Import, _ context: WebContext) -> [String: Any] {
        let object = engine.bundle.schema[rule.object]
        let fields = rule.columns.compactMap { column in
            object.map { label(.field($0.name, $0.fields[column.slot].name), context) }
        }
        let needed = rule.columns.filter { column in
            object.map { rule.isNeeded(column, in: $0) } ?? false
        }.map(\.header)
        let others = rule.columns.map(\.header).filter { !needed.contains($0) }
        let shown = fields.prefix(Self.shownFields).joined(separator: ", ")
        return [
            "name": rule.name,
            "label": label(.plural(rule.object), context) + ": " + shown
                + (fields.count > Self.shownFields ? "…" : ""),
            "needed": needed.joined(separator: ", "), "others": others.joined(separator: ", "),
            "template": "/admin/imports/template?import=" + QueryText.encoded(rule.name),
        ]
    }

    private static let shownFields = 4

    /// A file with the heading alone, to be filled in.
    func importTemplate(_ request: Request, _ context: WebContext) async throws -> Response {
        let actor = try actor(.imports, context)
        guard let name = try request.query().filled("import"),
            let rule = engine.bundle.imports(as: actor).first(where: { $0.name == name })
        else {
            throw RequestSentences.noPage()
        }
        let heading = rule.columns.map(\.header).map(Self.cell).joined(separator: ",") + "\r\n"
        let file = name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
        var response = Response(
            status: .ok, headers: [.contentType: "text/csv; charset=utf-8"],
            body: .init(byteBuffer: .init(string: heading)))
        response.headers[.contentDisposition] = "attachment; filename=\"\(String(file)).csv\""
        return response
    }

    /// Source: RFC 4180.
    private static func cell(_ text: String) -> String {
        text.contains { ",\"\r\n".contains($0) }
            ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
    }
}
