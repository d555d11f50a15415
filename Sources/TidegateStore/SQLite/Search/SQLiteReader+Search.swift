import CSQLite
import TidegateModel

extension SQLiteReader {
    func matches(_ search: TextSearch) throws -> [Record] {
        let object = search.query.object
        guard !search.terms.isEmpty, let place = try searchPlace(of: object) else { return [] }
        let columns = place.fields.indices.filter { search.fields.contains(place.fields[$0]) }
        if columns.isEmpty { return [] }
        let prepared = try prepared(object)
        return try compiled {
            let sql = try Self.compiler.matches(
                asking(search.query), index: SearchPlace.name(object),
                expression: search.terms.expression(columns: columns))
            return try running(sql, prepared.all)
        }
    }

    func searchIndex(of object: Object) throws -> SearchIndex? {
        try searchPlace(of: object).map {
            SearchIndex(fields: $0.fields, isComplete: $0.isComplete)
        }
    }

    private func searchPlace(of object: Object) throws -> SearchPlace? {
        let statement = try connection.cached(
            "SELECT fields, cutting, filled FROM tg_search WHERE object = ?1")
        statement.bind(1, object.name)
        defer { statement.reset() }
        guard try statement.step() else { return nil }
        return SearchPlace(
            object: object.name, fields: SearchPlace.parts(statement.text(0)),
            cutting: Int(statement.integer(1)), filled: statement.integer(2))
    }

    func checkSearchIndex(of object: Object) throws -> SearchIndexCheck {
        guard let place = try searchPlace(of: object) else {
            return SearchIndexCheck(records: 0, wrong: 0, examples: [])
        }
        var check = SearchComparison()
        try eachIndexedWord(of: object) { check.add($0, $1, $2, $3) }
        let records = try recordCount(of: object, upTo: place.filled) { record in
            check.remove(record, place)
        }
        let wrong = check.differing
        return SearchIndexCheck(
            records: records, wrong: wrong.count,
            examples: wrong.prefix(StoreLimits.toldDamages).map(RecordID.init(number:)))
    }

    /// Each word that stands in the index: as often as it stands in a text.
    private func eachIndexedWord(
        of object: Object, _ body: (UnsafeRawBufferPointer, Int64, Int, Int64) -> Void
    ) throws {
        let index = SearchPlace.name(object)
        let words = SQLiteConnection.quoted("tg_words_of_\(index)")
        try connection.execute(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.\(words) "
                + "USING fts5vocab('main', \(SQLiteConnection.quoted(index)), 'instance')")
        let statement = try connection.prepare(
            "SELECT term, doc, col, \"offset\" FROM temp.\(words)")
        while try statement.step() {
            let term = UnsafeRawBufferPointer(
                start: sqlite3_column_blob(statement.handle, 0),
                count: Int(sqlite3_column_bytes(statement.handle, 0)))
            let column = Int(statement.text(2).dropFirst()) ?? -1
            body(term, statement.integer(1), column, statement.integer(3))
        }
    }

    private func recordCount(
        of object: Object, upTo last: Int64, _ body: (Record) -> Void
    ) throws -> Int {
        let records = try prepared(object)
        let scratch = ScratchBytes()
        let statement = try connection.prepare(
            "SELECT \(RecordLayout.list(object)) FROM \(SQLiteConnection.quoted(object.table)) "
                + "WHERE id <= ?1")
        statement.bind(1, last)
        var count = 0
        while try statement.step() {
            count += 1
            body(records.layout.record(statement.handle, scratch))
        }
        return count
    }
}

/// Adds up what an index has of each record and takes away what it should have: a number a record, not its words,
/// so a million of them fit into memory.
private struct SearchComparison {
    private var sums: [Int64: UInt64] = [:]
    private var cutter = SearchCutter()

    var differing: [Int64] { sums.filter { $0.value != 0 }.keys.sorted() }

    mutating func add(
        _ word: UnsafeRawBufferPointer, _ id: Int64, _ column: Int, _ position: Int64
    ) {
        sums[id, default: 0] &+= Self.number(word, column, position)
    }

    mutating func remove(_ record: Record, _ place: SearchPlace) {
        var sum: UInt64 = 0
        for (column, field) in place.fields.enumerated() {
            guard let slot = record.object.slot(of: field), !record.slots[slot].isMissing
            else { continue }
            record.withText(record.slots[slot]) { text in
                var position: Int64 = 0
                let bounded = UnsafeBufferPointer(rebasing: text.prefix(Limits.searchedBytes))
                cutter.cut(bounded) { word, _, _ in
                    sum &+= Self.number(UnsafeRawBufferPointer(word), column, position)
                    position += 1
                }
            }
        }
        if sum != 0 { sums[record.id.number, default: 0] &-= sum }
    }

    /// FNV-1a. Source: draft-eastlake-fnv.
    private static func number(
        _ word: UnsafeRawBufferPointer, _ column: Int, _ position: Int64
    ) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        func mix(_ byte: UInt64) { hash = (hash ^ byte) &* 0x100_0000_01b3 }
        for byte in word { mix(UInt64(byte)) }
        mix(UInt64(bitPattern: Int64(column)) &+ 256)
        mix(UInt64(bitPattern: position) &+ 1 << 32)
        return hash
    }
}
