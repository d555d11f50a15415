import TidegateModel
import TidegateRules

/// What is still to be worked out in a transaction: of each record the computed fields that something
/// they read has changed for.
///
/// At every moment a kept value together with what the agenda holds of it is the true value. So a
/// change is noted right with the row that is written, and who works a field out in full drops what is
/// noted.
struct Agenda {
    enum Work {
        /// What children added and took.
        case tally(Tally, Tally.Change)
        /// From what the store holds.
        case afresh
    }

    struct Item {
        var computed: ComputedField
        var work: Work
    }

    struct Entry {
        let object: Object
        let record: RecordID
        /// The change that was noted first.
        let cause: Cause
        /// By slot.
        fileprivate(set) var items: [Int: Item] = [:]
        fileprivate var place: Int
    }

    /// Whose change it was.
    struct Cause {
        var object: String
        var record: RecordID
    }

    private var entries: [Key: Entry] = [:]
    /// Records by the order of their last field, those noted first in front. A record stands where it
    /// was put last; what is left of it elsewhere is skipped.
    private var places: [Int: Queue] = [:]

    private struct Queue {
        private var keys: [Key] = []
        private var head = 0

        mutating func append(_ key: Key) { keys.append(key) }

        mutating func popFirst() -> Key? {
            guard head < keys.count else { return nil }
            defer { head += 1 }
            return keys[head]
        }
    }

    /// A reference to any object may lead to a record that another object's field counts on.
    private struct Key: Hashable {
        let object: ObjectIdentifier
        let record: RecordID

        init(_ object: Object, _ record: RecordID) {
            self.object = ObjectIdentifier(object)
            self.record = record
        }
    }

    var isEmpty: Bool { entries.isEmpty }

    mutating func note(
        _ computed: ComputedField, of object: Object, _ record: RecordID, afresh cause: Cause
    ) {
        edit(computed, object, record, cause) { $0 = .afresh }
    }

    /// - Parameter change: made with the field's tally.
    mutating func note(
        _ computed: ComputedField, of object: Object, _ record: RecordID, _ tally: Tally,
        _ cause: Cause, change: (inout Tally.Change) -> Void
    ) {
        edit(computed, object, record, cause) { work in
            switch work {
            case .afresh: break
            case .tally(_, var sum):
                change(&sum)
                work = .tally(tally, sum)
            case nil:
                var sum = Tally.Change()
                change(&sum)
                work = .tally(tally, sum)
            }
        }
    }

    private mutating func edit(
        _ computed: ComputedField, _ object: Object, _ record: RecordID, _ cause: Cause,
        _ change: (inout Work?) -> Void
    ) {
        let key = Key(object, record)
        var entry =
            entries[key]
            ?? Entry(object: object, record: record, cause: cause, place: .min)
        var work = entry.items[computed.slot]?.work
        change(&work)
        if let work { entry.items[computed.slot] = Item(computed: computed, work: work) }
        if computed.order > entry.place {
            entry.place = computed.order
            places[computed.order, default: Queue()].append(key)
        }
        entries[key] = entry
    }

    /// The field was worked out in full.
    mutating func drop(_ slot: Int, of record: Record) {
        guard !entries.isEmpty else { return }
        let key = Key(record.object, record.id)
        guard entries[key]?.items.removeValue(forKey: slot) != nil,
            entries[key]?.items.isEmpty == true
        else { return }
        entries[key] = nil
    }

    /// The record is gone.
    mutating func drop(_ record: Record) { entries[Key(record.object, record.id)] = nil }

    /// Takes out the record whose turn it is: no other that waits feeds it.
    mutating func next() -> Entry? {
        while let place = places.keys.min() {
            while let key = places[place]?.popFirst() {
                guard let entry = entries[key], entry.place == place else { continue }
                entries[key] = nil
                return entry
            }
            places[place] = nil
        }
        return nil
    }
}
