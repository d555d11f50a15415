extension Condition {
    /// A function in it that is answered from what the engine keeps for itself, of which there is no past:
    /// `approved()`, `shared()`.
    public var presentWord: String? { root.presentWord }
}

extension Expression {
    fileprivate var presentWord: String? {
        switch form {
        case .approved: return "approved()"
        case .shared: return "shared()"
        case .aggregate(let aggregate):
            return ([aggregate.argument, aggregate.condition].compactMap(\.self) + children)
                .lazy.compactMap(\.presentWord).first
        case .constant, .field, .and, .or, .not, .comparison, .member, .isEmpty, .contains,
            .distance, .matches, .arithmetic, .negate, .absolute, .round, .span, .shift,
            .difference, .part, .dayOf, .length, .coalesce, .changed, .today, .now, .me,
            .hasRole, .inReports, .inTeams, .rate:
            return children.lazy.compactMap(\.presentWord).first
        }
    }
}
