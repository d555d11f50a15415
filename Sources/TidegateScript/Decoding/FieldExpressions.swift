import TidegateModel
import TidegateRules

/// Compiles what fields of one object compute: defaults, formulas, roll-ups.
struct FieldExpressions {
    let context: DecodingContext
    let object: Object

    func defaults() -> [FieldExpression] {
        object.fields.indices.compactMap { slot in
            object.fields[slot].defaultSource.flatMap { compile($0, slot, .query, "default") }
        }
    }

    func rollups() -> [FieldExpression] {
        object.fields.indices.compactMap { slot in
            object.fields[slot].rollupSource.flatMap { compile($0, slot, .formula, "rollup") }
        }
    }

    /// In dependency order, so that a formula sees the formulas it reads.
    func formulas() -> [FieldExpression] {
        let all = object.fields.indices.compactMap { slot in
            object.fields[slot].formulaSource.flatMap { compile($0, slot, .formula, "formula") }
        }
        for formula in all where !formula.expression.readsOnlyItself {
            report(
                formula.slot, "formula.reach",
                "a formula reads only its own record; use rollup for children", of: "formula")
        }
        return sorted(all)
    }

    private func sorted(_ all: [FieldExpression]) -> [FieldExpression] {
        var done: [FieldExpression] = []
        var rest = all
        while !rest.isEmpty {
            let open = Set(rest.map(\.slot))
            let ready = rest.filter { $0.expression.fields.isDisjoint(with: open) }
            guard !ready.isEmpty else {
                let names = rest.map { object.fields[$0.slot].name }.joined(separator: " → ")
                report(
                    rest[0].slot, "formula.cycle", "formulas need each other: \(names)",
                    of: "formula")
                return done
            }
            done += ready
            rest.removeAll { formula in ready.contains { $0.slot == formula.slot } }
        }
        return done
    }

    private func compile(
        _ source: String, _ slot: Int, _ allows: ConditionAllowance, _ key: String
    ) -> FieldExpression? {
        let field = object.fields[slot]
        do {
            let expression = try Condition.compile(source, in: context.scope(object, allows))
            guard fits(expression, field) else {
                report(
                    slot, "field.\(key)",
                    "\(phrase: key) of \(field.name) gives \(phrase: expression.kind.word), "
                        + "but the field is \(phrase: field.type.word)",
                    instead: Self.date(source, field), of: key)
                return nil
            }
            return FieldExpression(slot: slot, expression: expression, location: field.origin)
        } catch {
            for problem in error.problems {
                report(
                    slot, problem.code, "\(phrase: key) of \(field.name): \(problem)", of: key)
            }
            return nil
        }
    }

    private func fits(_ expression: Condition, _ field: Field) -> Bool {
        if case .reference(let type) = field.type, let leads = expression.referenceTarget {
            return type.target == leads
        }
        return expression.kind == field.type.kind
            || (expression.kind == .integer && field.type.kind == .decimal)
            || (expression.kind == .date && field.type.kind == .datetime)
            // A text with ; between its items, as in a file.
            || (expression.kind == .text && field.type.isList)
    }

    /// What was meant by `2027-01-01`, which counts down from 2027.
    private static func date(_ source: String, _ field: Field) -> String? {
        guard field.type.kind == .date, source.wholeMatch(of: #/\d{4}-\d{2}-\d{2}/#) != nil else {
            return nil
        }
        return "date('\(source)')"
    }

    private func report(
        _ slot: Int, _ code: String, _ text: FindingText, instead: String? = nil,
        of key: String
    ) {
        let field = object.fields[slot]
        guard let origin = field.origin ?? object.origin else { return }
        context.findings.append(
            PackFinding(
                .error, code, text, instead: instead, at: origin,
                about: .init(key, of: field.name, on: object.name)))
    }
}
