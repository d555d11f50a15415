/// How a finding is said to people.
extension Finding: CustomStringConvertible {
    /// `Amount is 40000.00, must be > 50000`; `Close date is empty, must be >= today()`.
    public var description: String {
        let must = mustHold ? "must" : "must not"
        if let requirement, values.count == 1, let seen = values.first {
            if requirement.hasPrefix("is ") {
                return "\(seen.label) is \(seen.words), \(must) be \(requirement.dropFirst(3))"
            }
            if requirement.hasPrefix("contains") || requirement.hasPrefix("matches") {
                return "\(seen.label) is \(seen.words), \(must) hold: \(requirement)"
            }
            if requirement.hasPrefix("not in") {
                return "\(seen.label) is \(seen.words), must not be \(requirement.dropFirst(4))"
            }
            return "\(seen.label) is \(seen.words), \(must) be \(requirement)"
        }
        let facts = values.map { "\($0.label) is \($0.words)" }.joined(separator: ", ")
        return facts.isEmpty ? "\(must) hold: \(text)" : "\(facts); \(must) hold: \(text)"
    }
}

extension Finding.Seen {
    fileprivate var words: String { value.isMissing ? "empty" : value.description }
}

/// What explanations say of themselves.
enum ExplanationSentences {
    static let missing = "no value"
    static let concealed = "a value you may not see"
}
