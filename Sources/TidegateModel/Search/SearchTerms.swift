/// What a person typed to find records: every phrase has to stand in a record.
///
///     SearchTerms("acme \"north gate\" 公司 pum")
///     // acme · north gate · 公司 · pum…
public struct SearchTerms: Sendable, Hashable {
    /// Words that stand side by side.
    public struct Phrase: Sendable, Hashable {
        /// As ``SearchCutter`` makes them.
        public var words: [String]
        /// Whether the last word may go on.
        public var isPrefix: Bool

        public init(_ words: [String], isPrefix: Bool = false) {
            self.words = words
            self.isPrefix = isPrefix
        }
    }

    public private(set) var phrases: [Phrase] = []

    public var isEmpty: Bool { phrases.isEmpty }

    /// Words stand between spaces, phrases between quotation marks; an open one ends with the text. The last
    /// word may be unfinished.
    public init(_ typed: String) {
        var pieces: [(text: String, isQuoted: Bool)] = [("", false)]
        for character in typed.prefix(Limits.searchCharacters) {
            let isQuoted = pieces[pieces.count - 1].isQuoted
            if Self.quotes.contains(character) {
                pieces.append(("", !isQuoted))
            } else if character.isWhitespace, !isQuoted {
                pieces.append(("", false))
            } else {
                pieces[pieces.count - 1].text.append(character)
            }
        }
        let last = pieces.lastIndex { !$0.text.isEmpty }
        for (index, piece) in pieces.enumerated() where phrases.count < Limits.searchPhrases {
            let isUnfinished = index == last && !piece.isQuoted
            guard let phrase = Self.phrase(piece.text, isUnfinished), !phrases.contains(phrase)
            else { continue }
            phrases.append(phrase)
        }
    }

    private static let quotes: Set<Character> = ["\"", "“", "”", "„", "＂", "「", "」"]

    private static func phrase(_ text: String, _ isUnfinished: Bool) -> Phrase? {
        var words: [String] = []
        var kinds: [SearchCutter.Kind] = []
        var cutter = SearchCutter()
        var text = text
        text.withUTF8 { bytes in
            cutter.cut(bytes) { word, _, kind in
                words.append(String(decoding: word, as: UTF8.self))
                kinds.append(kind)
            }
        }
        guard let last = kinds.last else { return nil }
        switch last {
        case .pair: return Phrase(words)
        case .word:
            // One letter begins nearly every text; by itself it is a word like `B`.
            let letters = words.last?.unicodeScalars.count ?? 0
            return Phrase(words, isPrefix: isUnfinished && letters > 1)
        case .end:
            // The run may go on in the text. A character by itself is the beginning of a pair there.
            guard kinds.dropLast().last == .pair else { return Phrase(words, isPrefix: true) }
            return Phrase(words.dropLast())
        }
    }
}
