import TidegateModel
import TidegateRules

/// Phase 2: defaults, types, references, permission on the fields touched. No script runs here.
extension Save {
    mutating func take(_ values: [(slot: Int, value: Value)]) throws {
        var problems: [Reason] = []
        if old == nil { try applyDefaults(except: values) }
        for (slot, value) in values {
            let field = object.fields[slot]
            guard mayWrite(slot) else {
                problems.append(Sentences.computed(field, object))
                continue
            }
            guard !isReadonly(slot) else {
                problems.append(AccessSentences.readonly(field, object))
                continue
            }
            switch field.convert(value) {
            case .success(let fitting): record[slot] = fitting
            case .failure(let problem): problems.append(Sentences.reason(problem, object))
            }
        }
        if old == nil { try numberRecord() }
        problems += try missingReferences(among: values)
        if object.name == People.Names.userRole, let role = record["role"].text,
            transaction.bundle.roles[role] == nil
        {
            problems.append(Sentences.unknownRole(role, transaction.bundle))
        }
        guard problems.isEmpty else {
            let missing = try foreseenMissing(beside: problems)
            throw Refusal(Sentences.invalid(object, problems + missing))
        }
    }

    /// The required fields that would be empty as well: a save that is refused for its values is
    /// refused once, not in rounds. What hooks would do is only tried, for nothing of it is kept.
    private func foreseenMissing(beside problems: [Reason]) throws -> [Reason] {
        let wrong = Set(problems.compactMap(\.field))
        var trial = self
        let wasUnobserved = transaction.isUnobserved
        transaction.isUnobserved = true
        defer { transaction.isUnobserved = wasUnobserved }
        do {
            try trial.runBeforeHooks()
            try trial.computeFields()
        } catch is Refusal {
            return []
        } catch is TidegateError {
            // A hook may stumble over what is wrong; that is not what is told.
            return []
        }
        return trial.missingRequired().filter { $0.field.map { !wrong.contains($0) } ?? true }
    }

    func mayWrite(_ slot: Int) -> Bool {
        if isByEngine { return !object.fields[slot].isSystem }
        return object.fields[slot].isWritable && !rules.isGuarded(slot)
    }

    private mutating func applyDefaults(except values: [(slot: Int, value: Value)]) throws {
        for fallback in rules.defaults where !values.contains(where: { $0.slot == fallback.slot }) {
            record[fallback.slot] = try transaction.value(of: fallback, record, old: nil)
        }
        if let pipeline = rules.pipeline, record.slots[pipeline.slot].isMissing,
            !values.contains(where: { $0.slot == pipeline.slot }), let first = pipeline.first
        {
            record[pipeline.slot] = .text(first.name)
        }
    }

    private mutating func numberRecord() throws {
        for (slot, format) in rules.autonumbers where record.slots[slot].isMissing {
            let series = "\(object.name).\(object.fields[slot].name) "
            record[slot] = .text(
                try transaction.nextNumber(format, series: series, on: transaction.now.day))
        }
    }

    func missingReferences(among values: [(slot: Int, value: Value)]) throws -> [Reason] {
        try values.compactMap { slot, value in
            guard case .reference(let id) = value, let other = rules.target(of: slot),
                try !transaction.isThere(other, id)
            else { return nil }
            return Sentences.missingReference(object.fields[slot], object, other, id)
        }
    }

    /// After hooks and formulas, because those may still fill a required field.
    func checkRequired() throws {
        let problems = missingRequired()
        guard problems.isEmpty else { throw Refusal(Sentences.invalid(object, problems)) }
    }

    private func missingRequired() -> [Reason] {
        rules.requiredSlots.filter { record.slots[$0].isMissing }
            .map { Sentences.required(object.fields[$0], object) }
    }
}

extension Transaction {
    /// The value of an expression, brought to the scale and kind of its field.
    func value(of fieldExpression: FieldExpression, _ record: Record, old: Record?) throws -> Value
    {
        record.object.fields[fieldExpression.slot]
            .fitting(try fieldExpression.expression.value(context(record, old: old)))
    }

    func nextNumber(_ format: AutonumberFormat, series: String, on day: Day) throws -> String {
        let counter = SystemObjects.counter
        let name = series + format.series(on: day)
        if let old = try writer.first(counter, slot: 0, equals: .text(name)) {
            var next = old
            let number = (old["last"].integer ?? 0) + 1
            next["last"] = .integer(number)
            next.version += 1
            try writer.update(next, from: old)
            return format.text(number: number, on: day)
        }
        var first = Record(object: counter, id: newID(), version: 1)
        first["series"] = .text(name)
        first["last"] = .integer(1)
        try writer.insert(first)
        return format.text(number: 1, on: day)
    }
}
