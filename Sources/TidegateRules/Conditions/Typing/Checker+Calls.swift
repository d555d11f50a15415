import TidegateModel

/// Functions.
extension Checker {
    func call(
        _ name: SyntaxNode.Name, _ arguments: [SyntaxNode], _ condition: SyntaxNode?,
        _ names: [SyntaxNode.Name], _ range: Range<Int>, _ frame: Frame
    ) -> Expression? {
        guard let function = Function(rawValue: name.text) else {
            let known = Function.allCases.map(\.rawValue)
            let close = suggestion(for: name.text, among: known)
            report(.unknownFunction(name.text, suggestion: close), name.range)
            return nil
        }
        let expected = function.arguments
        guard expected.counts.contains(arguments.count) else {
            report(
                function.aggregate != nil
                    ? .collectionWanted(name.text)
                    : .argumentCount(name.text, wanted: expected.words, found: arguments.count),
                range)
            return nil
        }
        if let aggregate = function.aggregate, names.isEmpty {
            return self.aggregate(aggregate, arguments, condition, range, frame)
        }
        if let condition {
            report(.whereOutsideAggregate(name.text), condition.range)
            return nil
        }
        if function == .me { return me(names, range, frame) }
        if let field = names.first {
            report(.expected("an operator", found: "." + field.text), field.range)
            return nil
        }
        return simple(function, arguments, range, frame)
    }

    private func simple(
        _ function: Function, _ arguments: [SyntaxNode], _ range: Range<Int>, _ frame: Frame
    ) -> Expression? {
        switch function {
        case .today, .now: return time(function, range, frame)
        case .days, .hours, .minutes, .weeks: return span(function, arguments[0], range, frame)
        case .year: return part(.year, arguments[0], range, frame)
        case .month: return part(.month, arguments[0], range, frame)
        case .day: return part(.day, arguments[0], range, frame)
        case .date: return date(arguments[0], range, frame)
        case .datetime: return datetime(arguments[0], range, frame)
        case .length:
            guard let text = check(arguments[0], frame), demand(text, .text, "length()")
            else { return nil }
            return make(.length(text), .integer, range, frame)
        case .abs:
            guard let number = number(arguments[0], "abs()", frame) else { return nil }
            return make(.absolute(number), number.type, range, frame)
        case .round: return round(arguments, range, frame)
        case .coalesce: return coalesce(arguments, range, frame)
        case .distance:
            guard let one = place(arguments[0], frame), let other = place(arguments[1], frame)
            else { return nil }
            return make(.distance(one, other), .decimal(3), range, frame)
        case .home: return home(arguments, range, frame)
        case .changed: return changed(arguments[0], range, frame)
        case .approved:
            guard allowed(.approvals, "approved()", "approvals are not known here", range),
                let name = literalText(arguments[0], "approved()", "the name of an approval")
            else { return nil }
            if let known = scope.approvals, !known.contains(name) {
                report(
                    .unknownApproval(name, suggestion: suggestion(for: name, among: known)),
                    arguments[0].range)
                return nil
            }
            uses.approvals.append(name)
            return make(.approved(name), .bool, range, frame)
        case .hasRole:
            guard allowed(.actor, "has_role()", Self.noActor, range),
                let name = literalText(arguments[0], "has_role()", "the name of a role")
            else { return nil }
            if let known = scope.roles, !known.contains(name) {
                report(
                    .unknownRole(name, suggestion: suggestion(for: name, among: known)),
                    arguments[0].range)
                return nil
            }
            return make(.hasRole(name), .bool, range, frame)
        case .shared: return shared(arguments, range, frame)
        case .me, .count, .sum, .min, .max, .avg, .any, .all: return nil
        }
    }

    static let noActor = "its value may not depend on who looks"

    func allowed(
        _ allowance: ConditionAllowance, _ what: String, _ why: String, _ range: Range<Int>
    ) -> Bool {
        if scope.allows.contains(allowance) { return true }
        report(.notAllowed(what, why: why), range)
        return false
    }

    private func literalText(_ node: SyntaxNode, _ function: String, _ wanted: String) -> String? {
        if case .literal(.text(let text)) = node.form { return text }
        report(.argumentLiteral(function, wanted: wanted), node.range)
        return nil
    }

    private func number(_ node: SyntaxNode, _ function: String, _ frame: Frame) -> Expression? {
        guard let expression = check(node, frame) else { return nil }
        if expression.type.isNumber { return expression }
        report(
            .operandWanted(function, wanted: "a number", found: expression.type.phrase), node.range)
        return nil
    }

    // MARK: Time

    private func time(_ function: Function, _ range: Range<Int>, _ frame: Frame) -> Expression? {
        guard allowed(.time, "\(function.rawValue)()", "its value would change by itself", range)
        else { return nil }
        uses.time = true
        return function == .today
            ? make(.today, .date, range, frame) : make(.now, .datetime, range, frame)
    }

    private func span(
        _ function: Function, _ argument: SyntaxNode, _ range: Range<Int>, _ frame: Frame
    ) -> Expression? {
        guard let unit = function.spanMilliseconds, let count = check(argument, frame),
            demand(count, .integer, "\(function.rawValue)()")
        else { return nil }
        if case .constant(.integer(let number)) = count.form,
            let length = ExactArithmetic.multiply(number, 0, unit, 0, scale: 0)
        {
            return make(
                .constant(.duration(Span(milliseconds: length))), .duration, range, frame)
        }
        return make(.span(count, unit: unit), .duration, range, frame)
    }

    private func part(
        _ part: CalendarPart, _ argument: SyntaxNode, _ range: Range<Int>, _ frame: Frame
    ) -> Expression? {
        guard var day = check(argument, frame) else { return nil }
        if day.type.kind == .datetime { day = make(.dayOf(day), .date, day.range, frame) }
        guard demand(day, .date, "\(part.rawValue)()") else { return nil }
        return make(.part(part, day), .integer, range, frame)
    }

    private func date(_ argument: SyntaxNode, _ range: Range<Int>, _ frame: Frame) -> Expression? {
        if case .literal(.text(let text)) = argument.form {
            guard let day = Day(text) else {
                let day = EverydayDate.whole(text) ?? Instant(text)?.day.description
                report(.badDate(text, use: day.map { "'\($0)'" }), argument.range)
                return nil
            }
            return make(.constant(.date(day)), .date, range, frame)
        }
        guard let instant = check(argument, frame), demand(instant, .datetime, "date()")
        else { return nil }
        return make(.dayOf(instant), .date, range, frame)
    }

    private func datetime(
        _ argument: SyntaxNode, _ range: Range<Int>, _ frame: Frame
    ) -> Expression? {
        guard let text = literalText(argument, "datetime()", "a time like '2026-11-22T08:30:00Z'")
        else { return nil }
        guard let instant = Instant(text) else {
            let start = EverydayDate.whole(text).map { "'\($0)T00:00:00Z'" }
            report(.badDate(text, use: start), argument.range)
            return nil
        }
        return make(.constant(.datetime(instant)), .datetime, range, frame)
    }

    // MARK: Values

    private func round(
        _ arguments: [SyntaxNode], _ range: Range<Int>, _ frame: Frame
    ) -> Expression? {
        guard let value = number(arguments[0], "round()", frame) else { return nil }
        var digits = 0
        if arguments.count == 2 {
            guard case .literal(.integer(let written)) = arguments[1].form,
                (0...Int64(Limits.decimalScale)).contains(written)
            else {
                report(
                    .argumentLiteral("round()", wanted: "digits from 0 to \(Limits.decimalScale)"),
                    arguments[1].range)
                return nil
            }
            digits = Int(written)
        }
        guard value.type.kind == .decimal else { return value }
        return make(.round(value), .decimal(min(digits, value.type.scale)), range, frame)
    }

    private func coalesce(
        _ arguments: [SyntaxNode], _ range: Range<Int>, _ frame: Frame
    ) -> Expression? {
        let checked = arguments.map { check($0, frame) }
        let parts = checked.compactMap { $0 }
        guard parts.count == checked.count, let first = parts.first else { return nil }
        var type = first.type
        for part in parts.dropFirst() {
            guard comparable(.equal, first, part, part.range) else { return nil }
            if type.isMissing { type = part.type }
            if type.isNumber, part.type.kind == .decimal {
                type = .decimal(max(type.scale, part.type.scale))
            }
        }
        return make(.coalesce(parts), type, range, frame)
    }

    private func changed(
        _ argument: SyntaxNode, _ range: Range<Int>, _ frame: Frame
    ) -> Expression? {
        guard allowed(.oldValues, "changed()", oldReason(frame), range) else { return nil }
        guard frame.depth == 0 else {
            report(.notAllowed("changed()", why: oldReason(frame)), range)
            return nil
        }
        guard case .path(let names) = argument.form, names.count == 1 else {
            report(.fieldWanted("changed()"), argument.range)
            return nil
        }
        guard let field = path(names, argument.range, frame), case .field(let path) = field.form,
            let slot = path.slot
        else { return nil }
        uses.old = true
        return make(.changed(slot: slot), .bool, range, frame)
    }

    /// A field that holds a place, or one that is written down: `'48.8584,2.2945'`.
    private func place(_ node: SyntaxNode, _ frame: Frame) -> Expression? {
        guard let expression = check(node, frame) else { return nil }
        if expression.type.isPlace || expression.type.isMissing { return expression }
        if case .constant(.text(let text)) = expression.form, let point = Geopoint(text) {
            return make(.constant(.text(point.description)), .text, node.range, frame)
        }
        report(
            .operandWanted(
                "distance()", wanted: "a place", found: expression.type.phrase), node.range)
        return nil
    }

    // MARK: The actor

    private func me(
        _ names: [SyntaxNode.Name], _ range: Range<Int>, _ frame: Frame
    ) -> Expression? {
        guard allowed(.actor, "me()", Self.noActor, range) else { return nil }
        guard !names.isEmpty else {
            return make(.me, .reference(Self.userObject), range, frame)
        }
        guard let user = object(named: Self.userObject, range) else { return nil }
        let start = FieldPath(root: .me, start: user, hops: [], slot: nil)
        guard let destination = follow(names[...], from: start, frame) else { return nil }
        guard case .value(let path) = destination else {
            report(.collectionAsValue(names.last?.text ?? ""), range)
            return nil
        }
        return make(.field(path), path.type, range, frame)
    }
}
