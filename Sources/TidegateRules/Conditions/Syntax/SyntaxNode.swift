import TidegateModel

/// What was written, before any name is looked up.
final class SyntaxNode: Sendable {
    let form: Form
    /// Bytes of UTF-8 in the source.
    let range: Range<Int>

    init(_ form: Form, _ range: Range<Int>) {
        self.form = form
        self.range = range
    }

    enum Form: Sendable {
        case literal(Value)
        /// `?`, counted from 1.
        case parameter(Int)
        case path([Name])
        /// `me().manager` is a call with a path after it.
        case call(Name, [SyntaxNode], where: SyntaxNode?, then: [Name])
        case not(SyntaxNode)
        case minus(SyntaxNode)
        case and([SyntaxNode])
        case or([SyntaxNode])
        case comparison(Comparison, SyntaxNode, SyntaxNode)
        case arithmetic(Arithmetic, SyntaxNode, SyntaxNode)
        case member(SyntaxNode, [SyntaxNode], negated: Bool)
        /// `owner in my_reports()`: the one function that stands for a list.
        case memberOfCall(SyntaxNode, Name, negated: Bool)
        case isEmpty(SyntaxNode, negated: Bool)
        case contains(SyntaxNode, SyntaxNode)
        case matches(SyntaxNode, SyntaxNode)
    }

    struct Name: Sendable, Hashable {
        let text: String
        let range: Range<Int>
    }
}

/// How two values are compared. The raw value is a mask of the orders it accepts: 1 less, 2 equal,
/// 4 greater.
package enum Comparison: UInt8, Sendable, CaseIterable {
    case less = 1
    case equal = 2
    case lessOrEqual = 3
    case greater = 4
    case notEqual = 5
    case greaterOrEqual = 6

    package var sign: String {
        switch self {
        case .less: "<"
        case .equal: "=="
        case .lessOrEqual: "<="
        case .greater: ">"
        case .notEqual: "!="
        case .greaterOrEqual: ">="
        }
    }

    package var needsOrder: Bool { self != .equal && self != .notEqual }

    /// The same comparison with its sides exchanged.
    var mirrored: Comparison {
        switch self {
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        case .greater: .less
        case .greaterOrEqual: .lessOrEqual
        case .equal, .notEqual: self
        }
    }
}

package enum Arithmetic: String, Sendable, CaseIterable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
}
