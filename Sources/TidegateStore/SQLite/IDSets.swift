import CSQLite

/// Sets of ids inside a statement: `tg_set(place, id)` makes one of the rows it meets for each place, from 0,
/// and `tg_among(sets, value, value, …)` says 1 when any value is in the set at its own place, else NULL.
///
/// `value IN (SELECT …) OR value IN (SELECT …)` means the same, but looks through a tree for every row and
/// list. Rights are asked of every record of a sum, and there that costs more than the sum.
///
/// What travels through SQLite is a number, because a value that comes out of a subquery is copied for every
/// row. The sets themselves stay with the connection, the newest ``StoreLimits/keptSets`` of them. A statement
/// makes one, and a connection runs one at a time; a number whose sets are gone is an error, never empty.
enum IDSets {
    /// Registers both functions; the connection frees the sets when it is closed.
    static func register(on connection: OpaquePointer, flags: Int32) -> Int32 {
        guard let ring = Ring.make() else { return SQLITE_NOMEM }
        let code = sqlite3_create_function_v2(
            connection, "tg_among", -1, flags, ring, among, nil, nil,
            {
                $0?.assumingMemoryBound(to: Ring.self).pointee.free()
                sqlite3_free($0)
            })
        guard code == SQLITE_OK else { return code }
        return sqlite3_create_function_v2(
            connection, "tg_set", 2, flags, ring, nil, addID, finishSets, nil)
    }

    private static let among: SQLiteFunctions.Body = { context, count, values in
        guard let values, count > 0, let sets = IDSets.ring(context)?.pointee.sets(values[0]) else {
            return sqlite3_result_error(context, "these sets are not kept", -1)
        }
        for index in 1..<max(1, min(Int(count), StoreLimits.setsAStatement + 1)) {
            // NULL is 0 as an integer, which is in no set; its type need not be asked.
            if !sets[index - 1].isEmpty,
                sets[index - 1].holds(sqlite3_value_int64(values[index]))
            {
                return sqlite3_result_int(context, 1)
            }
        }
        // Left at NULL: to WHERE that is as good as 0, and one call less for every record.
    }

    private static let addID: SQLiteFunctions.Body = { context, _, values in
        guard let values, sqlite3_value_type(values[1]) == SQLITE_INTEGER,
            let sets = IDSets.aggregate(context, Int32(Sets.bytes))
        else { return }
        let place = sqlite3_value_int64(values[0])
        guard (0..<Int64(StoreLimits.setsAStatement)).contains(place) else {
            return sqlite3_result_error(context, "there is no such place for a set", -1)
        }
        if !sets[Int(place)].insert(sqlite3_value_int64(values[1])) {
            sqlite3_result_error_nomem(context)
        }
    }

    private static let finishSets: SQLiteFunctions.Final = { context in
        // No memory of the aggregate means that no row was seen.
        guard let ring = IDSets.ring(context) else { return }
        sqlite3_result_int64(context, ring.pointee.keep(IDSets.aggregate(context, 0)))
    }

    private static func ring(_ context: OpaquePointer?) -> UnsafeMutablePointer<Ring>? {
        sqlite3_user_data(context)?.assumingMemoryBound(to: Ring.self)
    }

    private static func aggregate(
        _ context: OpaquePointer?, _ bytes: Int32
    ) -> UnsafeMutablePointer<Table>? {
        sqlite3_aggregate_context(context, bytes)?.assumingMemoryBound(to: Table.self)
    }
}

extension IDSets {
    /// What one statement made: a table for each place.
    private enum Sets {
        static let bytes = StoreLimits.setsAStatement * MemoryLayout<Table>.stride
    }

    /// The sets of a connection. A connection is used by one thread at a time, and with it this.
    private struct Ring {
        private let tables: UnsafeMutablePointer<Table>
        /// The number of the next sets.
        private var next: Int64 = 1

        static func make() -> UnsafeMutableRawPointer? {
            let count = StoreLimits.keptSets * StoreLimits.setsAStatement
            let bytes = StoreLimits.keptSets * Sets.bytes
            guard let memory = sqlite3_malloc64(sqlite3_uint64(bytes)) else { return nil }
            guard let ring = sqlite3_malloc64(sqlite3_uint64(MemoryLayout<Ring>.size)) else {
                sqlite3_free(memory)
                return nil
            }
            let tables = memory.bindMemory(to: Table.self, capacity: count)
            tables.initialize(repeating: Table(), count: count)
            ring.bindMemory(to: Ring.self, capacity: 1).initialize(to: Ring(tables: tables))
            return ring
        }

        private init(tables: UnsafeMutablePointer<Table>) { self.tables = tables }

        private func place(_ number: Int64) -> UnsafeMutablePointer<Table> {
            tables + Int(number % Int64(StoreLimits.keptSets)) * StoreLimits.setsAStatement
        }

        /// - Returns: the number of the sets, which now belong to the connection.
        mutating func keep(_ made: UnsafeMutablePointer<Table>?) -> Int64 {
            for index in 0..<StoreLimits.setsAStatement {
                place(next)[index].free()
                place(next)[index] = made?[index] ?? Table()
            }
            next += 1
            return next - 1
        }

        func sets(_ value: OpaquePointer?) -> UnsafeMutablePointer<Table>? {
            let number = sqlite3_value_int64(value)
            guard number > 0, number < next, next - number <= Int64(StoreLimits.keptSets) else {
                return nil
            }
            return place(number)
        }

        func free() {
            for index in 0..<StoreLimits.keptSets * StoreLimits.setsAStatement {
                tables[index].free()
            }
            sqlite3_free(tables)
        }
    }

    /// Open addressing with linear probing: a power of two of places, at most half of them taken, free ones
    /// 0, which is no record's id. All zero is an empty table: that is how SQLite gives an aggregate's memory.
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

        /// False when there is no memory.
        mutating func insert(_ id: Int64) -> Bool {
            guard id != 0 else { return true }
            if (count + 1) * 2 > size, !grow() { return false }
            put(id)
            return true
        }

        func free() { sqlite3_free(places) }

        /// Fibonacci hashing; the multiplier is 2⁶⁴ over the golden ratio. Source: Knuth, The Art of
        /// Computer Programming, volume 3, 6.4.
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

        private mutating func grow() -> Bool {
            let (old, oldSize) = (places, size)
            let newSize = max(16, size * 2)
            guard let memory = sqlite3_malloc64(sqlite3_uint64(newSize * 8)) else { return false }
            let fresh = memory.bindMemory(to: Int64.self, capacity: newSize)
            fresh.initialize(repeating: 0, count: newSize)
            (places, size, count) = (fresh, newSize, 0)
            if let old {
                for place in 0..<oldSize where old[place] != 0 { put(old[place]) }
                sqlite3_free(old)
            }
            return true
        }
    }
}
