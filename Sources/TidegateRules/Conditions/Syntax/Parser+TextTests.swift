/// What is asked of a text in other words than the language's: `not contains`, `starts with 'A'`,
/// `名称不包含'水'`, `以'A'开头`.
extension Parser {
    private struct Found {
        var test: TextTest
        /// As it was written.
        var said: String
        /// Where what is tested ends, and where the words do.
        var range: Range<Int>
        /// What is looked for, and its end.
        var value: (text: String, end: Int)?
    }

    /// - Parameter left: what is tested; no operator was read behind it, at `start`.
    func everydayTextTest(of left: SyntaxNode, from start: Int) -> SyntaxError? {
        guard
            let found = standing(from: start) ?? begun(at: start) ?? glued(before: start)
                ?? around(start),
            left.range.lowerBound < found.range.lowerBound
        else { return nil }
        let (sign, end): (String, Int)
        switch found.test.sign {
        case .contains: (sign, end) = ("contains", found.range.upperBound)
        case .matches: (sign, end) = ("matches", found.range.upperBound)
        case .starts, .ends:
            guard let value = found.value else { return nil }
            let pattern = found.test.sign == .starts ? value.text + "*" : "*" + value.text
            (sign, end) = ("matches \(ConditionFault.quoted(pattern))", value.end)
        }
        guard found.test.isNegated else {
            let range = found.range.lowerBound..<end
            return SyntaxError(.foreignOperator(found.said, use: sign), range)
        }
        let begin = left.range.lowerBound
        let tested = text(begin..<min(left.range.upperBound, found.range.lowerBound))
        return SyntaxError(
            .foreignOperator(found.said, use: "not \(tested) \(sign)"), begin..<end)
    }

    /// `does not contain`: words of their own.
    private func standing(from start: Int) -> Found? {
        guard let (test, end) = longestPhrase(from: start, in: EverydayWords.textTests) else {
            return nil
        }
        let range = tokens[start].range.lowerBound..<tokens[end - 1].range.upperBound
        return Found(test: test, said: text(range), range: range, value: value(at: end))
    }

    /// `不包含水`: grown onto what is looked for.
    private func begun(at start: Int) -> Found? {
        guard case .name(let name) = tokens[start].kind,
            let (word, test) = EverydayWords.beginning(name, in: EverydayWords.textTests)
        else { return nil }
        let token = tokens[start].range
        return Found(
            test: test, said: word,
            range: token.lowerBound..<token.lowerBound + word.utf8.count,
            value: (String(name.dropFirst(word.count)), token.upperBound))
    }

    /// `名称不包含'水'`: grown onto what is tested.
    private func glued(before start: Int) -> Found? {
        guard start > 0, tokens[start].isValue, case .name(let name) = tokens[start - 1].kind,
            let (word, test) = EverydayWords.ending(name, in: EverydayWords.textTests)
        else { return nil }
        let end = tokens[start - 1].range.upperBound
        return Found(
            test: test, said: word, range: end - word.utf8.count..<end, value: value(at: start))
    }

    /// `以'A'开头`: words on both sides, the first of them maybe grown onto what is tested.
    private func around(_ start: Int) -> Found? {
        guard start > 0, let opening = opening(before: start) else { return nil }
        guard let value = value(at: opening.next), opening.next + 1 < tokens.count,
            case .name(let name) = tokens[opening.next + 1].kind,
            let sign = EverydayWords.closings[name]
        else { return nil }
        let end = tokens[opening.next + 1].range.upperBound
        return Found(
            test: TextTest(sign, isNegated: opening.isNegated),
            said: (opening.isNegated ? "不以…" : "以…") + name, range: opening.place..<end,
            value: (value.text, end))
    }

    /// `以` or `不以` at `start`, or at the end of the word before it.
    private func opening(before start: Int) -> (place: Int, next: Int, isNegated: Bool)? {
        for (word, isNegated) in [("不以", true), ("以", false)] {
            if tokens[start].kind == .name(word) {
                return (tokens[start].range.lowerBound, start + 1, isNegated)
            }
            if case .name(let name) = tokens[start - 1].kind, name.hasSuffix(word), name != word {
                return (tokens[start - 1].range.upperBound - word.utf8.count, start, isNegated)
            }
        }
        return nil
    }

    /// A text, or a word that lacks its quotes.
    private func value(at place: Int) -> (text: String, end: Int)? {
        switch tokens[place].kind {
        case .text(let text): (text, tokens[place].range.upperBound)
        case .name(let name):
            EverydayWords.joins[name] == nil ? (name, tokens[place].range.upperBound) : nil
        case .integer, .decimal, .symbol, .end: nil
        }
    }

    private func text(_ range: Range<Int>) -> String {
        String(decoding: source[range], as: UTF8.self)
    }
}

/// What is asked of a text.
struct TextTest {
    enum Sign {
        case contains, matches, starts, ends
    }

    let sign: Sign
    let isNegated: Bool

    init(_ sign: Sign, isNegated: Bool = false) {
        self.sign = sign
        self.isNegated = isNegated
    }
}
