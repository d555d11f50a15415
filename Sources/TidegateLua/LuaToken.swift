/// One word, sign, number or text of a Lua source, and where it stands.
///
/// Lines and columns count from 1; a column counts Unicode scalars, as editors do.
public struct LuaToken: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case name, keyword, symbol, number, string, end
    }

    public let kind: Kind
    /// The source text; of a string, its decoded value.
    public let text: String
    public let line: Int
    public let column: Int
    /// First byte in the source, and how many.
    public let offset: Int
    public let length: Int
    /// Of a string: where its first character stands, after the quote or the opening bracket.
    public let contentLine: Int
    public let contentColumn: Int
    /// Of a string: what stands in the source is what it means, so
    /// ``position(ofContentByte:)`` can tell.
    public let isVerbatim: Bool

    /// Where the character at this UTF-8 offset of a string's value stands in the source; `nil`
    /// when an escape comes between.
    ///
    ///     // say = "a >= b"      the `>` is byte 2 of the text
    ///     token.position(ofContentByte: 2)
    public func position(ofContentByte byte: Int) -> (line: Int, column: Int)? {
        guard kind == .string, isVerbatim, byte >= 0, byte <= text.utf8.count else { return nil }
        var line = contentLine
        var column = contentColumn
        for unit in text.utf8.prefix(byte) {
            if unit == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if unit & 0xc0 != 0x80 {
                column += 1
            }
        }
        return (line, column)
    }
}

/// A source that cannot be read, and where.
public struct SourceProblem: Error, Hashable, Sendable {
    public let message: String
    public let line: Int
    public let column: Int

    public init(message: String, line: Int, column: Int) {
        self.message = message
        self.line = line
        self.column = column
    }
}
