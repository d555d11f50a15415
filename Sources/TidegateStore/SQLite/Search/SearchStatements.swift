import TidegateModel

/// Puts the words of one object's records into its index and takes them out again.
final class SearchStatements {
    let object: Object
    /// Slots of the searched fields, in the order of the index; `nil` for one this object does not have,
    /// whose column is empty for the records it knows.
    let slots: [Int?]
    private let insertion: SQLiteStatement
    private let deletion: SQLiteStatement
    private var cutter = SearchCutter()
    private var words: [UInt8] = []
    private var ends: [Int] = []

    init(_ object: Object, _ place: SearchPlace, _ connection: SQLiteConnection) throws {
        self.object = object
        slots = place.fields.map { object.slot(of: $0) }
        let table = SQLiteConnection.quoted(SearchPlace.name(object))
        let columns = SearchPlace.columns(slots.count)
        let places = (2...slots.count + 1).map { "?\($0)" }.joined(separator: ", ")
        insertion = try connection.prepare(
            "INSERT INTO \(table)(rowid, \(columns)) VALUES(?1, \(places))")
        deletion = try connection.prepare(
            "INSERT INTO \(table)(\(table), rowid, \(columns)) VALUES('delete', ?1, \(places))")
    }

    /// Whether the two records are found by the same words.
    func isAlike(_ old: Record, _ new: Record) -> Bool {
        slots.allSatisfy { slot in slot.map { new.equals(old, at: $0) } ?? true }
    }

    func insert(_ record: Record) throws { try run(insertion, record) }

    /// - Parameter record: as it was when it was put in.
    func delete(_ record: Record) throws { try run(deletion, record) }

    private func run(_ statement: SQLiteStatement, _ record: Record) throws {
        words.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        for slot in slots {
            if let slot, !record.slots[slot].isMissing {
                record.withText(record.slots[slot]) { cutter.append($0, to: &words) }
            }
            ends.append(words.count)
        }
        // Without a word there is nothing to find it by.
        if words.isEmpty { return }
        statement.bind(1, record.id.number)
        words.withUnsafeBufferPointer { words in
            var start = 0
            for (end, index) in zip(ends, Int32(2)...) {
                let part = UnsafeBufferPointer(rebasing: words[start..<end])
                statement.bind(index, copying: part)
                start = end
            }
        }
        try statement.run()
    }
}
