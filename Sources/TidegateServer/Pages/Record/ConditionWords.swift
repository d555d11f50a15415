import TidegateModel
import TidegateRules

/// A condition as people read it: `discount > 15` is *Discount > 15%*. Paths become labels, choices
/// what they are called, operators words or signs, as the language has it. What calls functions stays
/// as it was written: half a translation would be harder to read than none.
struct ConditionWords {
    let wording: Wording
    let object: Object

    func text(_ source: String) -> String {
        guard !source.contains("(") else { return source }
        var words: [String] = []
        var field: (Field, Object)?
        for token in Self.tokens(source) {
            if let quote = token.first, quote == "'" || quote == "\"" {
                let text = String(token.dropFirst().dropLast())
                words.append(field.map { wording.value(.text(text), $0.0, $0.1) } ?? text)
            } else if let first = token.first, first.isLetter, Self.keywords[token] == nil {
                field = self.field(token)
                words.append(wording.path(token, object))
            } else if token.first?.isNumber == true {
                let isPercent = if case .percent = field?.0.type { true } else { false }
                words.append(token.groupedDigits + (isPercent ? "%" : ""))
            } else {
                words.append(Self.comparisons[token].map { wording($0) } ?? token)
            }
        }
        return spoken(words)
    }

    /// Words of several tokens first, then those of one.
    private func spoken(_ words: [String]) -> String {
        var text = words.joined(separator: " ")
        for (source, key) in [
            ("is not empty", "when.not_empty"), ("is empty", "when.empty"), (" and ", "when.and"),
            (" or ", "when.or"), ("not ", "when.not"), (" in ", "when.in"),
        ] {
            let edges = (source.first == " " ? " " : "", source.last == " " ? " " : "")
            text = text.replacing(source, with: edges.0 + wording(key) + edges.1)
        }
        text = text.replacing("{ ", with: "").replacing(" }", with: "").replacing(" ,", with: ",")
        return text.replacing(#/(\p{Han}) (?=\p{Han})/#) { $0.output.1 }
    }

    /// The field that a path ends at.
    private func field(_ path: String) -> (Field, Object)? {
        guard case .field(let owner, let name) = wording.bundle.terms(path, object).last,
            let object = wording.bundle.schema[owner], let field = object.field(name)
        else { return nil }
        return (field, object)
    }

    private static let comparisons = [
        ">": "when.greater", ">=": "when.greater_or_equal", "<": "when.less",
        "<=": "when.less_or_equal", "!=": "when.differs", "~=": "when.differs",
        "==": "when.equals",
    ]
    private static let keywords = Dictionary(
        uniqueKeysWithValues: ["and", "or", "not", "in", "is", "empty", "true", "false"]
            .map { ($0, true) })

    private static func tokens(_ source: String) -> [String] {
        source.matches(of: #/'[^']*'|"[^"]*"|[A-Za-z_][\w.]*|\d+(?:\.\d+)?|[<>=!~]=|[^\s\w]/#)
            .map { String($0.output) }
    }
}
