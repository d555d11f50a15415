import TidegateModel
import TidegateRules
import TidegateStore

/// The deletion of a record, with the record as it was.
struct Deletion {
    let record: Record
    let entry: HistoryEntry

    /// `nil`: the record is there, or there never was one.
    static func last(
        of id: RecordID, _ object: Object, _ reader: any StoreReader
    ) throws -> Deletion? {
        guard let save = try Saves(of: id, object, reader).next(), save.kind == .delete else {
            return nil
        }
        return Deletion(save, object, reader)
    }

    init(_ save: Saves.Entry, _ object: Object, _ reader: any StoreReader) {
        var record = Hindsight(object: object, reader: reader)
            .undone(save, in: Record(object: object, id: save.entry.record))
        record.version = save.entry.version
        self.record = record
        entry = save.entry
    }
}

/// What one transaction took away up to the deletion of a record.
struct Act {
    /// A reference that was emptied because its record was deleted.
    struct Emptied {
        var object: Object
        var record: RecordID
        var slot: Int
        var to: RecordID
    }

    /// In the order in which they came about, newest first.
    private var deletions: [Deletion] = []
    private var emptied: [Emptied] = []

    /// The changes of a transaction stand in a row, and what a deletion brings about stands before it.
    init(_ last: Deletion, _ transaction: Transaction) throws {
        let schema = transaction.bundle.schema
        var end = last.entry.sequence
        while end > 0 {
            let page = try transaction.writer.changes(
                from: 1, before: end, limit: EngineLimits.changesARead)
            for stored in page {
                let entry = try HistoryEntry(stored, hiding: nil)
                guard entry.transaction == last.entry.transaction else { return }
                guard let object = schema[entry.object], let kind = Saves.Kind(rawValue: entry.kind)
                else { continue }
                let save = Saves.Entry(kind: kind, entry: entry)
                switch kind {
                case .delete: deletions.append(Deletion(save, object, transaction.writer))
                case .update: emptied += Self.emptied(by: entry, object)
                case .create, .undelete: break
                }
            }
            guard let oldest = page.last else { return }
            end = oldest.sequence
        }
    }

    private static func emptied(by entry: HistoryEntry, _ object: Object) -> [Emptied] {
        entry.fields.compactMap { change in
            guard case .null = change.new, let slot = object.slot(of: change.field),
                case .reference(let type) = object.fields[slot].type, type.onDelete == .clear,
                let id = object.fields[slot].kept(change.old).reference
            else { return nil }
            return Emptied(object: object, record: entry.record, slot: slot, to: id)
        }
    }

    /// The records that went because the owner did.
    func deleted(with owner: Record) -> [Deletion] {
        deletions.filter { deletion in
            deletion.record.object.fields.indices.contains { slot in
                guard case .reference(let type) = deletion.record.object.fields[slot].type,
                    type.target == owner.object.name, type.onDelete == .cascade
                else { return false }
                return deletion.record[slot].reference == owner.id
            }
        }
    }

    func emptied(for owner: Record) -> [Emptied] {
        emptied.filter { reference in
            guard case .reference(let type) = reference.object.fields[reference.slot].type else {
                return false
            }
            return type.target == owner.object.name && reference.to == owner.id
        }
    }
}
