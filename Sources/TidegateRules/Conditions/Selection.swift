import TidegateModel

/// Records found from a record: `owner.manager`, `order.customer.contacts where wants_notice`.
public final class Selection: Sendable {
    public let source: String
    /// The object of the records it finds.
    public let target: Object
    /// The children it lists; `nil` when it follows a reference to one record.
    public let collection: ChildrenField?
    /// Yields the record, or the owner of the collection; `nil`: the record itself is the owner.
    private let path: Condition?
    private let filter: Condition?

    private init(
        source: String, target: Object, collection: ChildrenField?, path: Condition?,
        filter: Condition?
    ) {
        self.source = source
        self.target = target
        self.collection = collection
        self.path = path
        self.filter = filter
    }

    /// Every field of every object it reads, for whoever checks what may be seen.
    public var dependencies: Set<Dependency> {
        let listed = collection.map { [Dependency(object: target.name, field: $0.field)] } ?? []
        return (path?.dependencies ?? []).union(filter?.dependencies ?? []).union(listed)
    }

    public static func compile(
        _ source: String, in scope: ConditionScope
    ) throws(ConditionProblems) -> Selection {
        let parsed: (path: SyntaxNode, condition: SyntaxNode?)
        do { parsed = try Parser.parseSelection(source) } catch {
            throw ConditionProblems(source, error, in: scope)
        }
        let checker = Checker(scope)
        let frame = Checker.Frame(object: scope.object, depth: 0)
        guard let found = checker.selection(parsed.path, frame) else {
            throw ConditionProblems(source, checker.problems)
        }
        let path = found.path.map { root in
            Condition(
                source: source, root: root,
                program: Emitter.program(for: root, registers: frame.registers), checker: checker)
        }
        var inner = scope
        inner.object = found.target
        inner.allows.remove(.oldValues)
        let filter: Condition?
        if let condition = parsed.condition {
            filter = try Condition.compile(condition, of: source, in: inner, expecting: .bool)
        } else {
            filter = nil
        }
        return Selection(
            source: source, target: found.target, collection: found.collection, path: path,
            filter: filter)
    }

    /// The records, in id order; a condition that is unknown leaves a record out.
    public func records(_ context: ConditionContext) throws -> [Record] {
        guard let filter else { return try candidates(context) }
        var inner = context
        inner.old = nil
        return try candidates(context).filter { candidate in
            inner.record = candidate
            return try filter.holds(inner).passes
        }
    }

    private func candidates(_ context: ConditionContext) throws -> [Record] {
        var id = context.record.id
        if let path {
            guard let found = try path.value(context).reference else { return [] }
            id = found
        }
        if let collection { return try context.source.children(collection, of: id) }
        return try context.source.record(target, id).map { [$0] } ?? []
    }
}

extension Checker {
    fileprivate struct SelectionTarget {
        let path: Expression?
        let target: Object
        let collection: ChildrenField?
    }

    fileprivate func selection(_ node: SyntaxNode, _ frame: Frame) -> SelectionTarget? {
        if case .path(let names) = node.form {
            guard let destination = resolve(names[...], frame) else { return nil }
            if case .collection(let owner, let collection, let rest) = destination {
                guard rest.isEmpty else {
                    report(.notASelection, node.range)
                    return nil
                }
                guard let target = object(named: collection.object, node.range) else { return nil }
                uses.collections.append(collection)
                let path = owner.map { make(.field($0), $0.type, node.range, frame) }
                return SelectionTarget(path: path, target: target, collection: collection)
            }
        }
        guard let path = check(node, frame) else { return nil }
        guard let name = path.type.target else {
            report(.notASelection, node.range)
            return nil
        }
        return object(named: name, node.range).map {
            SelectionTarget(path: path, target: $0, collection: nil)
        }
    }
}

/// All records of an object that meet a condition: `Invoice where status == 'open'`.
public struct ObjectSelection: Sendable {
    public let object: Object
    public let condition: Condition?

    public static func compile(
        _ source: String, schema: Schema, allows: ConditionAllowance = .query
    ) throws(ConditionProblems) -> ObjectSelection {
        let parsed: (path: SyntaxNode, condition: SyntaxNode?)
        do { parsed = try Parser.parseSelection(source) } catch {
            throw ConditionProblems(source, [error.problem])
        }
        guard case .path(let names) = parsed.path.form, names.count == 1, let name = names.first
        else {
            let problem = ConditionProblem(fault: .notASelection, range: parsed.path.range)
            throw ConditionProblems(source, [problem])
        }
        guard let object = schema[name.text] else {
            let close = suggestion(for: name.text, among: schema.objects.map(\.name))
            let fault = ConditionFault.unknownObject(name.text, suggestion: close)
            throw ConditionProblems(source, [ConditionProblem(fault: fault, range: name.range)])
        }
        let scope = ConditionScope(schema: schema, object: object, allows: allows)
        guard let node = parsed.condition else {
            return ObjectSelection(object: object, condition: nil)
        }
        let condition = try Condition.compile(node, of: source, in: scope, expecting: .bool)
        return ObjectSelection(object: object, condition: condition)
    }
}
