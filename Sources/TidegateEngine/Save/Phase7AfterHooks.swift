import TidegateModel
import TidegateRules

/// Phase 7: after-hooks. They may save other records, each in a full save of its own.
extension Save {
    mutating func runAfterHooks() throws {
        for hook in rules.afterHooks {
            guard try applies(hook.when) else { continue }
            try transaction.countHookCall()
            transaction.observer?.ran(hook.location)
            try transaction.because(cause("hook \"\(hook.name)\"", hook.location)) {
                try transaction.runScript(
                    hook.name, hook.location, record, mayWrite: true, rights: hook.rights
                ) {
                    _ = try $0.runHook(
                        hook.run, record: transaction.shown(record),
                        old: old.map(transaction.shown), host: transaction.host,
                        budget: EngineLimits.hookBudget)
                }
            }
            trace.append(.hook(hook, changed: []))
        }
    }

    func cause(_ what: String, _ location: RuleLocation?) -> Transaction.Cause {
        Transaction.Cause(what: what, location: location, object: object.name, record: record.id)
    }
}
