import TidegateModel
import TidegateStore

/// What a record was, told by its history: what was changed since is undone, newest change first.
///
/// Going back from now, a look at yesterday costs what happened since yesterday, not the record's whole
/// life. The record has the fields its object has today: one added since is missing where it was not
/// there, and one that is gone, or a value its field cannot hold any more, is left out; the history
/// itself still has it.
struct Hindsight {
    let object: Object
    let reader: any StoreReader

    /// - Throws: `record.not_found` for what never was, `record.not_there_then`.
    func record(_ id: RecordID, at instant: Instant) throws -> Record {
        var record = try reader.record(object, id)
        var absence: Absence?
        let saves = Saves(of: id, object, reader)
        while let save = try saves.next() {
            guard save.at > instant else {
                guard let record, save.kind != .delete else {
                    throw Sentences.notThereThen(object, id, at: instant, .deleted(save.at))
                }
                return dated(record, save)
            }
            switch save.kind {
            case .create:
                record = nil
                absence = .notYet(created: save.at)
            case .undelete: record = nil
            case .update: record = record.map { undone(save, in: $0) }
            case .delete: record = undone(save, in: Record(object: object, id: id))
            }
        }
        guard let absence else { throw Sentences.notFound(object, id) }
        throw Sentences.notThereThen(object, id, at: instant, absence)
    }

    func undone(_ save: Saves.Entry, in record: Record) -> Record {
        var record = record
        for change in save.entry.fields {
            guard let slot = object.slot(of: change.field) else { continue }
            record[slot] = object.fields[slot].kept(change.old)
        }
        return record
    }

    /// With the version, and when and by whom it was changed, as that save left them.
    private func dated(_ record: Record, _ save: Saves.Entry) -> Record {
        var record = record
        let changedAt = object.firstSystemSlot + 2
        record[changedAt] = .datetime(save.at)
        record[changedAt + 1] = save.entry.who.id.map(Value.reference) ?? .none
        record.version = save.entry.version
        return record
    }
}

extension Transaction {
    /// What makes a record what it was. A field that is named is asked for even if the actor may not
    /// set it, so that the save says why not; of the others those that may be set.
    func reverting(_ record: Record, to time: Instant, only: [Int]) throws -> SaveRequest {
        let object = record.object
        let past = try Hindsight(object: object, reader: writer).record(record.id, at: time)
        let slots = only.isEmpty ? try settable(object) : only
        return SaveRequest(
            object: object, id: record.id,
            values: slots.filter { past[$0] != record[$0] }.map { ($0, past[$0]) })
    }

    private func settable(_ object: Object) throws -> [Int] {
        let rights = actorAccess[object]
        return try setByHand(object).filter { slot in
            !rights.hidden.contains(slot) && !rights.readonly.contains(slot)
        }
    }

    /// The fields that are given values, rather than computed or moved by an approval.
    func setByHand(_ object: Object) throws -> [Int] {
        let rules = try rules(of: object)
        return (0..<object.firstSystemSlot).filter { slot in
            object.fields[slot].isWritable && !rules.isGuarded(slot)
        }
    }
}

/// Why a record was not there at some time.
enum Absence {
    case notYet(created: Instant)
    case deleted(Instant)

    var since: Instant {
        switch self {
        case .notYet(let created): created
        case .deleted(let time): time
        }
    }
}

/// The saves of one record, newest first, read as far as somebody asks.
final class Saves {
    enum Kind: String {
        case create, update, delete, undelete
    }

    struct Entry {
        let kind: Kind
        let entry: HistoryEntry

        var at: Instant { entry.at }
    }

    private let id: RecordID
    private let object: Object
    private let reader: any StoreReader
    private let hidden: HiddenHistory?
    private var page: ArraySlice<StoredChange> = []
    private var before: Int64?
    private var isLastPage = false

    init(
        of id: RecordID, _ object: Object, _ reader: any StoreReader,
        before: Int64? = nil, hiding hidden: HiddenHistory? = nil
    ) {
        self.before = before
        self.id = id
        self.object = object
        self.reader = reader
        self.hidden = hidden
    }

    func next() throws -> Entry? {
        while let stored = try change() {
            let entry = try HistoryEntry(stored, hiding: hidden)
            if let kind = Kind(rawValue: entry.kind) { return Entry(kind: kind, entry: entry) }
        }
        return nil
    }

    private func change() throws -> StoredChange? {
        if page.isEmpty, !isLastPage {
            page = try reader.changes(
                object: object.name, record: id, before: before, limit: EngineLimits.changesARead)[
                    ...]
            isLastPage = page.count < EngineLimits.changesARead
            before = page.last?.sequence
        }
        return page.popFirst()
    }
}

extension Field {
    /// A value as the history kept it. It was fine when it was written, so the field's limits of
    /// today are not asked; only its kind must be able to hold it.
    func kept(_ json: JSON) -> Value {
        let text: String
        switch json {
        case .bool where type.kind == .json: return .json(json.canonical)
        case .bool(let flag): return type.kind == .bool ? .bool(flag) : .none
        case .number(let digits), .string(let digits): text = digits
        case .null: return .none
        case .array, .object: return type.kind == .json ? .json(json.canonical) : .none
        }
        let value: Value? =
            switch type.kind {
            case .text: .text(text)
            case .integer: Int64(text).map(Value.integer)
            case .decimal: Decimal(text)?.exactly(scale: type.scale).map(Value.decimal)
            case .bool: nil
            case .date: Day(text).map(Value.date)
            case .datetime: Instant(text).map(Value.datetime)
            case .duration: Span(text).map(Value.duration)
            case .reference: RecordID(text).map(Value.reference)
            case .json: .json(json.canonical)
            }
        return value ?? .none
    }
}
