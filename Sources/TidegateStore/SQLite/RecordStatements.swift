import CSQLite
import TidegateModel

/// The statements of one object that one connection keeps prepared.
final class RecordStatements {
    let object: Object
    let layout: RecordLayout
    private let connection: SQLiteConnection
    private let table: String
    private let scratch = ScratchBytes()
    private lazy var names = object.fields.map { SQLiteConnection.quoted($0.name) }
    private var insertion: SQLiteStatement?
    private var deletion: SQLiteStatement?
    private var byID: SQLiteStatement?
    private var existence: SQLiteStatement?
    /// By slot, for those that were asked for.
    private lazy var bySlot = [SQLiteStatement?](repeating: nil, count: names.count)
    private var byMatch: [[Int]: SQLiteStatement] = [:]
    private var updates: [UInt64: SQLiteStatement] = [:]
    private var uses: UInt64 = 0

    init(_ object: Object, _ connection: SQLiteConnection) {
        self.object = object
        self.connection = connection
        layout = RecordLayout(object)
        table = SQLiteConnection.quoted(object.table)
    }

    // MARK: Reading

    func record(_ id: RecordID) throws -> Record? {
        let statement = try kept(&byID) {
            "SELECT \(RecordLayout.list(object)) FROM \(table) WHERE id = ?1"
        }
        statement.bind(1, id.number)
        guard try statement.step() else { return nil }
        defer { statement.reset() }
        return layout.record(statement.handle, scratch)
    }

    func exists(_ id: RecordID) throws -> Bool {
        let statement = try kept(&existence) { "SELECT 1 FROM \(table) WHERE id = ?1" }
        statement.bind(1, id.number)
        guard try statement.step() else { return false }
        statement.reset()
        return true
    }

    /// In id order. A missing value equals nothing, here as in conditions.
    func records(slot: Int, equals value: Value, limit: Int?) throws -> [Record] {
        let field = object.fields[slot]
        guard let key = try Self.key(value, field, object) else { return [] }
        let statement = try kept(&bySlot[slot]) {
            "SELECT \(RecordLayout.list(object)) FROM \(table) WHERE \(names[slot]) = ?1 "
                + "ORDER BY id LIMIT ?2"
        }
        statement.bind(1, key)
        statement.bind(2, Int64(limit ?? -1))
        return try all(statement)
    }

    /// In id order, from the index alone.
    func ids(slot: Int, equals value: Value, limit: Int) throws -> [RecordID] {
        guard let key = try Self.key(value, object.fields[slot], object) else { return [] }
        let statement = try connection.cached(
            "SELECT id FROM \(table) WHERE \(names[slot]) = ?1 ORDER BY id LIMIT ?2")
        statement.bind(1, key)
        statement.bind(2, Int64(max(0, limit)))
        var found: [RecordID] = []
        while try statement.step() { found.append(RecordID(number: statement.integer(0))) }
        return found
    }

    /// In id order.
    func records(_ matching: [FieldMatch]) throws -> [Record] {
        guard !matching.isEmpty else { return [] }
        var keys: [Value] = []
        for match in matching {
            guard let key = try Self.key(match.value, object.fields[match.slot], object) else {
                return []
            }
            keys.append(key)
        }
        let statement = try kept(&byMatch[matching.map(\.shape)]) {
            let terms = zip(matching, 1...).map { "\(column($0)) = ?\($1)" }
            return "SELECT \(RecordLayout.list(object)) FROM \(table) "
                + "WHERE \(terms.joined(separator: " AND ")) ORDER BY id"
        }
        for (index, key) in keys.enumerated() { statement.bind(Int32(index + 1), key) }
        return try all(statement)
    }

    /// What is compared, written as it stands in the index.
    func column(_ match: FieldMatch) -> String {
        match.isByName ? "\(SQLiteFunctions.normalName)(\(names[match.slot]))" : names[match.slot]
    }

    func all(_ statement: SQLiteStatement) throws -> [Record] {
        var records: [Record] = []
        while try statement.step() {
            records.append(layout.record(statement.handle, scratch))
        }
        return records
    }

    func each(_ statement: SQLiteStatement, _ body: (Record) throws -> Void) throws {
        // The body may ask for records itself, which ends the reading of no other statement.
        defer { statement.reset() }
        while try statement.step() { try body(layout.record(statement.handle, scratch)) }
    }

    /// The value as the column holds it: a decimal at the column's scale. `nil`: equals nothing.
    private static func key(_ value: Value, _ field: Field, _ object: Object) throws -> Value? {
        if value.isMissing { return nil }
        if field.type.kind == .decimal, let number = value.decimal {
            return number.exactly(scale: field.type.scale).map { .decimal($0) }
        }
        guard value.kind == field.type.kind else {
            throw StoreError.failed(
                detail: "\(object.name).\(field.name) is \(field.type.word) and is never equal to "
                    + (value.kind?.word ?? "nothing"))
        }
        return value
    }

    // MARK: Writing

    func insert(_ record: Record) throws {
        let statement = try kept(&insertion) {
            let places = (1...names.count + 2).map { "?\($0)" }.joined(separator: ", ")
            return "INSERT INTO \(table)(\(RecordLayout.list(object))) VALUES(\(places))"
        }
        statement.bind(1, record.id.number)
        statement.bind(2, record.version)
        do {
            try layout.bind(record, to: statement, from: 3) { try statement.run() }
        } catch let error as StoreError {
            throw error.naming(object)
        }
    }

    func update(_ record: Record, from old: Record) throws {
        let changed = changes(record, old)
        let statement = try update(of: changed)
        statement.bind(1, record.id.number)
        statement.bind(2, old.version)
        statement.bind(3, record.version)
        do {
            try layout.bind(
                record, where: { changed & Self.bit($0) != 0 }, to: statement, from: 4
            ) { try statement.run() }
        } catch let error as StoreError {
            throw error.naming(object)
        }
        try requireOneRow(record)
    }

    func delete(_ record: Record) throws {
        let statement = try kept(&deletion) {
            "DELETE FROM \(table) WHERE id = ?1 AND version = ?2"
        }
        statement.bind(1, record.id.number)
        statement.bind(2, record.version)
        try statement.run()
        try requireOneRow(record)
    }

    private func requireOneRow(_ record: Record) throws {
        guard connection.changedRows == 1 else {
            throw StoreError.stale(object: object.name, record: record.id)
        }
    }

    // MARK: Which fields changed

    /// A bit a slot; all slots from 63 on share the last bit and are written together.
    private static func bit(_ slot: Int) -> UInt64 { 1 << UInt64(min(slot, 63)) }

    private func changes(_ record: Record, _ old: Record) -> UInt64 {
        var changed: UInt64 = 0
        for slot in 0..<names.count where !record.equals(old, at: slot) {
            changed |= Self.bit(slot)
        }
        return changed
    }

    private func update(of changed: UInt64) throws -> SQLiteStatement {
        uses += 1
        if let known = updates[changed] {
            known.lastUse = uses
            return known
        }
        if updates.count >= StoreLimits.preparedUpdates,
            let oldest = updates.min(by: { $0.value.lastUse < $1.value.lastUse })
        {
            updates[oldest.key] = nil
        }
        let columns = names.indices.filter { changed & Self.bit($0) != 0 }
        let assignments = zip(columns, 4...).map { ", \(names[$0]) = ?\($1)" }.joined()
        let statement = try connection.prepare(
            "UPDATE \(table) SET version = ?3\(assignments) WHERE id = ?1 AND version = ?2")
        statement.lastUse = uses
        updates[changed] = statement
        return statement
    }

    private func kept(
        _ place: inout SQLiteStatement?, _ sql: () -> String
    ) throws -> SQLiteStatement {
        if let place { return place }
        let statement = try connection.prepare(sql())
        place = statement
        return statement
    }
}
