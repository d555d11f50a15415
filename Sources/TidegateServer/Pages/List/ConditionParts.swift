/// A condition as it was typed, in the parts that `and` joins: one can be put beside the others, and taken
/// out again, without a letter of the others changing.
///
///     ConditionParts("amount > 5").toggled("owner == me()")   // amount > 5 and owner == me()
///     ConditionParts("a > 1 or b > 1").toggled("c")           // (a > 1 or b > 1) and c
struct ConditionParts {
    private let parts: [String]

    init(_ text: String) {
        let (ands, ors) = Self.joints(text)
        guard ors.isEmpty else {
            parts = ["(\(text))"]
            return
        }
        var parts: [String] = []
        var start = text.startIndex
        for joint in ands {
            parts.append(String(text[start..<joint.lowerBound]))
            start = joint.upperBound
        }
        parts.append(String(text[start...]))
        self.parts = parts.map { $0.trimmed }.filter { !$0.isEmpty }
    }

    func contains(_ part: String) -> Bool { parts.contains(part) }

    /// The condition with the part, or without it where it stands in it.
    func toggled(_ part: String) -> String {
        let others = parts.filter { $0 != part }
        guard !contains(part) else { return Self.joined(others) }
        return Self.joined(others + [part])
    }

    private static func joined(_ parts: [String]) -> String {
        guard parts.count == 1, let only = parts.first else {
            return parts.joined(separator: " and ")
        }
        return unwrapped(only)
    }

    /// `(a or b)` alone needs no parentheses; `(a) or (b)` does not begin and end with the same pair.
    private static func unwrapped(_ text: String) -> String {
        guard text.first == "(", text.last == ")" else { return text }
        let inside = String(text.dropFirst().dropLast())
        return isBalanced(inside) ? inside : text
    }

    // MARK: Reading

    /// The words `and` and `or` that stand in no text, braces or parentheses, with the blanks around them.
    private static func joints(
        _ text: String
    ) -> (ands: [Range<String.Index>], ors: [Range<String.Index>]) {
        let outside = masked(text)
        func places(_ word: String) -> [Range<String.Index>] {
            outside.ranges(of: " \(word) ").map { found in
                let start = outside.distance(from: outside.startIndex, to: found.lowerBound)
                let first = text.index(text.startIndex, offsetBy: start)
                return first..<text.index(first, offsetBy: word.count + 2)
            }
        }
        return (places("and"), places("or"))
    }

    /// The same number of characters, with a point for each that stands inside something; blanks of any
    /// kind are blanks.
    private static func masked(_ text: String) -> String {
        var depth = 0
        var quote: Character?
        return String(
            text.map { character -> Character in
                if let open = quote {
                    if character == open { quote = nil }
                    return "."
                }
                switch character {
                case "'", "\"": quote = character
                case "(", "{", "[": depth += 1
                case ")", "}", "]": depth -= 1
                case let character where depth == 0:
                    return character.isWhitespace ? " " : character
                case _: break
                }
                return "."
            })
    }

    private static func isBalanced(_ text: String) -> Bool {
        var depth = 0
        for character in text {
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            if depth < 0 { return false }
        }
        return depth == 0
    }
}

extension String {
    fileprivate var trimmed: String {
        var text = drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
