import TidegateModel

/// Why a query cannot be asked of a database.
public enum QueryProblem: Error, Hashable, Sendable, CustomStringConvertible {
    case unknownField(String, object: String, suggestion: String?)
    case usesOldValues(String)
    case tooDeep(String)
    case otherObject(condition: String, query: String)
    case noSummary
    case notADate(String, object: String)
    /// Of a summary: neither a group nor a figure.
    case noColumn(String)
    /// A position of another order.
    case otherOrder

    public var description: String {
        switch self {
        case .unknownField(let name, let object, let suggestion):
            "unknown field \(name) of \(object)"
                + (suggestion.map { "; did you mean \($0)?" } ?? "")
        case .usesOldValues(let source):
            "\(source) looks at old values, which only a save has; leave out old. and changed()"
        case .tooDeep(let source): "\(source) is nested too deeply for a query; simplify it"
        case .otherObject(let condition, let query):
            "a condition on \(condition) cannot filter a query of \(query)"
        case .noSummary: "the query has no summary; give it one, such as count()"
        case .notADate(let name, let object):
            "\(object).\(name) is no date, so it lies in no month or year"
        case .noColumn(let name): "\(name) is neither a group nor a figure of the query"
        case .otherOrder: "the place does not belong to this order"
        }
    }
}
