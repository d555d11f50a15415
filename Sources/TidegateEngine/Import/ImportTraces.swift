import TidegateModel
import TidegateRules
import TidegateStore

/// What an import did to one record, and what was done to it since, as its history tells it.
struct ImportTraces {
    /// The place of the last change that is the import's.
    private(set) var newest: Int64?
    private(set) var isCreated = false
    /// By slot: what the field was before the import, and what the import left it as.
    private(set) var before: [Int: Value] = [:]
    private(set) var after: [Int: Value] = [:]
    /// Of what was changed since: what the fields were before that.
    private(set) var since: [Int: Value] = [:]

    /// - Parameter first: the place of the import's first change; nothing before it is its own.
    init(
        of id: RecordID, _ object: Object, _ run: RecordID, from first: Int64,
        _ reader: any StoreReader
    ) throws {
        let saves = Saves(of: id, object, reader)
        while let save = try saves.next(), save.entry.sequence >= first {
            let isOwn = save.entry.origin.map { $0.run == run && !$0.isUndo } ?? false
            guard isOwn || newest == nil else { continue }
            if isOwn {
                newest = newest ?? save.entry.sequence
                isCreated = save.kind == .create
            }
            for change in save.entry.fields {
                guard let slot = object.slot(of: change.field) else { continue }
                let (old, new) = (object.fields[slot].kept(change.old), change.new)
                guard isOwn else {
                    since[slot] = old
                    continue
                }
                before[slot] = old
                if after[slot] == nil { after[slot] = object.fields[slot].kept(new) }
            }
        }
    }

    /// The fields somebody gave another value since. Of a record the import made, every field counts; of one it
    /// changed, the fields it changed.
    func changedSince(_ record: Record, among slots: [Int]) -> [Int] {
        slots.filter { slot in
            if isCreated { return since[slot].map { $0 != record[slot] } ?? false }
            return after[slot].map { $0 != record[slot] } ?? false
        }
    }
}
