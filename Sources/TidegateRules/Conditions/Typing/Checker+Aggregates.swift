import TidegateModel

/// Aggregates: one answer from the records of a collection.
extension Checker {
    func aggregate(
        _ function: AggregateFunction, _ arguments: [SyntaxNode], _ condition: SyntaxNode?,
        _ range: Range<Int>, _ frame: Frame
    ) -> Expression? {
        guard frame.prefix == nil else {
            let why = "it stands inside the argument of another aggregate; use it in `where`"
            report(.notAllowed("\(function.rawValue)()", why: why), range)
            return nil
        }
        guard frame.depth < ConditionLimits.aggregateDepth else {
            report(.aggregateTooDeep, range)
            return nil
        }
        guard let found = collection(function, arguments[0], range, frame),
            let object = object(named: found.collection.object, arguments[0].range)
        else { return nil }
        guard let slot = object.slot(of: found.collection.field) else {
            report(
                .unknownField(found.collection.field, object: object.name, suggestion: nil),
                arguments[0].range)
            return nil
        }
        uses.collections.append(found.collection)
        uses.dependencies.insert(Dependency(object: object.name, field: found.collection.field))
        if function == .all, condition == nil {
            report(.whereMissing(function.rawValue), range)
            return nil
        }
        let child = Frame(object: object, depth: frame.depth + 1)
        guard let (argument, type) = argument(function, arguments[0], found.prefix, child)
        else { return nil }
        var filter: Expression?
        if let condition {
            guard let truth = truth(condition, child) else { return nil }
            filter = truth
        }
        let owner = found.owner.map { make(form(of: $0), $0.type, arguments[0].range, frame) }
        let aggregate = Aggregate(
            function: function, owner: owner, collection: found.collection, object: object,
            slot: slot, argument: argument, condition: filter, registers: child.registers)
        return make(.aggregate(aggregate), type, range, frame)
    }

    private func form(of owner: FieldPath) -> Expression.Form {
        owner.root == .me && owner.slot == nil ? .me : .field(owner)
    }

    private struct Found {
        let owner: FieldPath?
        let collection: ChildrenField
        /// The names that lead to the collection.
        let prefix: [String]
    }

    /// The collection an argument is about: all of it for `count`, the first path's otherwise.
    private func collection(
        _ function: AggregateFunction, _ argument: SyntaxNode, _ range: Range<Int>, _ frame: Frame
    ) -> Found? {
        let takesRecords = function == .count || function == .any || function == .all
        guard let names = takesRecords ? argument.names : argument.firstPath else {
            report(.collectionWanted(function.rawValue), argument.range)
            return nil
        }
        guard let destination = resolve(names[...], frame) else { return nil }
        guard case .collection(let owner, let collection, let rest) = destination else {
            let written = names.map(\.text).joined(separator: ".")
            report(
                takesRecords
                    ? .notACollection(written) : .collectionWanted(function.rawValue),
                argument.range)
            return nil
        }
        guard !takesRecords || rest.isEmpty else {
            report(.collectionWanted(function.rawValue), argument.range)
            return nil
        }
        return Found(
            owner: owner, collection: collection,
            prefix: names.dropLast(rest.count).map(\.text))
    }

    /// The checked argument, and the type of what the aggregate yields.
    private func argument(
        _ function: AggregateFunction, _ node: SyntaxNode, _ prefix: [String], _ child: Frame
    ) -> (Expression?, ExpressionType)? {
        switch function {
        case .count: return (nil, .integer)
        case .any, .all: return (nil, .bool)
        case .sum, .min, .max, .avg:
            child.prefix = prefix
            defer { child.prefix = nil }
            guard let argument = check(node, child) else { return nil }
            guard let type = result(function, argument.type) else {
                report(
                    .operandWanted(
                        "\(function.rawValue)()", wanted: wanted(by: function),
                        found: argument.type.phrase), node.range)
                return nil
            }
            return (argument, type)
        }
    }

    private func wanted(by function: AggregateFunction) -> String {
        function == .min || function == .max ? "a number, date or duration" : "a number"
    }

    func result(_ function: AggregateFunction, _ type: ExpressionType) -> ExpressionType? {
        switch function {
        case .count: return .integer
        case .any, .all: return .bool
        case .sum: return type.isNumber || type.kind == .duration ? type : nil
        case .avg:
            return type.isNumber
                ? .decimal(ExactArithmetic.quotientScale(type.scale, 0)) : nil
        case .min, .max: return type.isOrdered && type.kind != .text ? type : nil
        }
    }
}

extension SyntaxNode {
    fileprivate var names: [Name]? {
        if case .path(let names) = form { names } else { nil }
    }

    /// The first path written inside.
    fileprivate var firstPath: [Name]? {
        switch form {
        case .literal, .parameter: nil
        case .path(let names): names
        case .call(_, let arguments, _, _): arguments.lazy.compactMap(\.firstPath).first
        case .not(let inner), .minus(let inner), .isEmpty(let inner, _),
            .memberOfCall(let inner, _, _):
            inner.firstPath
        case .and(let parts), .or(let parts): parts.lazy.compactMap(\.firstPath).first
        case .comparison(_, let left, let right), .arithmetic(_, let left, let right),
            .contains(let left, let right), .matches(let left, let right):
            left.firstPath ?? right.firstPath
        case .member(let value, let entries, _):
            value.firstPath ?? entries.lazy.compactMap(\.firstPath).first
        }
    }
}
