import TidegateModel

/// What to compute over a set of records: `count(), sum(amount), avg(net)`.
public struct Summary: Sendable {
    public struct Item: Sendable {
        public let function: Function
        /// What is summed up; `nil` for `count()`.
        public let expression: Condition?
        /// As written, for a column's heading.
        public let label: String
        public let kind: ValueKind
        /// Digits after the point of a decimal.
        public let scale: Int
    }

    public enum Function: String, Sendable, CaseIterable {
        case count, sum, min, max, avg
        /// How many different values there are.
        case distinct

        /// What a condition calls the same over a collection; `distinct` is asked of lists alone.
        package var aggregate: AggregateFunction? {
            switch self {
            case .count: .count
            case .sum: .sum
            case .min: .min
            case .max: .max
            case .avg: .avg
            case .distinct: nil
            }
        }
    }

    public let source: String
    public let items: [Item]

    /// What an expression says of the one record that a query finds: of a single row the largest value is
    /// the value.
    public init(valueOf expression: Condition) {
        source = expression.source
        items = [
            Item(
                function: .max, expression: expression, label: source, kind: expression.kind,
                scale: expression.scale)
        ]
    }

    private init(source: String, items: [Item]) {
        self.source = source
        self.items = items
    }

    public static func compile(
        _ source: String, in scope: ConditionScope
    ) throws(ConditionProblems) -> Summary {
        let nodes: [SyntaxNode]
        do { nodes = try Parser.parseList(source) } catch {
            throw ConditionProblems(source, error, in: scope, isList: true)
        }
        guard nodes.count <= ConditionLimits.summaryItems else {
            let range = nodes[ConditionLimits.summaryItems].range
            let problem = ConditionProblem(fault: .tooManyEntries(nodes.count), range: range)
            throw ConditionProblems(source, [problem])
        }
        var items: [Item] = []
        for node in nodes { items.append(try item(node, source, scope)) }
        return Summary(source: source, items: items)
    }

    private static func item(
        _ node: SyntaxNode, _ source: String, _ scope: ConditionScope
    ) throws(ConditionProblems) -> Item {
        func refuse(_ fault: ConditionFault, at range: Range<Int>? = nil) -> ConditionProblems {
            ConditionProblems(
                source, [ConditionProblem(fault: fault, range: range ?? node.range)])
        }
        let label = String(decoding: Array(source.utf8)[node.range], as: UTF8.self)
        guard case .call(let name, let arguments, nil, let names) = node.form, names.isEmpty else {
            throw refuse(.expected("count(), sum(field), …", found: label))
        }
        guard let function = Function(rawValue: name.text) else {
            let close = suggestion(for: name.text, among: Function.allCases.map(\.rawValue))
            throw refuse(.unknownSummary(name.text, suggestion: close), at: name.range)
        }
        let wanted = function == .count ? 0 : 1
        guard arguments.count == wanted else {
            let words = wanted == 0 ? "no argument" : "one argument"
            throw refuse(.argumentCount(name.text, wanted: words, found: arguments.count))
        }
        guard let argument = arguments.first else {
            return Item(
                function: .count, expression: nil, label: label, kind: .integer, scale: 0)
        }
        let expression = try Condition.compile(argument, of: source, in: scope)
        let result = function.aggregate.map { Checker(scope).result($0, expression.root.type) }
        guard let type = result ?? .integer else {
            throw refuse(
                .operandWanted(
                    "\(name.text)()", wanted: "a number", found: expression.root.type.phrase))
        }
        return Item(
            function: function, expression: expression, label: label, kind: type.kind,
            scale: type.scale)
    }
}
