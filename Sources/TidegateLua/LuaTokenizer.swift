/// Reads a Lua 5.4 source token by token.
///
/// Comments and spaces are skipped. After ``LuaToken/Kind/end`` it keeps answering that.
///
///     var tokenizer = LuaTokenizer(Array("x = 1".utf8))
///     try tokenizer.next().text   // "x"
public struct LuaTokenizer {
    let source: [UInt8]
    var index = 0
    var line = 1
    /// The last place whose column was counted.
    private var columnBase: (offset: Int, column: Int) = (0, 1)

    public init(_ source: [UInt8]) {
        self.source = source
    }

    /// All tokens, the end included.
    public static func tokens(of source: [UInt8]) throws(SourceProblem) -> [LuaToken] {
        var tokenizer = LuaTokenizer(source)
        var tokens: [LuaToken] = []
        repeat { tokens.append(try tokenizer.next()) } while tokens.last?.kind != .end
        return tokens
    }

    public static let keywords: Set<String> = [
        "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if",
        "in", "local", "nil", "not", "or", "repeat", "return", "then", "true", "until", "while",
    ]

    public mutating func next() throws(SourceProblem) -> LuaToken {
        try skipBlanks()
        let start = mark()
        guard let byte = peek() else { return token(.end, "", from: start) }
        if Self.isNameStart(byte) { return name(from: start) }
        if Self.isDigit(byte) || (byte == UInt8(ascii: ".") && peek(1).map(Self.isDigit) == true) {
            return number(from: start)
        }
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
            return try quoted(byte, from: start)
        }
        if byte == UInt8(ascii: "["), let level = longBracketLevel() {
            return try longString(level, from: start)
        }
        return try symbol(from: start)
    }

    // MARK: Where

    struct Mark {
        let offset: Int
        let line: Int
        let column: Int
    }

    mutating func mark() -> Mark {
        Mark(offset: index, line: line, column: column())
    }

    /// Counts on from the last place asked for, so that a whole source costs one walk.
    private mutating func column() -> Int {
        var (offset, column) = columnBase
        while offset < index {
            if source[offset] & 0xc0 != 0x80 { column += 1 }
            offset += 1
        }
        columnBase = (offset, column)
        return column
    }

    func problem(_ message: String, at mark: Mark) -> SourceProblem {
        SourceProblem(message: message, line: mark.line, column: mark.column)
    }

    // MARK: Bytes

    func peek(_ ahead: Int = 0) -> UInt8? {
        index + ahead < source.count ? source[index + ahead] : nil
    }

    /// Steps over a line end, counting `\r\n` once as Lua does.
    mutating func newline() {
        let first = source[index]
        index += 1
        if let second = peek(), second != first, second == 10 || second == 13 { index += 1 }
        line += 1
        columnBase = (index, 1)
    }

    static func isNewline(_ byte: UInt8) -> Bool { byte == 10 || byte == 13 }
    static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
    static func isNameStart(_ byte: UInt8) -> Bool {
        (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a || byte == 0x5f
    }
    static func isNamePart(_ byte: UInt8) -> Bool { isNameStart(byte) || isDigit(byte) }

    // MARK: Between tokens

    private mutating func skipBlanks() throws(SourceProblem) {
        while let byte = peek() {
            if Self.isNewline(byte) {
                newline()
            } else if byte == 0x20 || (byte >= 9 && byte <= 12) {
                index += 1
            } else if byte == UInt8(ascii: "-"), peek(1) == byte {
                try skipComment()
            } else {
                return
            }
        }
    }

    private mutating func skipComment() throws(SourceProblem) {
        let start = mark()
        index += 2
        if peek() == UInt8(ascii: "["), let level = longBracketLevel() {
            _ = try longContent(level, opened: start, "comment")
            return
        }
        while let byte = peek(), !Self.isNewline(byte) { index += 1 }
    }

    // MARK: Simple tokens

    private func token(_ kind: LuaToken.Kind, _ text: String, from start: Mark) -> LuaToken {
        LuaToken(
            kind: kind, text: text, line: start.line, column: start.column, offset: start.offset,
            length: index - start.offset, contentLine: start.line, contentColumn: start.column,
            isVerbatim: false)
    }

    private func written(from start: Mark) -> String {
        String(decoding: source[start.offset..<index], as: UTF8.self)
    }

    private mutating func name(from start: Mark) -> LuaToken {
        while let byte = peek(), Self.isNamePart(byte) { index += 1 }
        let text = written(from: start)
        return token(Self.keywords.contains(text) ? .keyword : .name, text, from: start)
    }

    /// As Lua does: everything that could belong to a number, left to the compiler to judge.
    private mutating func number(from start: Mark) -> LuaToken {
        let isHexadecimal = peek() == 0x30 && (peek(1).map { $0 | 0x20 } == UInt8(ascii: "x"))
        let exponent = UInt8(ascii: isHexadecimal ? "p" : "e")
        while let byte = peek() {
            if byte | 0x20 == exponent, let sign = peek(1),
                sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-")
            {
                index += 2
            } else if Self.isNamePart(byte) || byte == UInt8(ascii: ".") {
                index += 1
            } else {
                break
            }
        }
        return token(.number, written(from: start), from: start)
    }

    private static let symbols: [[UInt8]] = [
        "...", "..", "==", "~=", "<=", ">=", "<<", ">>", "//", "::",
    ].map { Array($0.utf8) }
    private static let singles = Set("+-*/%^#&~|<>=(){}[];:,.".utf8)

    private mutating func symbol(from start: Mark) throws(SourceProblem) -> LuaToken {
        let rest = source[index...].prefix(3)
        if let long = Self.symbols.first(where: { rest.starts(with: $0) }) {
            index += long.count
        } else if Self.singles.contains(source[index]) {
            index += 1
        } else {
            throw problem("this character means nothing here", at: start)
        }
        return token(.symbol, written(from: start), from: start)
    }
}
