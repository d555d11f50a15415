import TidegateModel
import TidegateRules

/// The save of a record whose computed fields are due: everything but the right to touch the field is
/// checked as for anyone.
extension Save {
    /// One that has written its record; its approvals, alerts and notices wait until all others that are
    /// due have written theirs.
    struct Derived {
        fileprivate var save: Save
        fileprivate var written: Written
        let frame: Transaction.Frame

        func conclude() throws {
            var save = save
            try save.transaction.resuming(frame) {
                try save.transaction.withSystemRights {
                    _ = try save.conclude(written)
                }
            }
        }
    }

    /// - Returns: `nil` when nothing is different, or the record is gone.
    static func derive(_ entry: Agenda.Entry, in transaction: Transaction) throws -> Derived? {
        guard let old = try transaction.writer.record(entry.object, entry.record) else {
            return nil
        }
        var values: [(slot: Int, value: Value)] = []
        var first: ComputedField?
        for item in entry.items.values.sorted(by: { $0.computed.order < $1.computed.order }) {
            let value = try transaction.value(of: item, old)
            guard value != old[item.computed.slot] else { continue }
            values.append((item.computed.slot, value))
            first = first ?? item.computed
        }
        guard let first else { return nil }
        let cause = Transaction.Cause(
            what: first.way == .rollup ? "roll-up" : "formula", location: first.field.location,
            object: entry.cause.object, record: entry.cause.record)
        return try transaction.because(cause) {
            try derived(values, of: old, in: transaction)
        }
    }

    private static func derived(
        _ values: [(slot: Int, value: Value)], of old: Record, in transaction: Transaction
    ) throws -> Derived? {
        let rules = try transaction.rules(of: old.object)
        try transaction.enterDerived(old.object, old.id)
        var isOpen = true
        defer { if isOpen { transaction.leave() } }
        return try transaction.withSystemRights {
            var save = Save(
                transaction: transaction, object: old.object, rules: rules, old: old, record: old,
                isByEngine: true)
            try save.take(values)
            guard let written = try save.perform() else { return nil }
            isOpen = false
            return Derived(save: save, written: written, frame: transaction.leave())
        }
    }
}
