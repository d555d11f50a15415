import HTTPTypes
import Hummingbird
import Mustache
import TidegateModel

/// Fills the templates in. Every page gets, beside its own model: `t` (texts), `lang`, `me`,
/// `form_token`, `path` and the addresses of the files (`file.app_css`).
struct PageRenderer: Sendable {
    let files: WebFiles
    let texts: Texts
    private let library: MustacheLibrary
    private let addresses: [String: String]

    init(_ files: WebFiles) throws {
        self.files = files
        texts = Texts(files)
        var library = MustacheLibrary()
        for name in files.names(in: "templates/") {
            let title = name.dropFirst("templates/".count).dropLast(".mustache".count)
            try library.register(files.text(name) ?? "", named: String(title))
        }
        self.library = library
        var addresses: [String: String] = [:]
        for name in files.names(in: "static/") {
            guard let file = files[name] else { continue }
            let short = String(name.dropFirst("static/".count))
            addresses[short.replacing(".", with: "_").replacing("/", with: "_")] =
                "/static/\(file.version)/\(short)"
        }
        self.addresses = addresses
    }

    func page(
        _ template: String, _ model: [String: Any] = [:], status: HTTPResponse.Status = .ok,
        request: Request, _ context: WebContext
    ) -> Response {
        .html(status, text(template, model, request: request, context))
    }

    /// The text alone: a fragment that a page's script puts in place of a part of the page.
    func text(
        _ template: String, _ model: [String: Any], request: Request, _ context: WebContext
    ) -> String {
        var all = model
        all["t"] = texts.view(context.language)
        all["lang"] = context.language.rawValue
        all["file"] = addresses
        all["path"] = request.uri.path
        all["languages"] = Language.allCases.map {
            ["tag": $0.rawValue, "name": $0.ownName, "current": $0 == context.language]
                as [String: Any]
        }
        if let caller = context.caller {
            all["me"] = ["name": caller.actor.name, "id": caller.actor.user?.description ?? ""]
            all["form_token"] = caller.formToken ?? ""
        }
        return library.render(all, withTemplate: template) ?? ""
    }

    func errorPage(_ error: TidegateError, request: Request, _ context: WebContext) -> Response {
        page(
            "error",
            [
                "code": error.code, "message": error.message, "hint": error.hint ?? "",
                "request_id": "\(context.id)",
            ],
            status: error.kind.status, request: request, context)
    }
}
