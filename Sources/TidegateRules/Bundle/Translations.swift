import TidegateModel

/// What packs and the engine are called, and what they say, in languages other than their own.
///
/// Nothing here decides anything: a word that is missing is read in the pack's own language.
public struct Translations: Sendable, Hashable {
    private var labels: [Language: [Term: String]] = [:]
    private var messages: [Language: [String: String]] = [:]
    private var sentences: [Language: [String: String]] = [:]

    public init() {}

    public func label(_ term: Term, _ language: Language) -> String? { labels[language]?[term] }

    /// The translation of a text of a pack, its braces unfilled.
    public func message(_ source: String, _ language: Language) -> String? {
        messages[language]?[source]
    }

    /// A sentence of the engine, its braces unfilled.
    public func sentence(_ key: String, _ language: Language) -> String? {
        sentences[language]?[key]
    }

    /// What a pack that is loaded later says of the same thing counts: so a pack can call things its
    /// own way.
    public mutating func add(label: String, of term: Term, _ language: Language) {
        labels[language, default: [:]][term] = label
    }

    public mutating func add(message: String, for source: String, _ language: Language) {
        messages[language, default: [:]][source] = message
    }

    public mutating func add(sentence: String, for key: String, _ language: Language) {
        sentences[language, default: [:]][key] = sentence
    }

    /// For tests that compare languages.
    public func sentenceKeys(_ language: Language) -> Set<String> {
        Set((sentences[language] ?? [:]).keys)
    }
}

/// A label or message of a pack that one of the pack's languages lacks.
public struct Untranslated: Sendable, Hashable {
    public var pack: String
    public var language: Language
    /// `field amount of Opportunity`; `message "Pick a close date."`
    public var what: String
    /// What is called so; `nil` for a message or a mail.
    public var term: Term?
    public var location: RuleLocation

    public init(
        pack: String, language: Language, what: String, term: Term? = nil, location: RuleLocation
    ) {
        self.pack = pack
        self.language = language
        self.what = what
        self.term = term
        self.location = location
    }
}
