import TidegateModel

/// Operators: what may be compared and computed with what, and what comes out.
extension Checker {
    // MARK: Comparing

    func comparison(
        _ comparison: Comparison, _ left: SyntaxNode, _ right: SyntaxNode, _ range: Range<Int>,
        _ frame: Frame
    ) -> Expression? {
        guard let (left, right) = sides(left, right, frame),
            comparable(comparison, left, right, range)
        else { return nil }
        return make(.comparison(comparison, left, right), .bool, range, frame)
    }

    func comparable(
        _ comparison: Comparison, _ left: Expression, _ right: Expression, _ range: Range<Int>
    ) -> Bool {
        if left.type.isMissing || right.type.isMissing { return true }
        if let json = [left, right].first(where: { $0.type.kind == .json }) {
            report(.uncomparable(json.type.phrase, isList: json.type.isList), range)
            return false
        }
        guard (left.type.isNumber && right.type.isNumber) || left.type.kind == right.type.kind
        else {
            let (fault, place) = mismatch(left, right)
            report(fault, place ?? range)
            return false
        }
        if let one = left.type.target, let other = right.type.target, one != other {
            report(.differentTargets(one, other), range)
            return false
        }
        guard isChoice(right, of: left), isChoice(left, of: right) else { return false }
        if comparison.needsOrder, !left.type.isOrdered || !right.type.isOrdered {
            let unordered = left.type.isOrdered ? right.type : left.type
            report(.noOrder(unordered.phrase), range)
            return false
        }
        return true
    }

    /// What does not fit, and the side that is to be mended where that is known.
    private func mismatch(
        _ left: Expression, _ right: Expression
    ) -> (ConditionFault, Range<Int>?) {
        let kinds: Set<ValueKind> = [left.type.kind, right.type.kind]
        if kinds == [.date, .datetime] {
            return dayWanted(left.type.kind == .datetime ? left : right)
        }
        for (one, other) in [(left, right), (right, left)] where other.type.kind == .text {
            if one.type.kind == .reference {
                return (.referenceWithText(one.type.target ?? "a record"), nil)
            }
            if one.type.kind == .date || one.type.kind == .datetime,
                case .constant(.text(let text)) = other.form
            {
                return (timeWanted(one.type.kind, text), other.range)
            }
        }
        return (.notComparable(left.type.phrase, right.type.phrase), nil)
    }

    private func dayWanted(_ datetime: Expression) -> (ConditionFault, Range<Int>?) {
        switch datetime.form {
        case .now: (.dateWithDatetime(use: "today()"), datetime.range)
        case .field(let path) where path.text.utf8.count == datetime.range.count:
            (.dateWithDatetime(use: "date(\(path.text))"), datetime.range)
        default: (.dateWithDatetime(use: nil), nil)
        }
    }

    /// What to write for a text that stands where a day or a point of time should.
    private func timeWanted(_ kind: ValueKind, _ text: String) -> ConditionFault {
        if kind == .datetime {
            if Instant(text) != nil {
                return .dateWithText(text, type: kind.word, use: "datetime('\(text)')")
            }
            if let day = EverydayDate.whole(text) {
                return .dateWithText(text, type: kind.word, use: Self.start(of: day))
            }
        }
        let day = Instant(text).map { "date('\($0.day)')" } ?? EverydayWords.day(text)
        return day.map { .dateWithText(text, type: kind.word, use: $0) }
            ?? .badDate(text, use: nil)
    }

    static func start(of day: String) -> String { "datetime('\(day)T00:00:00Z')" }

    /// A literal compared with a choice has to be one of its values; else it is a typing mistake
    /// that would stay silent for ever.
    private func isChoice(_ literal: Expression, of choice: Expression) -> Bool {
        guard let values = choice.type.choices, case .constant(.text(let text)) = literal.form,
            !literal.range.isEmpty, !values.contains(text), !isParameter(literal)
        else { return true }
        let path: FieldPath? = if case .field(let path) = choice.form { path } else { nil }
        if let meant = value(called: text, of: path, among: values) {
            report(.choiceLabel(text, value: meant), literal.range)
            return false
        }
        report(notAChoice(text, of: path, among: values), literal.range)
        return false
    }

    func notAChoice(
        _ text: String, of path: FieldPath?, among values: [String]
    ) -> ConditionFault {
        let term = path.flatMap { path in
            path.field.map { Term.field(path.object.name, $0.name) }
        }
        return .notAChoice(
            text, field: path?.text ?? "the choice", term: term, values: values,
            suggestion: suggestion(for: text, among: values))
    }

    private func isParameter(_ expression: Expression) -> Bool {
        parameterRanges.contains(expression.range)
    }

    func member(
        _ value: SyntaxNode, _ entries: [SyntaxNode], _ negated: Bool, _ range: Range<Int>,
        _ frame: Frame
    ) -> Expression? {
        let beside = value
        let value = check(value, frame)
        let checked = entries.map {
            isBareText($0, beside: beside, frame) ? nil : check($0, frame)
        }
        let entries = checked.compactMap { $0 }
        guard let value, entries.count == checked.count else { return nil }
        let fits = entries.map { comparable(.equal, value, $0, $0.range) }
        guard !fits.contains(false) else { return nil }
        return negate(make(.member(value, entries), .bool, range, frame), negated, frame)
    }

    func negate(_ expression: Expression, _ negated: Bool, _ frame: Frame) -> Expression {
        negated ? make(.not(expression), .bool, expression.range, frame) : expression
    }

    func emptiness(
        _ inner: SyntaxNode, _ negated: Bool, _ range: Range<Int>, _ frame: Frame
    ) -> Expression? {
        if case .path(let names) = inner.form, frame.prefix == nil,
            case .collection? = quietly({ resolve(names[...], frame) })
        {
            return emptyCollection(inner, negated, range, frame)
        }
        guard let inner = check(inner, frame) else { return nil }
        return make(.isEmpty(inner, negated: negated), .bool, range, frame)
    }

    /// `lines is empty` is `count(lines) == 0`.
    private func emptyCollection(
        _ inner: SyntaxNode, _ negated: Bool, _ range: Range<Int>, _ frame: Frame
    ) -> Expression? {
        guard let count = aggregate(.count, [inner], nil, inner.range, frame) else { return nil }
        let zero = make(
            .constant(.integer(0)), .integer, range.upperBound..<range.upperBound, frame)
        return make(
            .comparison(negated ? .greater : .equal, count, zero), .bool, range, frame)
    }

    func contains(
        _ whole: SyntaxNode, _ part: SyntaxNode, _ range: Range<Int>, _ frame: Frame
    ) -> Expression? {
        guard let (whole, part) = sides(whole, part, frame), demand(part, .text, "contains")
        else { return nil }
        guard whole.type.isList || demand(whole, .text, "contains") else { return nil }
        guard !whole.type.isList || isChoice(part, of: whole) else { return nil }
        return make(.contains(whole, part), .bool, range, frame)
    }

    func matches(
        _ value: SyntaxNode, _ pattern: SyntaxNode, _ range: Range<Int>, _ frame: Frame
    ) -> Expression? {
        guard let checked = check(value, frame), demand(checked, .text, "matches") else {
            return nil
        }
        guard case .literal(.text(let text)) = pattern.form else {
            report(.argumentLiteral("matches", wanted: "a pattern like 'A*'"), pattern.range)
            return nil
        }
        let compiled = TextPattern(text)
        guard compiled.wildcards <= ConditionLimits.patternWildcards else {
            report(.tooManyWildcards(compiled.wildcards), pattern.range)
            return nil
        }
        return make(.matches(checked, compiled), .bool, range, frame)
    }

    // MARK: Computing

    func minus(_ inner: SyntaxNode, _ range: Range<Int>, _ frame: Frame) -> Expression? {
        switch inner.form {
        case .literal(.integer(let number)):
            return make(.constant(.integer(-number)), .integer, range, frame)
        case .literal(.decimal(let number)):
            let negative = Decimal(coefficient: -number.coefficient, scale: number.scale)
            return make(.constant(.decimal(negative)), .decimal(number.scale), range, frame)
        default:
            guard let inner = check(inner, frame) else { return nil }
            guard inner.type.isNumber || inner.type.kind == .duration else {
                report(.operandWanted("-", wanted: "a number", found: inner.type.phrase), range)
                return nil
            }
            return make(.negate(inner), inner.type, range, frame)
        }
    }

    func arithmetic(
        _ operation: Arithmetic, _ left: SyntaxNode, _ right: SyntaxNode, _ range: Range<Int>,
        _ frame: Frame
    ) -> Expression? {
        guard let (left, right) = pair(left, right, frame) else { return nil }
        if left.type.isMissing || right.type.isMissing {
            let known = left.type.isMissing ? right.type : left.type
            return make(.constant(.none), known, range, frame)
        }
        if left.type.isNumber, right.type.isNumber {
            let type = resultType(operation, left.type, right.type)
            return make(.arithmetic(operation, left, right), type, range, frame)
        }
        guard let (form, type) = onTime(operation, left, right) else {
            report(
                .notArithmetic(
                    operation.rawValue, left: left.type.phrase, right: right.type.phrase), range)
            return nil
        }
        return make(form, type, range, frame)
    }

    private func resultType(
        _ operation: Arithmetic, _ left: ExpressionType, _ right: ExpressionType
    ) -> ExpressionType {
        switch operation {
        case .divide: return .decimal(ExactArithmetic.quotientScale(left.scale, right.scale))
        case .add, .subtract, .multiply:
            if left.kind == .integer, right.kind == .integer { return .integer }
            return .decimal(
                operation == .multiply
                    ? ExactArithmetic.productScale(left.scale, right.scale)
                    : max(left.scale, right.scale))
        }
    }

    private func onTime(
        _ operation: Arithmetic, _ left: Expression, _ right: Expression
    ) -> (Expression.Form, ExpressionType)? {
        switch (operation, left.type.kind, right.type.kind) {
        case (.add, .date, .duration), (.add, .datetime, .duration):
            (.shift(left, by: right, earlier: false), left.type)
        case (.subtract, .date, .duration), (.subtract, .datetime, .duration):
            (.shift(left, by: right, earlier: true), left.type)
        case (.add, .duration, .date), (.add, .duration, .datetime):
            (.shift(right, by: left, earlier: false), right.type)
        case (.subtract, .date, .date), (.subtract, .datetime, .datetime):
            (.difference(left, right), .duration)
        case (.add, .duration, .duration), (.subtract, .duration, .duration),
            (.multiply, .duration, .integer), (.multiply, .integer, .duration):
            (.arithmetic(operation, left, right), .duration)
        default: nil
        }
    }
}
