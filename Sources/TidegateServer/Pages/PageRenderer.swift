import HTTPTypes
import Hummingbird
import Mustache
import TidegateModel

/// Fills the templates in. What does not change stands in them already (``TemplateConstants``);
/// every page gets, beside its own model: `theme`, `me`, `form_token`, `path` and `here` (path and
/// query).
struct PageRenderer: Sendable {
    let files: WebFiles
    let texts: Texts
    let icons: Icons
    private let libraries: [Language: MustacheLibrary]

    init(_ files: WebFiles) throws {
        self.files = files
        texts = Texts(files)
        var addresses: [String: String] = [:]
        for name in files.names(in: "static/") {
            let short = String(name.dropFirst("static/".count))
            addresses[short.replacing(".", with: "_").replacing("/", with: "_")] =
                "/static/\(files.version)/\(short)"
        }
        icons = Icons(sheet: addresses["icons_svg"] ?? "")
        var libraries: [Language: MustacheLibrary] = [:]
        for language in Language.allCases {
            let constants = TemplateConstants(texts, language, icons: icons, files: addresses)
            libraries[language] = try Self.library(files, constants)
        }
        self.libraries = libraries
    }

    private static func library(
        _ files: WebFiles, _ constants: TemplateConstants
    ) throws -> MustacheLibrary {
        var library = MustacheLibrary()
        for name in files.names(in: "templates/") {
            let title = name.dropFirst("templates/".count).dropLast(".mustache".count)
            try library.register(
                constants.filling(files.text(name) ?? ""), named: String(title))
        }
        return library
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
        all["path"] = request.uri.path
        all["here"] = request.uri.description
        all["theme"] = Theme.chosen(by: request)?.rawValue
        if let caller = context.caller {
            let name = caller.actor.name
            all["me"] =
                [
                    "name": name, "id": caller.actor.user?.description ?? "",
                    "initials": name.initials, "hue": Hue.of(name).cssClass,
                    // Where a rule stands helps those who can change it, and puzzles the others.
                    "sees_rules": caller.actor.may(.customize) || caller.actor.may(.administer),
                ] as [String: Any]
            all["form_token"] = caller.formToken ?? ""
        }
        return libraries[context.language]?.render(all, withTemplate: template) ?? ""
    }

    func errorPage(_ error: TidegateError, request: Request, _ context: WebContext) -> Response {
        let kind = error.kind
        let isBroken = [.internal, .ruleFailed, .unavailable].contains(kind)
        var model: [String: Any] = [
            "code": error.code, "title": error.message, "message": error.message,
            "request_id": "\(context.id)", "is_forbidden": kind == .forbidden,
            "is_missing": kind == .notFound, "is_broken": isBroken,
            "is_other": kind != .forbidden && kind != .notFound && !isBroken,
            "tone": isBroken ? "tag-bad" : kind == .forbidden ? "tag-warn" : "",
            "has_reasons": !error.reasons.isEmpty,
            "reasons": error.reasons.map { ["message": $0.message] },
        ]
        model["hint"] = error.hint
        return page("error", model, status: error.kind.status, request: request, context)
    }
}

/// Light or dark, where someone does not want what their system says; kept in a cookie by `theme.js`.
enum Theme: String {
    case light, dark

    static func chosen(by request: Request) -> Theme? {
        request.cookies["theme"].flatMap { Theme(rawValue: $0.value) }
    }
}
