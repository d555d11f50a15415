import TidegateModel
import TidegateRules
import TidegateStore

/// Computed fields of other records that follow from a change.
extension Transaction {
    /// Notes what a row that was just written, or deleted, means for computed fields.
    ///
    /// - Parameter new: `nil`: the record is gone.
    func note(_ old: Record?, _ new: Record?) throws {
        guard let record = new ?? old else { return }
        let derivations = try rules(of: record.object).effects.derivations
        guard !derivations.isEmpty else { return }
        let cause = Agenda.Cause(object: record.object.name, record: record.id)
        for derivation in derivations where derivation.isTouched(by: old, new) {
            if let tally = derivation.computed.tally {
                try count(tally, derivation, old, new, cause)
                continue
            }
            for id in try records(along: derivation.way, old, new) where !leaving.contains(id) {
                agenda.note(
                    derivation.computed, of: derivation.target, id, afresh: cause)
            }
        }
    }

    /// The child's share leaves the parent it had and goes to the one it has.
    private func count(
        _ tally: Tally, _ derivation: Derivation, _ old: Record?, _ new: Record?,
        _ cause: Agenda.Cause
    ) throws {
        let gone = try old.map { try tally.share(context($0, old: nil)) }
        let come = try new.map { try tally.share(context($0, old: nil)) }
        let (before, after) = (
            old?[tally.slot].reference, new?[tally.slot].reference
        )
        if before == after, gone == come { return }
        if let before, let gone, !leaving.contains(before) {
            agenda.note(derivation.computed, of: derivation.target, before, tally, cause) {
                tally.take(gone, from: &$0)
            }
        }
        if let after, let come, !leaving.contains(after) {
            agenda.note(derivation.computed, of: derivation.target, after, tally, cause) {
                tally.add(come, to: &$0)
            }
        }
    }

    /// The records at the end of the way, each once.
    private func records(
        along way: [Reading.Step], _ old: Record?, _ new: Record?
    ) throws -> [RecordID] {
        guard let record = new ?? old else { return [] }
        var found = [record.id]
        for (index, step) in way.enumerated() {
            switch step {
            case .up(_, let slot, _) where index == 0:
                found = [old, new].compactMap { $0?[slot].reference }
            case .up(let name, let slot, _):
                guard let object = bundle.schema[name] else { return [] }
                found = try found.compactMap {
                    try writer.record(object, $0)?[slot].reference
                }
            case .down(let name, let slot):
                guard let object = bundle.schema[name] else { return [] }
                var below: [RecordID] = []
                for id in found {
                    below += try writer.ids(
                        object, slot: slot, equals: .reference(id),
                        limit: EngineLimits.derivedSavesATransaction + 1 - below.count)
                    try checkDerived(below.count, of: object, from: record)
                }
                found = below
            case .rated(let name, let currency, let day):
                guard let object = bundle.schema[name] else { return [] }
                found = try rated(object, currency: currency, day: day, old, new)
                try checkDerived(found.count, of: object, from: record)
            }
            var seen: Set<RecordID> = []
            found = found.filter { seen.insert($0).inserted }
        }
        return found
    }

    private func checkDerived(_ count: Int, of object: Object, from record: Record) throws {
        guard count > EngineLimits.derivedSavesATransaction else { return }
        throw Sentences.tooManyDerived(object, record)
    }

    /// Saves the records whose computed fields are due, those that feed others first, and then lets each
    /// open its approvals and raise its alerts: these see a world that is settled.
    ///
    /// Saves that the engine makes on the way leave it to whoever made it begin.
    ///
    /// - Returns: whether anything was due.
    @discardableResult
    func settleDerived() throws -> Bool {
        guard holds == 0, !agenda.isEmpty else { return false }
        while !agenda.isEmpty {
            var saves: [Save.Derived] = []
            let known = unconcluded.count
            defer { unconcluded.removeSubrange(known...) }
            try holding {
                while let entry = agenda.next() {
                    guard let save = try Save.derive(entry, in: self) else { continue }
                    saves.append(save)
                    unconcluded.append(save.frame)
                }
            }
            for save in saves {
                unconcluded.remove(at: known)
                try save.conclude()
            }
        }
        return true
    }

    /// Runs the body without working computed fields out in between.
    func holding<Answer>(_ body: () throws -> Answer) rethrows -> Answer {
        holds += 1
        defer { holds -= 1 }
        return try body()
    }

    /// Runs the body, a script, with its saves followed by what follows from them, whoever holds that
    /// back: a script may read a total right after it saved a line.
    func releasing<Answer>(_ body: () throws -> Answer) rethrows -> Answer {
        let held = holds
        holds = 0
        defer { holds = held }
        return try body()
    }

    /// What a computed field of a stored record is now.
    func value(of item: Agenda.Item, _ record: Record) throws -> Value {
        if case .tally(let tally, let change) = item.work,
            let value = tally.value(after: change, kept: record[item.computed.slot])
        {
            return record.object.fields[item.computed.slot].fitting(value)
        }
        return try writer.value(
            of: item.computed, record,
            ConditionContext(
                record: record, actor: actor, now: now, source: self))
    }
}

extension StoreReader {
    /// A computed field from what the store holds. Children are added up where they lie, so it takes no
    /// more memory for many of them.
    func value(
        of computed: ComputedField, _ record: Record, _ context: ConditionContext
    ) throws -> Value {
        let expression = computed.field.expression
        let field = record.object.fields[computed.slot]
        guard computed.way == .rollup, expression.canRunInSQL else {
            return field.fitting(try expression.value(context))
        }
        let own = try Condition.compile(
            "id == ?",
            in: ConditionScope(
                schema: Schema([record.object]), object: record.object,
                parameters: [.reference(record.id)]))
        var query = Query(record.object, where: own, actor: context.actor, now: context.now)
        query.summary = Summary(valueOf: expression)
        return field.fitting(try summary(query).first?.first ?? .none)
    }
}

extension Field {
    /// A computed value at the scale and kind of the field. What does not fit is missing, as an overflow
    /// is in a condition.
    func fitting(_ value: Value) -> Value {
        if type.kind == .decimal, let number = value.decimal {
            return number.rescaled(to: type.scale).map(Value.decimal) ?? .none
        }
        switch convert(value) {
        case .success(let fitting): return fitting
        case .failure: return .none
        }
    }
}
