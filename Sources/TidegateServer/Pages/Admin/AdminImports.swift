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
        let order = engine.bundle.packs.map(\.name)
        let packs = Dictionary(grouping: imports, by: \.location.pack).sorted {
            order.firstIndex(of: $0.key) ?? 0 < order.firstIndex(of: $1.key) ?? 0
        }
        let runs = try await importRuns(actor, context)
        return try await page(
            "admin-imports", .imports,
            [
                "runs": runs, "has_runs": !runs.isEmpty,
                "packs": packs.map { name, rules in
                    [
                        "label": label(.pack(name), context),
                        "imports": rules.map { ($0, self.name($0, among: imports, context)) }
                            .sorted { $0.1 < $1.1 }
                            .map { choice($0, called: $1, context) },
                    ] as [String: Any]
                },
                "objects": try ownImports(actor).map { rule in
                    choice(
                        rule, called: label(.plural(rule.object), context), context,
                        match: text("admin.import_by_id", context))
                },
                "none": imports.isEmpty,
                "largest": "\(ServerLimits.uploadBytes >> 20)",
            ], request: request, context)
    }

    /// Those that every object has, by the names of its fields.
    private func ownImports(_ actor: Actor) throws -> [Import] {
        try engine.objects(as: actor).compactMap {
            engine.bundle.importRule($0.name, heading: [], as: actor)
        }
    }

    /// What an import is called: the object it goes into; where others go there too, with its pack; where
    /// the pack has several, with its own name.
    private func name(_ rule: Import, among all: [Import], _ context: WebContext) -> String {
        let into = label(.plural(rule.object), context)
        let others = all.filter { $0.object == rule.object && $0.name != rule.name }
        guard !others.isEmpty else { return into }
        let pack = rule.location.pack
        let ownName = rule.name.split(separator: "/").last.map { String($0).humanized }
        return text(
            "admin.import_name", context,
            [
                "object": into,
                "from": others.contains { $0.location.pack == pack }
                    ? ownName ?? rule.name : label(.pack(pack), context),
            ])
    }

    private func choice(
        _ rule: Import, called name: String, _ context: WebContext, match: String? = nil
    ) -> [String: Any] {
        func named(_ field: String) -> String { label(.field(rule.object, field), context) }
        let object = engine.bundle.schema[rule.object]
        let needed = rule.columns.filter { column in
            object.map { rule.isNeeded(column, in: $0) } ?? false
        }.map(\.header)
        let labels = Dictionary(
            rule.columns.compactMap { column in
                object.map { (column.header, named($0.fields[column.slot].name)) }
            }, uniquingKeysWith: { first, _ in first })
        func header(_ header: String) -> [String: Any] {
            ["header": header, "label": labels[header] ?? ""]
        }
        let others = rule.columns.map(\.header).filter { !needed.contains($0) }
        let sets = rule.constants.compactMap { constant in
            object.map { object in
                screens.pages.texts.pair(
                    named(object.fields[constant.slot].name), constant.expression.source,
                    context.language)
            }
        }
        let into = label(.plural(rule.object), context)
        return [
            "name": rule.name, "label": name, "into": into,
            "match": match
                ?? (rule.key.isEmpty
                    ? text("admin.import_new", context)
                    : text(
                        "admin.import_same", context,
                        ["fields": list(rule.key.fields.map(named), context)])),
            "sets": list(sets, context), "has_sets": !sets.isEmpty,
            "needed": needed.map(header), "has_needed": !needed.isEmpty,
            "others": others.map(header), "has_others": !others.isEmpty,
            "others_count": text("admin.import_columns", context, ["n": "\(others.count)"]),
            "template": "/admin/imports/template?import=" + QueryText.encoded(rule.name),
        ]
    }

    /// A file with the heading alone, to be filled in.
    func importTemplate(_ request: Request, _ context: WebContext) async throws -> Response {
        let actor = try actor(.imports, context)
        guard let name = try request.query().filled("import"),
            let rule = try engine.bundle.imports(as: actor).first(where: { $0.name == name })
                ?? ownImports(actor).first(where: { $0.name == name })
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
