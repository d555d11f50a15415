import TidegateModel

/// What an object or a field is to be called from now on.
///
///     NewLabels(label: "Customer", plural: "Customers", words: [.simplifiedChinese: "客户"])
public struct NewLabels: Hashable, Sendable {
    /// `nil` leaves it as it is.
    public var label: String?
    /// Of an object; `nil` leaves it as it is.
    public var plural: String?
    /// In other languages: one that is left out stays as it is, an empty one goes back to what the
    /// packs say.
    public var words: [Language: String]

    public init(label: String? = nil, plural: String? = nil, words: [Language: String] = [:]) {
        self.label = label
        self.plural = plural
        self.words = words
    }

    public var isEmpty: Bool { label == nil && plural == nil && words.isEmpty }

    /// What is wrong with them, if anything.
    public var problem: Reason? {
        let given = [label, plural].compactMap(\.self) + words.values.filter { !$0.isEmpty }
        return given.lazy.compactMap { DraftReader.problem(ofLine: $0, "label") }.first
    }

    /// The words as they are after this, where they were so before.
    func applied(to old: [Language: String]) -> [Language: String] {
        old.merging(words) { $1 }.filter { !$0.value.isEmpty }
    }
}

extension Language {
    /// Those a label may be given in beside its own.
    public static let translated = allCases.filter { $0 != .english }

    /// What a form or an API calls an option in this language: `label_zh_hans`, `values_zh_hans`.
    public func option(_ name: String) -> String {
        name + "_" + rawValue.lowercased().replacing("-", with: "_")
    }

    /// The labels among the options of a form or an API; what is `nil` is left out.
    public static func labels(_ option: (String) throws -> String?) rethrows -> [Language: String] {
        var labels: [Language: String] = [:]
        for language in translated {
            if let label = try option(language.option("label")) { labels[language] = label }
        }
        return labels
    }
}
