/// Everyday words where an operator should stand: `amount above 5`, `金额大于 5 且 折扣 > 3`. Asked only
/// where nothing else can be read, so that they mean nothing by themselves.
extension Parser {
    private static let longestPhrase = 7

    /// `at least`, `is not`, `大于5`: an operator between two values.
    func everydayComparison(from start: Int) -> SyntaxError? {
        if let wrong = phrase(from: start) { return wrong }
        guard case .name(let name) = tokens[start].kind else {
            return start > 0 && tokens[start].isValue ? glued(to: tokens[start - 1]) : nil
        }
        return EverydayWords.beginning(name, in: EverydayWords.comparisons).map {
            word, use in
            let range = tokens[start].range
            return SyntaxError(
                .foreignOperator(word, use: use),
                range.lowerBound..<range.lowerBound + word.utf8.count)
        }
    }

    /// `金额大于 5`: the operator stands at the end of the word before.
    private func glued(to token: Token) -> SyntaxError? {
        guard case .name(let name) = token.kind else { return nil }
        return EverydayWords.ending(name, in: EverydayWords.comparisons).map { word, use in
            SyntaxError(
                .foreignOperator(word, use: use),
                token.range.upperBound - word.utf8.count..<token.range.upperBound)
        }
    }

    /// The longest run of words that is an operator in everyday language.
    private func phrase(from start: Int) -> SyntaxError? {
        guard var found = longestPhrase(from: start, in: EverydayWords.comparisons) else {
            return nil
        }
        // `is > 5`: the sign alone says it.
        if found.use == "==", case .symbol(let symbol) = tokens[found.end].kind,
            Comparison.allCases.contains(where: { $0.sign == symbol.rawValue })
        {
            found = (symbol.rawValue, found.end + 1)
        }
        let range = tokens[start].range.lowerBound..<tokens[found.end - 1].range.upperBound
        let text = String(decoding: source[range], as: UTF8.self)
        guard text != found.use else { return nil }
        return SyntaxError(.foreignOperator(text, use: found.use), range)
    }

    /// The longest run of words that stands in a table, with `is` before it or not, and its end.
    func longestPhrase<Use>(
        from start: Int, in table: [String: Use]
    ) -> (use: Use, end: Int)? {
        var words: [String] = []
        var found: (use: Use, end: Int)?
        for token in tokens[start...].prefix(Self.longestPhrase) {
            guard case .name(let word) = token.kind else { break }
            words.append(word.lowercased())
            let phrase = words.joined(separator: " ")
            let isPhrase = words.count > 1 && words.first == "is"
            let bare = isPhrase ? String(phrase.dropFirst("is ".count)) : phrase
            if let use = table[phrase] ?? table[bare] { found = (use, start + words.count) }
        }
        return found
    }

    /// `且`, `AND`, or a comma, where a condition has ended.
    func everydayJoin() -> SyntaxError? {
        let token = current
        if isSymbol(.comma), tokens[position + 1].isName {
            return SyntaxError(.foreignOperator(",", use: "and"), token.range)
        }
        guard case .name(let name) = token.kind else { return nil }
        if let use = EverydayWords.joins[name.lowercased()], use != name {
            return SyntaxError(.foreignOperator(name, use: use), token.range)
        }
        return EverydayWords.beginning(name, in: EverydayWords.joins).map { word, use in
            let start = token.range.lowerBound
            return SyntaxError(
                .foreignOperator(word, use: use), start..<start + word.utf8.count)
        }
    }

    /// `赢单且金额 > 5`: the word before the second comparison holds the join.
    func everydayJoin(before next: Int) -> SyntaxError? {
        guard case .name(let name) = tokens[next - 1].kind else { return nil }
        for index in name.indices.dropFirst() {
            let behind = String(name[index...])
            guard let (word, use) = EverydayWords.beginning(behind, in: EverydayWords.joins)
            else { continue }
            let start =
                tokens[next - 1].range.lowerBound + name[..<index].utf8.count
            return SyntaxError(
                .foreignOperator(word, use: use), start..<start + word.utf8.count)
        }
        return nil
    }

    /// `非 (…)`, `NOT confirmed`.
    func everydayNegation() -> SyntaxError? {
        guard case .name(let name) = current.kind, name != "not",
            EverydayWords.negations.contains(name.lowercased()), beginsOperand(position + 1)
        else { return nil }
        return SyntaxError(.foreignOperator(name, use: "not"), current.range)
    }

    private func beginsOperand(_ place: Int) -> Bool {
        switch tokens[place].kind {
        case .symbol(.leftParenthesis): true
        case .name(let name):
            !["and", "or", "in", "is", "contains", "matches"].contains(name)
                && EverydayWords.comparisons[name.lowercased()] == nil
        case .integer, .decimal, .text, .symbol, .end: false
        }
    }

    /// `== null`: the sign and the word are one question.
    func emptyWord(after sign: Token, _ comparison: Comparison) -> SyntaxError? {
        guard case .name(let word) = current.kind, Self.emptyWords.contains(word.lowercased()),
            comparison == .equal || comparison == .notEqual
        else { return nil }
        return SyntaxError(
            .emptyWord(word, use: comparison == .equal ? "is empty" : "is not empty"),
            sign.range.lowerBound..<current.range.upperBound)
    }

    private static let emptyWords: Set<String> = ["null", "nil", "none", "empty", "blank", "空"]
}
