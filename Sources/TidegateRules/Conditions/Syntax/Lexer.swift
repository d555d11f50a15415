import TidegateModel

/// Cuts a source into tokens.
struct Lexer {
    private let bytes: [UInt8]
    private var position = 0
    /// Whether a comma has a meaning: of the source itself, then of every bracket that is open.
    private var takesCommas: [Bool]

    private init(_ source: String, isList: Bool) {
        bytes = Array(source.utf8)
        takesCommas = [isList]
    }

    /// - Parameter isList: the source has several parts, `count(), sum(amount)`.
    static func tokens(of source: String, isList: Bool = false) throws(SyntaxError) -> [Token] {
        var lexer = Lexer(source, isList: isList)
        guard lexer.bytes.count <= ConditionLimits.sourceBytes else {
            throw SyntaxError(.tooLong(bytes: lexer.bytes.count), 0..<lexer.bytes.count)
        }
        var tokens: [Token] = []
        repeat {
            let token = try lexer.next()
            lexer.note(token, after: tokens.last)
            tokens.append(token)
        } while tokens.last?.kind != .end
        return tokens
    }

    private mutating func note(_ token: Token, after previous: Token?) {
        switch token.kind {
        case .symbol(.leftBrace): takesCommas.append(true)
        case .symbol(.leftParenthesis):
            if case .name(let name) = previous?.kind {
                takesCommas.append(!["and", "or", "not", "where"].contains(name))
            } else {
                takesCommas.append(false)
            }
        case .symbol(.rightBrace), .symbol(.rightParenthesis):
            if takesCommas.count > 1 { takesCommas.removeLast() }
        case .name("where"): takesCommas[takesCommas.count - 1] = false
        case .name, .integer, .decimal, .text, .symbol, .end: break
        }
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
        while position < bytes.count, bytes[position] >= 0x80 {
            let end = characterEnd(position)
            guard string(position..<end).allSatisfy(EverydayNumber.isScale) else { break }
            position = end
        }
        let range = start..<position
        let word = string(range)
        if let sign = percentEnd() { throw SyntaxError(.percent(word), start..<sign) }
        guard points <= 1, bytes[range].allSatisfy({ isDigit($0) || $0 == UInt8(ascii: ".") }),
            bytes[position - 1] != UInt8(ascii: ".")
        else { throw SyntaxError(.badNumber(word, use: EverydayNumber.digits(word)), range) }
        guard let number = Decimal(word) else { throw SyntaxError(.numberTooLarge(word), range) }
        let kind: Token.Kind = points == 0 ? .integer(number.coefficient) : .decimal(number)
        return Token(kind: kind, range: range)
    }

    /// The end of the `%` that follows a number; not of one between two numbers.
    private func percentEnd() -> Int? {
        guard let sign = ["%", "％"].first(where: starts) else { return nil }
        let end = position + sign.utf8.count
        guard end < bytes.count else { return end }
        let isBetween = isDigit(bytes[end]) || letterEnd(end) > end
        return isBetween ? nil : end
    }

    /// `2027/1/31`, which would be a division; nobody means that.
    private func bareDate(from start: Int) -> (text: String, end: Int)? {
        guard isDigit(bytes[start]) else { return nil }
        let length = min(bytes.count - start, 24)
        return EverydayDate.beginning(string(start..<start + length)).map {
            ($0.day, start + $0.bytes)
        }
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

    /// Operators of other languages, and of a Chinese keyboard once it is narrow.
    private static let foreign = [
        "&&": "and", "||": "or", "&": "and", "|": "or", "!": "not", "=": "==", "===": "==",
        "<>": "!=", "!==": "!=", "=>": ">=", "=<": "<=", "≥": ">=", "≧": ">=", "⩾": ">=",
        "≤": "<=", "≦": "<=", "⩽": "<=", "≠": "!=", "‹": "<", "›": ">", "〈": "<", "〉": ">",
        "《": "<", "》": ">", "×": "*", "÷": "/",
    ]
    private static let operatorSigns = Set("=!<>&|＝！＜＞＆｜≥≧⩾≤≦⩽≠‹›〈〉《》×÷")

    private static let symbols: [(String, Token.Symbol)] = [
        ("==", .equal), ("!=", .notEqual), ("~=", .notEqual), ("<=", .lessOrEqual),
        (">=", .greaterOrEqual), ("<", .less), (">", .greater), ("(", .leftParenthesis),
        (")", .rightParenthesis), ("{", .leftBrace), ("}", .rightBrace), (",", .comma),
        (".", .dot), ("?", .question), ("+", .plus), ("-", .minus), ("*", .star), ("/", .slash),
    ]

    private mutating func symbol(from start: Int) throws(SyntaxError) -> Token {
        if let wrong = foreignOperator(start) ?? wideComma(start) { throw wrong }
        if let (sign, symbol) = Self.symbols.first(where: { starts(with: $0.0) }) {
            position += sign.utf8.count
            return Token(kind: .symbol(symbol), range: start..<position)
        }
        if let wrong = wideCharacters(start) { throw wrong }
        let end = characterEnd(start)
        throw SyntaxError(.strayCharacter(string(start..<end)), start..<end)
    }

    /// `&&`, `≥`, `＝＝`: a whole run of signs that is no operator here.
    private func foreignOperator(_ start: Int) -> SyntaxError? {
        var ends: [Int] = []
        var end = start
        while end < bytes.count {
            let next = characterEnd(end)
            guard string(end..<next).allSatisfy(Self.operatorSigns.contains) else { break }
            ends.append(next)
            end = next
        }
        for end in ends.reversed() {
            let found = string(start..<end)
            if let use = Self.foreign[found.narrow] {
                return SyntaxError(.foreignOperator(found, use: use), start..<end)
            }
            if Self.symbols.contains(where: { $0.0 == found.narrow }) {
                return found.narrow == found
                    ? nil
                    : SyntaxError(.wideCharacters(found, use: found.narrow), start..<end)
            }
        }
        return nil
    }

    /// Between two conditions a comma stands for `and`.
    private func wideComma(_ start: Int) -> SyntaxError? {
        guard let comma = ["，", "、", "；"].first(where: starts) else { return nil }
        let range = start..<start + comma.utf8.count
        return takesCommas.last == true
            ? SyntaxError(.wideCharacters(comma, use: ","), range)
            : SyntaxError(.foreignOperator(comma, use: "and"), range)
    }

    /// The curly quotes or wide characters of a Chinese keyboard that begin at `start`.
    private func wideCharacters(_ start: Int) -> SyntaxError? {
        let first = characterEnd(start)
        if let closing = Self.quotes[string(start..<first)] {
            let ends = closing.compactMap { bytes[first...].firstRange(of: Array($0.utf8)) }
            guard let end = ends.min(by: { $0.lowerBound < $1.lowerBound }) else {
                return SyntaxError(.unterminatedText, start..<bytes.count)
            }
            let inside = string(first..<end.lowerBound).replacing("\\", with: "\\\\")
                .replacing("'", with: "\\'")
            let range = start..<end.upperBound
            return SyntaxError(.wideCharacters(string(range), use: "'\(inside)'"), range)
        }
        var end = start
        while end < bytes.count {
            let next = characterEnd(end)
            let character = string(end..<next)
            guard character.narrow != character, !"，；".contains(character) else { break }
            end = next
        }
        let found = string(start..<end)
        guard !found.isEmpty, let use = Self.mended(found.narrow) else { return nil }
        return SyntaxError(.wideCharacters(found, use: use), start..<end)
    }

    /// The text as it can be cut into tokens; `nil` where nobody knows how.
    private static func mended(_ text: String) -> String? {
        do throws(SyntaxError) {
            _ = try tokens(of: text)
            return text
        } catch {
            let bytes = Array(text.utf8)
            guard let use = error.problem.suggestion, error.problem.range != 0..<0 else {
                return nil
            }
            let range = error.problem.range
            let better =
                String(decoding: bytes[..<range.lowerBound], as: UTF8.self) + use
                + String(decoding: bytes[range.upperBound...], as: UTF8.self)
            return (try? tokens(of: better)).map { _ in better }
        }
    }

    /// What closes each quote.
    private static let quotes = [
        "“": ["”", "“"], "”": ["”"], "‘": ["’", "‘"], "’": ["’"], "「": ["」"], "『": ["』"],
        "＂": ["＂"], "＇": ["＇"],
    ]

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
        let isName = character.allSatisfy(\.isLetter) && character.narrow == character
        return isName ? end : start
    }

    private func isLetter(_ byte: UInt8) -> Bool {
        byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")
            || byte == UInt8(ascii: "_")
    }
}
