import TidegateModel

/// The smallest meaningful piece of a source.
struct Token {
    enum Kind: Hashable {
        case name(String)
        case integer(Int64)
        case decimal(Decimal)
        case text(String)
        case symbol(Symbol)
        case end
    }

    enum Symbol: String {
        case leftParenthesis = "("
        case rightParenthesis = ")"
        case leftBrace = "{"
        case rightBrace = "}"
        case comma = ","
        case dot = "."
        case question = "?"
        case plus = "+"
        case minus = "-"
        case star = "*"
        case slash = "/"
        case equal = "=="
        case notEqual = "!="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
    }

    let kind: Kind
    /// Bytes of UTF-8 in the source.
    let range: Range<Int>

    var isNumber: Bool {
        switch kind {
        case .integer, .decimal: true
        case .name, .text, .symbol, .end: false
        }
    }

    var isName: Bool {
        if case .name = kind { true } else { false }
    }

    /// Written out: a number or a text.
    var isValue: Bool {
        switch kind {
        case .integer, .decimal, .text: true
        case .name, .symbol, .end: false
        }
    }

    /// Three digits, maybe with a fraction: what can follow the comma of a grouped number.
    var isGroup: Bool {
        switch kind {
        case .integer: range.count == 3
        case .decimal(let number): range.count == 3 + 1 + number.scale
        case .name, .text, .symbol, .end: false
        }
    }

    /// Whether nothing stands between the two.
    func touches(_ next: Token) -> Bool { range.upperBound == next.range.lowerBound }

    /// As a message quotes it.
    var quoted: String {
        switch kind {
        case .name(let name): name
        case .integer(let number): String(number)
        case .decimal(let number): number.description
        case .text(let text): "'\(text.prefix(40))'"
        case .symbol(let symbol): symbol.rawValue
        case .end: "the end"
        }
    }
}

/// Where reading stopped. One a source: what follows a syntax error is guesswork.
struct SyntaxError: Error {
    let problem: ConditionProblem

    init(_ fault: ConditionFault, _ range: Range<Int>) {
        problem = ConditionProblem(fault: fault, range: range)
    }
}
