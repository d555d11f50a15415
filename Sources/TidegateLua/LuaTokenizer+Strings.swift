extension LuaTokenizer {
    /// The count of `=` of an opening long bracket at the current byte.
    func longBracketLevel() -> Int? {
        var level = 0
        while peek(1 + level) == UInt8(ascii: "=") { level += 1 }
        return peek(1 + level) == UInt8(ascii: "[") ? level : nil
    }

    /// The text between long brackets; a line end right after the opening one does not belong.
    mutating func longContent(_ level: Int, opened start: Mark, _ what: String)
        throws(SourceProblem) -> (bytes: [UInt8], first: Mark, isVerbatim: Bool)
    {
        index += level + 2
        if let byte = peek(), Self.isNewline(byte) { newline() }
        let first = mark()
        var bytes: [UInt8] = []
        var isVerbatim = true
        while let byte = peek() {
            if byte == UInt8(ascii: "]"), closes(level) {
                index += level + 2
                return (bytes, first, isVerbatim)
            }
            if Self.isNewline(byte) {
                isVerbatim = isVerbatim && byte == 10
                newline()
                bytes.append(10)
            } else {
                bytes.append(byte)
                index += 1
            }
        }
        throw problem("this \(what) has no end", at: start)
    }

    private func closes(_ level: Int) -> Bool {
        for step in 0..<level where peek(1 + step) != UInt8(ascii: "=") { return false }
        return peek(1 + level) == UInt8(ascii: "]")
    }

    mutating func longString(_ level: Int, from start: Mark) throws(SourceProblem) -> LuaToken {
        let (bytes, first, isVerbatim) = try longContent(level, opened: start, "text")
        return string(bytes, from: start, first: first, isVerbatim: isVerbatim)
    }

    private func string(
        _ bytes: [UInt8], from start: Mark, first: Mark, isVerbatim: Bool
    ) -> LuaToken {
        LuaToken(
            kind: .string, text: String(decoding: bytes, as: UTF8.self), line: start.line,
            column: start.column, offset: start.offset, length: index - start.offset,
            contentLine: first.line, contentColumn: first.column, isVerbatim: isVerbatim)
    }

    mutating func quoted(_ quote: UInt8, from start: Mark) throws(SourceProblem) -> LuaToken {
        index += 1
        let first = mark()
        var bytes: [UInt8] = []
        var isVerbatim = true
        while let byte = peek(), !Self.isNewline(byte) {
            if byte == quote {
                index += 1
                return string(bytes, from: start, first: first, isVerbatim: isVerbatim)
            }
            if byte == UInt8(ascii: "\\") {
                isVerbatim = false
                try escape(into: &bytes)
            } else {
                bytes.append(byte)
                index += 1
            }
        }
        throw problem("this text has no end", at: start)
    }

    private static let simpleEscapes: [UInt8: UInt8] = [
        UInt8(ascii: "n"): 10, UInt8(ascii: "t"): 9, UInt8(ascii: "r"): 13, UInt8(ascii: "a"): 7,
        UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12, UInt8(ascii: "v"): 11,
        UInt8(ascii: "\\"): 92, UInt8(ascii: "\""): 34, UInt8(ascii: "'"): 39,
    ]

    /// Lua manual 5.4, §3.1.
    private mutating func escape(into bytes: inout [UInt8]) throws(SourceProblem) {
        let start = mark()
        index += 1
        guard let letter = peek() else { throw problem("this text has no end", at: start) }
        if let simple = Self.simpleEscapes[letter] {
            bytes.append(simple)
            index += 1
        } else if Self.isNewline(letter) {
            newline()
            bytes.append(10)
        } else if letter == UInt8(ascii: "z") {
            index += 1
            while let blank = peek(), blank == 0x20 || (blank >= 9 && blank <= 13) {
                if Self.isNewline(blank) { newline() } else { index += 1 }
            }
        } else if letter == UInt8(ascii: "x") {
            index += 1
            bytes.append(try number(digits: 2...2, radix: 16, most: 255, start))
        } else if letter == UInt8(ascii: "u") {
            try unicode(into: &bytes, start)
        } else {
            bytes.append(try number(digits: 1...3, radix: 10, most: 255, start))
        }
    }

    private mutating func number(
        digits: ClosedRange<Int>, radix: Int, most: Int, _ start: Mark
    ) throws(SourceProblem) -> UInt8 {
        var value = 0
        var count = 0
        while count < digits.upperBound, let digit = digit(radix) {
            value = value * radix + digit
            count += 1
            index += 1
        }
        guard digits.contains(count), value <= most else {
            throw problem("this escape is not one of Lua's", at: start)
        }
        return UInt8(value)
    }

    private func digit(_ radix: Int) -> Int? {
        peek().flatMap { Character(Unicode.Scalar($0)).hexDigitValue }.flatMap {
            $0 < radix ? $0 : nil
        }
    }

    private mutating func unicode(into bytes: inout [UInt8], _ start: Mark) throws(SourceProblem) {
        index += 1
        var value: UInt32 = 0
        var count = 0
        let opened = peek() == UInt8(ascii: "{")
        if opened { index += 1 }
        while count < 8, let digit = digit(16) {
            value = value << 4 | UInt32(digit)
            count += 1
            index += 1
        }
        guard opened, count > 0, peek() == UInt8(ascii: "}"), let scalar = Unicode.Scalar(value)
        else { throw problem("this escape names no character", at: start) }
        index += 1
        bytes.append(contentsOf: Character(scalar).utf8)
    }
}
