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
        return try await page(
            "admin-imports", .imports,
            [
                "imports": imports.map { rule in
                    [
                        "name": rule.name,
                        "label": label(.plural(rule.object), context),
                        "columns": rule.columns.map { ["name": $0.header] },
                        "address": PackRoutes.address(of: rule.location),
                    ] as [String: Any]
                },
                "none": imports.isEmpty,
                "largest": "\(ServerLimits.uploadBytes >> 20)",
            ], request: request, context)
    }
}
