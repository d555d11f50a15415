import TidegateModel

/// A text with values in it: `{name} is silent, {account.name}`.
///
/// What stands in braces is a condition that yields a value; `{{` and `}}` stand for the braces
/// themselves. A missing value leaves nothing behind; a reference shows the title of its record,
/// and `{owner.id}` its id.
public final class Template: Sendable {
    private enum Part: Sendable {
        case literal(String)
        case value(Condition)
        case title(Condition, Object, Template)
        /// A value the caller brings along.
        case extra(String)
    }

    public let source: String
    private let parts: [Part]
    /// The conditions inside, for whoever asks what a template depends on.
    public let conditions: [Condition]

    private init(source: String, parts: [Part]) {
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
        try compile(source, in: scope, extras: extras, showsTitles: true)
    }

    private static func compile(
        _ source: String, in scope: ConditionScope, extras: Set<String>, showsTitles: Bool
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
                    parts.append(try value(text, scope, showsTitles))
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
        _ text: String, _ scope: ConditionScope, _ showsTitles: Bool
    ) throws(ConditionProblems) -> Part {
        let condition = try Condition.compile(text, in: scope)
        guard showsTitles, let name = condition.referenceTarget, let target = scope.schema[name],
            !text.hasSuffix(".id"), text != "id"
        else { return .value(condition) }
        var inner = scope
        inner.object = target
        // A title that names another record shows that one's id: titles do not nest.
        guard let title = try? compile(target.title, in: inner, extras: [], showsTitles: false)
        else { return .value(condition) }
        return .title(condition, target, title)
    }

    /// The text for one record.
    public func render(
        _ context: ConditionContext, extras: [String: String] = [:]
    ) throws -> String {
        var text = ""
        for part in parts {
            switch part {
            case .literal(let literal): text += literal
            case .extra(let name): text += extras[name] ?? ""
            case .value(let condition): text += Self.shown(try condition.value(context))
            case .title(let condition, let target, let title):
                guard let id = try condition.value(context).reference else { continue }
                guard let record = try context.source.record(target, id) else {
                    text += id.description
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

    private static func shown(_ value: Value) -> String {
        value.isMissing ? "" : value.description
    }

    /// The text with its values, for a reader whose language is not known here.
    public func speech(
        _ context: ConditionContext, extras: [String: String] = [:]
    ) throws -> Speech {
        var values: [String: Speech] = [:]
        for part in parts {
            switch part {
            case .literal: continue
            case .extra(let name): values[name] = .text(extras[name] ?? "")
            case .value(let condition):
                let value = try condition.value(context)
                if value.isMissing {
                    values[condition.source] = .text("")
                } else {
                    values[condition.source] = .value(value, of: condition.choice)
                }
            case .title(let condition, _, _):
                let alone = Template(source: "", parts: [part])
                values[condition.source] = .text(try alone.render(context, extras: extras))
            }
        }
        return .said(source, values)
    }

    /// What stands in the braces of a text, each once; `nil` for a text that is no template.
    public static func placeholders(of source: String) -> Set<String>? {
        guard let pieces = try? TemplatePiece.pieces(of: source) else { return nil }
        return Set(
            pieces.compactMap { if case .braces(let text, _) = $0 { text } else { nil } })
    }

    /// Puts values in the place of what stands in braces. A text that is no template, as one with a
    /// single brace, stays as it is.
    ///
    /// - Parameter spaced: between a Chinese character and a letter or digit beside it stands a
    ///   space, wherever a value begins or ends.
    static func filled(_ source: String, _ values: [String: String], spaced: Bool) -> String {
        guard let pieces = try? TemplatePiece.pieces(of: source) else { return source }
        return pieces.reduce(into: "") { text, piece in
            let next: String
            switch piece {
            case .literal(let literal): next = literal
            case .braces(let name, _): next = values[name] ?? "{\(name)}"
            }
            if spaced, let last = text.unicodeScalars.last, let first = next.unicodeScalars.first,
                last.isHan && first.isLatin || last.isLatin && first.isHan
            {
                text += " "
            }
            text += next
        }
    }
}

extension Unicode.Scalar {
    /// The unified ideographs of the basic plane.
    fileprivate var isHan: Bool { (0x3400...0x9fff).contains(value) }
    /// A letter or digit that Chinese text sets apart, with the signs a number begins or ends with.
    fileprivate var isLatin: Bool {
        isASCII && (properties.isAlphabetic || properties.numericType != nil)
            || self == "-" || self == "%"
    }
}

extension Condition {
    /// The choice field at the end of the path, if the condition is one.
    fileprivate var choice: (object: String, field: String)? {
        guard case .field(let path) = root.form, let field = path.field,
            case .choice = field.type
        else { return nil }
        return (path.object.name, field.name)
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
