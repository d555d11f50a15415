import TidegateModel
import TidegateRules

/// What the pages say, in each language. A file a language, a line a text:
///
///     sign_in.title = Sign in
///     list.count = {count} {count|record|records}
///
/// Blanks around a text are not part of it; where they are meant, the text stands in quotation marks:
/// `js.comma = ", "`.
///
/// A text that a language lacks is a failing test, not an English word on a Chinese page.
struct Texts: Sendable {
    private let texts: [Language: [String: String]]

    init(_ files: WebFiles) {
        var texts: [Language: [String: String]] = [:]
        for language in Language.allCases {
            texts[language] = Self.parse(files.text("texts/\(language.rawValue).txt") ?? "")
        }
        self.texts = texts
    }

    subscript(_ key: String, language: Language) -> String {
        texts[language]?[key] ?? key
    }

    /// A text with its `{names}` filled in. In Chinese a blank sets a name or number apart from the
    /// characters beside it, so a text has no blanks around its braces.
    func callAsFunction(
        _ key: String, _ language: Language, _ values: [String: String] = [:]
    ) -> String {
        let text = self[key, language]
        guard !values.isEmpty else { return text }
        return Template.filled(text, values, spaced: language != .english)
    }

    // MARK: What stands between

    /// Names one after the other, as the language lists them.
    func list(_ parts: [String], _ language: Language) -> String {
        parts.joined(separator: self["join.comma", language])
    }

    func sentences(_ parts: [String], _ language: Language) -> String {
        parts.joined(separator: self["join.sentences", language])
    }

    /// What something is called, and what it is: `Amount: 5`.
    func pair(_ name: String, _ value: String, _ language: Language) -> String {
        name + self["join.colon", language] + value
    }

    func keys(_ language: Language) -> Set<String> { Set((texts[language] ?? [:]).keys) }

    private static func parse(_ text: String) -> [String: String] {
        var found: [String: String] = [:]
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let parts = line.split(separator: "=", maxSplits: 1)
            guard parts.count == 2 else { continue }
            found[trimmed(parts[0])] = unquoted(trimmed(parts[1]))
        }
        return found
    }

    private static func unquoted(_ text: String) -> String {
        guard text.count > 1, text.first == "\"", text.last == "\"" else { return text }
        return String(text.dropFirst().dropLast())
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text.drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
