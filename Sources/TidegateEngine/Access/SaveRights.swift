import TidegateModel
import TidegateRules

/// Phases 2 and 5 of a save: whether the actor may. Changing and deleting are judged on the record
/// as it was, creating on the record as it will be.
extension Save {
    /// The first lines of phase 2, before any rule has run.
    func checkRights(_ values: [(slot: Int, value: Value)]) throws {
        let access = transaction.access
        guard !access.isUnlimited else { return }
        let rights = access[object]
        if let hidden = values.first(where: { rights.hidden.contains($0.slot) }) {
            throw Sentences.unknownField(object.fields[hidden.slot].name, object, access)
        }
        if let old, !isUndeletion {
            guard try transaction.viewer.has(rights.update, on: old) else {
                throw try transaction.mayNot(.update, old, rights.update)
            }
        } else if rights.create.isNever {
            throw AccessSentences.mayNotCreate(transaction.actor, object)
        }
    }

    func isReadonly(_ slot: Int) -> Bool {
        let access = transaction.access
        return !access.isUnlimited && access[object].readonly.contains(slot)
    }

    /// Phase 5 of a record that is new, or comes back: hooks and formulas have had their say.
    func checkCreation() throws {
        let access = transaction.access
        guard old == nil || isUndeletion, !access.isUnlimited else { return }
        let right = access[object].create
        guard try transaction.viewer.has(right, on: record) else {
            throw try transaction.mayNot(.create, record, right)
        }
    }

    static func checkDeletion(of record: Record, in transaction: Transaction) throws {
        let access = transaction.access
        guard !access.isUnlimited else { return }
        let right = access[record.object].delete
        guard try transaction.viewer.has(right, on: record) else {
            throw try transaction.mayNot(.delete, record, right)
        }
    }
}

extension Transaction {
    /// The refusal, with what the rights' conditions found, as far as the actor may see it.
    func mayNot(_ verb: AccessSentences.Verb, _ record: Record, _ right: Right) throws -> Refusal {
        guard case .when(let tests) = right else {
            return AccessSentences.mayNot(verb, actor, record.object, ways: [])
        }
        let ways = try tests.compactMap { test -> [GateReport.Observation]? in
            guard case .condition(let condition) = test else { return nil }
            return try condition.explain(toldContext(record, old: nil)).failures
                .map(GateReport.Observation.fact)
        }
        return AccessSentences.mayNot(verb, actor, record.object, ways: ways)
    }
}
