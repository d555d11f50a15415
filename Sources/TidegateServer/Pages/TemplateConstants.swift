import Mustache
import TidegateModel

/// What a template says that does not change while the program runs: texts of one language,
/// drawings, addresses of files. They are put into the templates once, so that filling a page in
/// looks up nothing but what is the page's own; that is most of the cost of a page.
///
///     {{t.list.apply}}   {{{icon.plus}}}   {{file.list_js}}   {{lang}}
struct TemplateConstants {
    let texts: Texts
    let language: Language
    let icons: Icons
    /// By the name a template calls them: `app_js`.
    let files: [String: String]
    /// Pieces of HTML made once for the language.
    let pieces: [String: String]

    init(_ texts: Texts, _ language: Language, icons: Icons, files: [String: String]) {
        self.texts = texts
        self.language = language
        self.icons = icons
        self.files = files
        pieces = [
            "page_texts": Self.scriptTexts(texts, language, icons: icons),
            "language_options": Self.languageButtons(language, look: " class=\"option\""),
            "language_links": Self.languageButtons(language, look: ""),
        ]
    }

    /// The template with its constants written out.
    func filling(_ template: String) -> String {
        var filled = ""
        var rest = Substring(template)
        while let start = rest.range(of: "{{") {
            filled += rest[..<start.lowerBound]
            rest = rest[start.lowerBound...]
            let isRaw = rest.hasPrefix("{{{")
            guard let end = rest.range(of: isRaw ? "}}}" : "}}") else { break }
            let tag = rest[..<end.upperBound]
            let name = tag.dropFirst(isRaw ? 3 : 2).dropLast(isRaw ? 3 : 2)
            filled += constant(name, isRaw: isRaw) ?? String(tag)
            rest = rest[end.upperBound...]
        }
        return filled + rest
    }

    private func constant(_ name: Substring, isRaw: Bool) -> String? {
        if name == "lang" { return language.rawValue }
        if isRaw, let piece = pieces[String(name)] { return piece }
        let parts = name.split(separator: ".", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        let key = String(parts[1])
        switch parts[0] {
        case "t": return Self.escaped(texts[key, language])
        case "icon": return isRaw ? icons[key] : nil
        case "file": return files[key]
        default: return nil
        }
    }

    private static func escaped(_ text: String) -> String {
        var html = HTMLWriter(capacity: text.utf8.count + 16)
        html.text(text)
        return html.string
    }

    /// What the scripts say (`js.…`), as JSON in the page. `<` is written so that no text can end
    /// the element it stands in.
    private static func scriptTexts(_ texts: Texts, _ language: Language, icons: Icons) -> String {
        var json = JSONWriter()
        json.object { json in
            json.member("icons", icons.sheet)
            for key in texts.keys(language).sorted() where key.hasPrefix("js.") {
                json.key(String(key.dropFirst("js.".count)))
                json.string(texts[key, language])
            }
        }
        return String(decoding: json.bytes, as: UTF8.self).replacing("<", with: "\\u003c")
    }

    /// A button a language, the present one marked.
    private static func languageButtons(_ present: Language, look: StaticString) -> String {
        var html = HTMLWriter(capacity: 400)
        for language in Language.allCases {
            html.raw("<button name=\"language\"")
            html.raw(look)
            html.attribute("value", language.rawValue)
            html.attribute("lang", language.rawValue)
            if language == present { html.raw(" aria-current=\"true\"") }
            html.raw(">")
            html.text(language.ownName)
            html.raw("</button>")
        }
        return html.string
    }
}
