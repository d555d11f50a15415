import TidegateLua

/// Colours Lua for reading: every line by itself as HTML, from the same tokens the checker reads.
struct LuaHighlighter {
    private enum Look {
        case keyword, word, key, text, number, comment

        var tag: StaticString {
            switch self {
            case .keyword: "<span class=\"lua-keyword\">"
            case .word: "<span class=\"lua-word\">"
            case .key: "<span class=\"lua-key\">"
            case .text: "<span class=\"lua-text\">"
            case .number: "<span class=\"lua-number\">"
            case .comment: "<span class=\"lua-comment\">"
            }
        }
    }

    private struct Piece {
        var bytes: ArraySlice<UInt8>
        var look: Look?
    }

    /// A source that cannot be read as Lua is shown as it is.
    static func lines(_ source: [UInt8]) -> [String] {
        let pieces =
            (try? LuaTokenizer.tokens(of: source)).map { self.pieces(source, $0) }
            ?? [Piece(bytes: source[...], look: nil)]
        var lines: [String] = []
        var line = HTMLWriter(capacity: 256)
        for piece in pieces {
            let parts = piece.bytes.split(
                separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            for (index, part) in parts.enumerated() {
                if index > 0 {
                    lines.append(line.string)
                    line = HTMLWriter(capacity: 256)
                }
                write(part, piece.look, &line)
            }
        }
        if !line.bytes.isEmpty { lines.append(line.string) }
        return lines
    }

    private static func write(
        _ bytes: ArraySlice<UInt8>, _ look: Look?, _ line: inout HTMLWriter
    ) {
        guard !bytes.isEmpty else { return }
        if let look { line.raw(look.tag) }
        line.text(String(decoding: bytes, as: UTF8.self))
        if look != nil { line.raw("</span>") }
    }

    private static func pieces(_ source: [UInt8], _ tokens: [LuaToken]) -> [Piece] {
        var pieces: [Piece] = []
        var end = 0
        for (index, token) in tokens.enumerated() {
            between(source[end..<token.offset], &pieces)
            end = token.offset + token.length
            let before = index > 0 ? tokens[index - 1] : nil
            let after = index + 1 < tokens.count ? tokens[index + 1] : nil
            pieces.append(
                Piece(bytes: source[token.offset..<end], look: look(token, before, after)))
        }
        between(source[end...], &pieces)
        return pieces
    }

    /// Between two tokens stand blanks and comments only.
    private static func between(_ bytes: ArraySlice<UInt8>, _ pieces: inout [Piece]) {
        guard !bytes.isEmpty else { return }
        let isBlank = bytes.allSatisfy { $0 == 0x20 || (9...13).contains($0) }
        pieces.append(Piece(bytes: bytes, look: isBlank ? nil : .comment))
    }

    /// A name before a text is a word of the language, as in `gate "Basics known"`; one before `=`
    /// is a key.
    private static func look(_ token: LuaToken, _ before: LuaToken?, _ after: LuaToken?) -> Look? {
        switch token.kind {
        case .keyword: .keyword
        case .string: .text
        case .number: .number
        case .name where after?.kind == .string && before?.text != ".": .word
        case .name where after?.text == "=" && before?.text != ".": .key
        case .name, .symbol, .end: nil
        }
    }
}
