import TidegateModel

/// A typed, pure, bounded expression over one record: a gate, a validation, a filter, a formula.
///
/// Three values: where something is missing the answer is *unknown*, as in SQL, and whoever
/// enforces the condition treats that as no. The same tree becomes a program for records in memory,
/// an explanation for people, and SQL.
///
///     let scope = ConditionScope(schema: schema, object: opportunity)
///     let gate = try Condition.compile("amount > 50000 and close_date is not empty", in: scope)
///     if try gate.holds(context) != .yes {
///         for finding in try gate.explain(context).failures { print(finding) }
///         // Amount is 40000.00, must be > 50000
///     }
public final class Condition: Sendable {
    public let source: String
    public let object: Object
    /// Slots of its own record that it reads, also as the first step of a path.
    public let fields: Set<Int>
    /// Every field of every object it reads.
    public let dependencies: Set<Dependency>
    /// The collections it asks for.
    public let collections: [ChildrenField]
    /// The names it asks for with `approved('…')`.
    public let approvals: [String]
    /// `today()` or `now()`: the answer may change with no change to a record.
    public let usesTime: Bool
    public let usesOld: Bool
    /// Operations at most, a collection taken for ``ConditionLimits/assumedChildren`` records.
    public let cost: Int
    package let root: Expression
    let program: Program

    /// `bool` for what is true or not; other kinds for formulas, paths and parts of templates.
    public var kind: ValueKind { root.type.kind }
    /// Digits after the point of a decimal.
    public var scale: Int { root.type.scale }
    /// The object a reference points at.
    public var referenceTarget: String? { root.type.target }
    /// A query knows no old values, and a database's parser no endless nesting; all else has the
    /// same meaning in SQL.
    public var canRunInSQL: Bool { !usesOld && root.queryDepth <= ConditionLimits.queryDepth }

    init(source: String, root: Expression, program: Program, checker: Checker) {
        self.source = source
        self.root = root
        self.program = program
        object = checker.scope.object
        fields = checker.uses.fields
        dependencies = checker.uses.dependencies
        collections = checker.uses.collections
        approvals = checker.uses.approvals
        usesTime = checker.uses.time
        usesOld = checker.uses.old
        cost = checker.uses.cost
    }

    // MARK: Compiling

    /// Reads, checks and compiles a source.
    ///
    /// - Parameter expecting: the kind the answer must have; `nil` for any. An integer is accepted
    ///   where a decimal is expected.
    /// - Throws: all that is wrong with the source, each with its place.
    public static func compile(
        _ source: String, in scope: ConditionScope, expecting: ValueKind? = nil
    ) throws(ConditionProblems) -> Condition {
        let node: SyntaxNode
        do { node = try Parser.parse(source) } catch {
            throw ConditionProblems(source, error, in: scope)
        }
        return try compile(node, of: source, in: scope, expecting: expecting)
    }

    /// The same, with the problems as a value.
    public static func check(
        _ source: String, in scope: ConditionScope, expecting: ValueKind? = nil
    ) -> Result<Condition, ConditionProblems> {
        Result { () throws(ConditionProblems) in
            try compile(source, in: scope, expecting: expecting)
        }
    }

    static func compile(
        _ node: SyntaxNode, of source: String, in scope: ConditionScope,
        expecting: ValueKind? = nil
    ) throws(ConditionProblems) -> Condition {
        let checker = Checker(scope)
        let frame = Checker.Frame(object: scope.object, depth: 0)
        let root = checker.check(node, frame)
        if let expecting, let root { checker.expect(expecting, root) }
        guard let root, checker.problems.isEmpty else {
            throw ConditionProblems(source, checker.problems)
        }
        let program = Emitter.program(for: root, registers: frame.registers)
        return Condition(source: source, root: root, program: program, checker: checker)
    }

    // MARK: Evaluating

    /// Whether the record meets the condition. What is not a yes-or-no expression is `unknown`.
    ///
    /// - Throws: what the context's source throws.
    public func holds(_ context: ConditionContext) throws -> Truth {
        guard root.type.kind == .bool else { return .unknown }
        return try program.run(context, fully: false) { $0[program.root].truth }
    }

    /// The value of the expression; ``Value/none`` where something was missing, had more than
    /// 64 bits, or was divided by zero.
    public func value(_ context: ConditionContext) throws -> Value {
        try program.run(context, fully: false) { $0[program.root].value }
    }

    /// Evaluates every part, also those that could not change the answer, and tells what each was.
    public func explain(_ context: ConditionContext) throws -> Explanation {
        let concealment = Concealment(context)
        return try program.run(context, fully: true) { registers in
            try Explanation(root, source: Array(source.utf8), registers, concealment)
        }
    }
}

extension Checker {
    fileprivate func expect(_ kind: ValueKind, _ root: Expression) {
        guard root.type.kind != kind, !root.type.isMissing else { return }
        if kind == .decimal, root.type.isNumber { return }
        let wanted = kind == .bool ? "a condition (yes or no)" : ExpressionType(kind: kind).phrase
        report(.wanted(wanted, found: root.type.phrase), root.range)
    }
}
