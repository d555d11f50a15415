import TidegateModel

/// Looks up every name and fits every type. Collects all problems; an expression that has one is
/// `nil`, and what depends on it says nothing more.
final class Checker {
    let scope: ConditionScope
    var problems: [ConditionProblem] = []
    var uses = Uses()
    /// Where values were passed in: those are not literals a person mistyped.
    var parameterRanges: Set<Range<Int>> = []

    /// What the finished condition touches.
    struct Uses {
        var fields: Set<Int> = []
        var dependencies: Set<Dependency> = []
        var collections: [ChildrenField] = []
        var approvals: [String] = []
        var time = false
        var old = false
        var cost = 0
    }

    /// The record a part of the condition is about, and how many registers it needs.
    final class Frame {
        let object: Object
        /// 0 for the condition's own record, 1 inside an aggregate, …
        let depth: Int
        /// Inside an aggregate's argument: the names every path starts with.
        var prefix: [String]?
        var registers = 0

        init(object: Object, depth: Int) {
            self.object = object
            self.depth = depth
        }
    }

    init(_ scope: ConditionScope) {
        self.scope = scope
    }

    /// Tries something whose problems are of no interest.
    func quietly<Answer>(_ body: () -> Answer) -> Answer {
        let (before, used) = (problems, uses)
        defer { (problems, uses) = (before, used) }
        return body()
    }

    func report(_ fault: ConditionFault, _ range: Range<Int>) {
        problems.append(ConditionProblem(fault: fault, range: range))
    }

    func make(
        _ form: Expression.Form, _ type: ExpressionType, _ range: Range<Int>, _ frame: Frame
    ) -> Expression {
        defer { frame.registers += 1 }
        uses.cost += frame.depth == 0 ? 1 : ConditionLimits.assumedChildren * frame.depth
        return Expression(register: frame.registers, form: form, type: type, range: range)
    }

    func check(_ node: SyntaxNode, _ frame: Frame) -> Expression? {
        switch node.form {
        case .literal(let value):
            return make(.constant(value), ExpressionType(of: value), node.range, frame)
        case .parameter(let number): return parameter(number, node.range, frame)
        case .path(let names): return path(names, node.range, frame)
        case .call(let name, let arguments, let condition, let names):
            return call(name, arguments, condition, names, node.range, frame)
        case .not(let inner):
            guard let inner = truth(inner, frame) else { return nil }
            return make(.not(inner), .bool, node.range, frame)
        case .minus(let inner): return minus(inner, node.range, frame)
        case .and(let parts):
            return truths(parts, frame).map { make(.and($0), .bool, node.range, frame) }
        case .or(let parts):
            return truths(parts, frame).map { make(.or($0), .bool, node.range, frame) }
        case .comparison(let comparison, let left, let right):
            return self.comparison(comparison, left, right, node.range, frame)
        case .arithmetic(let operation, let left, let right):
            return arithmetic(operation, left, right, node.range, frame)
        case .member(let value, let entries, let negated):
            return member(value, entries, negated, node.range, frame)
        case .memberOfCall(let value, let name, let negated):
            return memberOfCall(value, name, negated, node.range, frame)
        case .isEmpty(let inner, let negated): return emptiness(inner, negated, node.range, frame)
        case .contains(let left, let right): return contains(left, right, node.range, frame)
        case .matches(let value, let pattern): return matches(value, pattern, node.range, frame)
        }
    }

    /// Checks an expression that must be yes or no.
    func truth(_ node: SyntaxNode, _ frame: Frame) -> Expression? {
        guard let expression = check(node, frame) else { return nil }
        guard expression.type.kind == .bool else {
            report(.wanted("a condition (yes or no)", found: expression.type.phrase), node.range)
            return nil
        }
        return expression
    }

    private func truths(_ nodes: [SyntaxNode], _ frame: Frame) -> [Expression]? {
        let parts = nodes.map { truth($0, frame) }
        let found = parts.compactMap { $0 }
        return found.count == parts.count ? found : nil
    }

    /// Checks both sides before giving up, so that both report.
    func pair(_ left: SyntaxNode, _ right: SyntaxNode, _ frame: Frame) -> (Expression, Expression)?
    {
        let (left, right) = (check(left, frame), check(right, frame))
        guard let left, let right else { return nil }
        return (left, right)
    }

    func demand(_ expression: Expression, _ kind: ValueKind, _ operation: String) -> Bool {
        guard expression.type.kind != kind, !expression.type.isMissing else { return true }
        let wanted = ExpressionType(kind: kind).phrase
        report(
            .operandWanted(operation, wanted: wanted, found: expression.type.phrase),
            expression.range)
        return false
    }

    private func parameter(_ number: Int, _ range: Range<Int>, _ frame: Frame) -> Expression? {
        guard number <= scope.parameters.count else {
            report(.missingParameter(number, given: scope.parameters.count), range)
            return nil
        }
        let value = scope.parameters[number - 1]
        parameterRanges.insert(range)
        return make(.constant(value), ExpressionType(of: value), range, frame)
    }
}
