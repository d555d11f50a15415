/// What is refused before the compiler sees a source, because the compiler cannot be stopped.
public enum SourceCheck {
    public static func check(_ source: [UInt8]) throws(SourceProblem) {
        guard source.count <= LuaLimits.sourceBytes else {
            throw SourceProblem(
                message: "a script may have \(LuaLimits.sourceBytes / 1024) KiB at most", line: 1,
                column: 1)
        }
        // A precompiled chunk starts with ESC and could do anything.
        guard source.first != 0x1b else {
            throw SourceProblem(message: "a script is text, not bytecode", line: 1, column: 1)
        }
        guard String(validating: source, as: UTF8.self) != nil else {
            throw SourceProblem(message: "this script is not valid UTF-8", line: 1, column: 1)
        }
        var tokenizer = LuaTokenizer(source)
        var shape = SourceShape()
        repeat { try shape.add(try tokenizer.next()) } while !shape.isComplete
    }
}

/// Follows the tokens just far enough to count what the compiler handles badly.
struct SourceShape {
    private struct Level {
        var suffixes = 0
        var operators = 0
        var elseifs = 0
        /// A `while` or `for` has announced the next `do`.
        var awaitsDo = false
        let isBlock: Bool
    }

    private var levels = [Level(isBlock: true)]
    /// The token before ended an expression that `.x`, `[x]` or `(x)` can follow.
    private var afterOperand = false
    private(set) var isComplete = false

    mutating func add(_ token: LuaToken) throws(SourceProblem) {
        switch token.kind {
        case .end: isComplete = true
        case .name, .number:
            startOperand()
            afterOperand = true
        case .string:
            if afterOperand { try addSuffix(token) } else { startOperand() }
            afterOperand = true
        case .keyword: try addKeyword(token)
        case .symbol: try addSymbol(token)
        }
    }

    private var top: Level {
        get { levels[levels.count - 1] }
        set { levels[levels.count - 1] = newValue }
    }

    /// A name after `.` goes on with its chain; after an operand it begins a statement.
    private mutating func startOperand() {
        if afterOperand {
            top.operators = 0
            top.suffixes = 0
        }
    }

    private mutating func open(_ token: LuaToken, isBlock: Bool) throws(SourceProblem) {
        levels.append(Level(isBlock: isBlock))
        afterOperand = false
        guard levels.count <= LuaLimits.nesting + 1 else {
            throw problem("nesting is too deep", LuaLimits.nesting, token)
        }
    }

    private mutating func close() {
        // Unbalanced sources are the compiler's to refuse.
        if levels.count > 1 { levels.removeLast() }
    }

    private mutating func addSuffix(_ token: LuaToken) throws(SourceProblem) {
        top.suffixes += 1
        guard top.suffixes <= LuaLimits.suffixChain else {
            throw problem("this chain is too long", LuaLimits.suffixChain, token)
        }
    }

    private mutating func addOperator(_ token: LuaToken) throws(SourceProblem) {
        top.operators += 1
        top.suffixes = 0
        afterOperand = false
        guard top.operators <= LuaLimits.operatorChain else {
            throw problem("this expression has too many operators", LuaLimits.operatorChain, token)
        }
    }

    private mutating func addKeyword(_ token: LuaToken) throws(SourceProblem) {
        switch token.text {
        case "and", "or", "not": return try addOperator(token)
        case "nil", "true", "false":
            startOperand()
            afterOperand = true
            return
        case "function", "if", "repeat": try open(token, isBlock: true)
        case "while", "for":
            try open(token, isBlock: true)
            top.awaitsDo = true
        case "do":
            if top.awaitsDo { top.awaitsDo = false } else { try open(token, isBlock: true) }
        case "end":
            close()
            afterOperand = true
            return
        case "until": close()
        case "elseif":
            top.elseifs += 1
            guard top.elseifs <= LuaLimits.elseifArms else {
                throw problem("this if has too many arms", LuaLimits.elseifArms, token)
            }
        default: break
        }
        top.operators = 0
        top.suffixes = 0
        afterOperand = false
    }

    private mutating func addSymbol(_ token: LuaToken) throws(SourceProblem) {
        switch token.text {
        case "(", "[", "{":
            if afterOperand { try addSuffix(token) }
            try open(token, isBlock: false)
        case ")", "]", "}":
            close()
            afterOperand = true
        case ".", ":":
            try addSuffix(token)
            afterOperand = false
        case ",", ";", "=", "::":
            top.operators = 0
            top.suffixes = 0
            afterOperand = false
        case "...": afterOperand = true
        default: try addOperator(token)
        }
    }

    private func problem(_ what: String, _ limit: Int, _ token: LuaToken) -> SourceProblem {
        SourceProblem(
            message: "\(what) (\(limit) at most)", line: token.line, column: token.column)
    }
}
