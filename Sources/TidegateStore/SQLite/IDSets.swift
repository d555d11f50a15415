import CSQLite

/// Sets of ids that one statement asks for every row: `tg_among(sets, value, value, …)` says 1 when any value
/// is in the set at its own place, else NULL.
///
/// `value IN (SELECT …) OR value IN (SELECT …)` means the same, but looks through a tree for every row and
/// list. Rights are asked of every record of a sum, and there that costs more than the sum. Made by a
/// statement before and bound like a value, they cost a row nothing but the look: what comes out of a
/// subquery is copied for every row.
struct IDSets: ~Copyable {
    private let tables: UnsafeMutablePointer<Table>

    init() {
        tables = .allocate(capacity: StoreLimits.setsAStatement)
        tables.initialize(repeating: Table(), count: StoreLimits.setsAStatement)
    }

    deinit { Self.free(tables) }

    func insert(_ id: Int64, at place: Int) {
        guard (0..<StoreLimits.setsAStatement).contains(place) else { return }
        tables[place].insert(id)
    }

    /// Gives them to the statement, which frees them as soon as something else is bound in their place.
    consuming func bind(to statement: OpaquePointer, _ index: Int32) {
        let tables = tables
        // From here on SQLite frees them, even when it refuses the binding.
        discard self
        sqlite3_bind_pointer(statement, index, tables, Self.kind) {
            $0.map { IDSets.free($0.assumingMemoryBound(to: Table.self)) }
        }
    }

    /// Only what was bound as this is taken for sets: no number and no text ever is.
    private static var kind: UnsafePointer<CChar> {
        let name: StaticString = "tg_sets"
        return UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
    }

    static let among: SQLiteFunctions.Body = { context, count, values in
        guard let values, count > 0, count <= StoreLimits.setsAStatement + 1,
            let sets = sqlite3_value_pointer(values[0], IDSets.kind)
        else { return sqlite3_result_error(context, "tg_among needs sets", -1) }
        let tables = sets.assumingMemoryBound(to: Table.self)
        for index in 1..<Int(count) {
            // NULL is 0 as an integer, which is in no set; its type need not be asked.
            if !tables[index - 1].isEmpty,
                tables[index - 1].holds(sqlite3_value_int64(values[index]))
            {
                return sqlite3_result_int(context, 1)
            }
        }
        // Left at NULL: to WHERE that is as good as 0, and one call less for every record.
    }

    private static func free(_ tables: UnsafeMutablePointer<Table>) {
        for place in 0..<StoreLimits.setsAStatement { tables[place].free() }
        tables.deallocate()
    }
}

/// Open addressing with linear probing: a power of two of places, at most half of them taken, free ones 0,
/// which is no record's id.
private struct Table {
    private var places: UnsafeMutablePointer<Int64>?
    private var size = 0
    private var count = 0

    var isEmpty: Bool { places == nil }

    func holds(_ id: Int64) -> Bool {
        guard let places, id != 0 else { return false }
        var place = start(id)
        while places[place] != id {
            if places[place] == 0 { return false }
            place = (place + 1) & (size - 1)
        }
        return true
    }

    mutating func insert(_ id: Int64) {
        guard id != 0 else { return }
        if (count + 1) * 2 > size { grow() }
        put(id)
    }

    func free() { places?.deallocate() }

    /// Fibonacci hashing; the multiplier is 2⁶⁴ over the golden ratio. Source: Knuth, The Art of Computer
    /// Programming, volume 3, 6.4.
    private func start(_ id: Int64) -> Int {
        let mixed = UInt64(bitPattern: id) &* 0x9E37_79B9_7F4A_7C15
        return Int(truncatingIfNeeded: mixed >> 32) & (size - 1)
    }

    private mutating func put(_ id: Int64) {
        guard let places else { return }
        var place = start(id)
        while places[place] != 0 {
            if places[place] == id { return }
            place = (place + 1) & (size - 1)
        }
        places[place] = id
        count += 1
    }

    private mutating func grow() {
        let (old, oldSize) = (places, size)
        size = max(16, size * 2)
        count = 0
        let fresh = UnsafeMutablePointer<Int64>.allocate(capacity: size)
        fresh.initialize(repeating: 0, count: size)
        places = fresh
        guard let old else { return }
        for place in 0..<oldSize where old[place] != 0 { put(old[place]) }
        old.deallocate()
    }
}
