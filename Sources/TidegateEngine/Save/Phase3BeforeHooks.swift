import TidegateModel
import TidegateRules
import TidegateScript

/// Phase 3: before-hooks in declared order, then formulas in dependency order. They may change this
/// record and read others.
extension Save {
    mutating func runBeforeHooks() throws {
        for hook in rules.beforeHooks {
            guard try applies(hook.when) else { continue }
            try transaction.countHookCall()
            transaction.observer?.ran(hook.location)
            let changes = try transaction.takingWarnings {
                try transaction.runScript(
                    hook.name, hook.location, record, mayWrite: false, rights: hook.rights
                ) {
                    try $0.runHook(
                        hook.run, record: transaction.shown(record),
                        old: old.map(transaction.shown), host: transaction.host,
                        budget: EngineLimits.hookBudget)
                }
            }
            let before = record
            try take(changes, from: hook)
            let changed = changes.map(\.slot).filter { !record.equals(before, at: $0) }
            trace.append(.hook(hook, changed: changed))
        }
    }

    /// Formulas at every save, so that a record whose formula was changed is right from its next save on;
    /// roll-ups when something of this record that they read has changed.
    mutating func computeFields() throws {
        stampCreation()
        for computed in rules.computed {
            switch computed.way {
            case .formula: break
            case .rollup: guard isTouched(computed) else { continue }
            }
            record[computed.slot] = try transaction.value(of: computed.field, record, old: old)
            transaction.agenda.drop(computed.slot, of: record)
        }
    }

    private func isTouched(_ computed: ComputedField) -> Bool {
        guard let old, !isUndeletion else { return true }
        return computed.own.contains { !record.equals(old, at: $0) }
    }

    func applies(_ when: Condition?) throws -> Bool {
        guard let when else { return true }
        return try transaction.truth(of: when, transaction.context(record, old: old)) == .yes
    }

    private mutating func take(
        _ changes: [(slot: Int, value: Value)], from hook: Hook
    ) throws {
        for (slot, value) in changes {
            let field = object.fields[slot]
            guard field.isWritable, !rules.isGuarded(slot) else {
                throw Sentences.hookWritesComputed(hook, object, field)
            }
            switch field.convert(value) {
            case .success(let fitting): record[slot] = fitting
            case .failure(let problem):
                throw Sentences.hookWritesWrong(hook, object, problem.message)
            }
        }
        // What a rule sets is the rule's doing, whatever the actor may see.
        if let missing = try transaction.withSystemRights({ try missingReferences(among: changes) })
            .first
        {
            throw Sentences.hookWritesWrong(hook, object, missing.message)
        }
    }
}
