import TidegateModel
import TidegateRules
import TidegateStore

/// Deleting goes the way of a save: the validations of a deletion and what refers to the record decide
/// first, then roll-ups, approvals and alerts follow.
extension Save {
    static func delete(_ record: Record, in transaction: Transaction) throws {
        guard !record.object.isEngineOwned else { throw Sentences.engineOwned(record.object) }
        try checkDeletion(of: record, in: transaction)
        try checkNumbers(of: record)
        try transaction.enter(record.object, record.id)
        defer { transaction.leave() }
        let rules = try transaction.rules(of: record.object)
        try Save(
            transaction: transaction, object: record.object, rules: rules, old: record,
            record: record
        ).checkDeletable()
        transaction.leaving.insert(record.id)
        defer { transaction.leaving.remove(record.id) }
        // What follows for other records is not the actor's doing.
        try transaction.withSystemRights {
            try transaction.because(Undeletion.cause(of: record)) {
                try transaction.holding { try settleReferences(to: record, in: transaction) }
            }
        }
        // What cleared its references may have saved it once more.
        let record = try transaction.writer.record(record.object, record.id) ?? record
        try transaction.writer.delete(record)
        transaction.agenda.drop(record)
        try transaction.note(record, nil)
        try transaction.settlePeople(record, isGone: true)
        let place = transaction.reserveChange()
        var save = Save(
            transaction: transaction, object: record.object, rules: rules, old: record,
            record: record)
        try save.settleDeletion()
        transaction.fill(
            place,
            with: Change(
                object: record.object.name, record: record.id, version: record.version + 1,
                at: transaction.now,
                entry: transaction.entry.deletion(of: record, cause: transaction.frames.last?.cause)
            ))
    }

    /// A number that must not be missing belongs to its record for ever.
    private static func checkNumbers(of record: Record) throws {
        for field in record.object.fields {
            if case .autonumber(let type) = field.type, type.isGapFree,
                !record[field.name].isMissing
            {
                throw Sentences.gapFree(field, record)
            }
        }
    }

    private static func settleReferences(to record: Record, in transaction: Transaction) throws {
        for other in transaction.bundle.schema.objects {
            for slot in other.fields.indices where slot < other.firstSystemSlot {
                guard case .reference(let type) = other.fields[slot].type,
                    type.target == record.object.name
                else { continue }
                let referring = try transaction.writer.records(
                    other, slot: slot, equals: .reference(record.id))
                guard !referring.isEmpty else { continue }
                switch type.onDelete {
                case .restrict:
                    let seen = try referring.filter { try transaction.onlooker.mayRead($0) }
                    throw Sentences.referred(
                        record, by: other,
                        count: seen.count == referring.count ? seen.count : nil)
                case .cascade where other.isEngineOwned:
                    try referring.forEach { try transaction.writer.delete($0) }
                case .cascade: try referring.forEach { try delete($0, in: transaction) }
                case .clear:
                    for one in referring {
                        _ = try run(byEngine: [(slot, .none)], on: one, in: transaction)
                    }
                }
            }
        }
    }
}
