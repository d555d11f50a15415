import TidegateModel
import TidegateRules

/// Arithmetic, the calendar and collections.
extension ConditionSQL {
    mutating func computed(_ expression: Expression, _ record: String) throws -> String {
        switch expression.form {
        case .arithmetic(let operation, let left, let right):
            return dialect.arithmetic(
                operation, try sql(left, record), left.type.scale, try sql(right, record),
                right.type.scale, scale: expression.type.scale)
        case .negate(let inner): return dialect.negate(try sql(inner, record))
        case .absolute(let inner): return dialect.absolute(try sql(inner, record))
        case .round(let inner):
            let value = try sql(inner, record)
            return dialect.rescale(value, from: inner.type.scale, to: expression.type.scale)
        case .span(let count, let unit):
            return dialect.arithmetic(
                .multiply, try sql(count, record), 0, bind(.integer(unit)), 0, scale: 0)
        case .shift(let base, let span, let earlier):
            var by = try sql(span, record)
            if earlier { by = dialect.negate(by) }
            let start = try sql(base, record)
            return base.type.kind == .date
                ? dialect.shiftDate(start, by: by) : dialect.shiftDatetime(start, by: by)
        case .difference(let later, let earlier):
            let (end, start) = (try sql(later, record), try sql(earlier, record))
            return later.type.kind == .date
                ? dialect.dateDifference(end, start)
                : dialect.arithmetic(.subtract, end, 0, start, 0, scale: 0)
        case .part(let part, let day): return dialect.part(part, ofDate: try sql(day, record))
        case .dayOf(let instant): return dialect.day(ofDatetime: try sql(instant, record))
        case .length(let text): return dialect.length(try sql(text, record))
        case .constant, .field, .and, .or, .not, .comparison, .member, .isEmpty, .contains,
            .distance, .rate,
            .matches, .coalesce, .changed, .today, .now, .me, .hasRole, .approved, .inReports,
            .inTeams, .shared, .aggregate:
            return try sql(expression, record)
        }
    }

    /// - Parameter condition: only of rows that meet it; `nil`: of all.
    func aggregate(
        _ function: AggregateFunction, _ value: String, _ scale: Int, where condition: String? = nil
    ) -> String {
        let filter = condition.map { " FILTER (WHERE \($0))" } ?? ""
        return switch function {
        case .sum: dialect.sum(value, filter)
        case .avg:
            dialect.average(
                value, scale: scale, target: ExactArithmetic.quotientScale(scale, 0)) + filter
        case .min, .max: "\(function.rawValue)(\(value))\(filter)"
        case .count, .any, .all: "count(*)\(filter)"
        }
    }

    /// How many different values there are, NULL not among them.
    func distinct(_ value: String, where condition: String?) -> String {
        "count(DISTINCT \(value))" + (condition.map { " FILTER (WHERE \($0))" } ?? "")
    }

    /// A correlated subquery; NULL when the owner itself is missing.
    mutating func aggregate(
        _ aggregate: Aggregate, _ record: String, onlyYes: Bool
    ) throws -> String {
        let owner = try aggregate.owner.map { try sql($0, record) } ?? column(record, "id")
        let row = alias()
        objects[row] = aggregate.object
        let from = " FROM \(try source(of: aggregate.object)) AS \(row)"
        let mine = "\(column(row, aggregate.object.fields[aggregate.slot].name)) = \(owner)"
        let answer: String
        switch aggregate.function {
        case .count, .sum, .min, .max, .avg:
            answer = try valueOf(aggregate, row, from, mine)
        case .any, .all:
            answer = try quantified(aggregate, row, from, mine, onlyYes)
        }
        guard aggregate.owner != nil else { return answer }
        return "CASE WHEN \(owner) IS NULL THEN NULL ELSE \(answer) END"
    }

    private mutating func valueOf(
        _ aggregate: Aggregate, _ row: String, _ from: String, _ mine: String
    ) throws -> String {
        let value = try aggregate.argument.map { try sql($0, row) } ?? ""
        let scale = aggregate.argument?.type.scale ?? 0
        var text =
            "(SELECT \(self.aggregate(aggregate.function, value, scale))\(from) WHERE \(mine)"
        if let condition = aggregate.condition {
            text += " AND (\(try sql(condition, row, onlyYes: true)))"
        }
        return text + ")"
    }

    private mutating func quantified(
        _ aggregate: Aggregate, _ row: String, _ from: String, _ mine: String, _ onlyYes: Bool
    ) throws -> String {
        let isAny = aggregate.function == .any
        guard let condition = aggregate.condition else {
            return "EXISTS (SELECT 1\(from) WHERE \(mine))"
        }
        guard !onlyYes else {
            let truth = try sql(condition, row, onlyYes: isAny)
            return isAny
                ? "EXISTS (SELECT 1\(from) WHERE \(mine) AND (\(truth)))"
                : "NOT EXISTS (SELECT 1\(from) WHERE \(mine) AND (\(truth)) IS NOT TRUE)"
        }
        let truths = "(SELECT (\(try sql(condition, row))) AS v\(from) WHERE \(mine))"
        let decides = isAny ? "v" : "NOT v"
        return "(SELECT CASE WHEN count(*) FILTER (WHERE \(decides)) > 0"
            + " THEN \(isAny ? "TRUE" : "FALSE") WHEN count(*) > count(v) THEN NULL"
            + " ELSE \(isAny ? "FALSE" : "TRUE") END FROM \(truths) AS answers)"
    }
}
