import TidegateModel

/// The options of a type of field, read from the body of its node.
struct BodyOptions: FieldOptionReader {
    let body: BodyReader

    func text(_ option: String) -> String? { body.text(option) }
    func texts(_ option: String) -> [String]? { body.texts(option) }
    func flag(_ option: String) -> Bool? { body.bool(option) }

    func whole(_ option: String, in range: ClosedRange<Int>) -> Int? {
        guard let number = body.integer(option) else { return nil }
        guard let whole = Int(exactly: number), range.contains(whole) else {
            body.report(
                "field.option",
                "\(option) is \(range.lowerBound) to \(range.upperBound), not \(number)", of: option
            )
            return nil
        }
        return whole
    }

    func report(_ problem: FieldOptionProblem) {
        let option = problem.option
        switch problem {
        case .missing: _ = body.require(option)
        case .values:
            body.report(
                "choice.values", "values of a choice are different texts, at least one",
                of: option)
        case .listValue(let value):
            body.report(
                "choice.values",
                "a value of a choice of several holds no ; and no quotes, unlike \(value)",
                of: option)
        case .format(let format):
            body.report(
                "autonumber.format",
                "a format has one group of zeros, such as \("OPP-{yyyy}-{0000}"), not \(format)",
                of: option)
        case .currency(let text):
            body.report(
                "money.currency",
                "currency is a code such as EUR, or a field such as currency or order.currency, not \(text)",
                of: option)
        case .onDelete(let rule):
            body.report(
                "reference.on_delete",
                "on_delete is one of \(list: DeleteRule.allCases.map(\.rawValue)), not \(rule)",
                of: option)
        }
    }
}
