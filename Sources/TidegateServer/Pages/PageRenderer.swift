import HTTPTypes
import Hummingbird
import Mustache
import TidegateModel

/// Fills the templates in. Every page gets, beside its own model: `t` (texts), `icon`, `lang`,
/// `theme`, `me`, `form_token`, `path`, `here` (path and query) and the addresses of the files
/// (`file.app_js`).
struct PageRenderer: Sendable {
    let files: WebFiles
    let texts: Texts
    let icons: Icons
    private let library: MustacheLibrary
    private let addresses: [String: String]
    private let scriptTexts: [Language: String]

    init(_ files: WebFiles) throws {
        self.files = files
        let texts = Texts(files)
        self.texts = texts
        var library = MustacheLibrary()
        for name in files.names(in: "templates/") {
            let title = name.dropFirst("templates/".count).dropLast(".mustache".count)
            try library.register(files.text(name) ?? "", named: String(title))
        }
        self.library = library
        var addresses: [String: String] = [:]
        for name in files.names(in: "static/") {
            let short = String(name.dropFirst("static/".count))
            addresses[short.replacing(".", with: "_").replacing("/", with: "_")] =
                "/static/\(files.version)/\(short)"
        }
        self.addresses = addresses
        icons = Icons(sheet: addresses["icons_svg"] ?? "")
        let sheet = icons.sheet
        scriptTexts = Dictionary(
            uniqueKeysWithValues: Language.allCases.map { language in
                (language, Self.scriptTexts(texts, language, icons: sheet))
            })
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
        all["icon"] = icons
        all["lang"] = context.language.rawValue
        all["file"] = addresses
        all["page_texts"] = scriptTexts[context.language] ?? "{}"
        all["path"] = request.uri.path
        all["here"] = request.uri.description
        all["theme"] = Theme.chosen(by: request)?.rawValue
        all["languages"] = Language.allCases.map {
            ["tag": $0.rawValue, "name": $0.ownName, "current": $0 == context.language]
                as [String: Any]
        }
        if let caller = context.caller {
            let name = caller.actor.name
            all["me"] = [
                "name": name, "id": caller.actor.user?.description ?? "",
                "initials": name.initials, "hue": Hue.of(name).cssClass,
            ]
            all["form_token"] = caller.formToken ?? ""
        }
        return library.render(all, withTemplate: template) ?? ""
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

    /// What the scripts say (`js.…`), as JSON in the page. `<` is written so that no text can end
    /// the element it stands in.
    private static func scriptTexts(_ texts: Texts, _ language: Language, icons: String) -> String {
        var json = JSONWriter()
        json.object { json in
            json.member("icons", icons)
            for key in texts.keys(language).sorted() where key.hasPrefix("js.") {
                json.key(String(key.dropFirst("js.".count)))
                json.string(texts[key, language])
            }
        }
        return String(decoding: json.bytes, as: UTF8.self).replacing("<", with: "\\u003c")
    }
}

/// Light or dark, where someone does not want what their system says; kept in a cookie by `theme.js`.
enum Theme: String {
    case light, dark

    static func chosen(by request: Request) -> Theme? {
        request.cookies["theme"].flatMap { Theme(rawValue: $0.value) }
    }
}
