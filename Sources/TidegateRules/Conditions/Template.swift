import TidegateModel

/// A text with values in it: `{name} is silent, {account.name}`.
///
/// What stands in braces is a condition that yields a value; `{{` and `}}` stand for the braces
/// themselves. A reference shows the title of its record, and `{owner.id}` its id. A missing value
/// leaves nothing behind in a name; a sentence says that there is none.
public final class Template: Sendable {
    /// What the text is for, and so what stands where a value is missing.
    public enum Use: Sendable {
        /// A title, a key, a letter: nothing.
        case name
        /// What people are told: that there is no value.
        case sentence
    }

    enum Part: Sendable {
        case literal(String)
        case value(Condition)
        case title(Condition, Object, Template)
        /// A value the caller brings along.
        case extra(String)
    }

    public let source: String
    let parts: [Part]
    /// The conditions inside, for whoever asks what a template depends on.
    public let conditions: [Condition]

    init(source: String, parts: [Part]) {
        self.source = source
        self.parts = parts
        conditions = parts.compactMap { part in
            switch part {
            case .literal, .extra: nil
            case .value(let condition), .title(let condition, _, _): condition
            }
        }
    }

    /// - Parameter extras: names that ``render(_:extras:)`` is given values for.
    public static func compile(
        _ source: String, in scope: ConditionScope, extras: Set<String> = []
    ) throws(ConditionProblems) -> Template {
        try compile(source, in: scope, extras: extras, titles: nestedTitles)
    }

    /// A title may name another record, whose title may name one more; that one is shown by its id.
    private static let nestedTitles = 2

    private static func compile(
        _ source: String, in scope: ConditionScope, extras: Set<String>, titles: Int
    ) throws(ConditionProblems) -> Template {
        let pieces: [TemplatePiece]
        do { pieces = try TemplatePiece.pieces(of: source) } catch {
            throw ConditionProblems(source, [error.problem])
        }
        var problems: [ConditionProblem] = []
        var parts: [Part] = []
        for piece in pieces {
            switch piece {
            case .literal(let text): parts.append(.literal(text))
            case .braces(let text, _) where extras.contains(text): parts.append(.extra(text))
            case .braces(let text, let offset):
                do throws(ConditionProblems) {
                    parts.append(try value(text, scope, titles))
                } catch {
                    problems += error.problems.map {
                        $0.named(text, extras).shifted(by: offset)
                    }
                }
            }
        }
        guard problems.isEmpty else { throw ConditionProblems(source, problems) }
        return Template(source: source, parts: parts)
    }

    private static func value(
        _ text: String, _ scope: ConditionScope, _ titles: Int
    ) throws(ConditionProblems) -> Part {
        let condition = try Condition.compile(text, in: scope)
        guard titles > 0, let name = condition.referenceTarget, let target = scope.schema[name],
            !text.hasSuffix(".id"), text != "id"
        else { return .value(condition) }
        var inner = scope
        inner.object = target
        guard let title = try? compile(target.title, in: inner, extras: [], titles: titles - 1)
        else { return .value(condition) }
        return .title(condition, target, title)
    }

    /// The text for one record.
    public func render(
        _ context: ConditionContext, as use: Use = .name, extras: [String: String] = [:]
    ) throws -> String {
        let missing =
            switch use {
            case .name: ""
            case .sentence: ExplanationSentences.missing
            }
        var text = ""
        for part in parts {
            switch part {
            case .literal(let literal): text += literal
            case .extra(let name): text += extras[name] ?? ""
            case .value(let condition):
                text +=
                    try condition.isConcealed(context)
                    ? ExplanationSentences.concealed
                    : Self.shown(try condition.value(context), or: missing)
            case .title(let condition, let target, let title):
                guard try !condition.isConcealed(context) else {
                    text += ExplanationSentences.concealed
                    continue
                }
                guard let id = try condition.value(context).reference else {
                    text += missing
                    continue
                }
                guard let record = try context.source.record(target, id) else {
                    text += id.description
                    continue
                }
                guard try context.viewer?.mayRead(record) ?? true else {
                    text += ExplanationSentences.concealed
                    continue
                }
                var inner = context
                inner.record = record
                inner.old = nil
                text += try title.render(inner)
            }
        }
        return text
    }

    private static func shown(_ value: Value, or missing: String) -> String {
        value.isMissing ? missing : value.description
    }
}

extension ConditionProblem {
    /// A name that is neither a field nor an extra is more likely the extra that is close to it.
    fileprivate func named(_ text: String, _ extras: Set<String>) -> ConditionProblem {
        guard case .unknownField = fault,
            let close = TidegateModel.suggestion(for: text, among: extras)
        else { return self }
        return ConditionProblem(
            fault: .unknownExtra(text, suggestion: close), range: 0..<text.utf8.count)
    }
}

/// A template cut at its braces.
enum TemplatePiece {
    case literal(String)
    /// What stood inside, and where it began in bytes.
    case braces(String, offset: Int)

    static func pieces(of source: String) throws(SyntaxError) -> [TemplatePiece] {
        let bytes = Array(source.utf8)
        let (open, close) = (UInt8(ascii: "{"), UInt8(ascii: "}"))
        var pieces: [TemplatePiece] = []
        var literal: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            let isDouble = index + 1 < bytes.count && bytes[index + 1] == byte
            if byte == open || byte == close, isDouble {
                literal.append(byte)
                index += 2
            } else if byte == open {
                let end = try closing(bytes, after: index)
                pieces.append(.literal(String(decoding: literal, as: UTF8.self)))
                literal = []
                let inside = String(decoding: bytes[index + 1..<end], as: UTF8.self)
                pieces.append(.braces(inside, offset: index + 1))
                index = end + 1
            } else if byte == close {
                throw SyntaxError(.strayBrace, index..<index + 1)
            } else {
                literal.append(byte)
                index += 1
            }
        }
        pieces.append(.literal(String(decoding: literal, as: UTF8.self)))
        guard pieces.count / 2 <= ConditionLimits.templateParts else {
            throw SyntaxError(.tooManyParts(pieces.count / 2), 0..<bytes.count)
        }
        return pieces
    }

    /// The brace that closes the one at `start`, with lists and quoted texts in between.
    private static func closing(_ bytes: [UInt8], after start: Int) throws(SyntaxError) -> Int {
        var depth = 0
        var quote: UInt8?
        for index in start..<bytes.count {
            let byte = bytes[index]
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
                quote = byte
            } else if byte == UInt8(ascii: "{") {
                depth += 1
            } else if byte == UInt8(ascii: "}") {
                depth -= 1
                if depth == 0 { return index }
            }
        }
        throw SyntaxError(.unclosedBrace, start..<start + 1)
    }
}
