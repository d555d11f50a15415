import TidegateModel

/// What a field and the values of a choice are called in one other language.
public struct FieldWords: Hashable, Sendable {
    public var label: String?
    /// By the value of the choice; one that is not there is read as it is kept.
    public var values: [String: String] = [:]

    var isEmpty: Bool { label == nil && values.isEmpty }
}

extension DraftReader {
    /// The translations of the label, and of a choice's values, one a line in their order. An empty line
    /// leaves its value as it is.
    mutating func words() -> [Language: FieldWords] {
        var all: [Language: FieldWords] = [:]
        for language in Language.translated {
            var words = FieldWords(label: line(language.option("label")))
            words.values = values(language.option("values"))
            if !words.isEmpty { all[language] = words }
        }
        return all
    }

    private mutating func values(_ option: String) -> [String: String] {
        var lines = (request.options[option] ?? "")
            .split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
        while lines.last?.isEmpty == true { lines.removeLast() }
        guard lines.count <= request.values.count else {
            add(DraftSentences.translations(option))
            return [:]
        }
        var values: [String: String] = [:]
        for (value, line) in zip(request.values, lines) where !line.isEmpty {
            if let problem = Self.problem(ofLine: line, option) { add(problem) }
            values[value] = line
        }
        return values
    }
}

extension CustomPack {
    /// `locales/zh-Hans.lua`, for each language that has words.
    var locales: [String: String] {
        var files: [String: String] = [:]
        for language in Language.translated {
            let objects = Set(self.objects.keys).union(extensions.keys).sorted {
                $0.description < $1.description
            }
            let tables = objects.compactMap { locale(of: $0, language) }
            guard !tables.isEmpty else { continue }
            files["locales/\(language.rawValue).lua"] =
                Self.note + "locale \"\(language.rawValue)\" {\n" + tables.joined() + "}\n"
        }
        return files
    }

    private func locale(of object: ObjectName, _ language: Language) -> String? {
        let words = fields(of: object).compactMap { field in
            field.words[language].map { (name: field.name, words: $0) }
        }
        let label = (objects[object]?.words ?? extensions[object]?.words)?[language]
        var labels = words.compactMap { entry in entry.words.label.map { (entry.name, $0) } }
        for (name, words) in extensions[object]?.fieldWords.sorted(by: { $0.key < $1.key }) ?? [] {
            if let label = words[language] { labels.append((name, label)) }
        }
        guard label != nil || !labels.isEmpty || !words.isEmpty else { return nil }
        var lines = ["  \(object) = {"]
        if let label { lines.append("    label = \(LuaLiteral.text(label)),") }
        if !labels.isEmpty {
            lines.append("    fields = {")
            lines += labels.map { "      [\"\($0)\"] = \(LuaLiteral.text($1))," }
            lines.append("    },")
        }
        let choices = words.filter { !$0.words.values.isEmpty }
        if !choices.isEmpty {
            lines.append("    choices = {")
            for (name, words) in choices {
                let values = words.values.sorted { $0.key < $1.key }.map {
                    "[\(LuaLiteral.text($0.key))] = \(LuaLiteral.text($0.value))"
                }
                lines.append("      [\"\(name)\"] = { " + values.joined(separator: ", ") + " },")
            }
            lines.append("    },")
        }
        return (lines + ["  },", ""]).joined(separator: "\n")
    }
}

extension FieldDraft {
    mutating func relabel(_ new: NewLabels) {
        label = new.label ?? label
        for (language, text) in new.words {
            var own = words[language] ?? FieldWords()
            own.label = text.isEmpty ? nil : text
            words[language] = own.isEmpty ? nil : own
        }
    }

    /// The options of ``words``, as a request has them.
    var wordOptions: [String: String] {
        var options: [String: String] = [:]
        for (language, words) in words {
            options[language.option("label")] = words.label
            guard !words.values.isEmpty, let values = type?.choices else { continue }
            var lines = values.map { words.values[$0] ?? "" }
            while lines.last?.isEmpty == true { lines.removeLast() }
            options[language.option("values")] = lines.joined(separator: "\n")
        }
        return options
    }
}
