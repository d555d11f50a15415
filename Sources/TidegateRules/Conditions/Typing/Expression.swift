import TidegateModel

/// A sub-expression whose names are known and whose types fit: what the evaluator's program, the
/// explanation and the SQL are made from.
package final class Expression: Sendable {
    /// Its register, counted within one ``Frame``.
    package let register: Int
    package let form: Form
    package let type: ExpressionType
    /// Bytes of UTF-8 in the source.
    package let range: Range<Int>

    init(register: Int, form: Form, type: ExpressionType, range: Range<Int>) {
        self.register = register
        self.form = form
        self.type = type
        self.range = range
    }

    package enum Form: Sendable {
        case constant(Value)
        case field(FieldPath)
        case and([Expression])
        case or([Expression])
        case not(Expression)
        case comparison(Comparison, Expression, Expression)
        case member(Expression, [Expression])
        case isEmpty(Expression, negated: Bool)
        /// A part of a text, or an item of a list.
        case contains(Expression, Expression)
        /// Kilometres between two places.
        case distance(Expression, Expression)
        /// What one unit of a currency is worth on a day.
        case rate(ExchangeRates, currency: Expression, day: Expression)
        case matches(Expression, TextPattern)
        case arithmetic(Arithmetic, Expression, Expression)
        case negate(Expression)
        case absolute(Expression)
        /// To the scale of the expression's own type.
        case round(Expression)
        /// So many milliseconds for each.
        case span(Expression, unit: Int64)
        /// A date or datetime, later or earlier by a duration.
        case shift(Expression, by: Expression, earlier: Bool)
        /// From the second to the first.
        case difference(Expression, Expression)
        case part(CalendarPart, Expression)
        case dayOf(Expression)
        case length(Expression)
        case coalesce([Expression])
        case changed(slot: Int)
        case today
        case now
        case me
        case hasRole(String)
        case approved(String)
        /// The user who acts stands above this one.
        case inReports(Expression, Reporting)
        /// The user who acts belongs to this team or leads it, or one above it.
        case inTeams(Expression, TeamTree)
        /// The record is opened to the user who acts, at least so far.
        case shared(SharedTest)
        case aggregate(Aggregate)
    }

    package var children: [Expression] {
        switch form {
        case .constant, .field, .changed, .today, .now, .me, .hasRole, .approved: []
        case .and(let parts), .or(let parts), .coalesce(let parts): parts
        case .not(let inner), .isEmpty(let inner, _), .matches(let inner, _), .negate(let inner),
            .absolute(let inner), .round(let inner), .span(let inner, _), .part(_, let inner),
            .dayOf(let inner), .length(let inner), .inReports(let inner, _),
            .inTeams(let inner, _):
            [inner]
        case .comparison(_, let left, let right), .contains(let left, let right),
            .distance(let left, let right), .arithmetic(_, let left, let right),
            .shift(let left, let right, _),
            .difference(let left, let right):
            [left, right]
        case .rate(_, let currency, let day): [currency, day]
        case .member(let value, let entries): [value] + entries
        case .shared(let test): test.of.map { [$0] } ?? []
        case .aggregate(let aggregate): aggregate.owner.map { [$0] } ?? []
        }
    }
}

extension Expression {
    private var asksPeople: Bool {
        switch form {
        case .inReports, .inTeams, .shared: true
        case .constant, .field, .and, .or, .not, .comparison, .member, .isEmpty, .contains,
            .distance, .rate, .matches, .arithmetic, .negate, .absolute, .round, .span, .shift,
            .difference, .part,
            .dayOf, .length, .coalesce, .changed, .today, .now, .me, .hasRole, .approved,
            .aggregate:
            false
        }
    }

    private var asksRates: Bool { if case .rate = form { true } else { false } }

    /// How deep the SQL nests; a subquery counts more than an operator.
    var queryDepth: Int {
        let inner = children.map(\.queryDepth).max() ?? 0
        if asksPeople || asksRates { return inner + 3 }
        guard case .aggregate(let aggregate) = form else { return inner + 1 }
        let parts = [aggregate.argument, aggregate.condition].compactMap { $0?.queryDepth }
        return max(inner, parts.max() ?? 0) + 3
    }
}

/// How many records, or many values, become one.
public enum AggregateFunction: String, Sendable, CaseIterable {
    case count, sum, min, max, avg, any, all
}

/// One answer from many records.
package final class Aggregate: Sendable {
    package let function: AggregateFunction
    /// The reference whose children are meant; `nil`: the record itself.
    package let owner: Expression?
    package let collection: ChildrenField
    /// The object of the children, and the slot that refers to their owner.
    package let object: Object
    package let slot: Int
    package let argument: Expression?
    package let condition: Expression?
    /// Registers the argument and the condition need.
    package let registers: Int

    init(
        function: AggregateFunction, owner: Expression?, collection: ChildrenField, object: Object,
        slot: Int, argument: Expression?, condition: Expression?, registers: Int
    ) {
        self.function = function
        self.owner = owner
        self.collection = collection
        self.object = object
        self.slot = slot
        self.argument = argument
        self.condition = condition
        self.registers = registers
    }
}
