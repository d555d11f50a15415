import CSQLite
import TidegateModel

/// What stands before the table of one object.
///
///     tg_past_deal   the records that were changed since, as they were
///     tg_gone_deal   the records that were deleted since, as they were last
///     tg_last_deal   every record as it is, or was last: what rights are asked of
///     deal           every record as it was
final class PastTable {
    let object: Object
    /// The changes up to here are undone.
    var reached: Int64
    private let connection: SQLiteConnection
    private let names: [String]
    /// Counts how often changes were undone: what an earlier time has put back is done with.
    private var round: Int64 = 0
    private var isFilled = false
    private var updates: [[Int]: SQLiteStatement] = [:]
    private let look: SQLiteStatement
    private let copy: SQLiteStatement
    private let insertion: SQLiteStatement
    private let known: SQLiteStatement
    private let departure: SQLiteStatement

    private static func past(_ object: Object) -> String {
        SQLiteConnection.quoted("tg_past_" + object.table)
    }

    private static func gone(_ object: Object) -> String {
        SQLiteConnection.quoted("tg_gone_" + object.table)
    }

    init(_ object: Object, _ connection: SQLiteConnection, after place: Int64) throws {
        self.object = object
        self.connection = connection
        reached = place
        names = object.fields.map { SQLiteConnection.quoted($0.name) }
        let (past, gone) = (Self.past(object), Self.gone(object))
        let table = SQLiteConnection.quoted(object.table)
        let list = RecordLayout.list(object)
        try connection.execute(Self.creation(object, list))
        look = try connection.prepare("SELECT tg_round FROM temp.\(past) WHERE id = ?1")
        copy = try connection.prepare(
            "INSERT INTO temp.\(past)(tg_round, tg_there, \(list)) "
                + "SELECT ?2, 1, \(list) FROM main.\(table) WHERE id = ?1")
        let places = (1...object.fields.count + 2).map { "?\($0 + 2)" }.joined(separator: ", ")
        insertion = try connection.prepare(
            "INSERT OR REPLACE INTO temp.\(past)(tg_round, tg_there, \(list)) "
                + "VALUES(?1, ?2, \(places))")
        known = try connection.prepare("SELECT tg_round FROM temp.\(gone) WHERE id = ?1")
        departure = try connection.prepare(
            "INSERT OR REPLACE INTO temp.\(gone)(tg_round, \(list)) VALUES(?1, \(places))")
    }

    private static func creation(_ object: Object, _ list: String) -> String {
        let (past, gone) = (past(object), gone(object))
        let table = SQLiteConnection.quoted(object.table)
        let last = SQLiteConnection.quoted("tg_last_" + object.table)
        let columns = object.fields.map { SQLiteConnection.quoted($0.name) }
            .joined(separator: ", ")
        return """
            CREATE TEMP TABLE \(past)(
                id INTEGER PRIMARY KEY, version, \(columns), tg_round, tg_there);
            CREATE TEMP TABLE \(gone)(id INTEGER PRIMARY KEY, version, \(columns), tg_round);
            CREATE TEMP VIEW \(last) AS SELECT \(list) FROM main.\(table)
                UNION ALL SELECT \(list) FROM temp.\(gone) AS g
                WHERE NOT EXISTS (SELECT 1 FROM main.\(table) AS m WHERE m.id = g.id);
            CREATE TEMP VIEW \(table) AS \(selection(object, list));
            """
    }

    private static func selection(_ object: Object, _ list: String) -> String {
        let (past, table) = (past(object), SQLiteConnection.quoted(object.table))
        return "SELECT \(list) FROM main.\(table) AS m"
            + " WHERE NOT EXISTS (SELECT 1 FROM temp.\(past) AS p WHERE p.id = m.id)"
            + " UNION ALL SELECT \(list) FROM temp.\(past) WHERE tg_there"
    }

    func begin() { round += 1 }

    func put(_ id: RecordID, _ undo: Undo, version: Int64) throws {
        if case .record(let values) = undo { try depart(id, version: version, values) }
        let met = try Self.round(of: id, look)
        guard met == nil || met == round else { return }
        switch undo {
        case .nothing: try insert(id, isThere: false, version: version, [])
        case .record(let values): try insert(id, isThere: true, version: version, values)
        case .fields(let values):
            if met == nil {
                copy.bind(1, id.number)
                copy.bind(2, round)
                try copy.run()
            }
            try update(id, version: version, values)
        }
    }

    private static func round(of id: RecordID, _ look: SQLiteStatement) throws -> Int64? {
        look.bind(1, id.number)
        guard try look.step() else { return nil }
        defer { look.reset() }
        return look.integer(0)
    }

    /// Of several deletions the newest, which is met first, is the one that counts.
    private func depart(
        _ id: RecordID, version: Int64, _ values: [(slot: Int, value: Value)]
    ) throws {
        guard try Self.round(of: id, known) != round else { return }
        sqlite3_clear_bindings(departure.handle)
        departure.bind(1, round)
        departure.bind(3, id.number)
        departure.bind(4, version)
        for (slot, value) in values { departure.bind(Int32(slot + 5), value) }
        try departure.run()
    }

    private func insert(
        _ id: RecordID, isThere: Bool, version: Int64, _ values: [(slot: Int, value: Value)]
    ) throws {
        sqlite3_clear_bindings(insertion.handle)
        insertion.bind(1, round)
        insertion.bind(2, isThere ? 1 : 0)
        insertion.bind(3, id.number)
        insertion.bind(4, version)
        for (slot, value) in values { insertion.bind(Int32(slot + 5), value) }
        try insertion.run()
    }

    private func update(
        _ id: RecordID, version: Int64, _ values: [(slot: Int, value: Value)]
    ) throws {
        let statement = try update(of: values.map(\.slot))
        statement.bind(1, id.number)
        statement.bind(2, version)
        for (index, item) in values.enumerated() { statement.bind(Int32(index + 3), item.value) }
        try statement.run()
    }

    private func update(of slots: [Int]) throws -> SQLiteStatement {
        if let known = updates[slots] { return known }
        if updates.count >= StoreLimits.preparedUpdates { updates.removeAll() }
        let changes = slots.enumerated().map { ", \(names[$1]) = ?\($0 + 3)" }.joined()
        let statement = try connection.prepare(
            "UPDATE temp.\(Self.past(object)) SET version = ?2\(changes) WHERE id = ?1")
        updates[slots] = statement
        return statement
    }

    func amend(_ slots: [Int], _ values: (RecordID) throws -> [Value]?) throws {
        let rows = try connection.prepare(
            "SELECT id, version FROM temp.\(Self.past(object)) WHERE tg_there")
        while try rows.step() {
            let id = RecordID(number: rows.integer(0))
            guard let values = try values(id) else { continue }
            try update(id, version: rows.integer(1), Array(zip(slots, values)))
        }
    }

    /// In place of the view a table: what was does not change any more.
    func fill() throws {
        guard !isFilled else { return }
        let table = SQLiteConnection.quoted(object.table)
        let list = RecordLayout.list(object)
        var text = """
            DROP VIEW temp.\(table);
            CREATE TEMP TABLE \(table)(id INTEGER PRIMARY KEY, version, \
            \(names.joined(separator: ", ")));
            INSERT INTO temp.\(table)(\(list)) \(Self.selection(object, list));
            """
        for field in object.fields where field.type.target != nil {
            let index = SQLiteConnection.quoted("tg_then_\(object.table)_\(field.name)")
            text +=
                "CREATE INDEX temp.\(index) ON \(table)(\(SQLiteConnection.quoted(field.name)));"
        }
        try connection.execute(text)
        isFilled = true
    }
}
