import TidegateModel
import TidegateRules

/// What the engine says to people on pages and in mails, in every language: the files of `Texts/`.
///
///     gate.closed = {object}还不能进入“{stage}”：有{count}项条件未满足。
///     Task.state.open = 待处理
///
/// A key that begins with a capital or `*` is the label of one of the engine's own objects, fields
/// and choices; one that begins with `@` is a pack; one that begins with `~` is a word of the checker's, by its English: `~a text = 文本`. All
/// others are sentences.
enum EngineTexts {
    static let translations: Translations = {
        var translations = Translations()
        for language in Language.allCases {
            for (key, text) in entries(of: file(language)) {
                if key.hasPrefix("~") {
                    translations.add(message: text, for: String(key.dropFirst()), language)
                } else if let term = term(key) {
                    translations.add(label: text, of: term, language)
                } else {
                    translations.add(sentence: text, for: key, language)
                }
            }
        }
        return translations
    }()

    private static func file(_ language: Language) -> [UInt8] {
        switch language {
        case .english: PackageResources.en_txt
        case .simplifiedChinese: PackageResources.zh_Hans_txt
        case .traditionalChinese: PackageResources.zh_Hant_txt
        }
    }

    private static func entries(of file: [UInt8]) -> [(key: String, text: String)] {
        String(decoding: file, as: UTF8.self).split(separator: "\n").compactMap { line in
            guard !line.hasPrefix("#"), let sign = line.firstRange(of: " = ") else { return nil }
            let text = line[sign.upperBound...]
            let isQuoted = text.count > 2 && text.first == "\"" && text.last == "\""
            return (
                String(line[..<sign.lowerBound]),
                String(isQuoted ? text.dropFirst().dropLast() : text)
            )
        }
    }

    private static func term(_ key: String) -> Term? {
        if key.hasPrefix("@") { return .pack(String(key.dropFirst())) }
        guard let first = key.first, first.isUppercase || first == "*" else { return nil }
        let parts = key.split(separator: ".").map(String.init)
        switch parts.count {
        case 1: return .object(parts[0])
        case 2: return .field(parts[0], parts[1])
        default: return .choice(parts[0], parts[1], parts[2])
        }
    }
}
