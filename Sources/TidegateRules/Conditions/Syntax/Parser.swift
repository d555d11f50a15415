import TidegateModel

/// Reads tokens into a tree. From loosest to tightest: `or`, `and`, `not`, comparisons, `+ -`,
/// `* /`, sign. `not stage == 'won'` is therefore `not (stage == 'won')`.
struct Parser {
    let source: [UInt8]
    let tokens: [Token]
    private(set) var position = 0
    private var depth = 0
    private var nodes = 0
    private var parameters = 0

    static func parse(_ source: String) throws(SyntaxError) -> SyntaxNode {
        var parser = try Parser(opening: source)
        let node = try parser.disjunction()
        try parser.finish()
        return node
    }

    /// `path [where condition]`: a selection of records.
    static func parseSelection(
        _ source: String
    ) throws(SyntaxError) -> (path: SyntaxNode, condition: SyntaxNode?) {
        var parser = try Parser(opening: source)
        let path = try parser.primary()
        let condition = try parser.whereClause()
        try parser.finish()
        return (path, condition)
    }

    /// `item, item, …`: the parts of a summary.
    static func parseList(_ source: String) throws(SyntaxError) -> [SyntaxNode] {
        var parser = try Parser(opening: source, isList: true)
        var items = [try parser.disjunction()]
        while parser.accept(.comma) { items.append(try parser.disjunction()) }
        try parser.finish()
        return items
    }

    private init(opening source: String, isList: Bool = false) throws(SyntaxError) {
        self.source = Array(source.utf8)
        tokens = try Lexer.tokens(of: source, isList: isList)
        guard tokens.count > 1 else { throw SyntaxError(.emptySource, 0..<source.utf8.count) }
    }

    private mutating func finish() throws(SyntaxError) {
        guard current.kind == .end else { throw unexpected("`and`, `or` or the end") }
    }

    // MARK: Operators

    private mutating func disjunction() throws(SyntaxError) -> SyntaxNode {
        try nested { (parser) throws(SyntaxError) in
            let first = try parser.conjunction()
            var parts = [first]
            while parser.acceptWord("or") { parts.append(try parser.conjunction()) }
            return parts.count == 1 ? first : try parser.make(.or(parts), first)
        }
    }

    private mutating func conjunction() throws(SyntaxError) -> SyntaxNode {
        let first = try negation()
        var parts = [first]
        while acceptWord("and") { parts.append(try negation()) }
        return parts.count == 1 ? first : try make(.and(parts), first)
    }

    private mutating func negation() throws(SyntaxError) -> SyntaxNode {
        let start = current.range.lowerBound
        if let wrong = everydayNegation() { throw wrong }
        guard acceptWord("not") else { return try comparison() }
        return try nested { (parser) throws(SyntaxError) in
            try parser.make(.not(try parser.negation()), from: start)
        }
    }

    private mutating func comparison() throws(SyntaxError) -> SyntaxNode {
        let left = try sum()
        let sign = current
        if let comparison = acceptComparison() {
            if let wrong = emptyWord(after: sign, comparison) { throw wrong }
            let right = try sum()
            let node = try make(.comparison(comparison, left, right), left)
            let next = current
            guard acceptComparison() == nil else {
                throw everydayJoin(before: position - 1)
                    ?? SyntaxError(.chainedComparison, next.range)
            }
            return node
        }
        if acceptWord("contains") { return try make(.contains(left, try sum()), left) }
        if acceptWord("matches") { return try make(.matches(left, try sum()), left) }
        if acceptWord("is") {
            let start = position - 1
            let negated = acceptWord("not")
            guard acceptWord("empty") else {
                throw everydayComparison(from: start)
                    ?? unexpected(negated ? "`empty`" : "`empty` or `not empty`")
            }
            return try make(.isEmpty(left, negated: negated), left)
        }
        if acceptWord("in") { return try membership(of: left, negated: false) }
        if isWord("not"), tokens[position + 1].kind == .name("in") {
            position += 2
            return try membership(of: left, negated: true)
        }
        if let wrong = everydayTextTest(of: left, from: position)
            ?? everydayComparison(from: position)
        {
            throw wrong
        }
        return left
    }

    private mutating func membership(
        of value: SyntaxNode, negated: Bool
    ) throws(SyntaxError) -> SyntaxNode {
        if case .name(let text) = current.kind,
            tokens[position + 1].kind == .symbol(.leftParenthesis)
        {
            let name = SyntaxNode.Name(text: text, range: current.range)
            position += 2
            try expect(.rightParenthesis)
            return try make(.memberOfCall(value, name, negated: negated), value)
        }
        let open = current.range.lowerBound
        guard accept(.leftBrace) else { throw unexpected("a list like {'a', 'b'}") }
        var entries: [SyntaxNode] = []
        while !isSymbol(.rightBrace) {
            entries.append(try sum())
            guard accept(.comma) else { break }
        }
        try expect(.rightBrace)
        guard !entries.isEmpty else {
            throw SyntaxError(.expected("a value in the list", found: "}"), open..<previousEnd)
        }
        guard entries.count <= ConditionLimits.listEntries else {
            throw SyntaxError(.tooManyEntries(entries.count), open..<previousEnd)
        }
        return try make(.member(value, entries, negated: negated), value)
    }

    private mutating func sum() throws(SyntaxError) -> SyntaxNode {
        var left = try product()
        while true {
            if accept(.plus) {
                left = try make(.arithmetic(.add, left, try product()), left)
            } else if accept(.minus) {
                left = try make(.arithmetic(.subtract, left, try product()), left)
            } else {
                return left
            }
        }
    }

    private mutating func product() throws(SyntaxError) -> SyntaxNode {
        var left = try sign()
        while true {
            if accept(.star) {
                left = try make(.arithmetic(.multiply, left, try sign()), left)
            } else if accept(.slash) {
                left = try make(.arithmetic(.divide, left, try sign()), left)
            } else {
                return left
            }
        }
    }

    private mutating func sign() throws(SyntaxError) -> SyntaxNode {
        let start = current.range.lowerBound
        guard accept(.minus) else { return try primary() }
        return try nested { (parser) throws(SyntaxError) in
            try parser.make(.minus(try parser.sign()), from: start)
        }
    }

    // MARK: Primaries

    private mutating func primary() throws(SyntaxError) -> SyntaxNode {
        let token = current
        switch token.kind {
        case .integer(let number): return try literal(.integer(number))
        case .decimal(let number): return try literal(.decimal(number))
        case .text(let text): return try literal(.text(text))
        case .name("true"): return try literal(.bool(true))
        case .name("false"): return try literal(.bool(false))
        case .name("and"), .name("or"), .name("in"), .name("not"), .name("is"):
            throw unexpected("a value")
        case .name("null"), .name("nil"), .name("NULL"), .name("None"), .name("none"):
            throw SyntaxError(.emptyWord(token.quoted, use: nil), token.range)
        case .name(let text):
            position += 1
            let name = SyntaxNode.Name(text: text, range: token.range)
            return isSymbol(.leftParenthesis) ? try call(name) : try path(from: name)
        case .symbol(.question):
            position += 1
            parameters += 1
            return try make(.parameter(parameters), from: token.range.lowerBound)
        case .symbol(.leftParenthesis):
            position += 1
            let inner = try disjunction()
            try expect(.rightParenthesis)
            return SyntaxNode(inner.form, token.range.lowerBound..<previousEnd)
        case .symbol, .end:
            throw unexpected("a value")
        }
    }

    private mutating func literal(_ value: Value) throws(SyntaxError) -> SyntaxNode {
        let start = current.range.lowerBound
        position += 1
        return try make(.literal(value), from: start)
    }

    private mutating func path(from name: SyntaxNode.Name) throws(SyntaxError) -> SyntaxNode {
        let names = [name] + (try trailingNames())
        return try make(.path(names), from: name.range.lowerBound)
    }

    private mutating func trailingNames() throws(SyntaxError) -> [SyntaxNode.Name] {
        var names: [SyntaxNode.Name] = []
        while accept(.dot) {
            guard case .name(let text) = current.kind else { throw unexpected("a field") }
            names.append(SyntaxNode.Name(text: text, range: current.range))
            position += 1
        }
        return names
    }

    private mutating func call(_ name: SyntaxNode.Name) throws(SyntaxError) -> SyntaxNode {
        position += 1
        var arguments: [SyntaxNode] = []
        var condition: SyntaxNode?
        while !isSymbol(.rightParenthesis) {
            arguments.append(try disjunction())
            condition = try whereClause()
            guard condition == nil, accept(.comma) else { break }
        }
        try expect(.rightParenthesis)
        let names = try trailingNames()
        return try make(
            .call(name, arguments, where: condition, then: names), from: name.range.lowerBound)
    }

    private mutating func whereClause() throws(SyntaxError) -> SyntaxNode? {
        acceptWord("where") ? try disjunction() : nil
    }

    // MARK: Tokens

    var current: Token { tokens[position] }
    private var previousEnd: Int { position == 0 ? 0 : tokens[position - 1].range.upperBound }

    func isSymbol(_ symbol: Token.Symbol) -> Bool { current.kind == .symbol(symbol) }
    func isWord(_ word: String) -> Bool { current.kind == .name(word) }

    private mutating func accept(_ symbol: Token.Symbol) -> Bool {
        guard isSymbol(symbol) else { return false }
        position += 1
        return true
    }

    private mutating func acceptWord(_ word: String) -> Bool {
        guard isWord(word) else { return false }
        position += 1
        return true
    }

    private mutating func acceptComparison() -> Comparison? {
        guard case .symbol(let symbol) = current.kind,
            let comparison = Comparison.allCases.first(where: { $0.sign == symbol.rawValue })
        else { return nil }
        position += 1
        return comparison
    }

    private mutating func expect(_ symbol: Token.Symbol) throws(SyntaxError) {
        guard accept(symbol) else { throw unexpected(symbol.rawValue) }
    }

    private func unexpected(_ wanted: String) -> SyntaxError {
        if let range = groupedNumber() {
            return SyntaxError(
                .groupedNumber(String(decoding: source[range], as: UTF8.self)), range)
        }
        if let wrong = everydayJoin() { return wrong }
        return current.kind == .end
            ? SyntaxError(.unfinished(expected: wanted), current.range)
            : SyntaxError(.expected(wanted, found: current.quoted), current.range)
    }

    /// `12,500` around a comma that cannot stand here. Where commas can, as in `{1,500}`, they mean
    /// what they always mean.
    private func groupedNumber() -> Range<Int>? {
        guard isSymbol(.comma), position > 0, tokens[position - 1].isNumber else { return nil }
        var last = position - 1
        while last + 2 < tokens.count, tokens[last + 1].kind == .symbol(.comma),
            tokens[last + 2].isGroup, tokens[last].touches(tokens[last + 1]),
            tokens[last + 1].touches(tokens[last + 2])
        {
            last += 2
        }
        guard last >= position else { return nil }
        return tokens[position - 1].range.lowerBound..<tokens[last].range.upperBound
    }

    // MARK: Limits

    private mutating func nested(
        _ body: (inout Parser) throws(SyntaxError) -> SyntaxNode
    ) throws(SyntaxError) -> SyntaxNode {
        depth += 1
        guard depth <= ConditionLimits.depth else { throw SyntaxError(.tooDeep, current.range) }
        let node = try body(&self)
        depth -= 1
        return node
    }

    private mutating func make(
        _ form: SyntaxNode.Form, _ first: SyntaxNode
    ) throws(SyntaxError) -> SyntaxNode {
        try make(form, from: first.range.lowerBound)
    }

    private mutating func make(
        _ form: SyntaxNode.Form, from start: Int
    ) throws(SyntaxError) -> SyntaxNode {
        let range = start..<previousEnd
        nodes += 1
        guard nodes <= ConditionLimits.nodes else { throw SyntaxError(.tooManyNodes, range) }
        return SyntaxNode(form, range)
    }
}
