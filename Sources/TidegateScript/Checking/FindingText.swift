import TidegateModel
import TidegateRules

/// What a finding says, written in English where it is found and read in any language.
///
///     body.report("field.unknown", "unknown field \(name) of \(object.name)")
///
/// keeps what stands in the gaps apart from the words around them: the translation stands beside
/// `~unknown field {1} of {2}` in the engine's texts. Samples of Lua are put into gaps as well,
/// because nobody translates them.
public struct FindingText: ExpressibleByStringInterpolation, Hashable, Sendable {
    fileprivate enum Piece: Hashable {
        case words(String)
        case gap(Speech, english: String)
    }

    private let pieces: [Piece]

    /// `~` and this is the key of its translation.
    public var pattern: String {
        var count = 0
        return pieces.map { piece in
            guard case .words(let words) = piece else {
                count += 1
                return "{\(count)}"
            }
            return words
        }.joined()
    }

    public var message: String {
        pieces.map { piece in
            switch piece {
            case .words(let words): words
            case .gap(_, let english): english
            }
        }.joined()
    }

    public var speech: Speech {
        var parts: [String: Speech] = [:]
        for case .gap(let speech, _) in pieces { parts[String(parts.count + 1)] = speech }
        return .said(pattern, parts)
    }

    public init(stringLiteral words: String) { pieces = [.words(words)] }

    public init(stringInterpolation: StringInterpolation) { pieces = stringInterpolation.pieces }

    private init(pieces: [Piece]) { self.pieces = pieces }

    /// What a condition's compiler, Lua or a value says of itself.
    init(_ speech: Speech, english: String) { pieces = [.gap(speech, english: english)] }

    /// For a text that is too long for one line.
    static func + (left: Self, right: Self) -> Self { Self(pieces: left.pieces + right.pieces) }

    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var pieces: [Piece] = []

        public init(literalCapacity: Int, interpolationCount: Int) {}

        public mutating func appendLiteral(_ words: String) {
            if !words.isEmpty { pieces.append(.words(words)) }
        }

        /// A name, a number, a piece of Lua: the same in every language.
        public mutating func appendInterpolation(_ value: some CustomStringConvertible) {
            pieces.append(.gap(.text(value.description), english: value.description))
        }

        /// A few words of the checker's, such as `a whole number`; they have a key of their own.
        public mutating func appendInterpolation(phrase: String) {
            pieces.append(.gap(.said(phrase), english: phrase))
        }

        public mutating func appendInterpolation(list: [String]) {
            pieces.append(
                .gap(.list(list.map(Speech.text)), english: list.joined(separator: ", ")))
        }

        public mutating func appendInterpolation(_ text: FindingText) {
            pieces.append(.gap(text.speech, english: text.message))
        }

        public mutating func appendInterpolation(_ problem: FieldProblem) {
            pieces.append(.gap(DraftSentences.speech(of: problem), english: problem.message))
        }

        public mutating func appendInterpolation(_ problem: ConditionProblem) {
            pieces.append(.gap(problem.fault.speech, english: problem.message))
        }
    }
}
