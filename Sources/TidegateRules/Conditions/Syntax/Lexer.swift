import TidegateModel

/// Cuts a source into tokens.
struct Lexer {
    private let bytes: [UInt8]
    private var position = 0

    init(_ source: String) {
        bytes = Array(source.utf8)
    }

    static func tokens(of source: String) throws(SyntaxError) -> [Token] {
        var lexer = Lexer(source)
        guard lexer.bytes.count <= ConditionLimits.sourceBytes else {
            throw SyntaxError(.tooLong(bytes: lexer.bytes.count), 0..<lexer.bytes.count)
        }
        var tokens: [Token] = []
        repeat { tokens.append(try lexer.next()) } while tokens.last?.kind != .end
        return tokens
    }

    private mutating func next() throws(SyntaxError) -> Token {
        while position < bytes.count, isSpace(bytes[position]) { position += 1 }
        let start = position
        guard position < bytes.count else { return Token(kind: .end, range: start..<start) }
        let byte = bytes[position]
        if letterEnd(start) > start { return name(from: start) }
        if let day = bareDate(from: start) {
            throw SyntaxError(.bareDate(day.text), start..<day.end)
        }
        if isDigit(byte) { return try number(from: start) }
        if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") { return try text(from: start) }
        return try symbol(from: start)
    }

    private mutating func name(from start: Int) -> Token {
        while position < bytes.count {
            let end = isDigit(bytes[position]) ? position + 1 : letterEnd(position)
            guard end > position else { break }
            position = end
        }
        return Token(kind: .name(string(start..<position)), range: start..<position)
    }

    private mutating func number(from start: Int) throws(SyntaxError) -> Token {
        var points = 0
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: ".") {
                points += 1
            } else if !isDigit(byte) && !isLetter(byte) {
                break
            }
            position += 1
        }
        let range = start..<position
        let word = string(range)
        guard points <= 1, bytes[range].allSatisfy({ isDigit($0) || $0 == UInt8(ascii: ".") }),
            bytes[position - 1] != UInt8(ascii: ".")
        else { throw SyntaxError(.badNumber(word), range) }
        guard let number = Decimal(word) else { throw SyntaxError(.numberTooLarge(word), range) }
        let kind: Token.Kind = points == 0 ? .integer(number.coefficient) : .decimal(number)
        return Token(kind: kind, range: range)
    }

    /// `2027/1/31`, which would be a division; nobody means that.
    private func bareDate(from start: Int) -> (text: String, end: Int)? {
        let run = bytes[start...].prefix { isDigit($0) || $0 == UInt8(ascii: "/") }
        let parts = run.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 4,
            parts.dropFirst().allSatisfy({ (1...2).contains($0.count) })
        else { return nil }
        let numbers = parts.map { ($0.count == 1 ? "0" : "") + String(decoding: $0, as: UTF8.self) }
        let day = numbers.joined(separator: "-")
        return Day(day) == nil ? nil : (day, run.endIndex)
    }

    private mutating func text(from start: Int) throws(SyntaxError) -> Token {
        let quote = bytes[start]
        var content: [UInt8] = []
        position += 1
        while position < bytes.count, bytes[position] != quote {
            if bytes[position] == UInt8(ascii: "\\") {
                content.append(try escaped())
            } else {
                content.append(bytes[position])
            }
            position += 1
        }
        guard position < bytes.count else {
            throw SyntaxError(.unterminatedText, start..<bytes.count)
        }
        position += 1
        return Token(
            kind: .text(String(decoding: content, as: UTF8.self)), range: start..<position)
    }

    private mutating func escaped() throws(SyntaxError) -> UInt8 {
        let start = position
        position += 1
        guard position < bytes.count else {
            throw SyntaxError(.unterminatedText, start..<bytes.count)
        }
        switch bytes[position] {
        case UInt8(ascii: "n"): return UInt8(ascii: "\n")
        case UInt8(ascii: "t"): return UInt8(ascii: "\t")
        case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""): return bytes[position]
        default:
            let end = characterEnd(position)
            throw SyntaxError(.badEscape(string(start..<end)), start..<end)
        }
    }

    private static let foreign: [(String, use: String)] = [
        ("&&", "and"), ("||", "or"), ("<>", "!="), ("===", "=="), ("=", "=="), ("!", "not"),
        ("%", "another expression"), ("^", "*"), ("..", "a template"), ("&", "and"), ("|", "or"),
    ]

    private static let symbols: [(String, Token.Symbol)] = [
        ("==", .equal), ("!=", .notEqual), ("~=", .notEqual), ("<=", .lessOrEqual),
        (">=", .greaterOrEqual), ("<", .less), (">", .greater), ("(", .leftParenthesis),
        (")", .rightParenthesis), ("{", .leftBrace), ("}", .rightBrace), (",", .comma),
        (".", .dot), ("?", .question), ("+", .plus), ("-", .minus), ("*", .star), ("/", .slash),
    ]

    private mutating func symbol(from start: Int) throws(SyntaxError) -> Token {
        let known = Self.symbols.first { starts(with: $0.0) }
        let foreign = Self.foreign.first { starts(with: $0.0) }
        let isForeignLonger = (foreign?.0.utf8.count ?? 0) > (known?.0.utf8.count ?? 0)
        if let known, !isForeignLonger {
            position += known.0.utf8.count
            return Token(kind: .symbol(known.1), range: start..<position)
        }
        if let foreign {
            throw SyntaxError(
                .foreignOperator(foreign.0, use: foreign.use),
                start..<start + foreign.0.utf8.count)
        }
        let wide = wideEnd(start)
        if wide > start {
            let found = string(start..<wide)
            throw SyntaxError(.wideCharacters(found, use: Self.plain(found)), start..<wide)
        }
        let end = characterEnd(start)
        throw SyntaxError(.strayCharacter(string(start..<end)), start..<end)
    }

    /// The end of the wide characters and curly quotes of a Chinese keyboard that begin at `start`.
    private func wideEnd(_ start: Int) -> Int {
        var end = start
        while end < bytes.count {
            var next = characterEnd(end)
            let character = string(end..<next)
            if let closing = Self.quotes[character] {
                let inside = bytes[next...]
                let close = inside.firstRange(of: Array(closing.utf8))
                next = close?.upperBound ?? next
            }
            guard Self.plain(character) != character else { break }
            end = next
        }
        return end
    }

    private static let quotes = ["“": "”", "‘": "’", "「": "」"]

    private static func plain(_ text: String) -> String {
        String(text.narrow.map { "“”‘’「」".contains($0) ? "'" : $0 })
    }

    private func starts(with symbol: String) -> Bool {
        bytes[position...].starts(with: symbol.utf8)
    }

    /// The end of the UTF-8 sequence that begins at `start`.
    private func characterEnd(_ start: Int) -> Int {
        var end = start + 1
        while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
        return end
    }

    private func string(_ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }

    private func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }

    private func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    /// The end of the letter that begins at `start`; `start` itself when there is none. No name is
    /// written in Chinese, but labels are, and who writes one is led to the name.
    private func letterEnd(_ start: Int) -> Int {
        let byte = bytes[start]
        guard byte >= 0x80 else { return isLetter(byte) ? start + 1 : start }
        let end = characterEnd(start)
        let character = string(start..<end)
        let isName = character.allSatisfy(\.isLetter) && Self.plain(character) == character
        return isName ? end : start
    }

    private func isLetter(_ byte: UInt8) -> Bool {
        byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")
            || byte == UInt8(ascii: "_")
    }
}
