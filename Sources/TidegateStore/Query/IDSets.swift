/// What someone's rights come down to for the records of one object: which ids in which of a record's own
/// columns let it be read. `owner` is one of these people, `team` one of these teams, `id` one of those that
/// are shared.
///
/// `value IN (SELECT …) OR value IN (SELECT …)` means the same, but works the lists out for every statement and
/// looks through a tree for every row and list. Rights are asked of every record of a sum, and there that costs more
/// than the sum.
///
/// `@unchecked Sendable`: all is written while it is made, and only read from then on.
package final class IDSets: @unchecked Sendable {
    package let columns: [String]
    /// For each column, ascending and each once.
    package let ids: [[Int64]]
    /// Whether nothing else lets read: no condition stands beside the lists.
    package let tellAll: Bool
    /// The same for looking up: a place for each column, and empty ones up to the most there may be.
    let tables: UnsafeMutablePointer<IDTable>

    /// - Parameters:
    ///   - columns: at most ``StoreLimits/setsAStatement``.
    ///   - ids: for each column, in any order.
    package init(_ columns: [String], _ ids: [[Int64]], tellAll: Bool) {
        precondition(columns.count == ids.count && columns.count <= Self.most)
        self.columns = columns
        self.tellAll = tellAll
        self.ids = ids.map { Set($0).sorted() }
        tables = .allocate(capacity: Self.most)
        tables.initialize(repeating: IDTable([]), count: Self.most)
        for (place, ids) in self.ids.enumerated() { tables[place] = IDTable(ids) }
    }

    deinit {
        for place in 0..<Self.most { tables[place].free() }
        tables.deallocate()
    }

    static let most = StoreLimits.setsAStatement

    package var count: Int { ids.reduce(0) { $0 + $1.count } }
}

/// Open addressing with linear probing: a power of two of places, at most a quarter of them taken, so that what is
/// not there is mostly found missing at the first look; free ones 0, which is no record's id.
struct IDTable {
    private let places: UnsafeMutablePointer<Int64>?
    /// 64 less the bits of a place's number.
    private let shift: UInt64
    private let mask: Int

    init(_ ids: [Int64]) {
        guard !ids.isEmpty else {
            (places, shift, mask) = (nil, 0, 0)
            return
        }
        var bits: UInt64 = 4
        while 1 << bits < ids.count * 4 { bits += 1 }
        let size = 1 << Int(bits)
        let fresh = UnsafeMutablePointer<Int64>.allocate(capacity: size)
        fresh.initialize(repeating: 0, count: size)
        (places, shift, mask) = (fresh, 64 - bits, size - 1)
        for id in ids where id != 0 { fresh[place(of: id, in: fresh)] = id }
    }

    var isEmpty: Bool { places == nil }

    func holds(_ id: Int64) -> Bool {
        guard let places, id != 0 else { return false }
        return places[place(of: id, in: places)] == id
    }

    func free() { places?.deallocate() }

    /// Where the id is, or would be. Fibonacci hashing: the highest bits of a product with 2⁶⁴ over the golden
    /// ratio. Source: Knuth, The Art of Computer Programming, volume 3, 6.4.
    private func place(of id: Int64, in places: UnsafeMutablePointer<Int64>) -> Int {
        let mixed = UInt64(bitPattern: id) &* 0x9E37_79B9_7F4A_7C15
        var place = Int(truncatingIfNeeded: mixed &>> shift)
        while places[place] != id, places[place] != 0 { place = (place &+ 1) & mask }
        return place
    }
}
