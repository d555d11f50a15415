import TidegateLua
import TidegateModel

/// Finds where in a file the parts of a node stand, so that a finding names line *and* column.
///
/// Lua knows the line of a call; the rest is looked up among the file's tokens.
public struct SourceIndex: Sendable {
    private let tokens: [LuaToken]
    private let chunk: Chunk

    public init(chunk: Chunk, source: [UInt8]) throws {
        self.chunk = chunk
        tokens = try LuaTokenizer.tokens(of: source)
    }

    /// A place among the tokens: the opening brace of a body.
    public struct Brace: Sendable, Hashable {
        fileprivate let index: Int
    }

    public func location(of node: Node) -> RuleLocation {
        word(of: node).map { location(tokens[$0]) }
            ?? RuleLocation(pack: chunk.pack, file: chunk.file, line: node.line)
    }

    /// The brace that opens the body of the node.
    public func body(of node: Node) -> Brace? {
        guard var index = word(of: node) else { return nil }
        index += 1
        while index < tokens.count, tokens[index].kind == .string || tokens[index].text == "(" {
            index += 1
        }
        return index < tokens.count && tokens[index].text == "{" ? Brace(index: index) : nil
    }

    public func location(of key: String, in brace: Brace) -> RuleLocation? {
        keyIndex(key, brace).map { location(tokens[$0]) }
    }

    public func location(ofValue key: String, in brace: Brace) -> RuleLocation? {
        valueIndex(key, brace).map { location(tokens[$0]) }
    }

    /// Where the character of a text stands, for errors inside a condition.
    ///
    /// - Parameter offset: in bytes of UTF-8 from the beginning of the text.
    public func location(ofValue key: String, in brace: Brace, offset: Int) -> RuleLocation? {
        guard let index = valueIndex(key, brace) else { return nil }
        let token = tokens[index]
        guard let place = token.position(ofContentByte: offset) else { return location(token) }
        return RuleLocation(
            pack: chunk.pack, file: chunk.file, line: place.line, column: place.column)
    }

    /// The brace after `key =`.
    public func table(_ key: String, in brace: Brace) -> Brace? {
        guard let index = valueIndex(key, brace), tokens[index].text == "{" else { return nil }
        return Brace(index: index)
    }

    /// Where the text stands among the elements of a list.
    public func location(ofElement text: String, in brace: Brace) -> RuleLocation? {
        var found: Int?
        walk(brace) { index in
            if found == nil, tokens[index].kind == .string, tokens[index].text == text {
                found = index
            }
        }
        return found.map { location(tokens[$0]) }
    }

    /// What a function does to its first parameter, as far as its text tells.
    public struct Writes: Sendable {
        /// The fields it assigns, anywhere in its text: of `line.price = 1` it is `price`, with its
        /// place.
        public var fields: [String: RuleLocation] = [:]
        /// Whether it saves or moves the record whatever way it takes through its text.
        public var isSaved = false
    }

    /// What the function at a key does to its first parameter; nothing where the key holds no function
    /// but the name of one.
    public func writes(by key: String, in brace: Brace) -> Writes {
        guard let value = valueIndex(key, brace), tokens[value].text == "function",
            value + 2 < tokens.count, tokens[value + 2].kind == .name
        else { return Writes() }
        let record = tokens[value + 2].text
        var writes = Writes()
        var depth = 0
        // Past a way out of a branch, nothing is sure to happen.
        var mayHaveLeft = false
        for index in value..<max(value, tokens.count - 3) {
            let token = tokens[index]
            if token.kind == .keyword {
                if ["function", "if", "do", "repeat"].contains(token.text) { depth += 1 }
                if ["end", "until"].contains(token.text) { depth -= 1 }
                if depth == 0 { break }
                if depth > 1, token.text == "return" { mayHaveLeft = true }
            }
            if depth == 1, !mayHaveLeft, saves(record, at: index) { writes.isSaved = true }
            guard token.kind == .name, token.text == record, tokens[index - 1].text != ".",
                tokens[index + 1].text == ".", tokens[index + 2].kind == .name,
                tokens[index + 3].text == "="
            else { continue }
            let field = tokens[index + 2].text
            writes.fields[field] = writes.fields[field] ?? location(token)
        }
        return writes
    }

    /// `deal:save()` or `move(deal, …)`.
    private func saves(_ record: String, at index: Int) -> Bool {
        guard tokens[index].kind == .name, tokens[index - 1].text != "." else { return false }
        let text = tokens[index...index + 3].map(\.text)
        return text == [record, ":", "save", "("]
            || text[0] == "move" && text[1] == "(" && text[2] == record && text[3] == ","
    }

    /// `deal.amount == 20` in functions: the field's name, and where it stands.
    public func comparisonsWithNumbers() -> [(field: String, location: RuleLocation)] {
        guard tokens.count > 4 else { return [] }
        return (0..<tokens.count - 3).compactMap { index in
            guard tokens[index].text == ".", tokens[index].kind == .symbol,
                tokens[index + 1].kind == .name, ["==", "~="].contains(tokens[index + 2].text),
                tokens[index + 2].kind == .symbol, tokens[index + 3].kind == .number
            else { return nil }
            return (tokens[index + 1].text, location(tokens[index + 1]))
        }
    }

    /// What functions say to people: the text of `refuse(code, "…", …)` and of `warn`, and that of
    /// `notify(user, "…", …)`. A text put together with `..` is read as one.
    public func spokenTexts() -> [(text: String, location: RuleLocation)] {
        tokens.indices.compactMap { index in
            guard tokens[index].kind == .name,
                ["refuse", "warn", "notify"].contains(tokens[index].text),
                let start = secondArgument(ofCallAt: index), tokens[start].kind == .string
            else { return nil }
            var text = tokens[start].text
            var next = start + 1
            while next + 1 < tokens.count, tokens[next].text == "..", tokens[next].kind == .symbol,
                tokens[next + 1].kind == .string
            {
                text += tokens[next + 1].text
                next += 2
            }
            return (text, location(tokens[start]))
        }
    }

    /// The first token after the first comma of a call.
    private func secondArgument(ofCallAt index: Int) -> Int? {
        guard index + 1 < tokens.count, tokens[index + 1].text == "(" else { return nil }
        var depth = 0
        for place in index + 1..<tokens.count where tokens[place].kind == .symbol {
            switch tokens[place].text {
            case "(", "{", "[": depth += 1
            case ")", "}", "]":
                depth -= 1
                if depth == 0 { return nil }
            case "," where depth == 1: return place + 1 < tokens.count ? place + 1 : nil
            default: continue
            }
        }
        return nil
    }

    // MARK: Tokens

    private func location(_ token: LuaToken) -> RuleLocation {
        RuleLocation(pack: chunk.pack, file: chunk.file, line: token.line, column: token.column)
    }

    private func word(of node: Node) -> Int? {
        var low = 0
        var high = tokens.count
        while low < high {
            let middle = (low + high) / 2
            if tokens[middle].line < node.line { low = middle + 1 } else { high = middle }
        }
        var fallback: Int?
        for index in low..<tokens.count where tokens[index].line == node.line {
            guard tokens[index].kind == .name, tokens[index].text == node.kind else { continue }
            fallback = fallback ?? index
            guard let first = node.names.first, index + 1 < tokens.count else { return index }
            if tokens[index + 1].kind == .string, tokens[index + 1].text == first { return index }
        }
        return fallback
    }

    private func keyIndex(_ key: String, _ brace: Brace) -> Int? {
        var found: Int?
        walk(brace) { index in
            guard found == nil, tokens[index].text == key else { return }
            let isPlain =
                tokens[index].kind == .name && index + 1 < tokens.count
                && tokens[index + 1].text == "="
                && ["{", ",", ";"].contains(tokens[index - 1].text)
            let isQuoted =
                tokens[index].kind == .string && index + 2 < tokens.count
                && tokens[index + 1].text == "]" && tokens[index + 2].text == "="
            if isPlain || isQuoted { found = index }
        }
        return found
    }

    private func valueIndex(_ key: String, _ brace: Brace) -> Int? {
        guard let index = keyIndex(key, brace) else { return nil }
        let value = tokens[index].kind == .name ? index + 2 : index + 3
        return value < tokens.count ? value : nil
    }

    /// Visits the tokens directly inside the brace, not those of inner tables and functions.
    private func walk(_ brace: Brace, _ visit: (Int) -> Void) {
        var depth = 0
        for index in brace.index + 1..<max(brace.index + 1, tokens.count) {
            let token = tokens[index]
            let isWord = token.kind == .keyword || token.kind == .symbol
            if isWord, ["{", "(", "function", "if", "do", "repeat"].contains(token.text) {
                depth += 1
                continue
            }
            if isWord, ["}", ")", "end", "until"].contains(token.text) {
                depth -= 1
                if depth < 0 { return }
                continue
            }
            if depth == 0 { visit(index) }
        }
    }
}
