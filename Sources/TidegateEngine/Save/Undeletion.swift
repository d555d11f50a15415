import TidegateModel
import TidegateRules
import TidegateStore

/// Brings a deleted record back, with the records that were deleted with it and the references to it
/// that were emptied: one act took them, one act gives them back.
///
/// To the rules it is a save of the record as it was, in which nothing differs but what is given: hooks,
/// validations and approvals have their say, and none of them takes it for a new record. Gates are
/// asked when the stage differs from what it was.
struct Undeletion {
    let transaction: Transaction
    let options: RequestOptions

    func bringBack(
        _ object: Object, _ id: RecordID, giving values: [(slot: Int, value: Value)]
    ) throws -> Record {
        let deletion = try deletion(of: object, id)
        let act = try Act(deletion, transaction)
        // The whole of it stands before what is computed from it is worked out.
        try transaction.holding {
            try restore(deletion, giving: values)
            try transaction.withSystemRights { try restoreOthers(of: deletion, in: act) }
        }
        try transaction.settleDerived()
        return try transaction.existing(object, id)
    }

    /// Why records are deleted, and references emptied, when another record is.
    static func cause(of record: Record) -> Transaction.Cause {
        Transaction.Cause(
            what: "deletion", location: nil, object: record.object.name, record: record.id)
    }

    /// To who may not read it, it was never there.
    private func deletion(of object: Object, _ id: RecordID) throws -> Deletion {
        if let record = try transaction.writer.record(object, id) {
            guard try transaction.mayRead(record) else { throw Sentences.notFound(object, id) }
            throw Sentences.notDeleted(object, id)
        }
        guard let deletion = try Deletion.last(of: id, object, transaction.writer),
            try transaction.mayRead(deletion.record)
        else { throw Sentences.notFound(object, id) }
        return deletion
    }

    private func restore(
        _ deletion: Deletion, giving values: [(slot: Int, value: Value)]
    ) throws {
        let was = deletion.record
        try transaction.enter(was.object, was.id)
        defer { transaction.leave() }
        var save = Save(
            transaction: transaction, object: was.object,
            rules: try transaction.rules(of: was.object), old: was, record: was,
            waiver: options.waiver, confirmation: transaction.confirmation, isUndeletion: true)
        try save.checkRights(values)
        try save.take(values)
        try save.checkKept()
        _ = try save.finish()
    }

    private func restoreOthers(of deletion: Deletion, in act: Act) throws {
        var restored = [deletion.record]
        var next = 0
        while next < restored.count {
            let owner = restored[next]
            next += 1
            try transaction.because(undeletion(of: owner)) {
                for child in act.deleted(with: owner) {
                    guard try !transaction.writer.exists(child.record.object, child.record.id)
                    else { continue }
                    try restore(child, giving: [])
                    restored.append(child.record)
                }
            }
        }
        for owner in restored {
            try transaction.because(undeletion(of: owner)) {
                try act.emptied(for: owner).forEach(refer)
            }
        }
    }

    /// Unless somebody has put another record there meanwhile.
    private func refer(_ reference: Act.Emptied) throws {
        guard let record = try transaction.writer.record(reference.object, reference.record),
            record[reference.slot].isMissing
        else { return }
        _ = try Save.run(
            byEngine: [(reference.slot, .reference(reference.to))], on: record, in: transaction)
    }

    private func undeletion(of record: Record) -> Transaction.Cause {
        Transaction.Cause(
            what: "undeletion", location: nil, object: record.object.name, record: record.id)
    }
}

extension Save {
    /// What the record was must be something that it can be today: kinds and limits of fields, records
    /// that it refers to. These it referred to before, whatever the actor may see of them.
    func checkKept() throws {
        var problems: [Reason] = []
        var references: [(slot: Int, value: Value)] = []
        for slot in 0..<object.firstSystemSlot {
            let (field, value) = (object.fields[slot], record[slot])
            guard field.isWritable, !value.isMissing else { continue }
            if case .failure(let problem) = field.convert(value) {
                problems.append(Sentences.reason(problem, object))
            }
            if value.reference != nil { references.append((slot, value)) }
        }
        problems += try transaction.withSystemRights { try missingReferences(among: references) }
        guard problems.isEmpty else { throw Refusal(Sentences.notWhatItWas(object, problems)) }
    }
}
