import CSQLite
import TidegateModel

/// Reading on one connection; the transaction around it is the worker's.
class SQLiteReader: StoreReader {
    let connection: SQLiteConnection
    private var statements: [ObjectIdentifier: RecordStatements] = [:]
    /// Most bodies stay with one object.
    private var latest: RecordStatements?
    /// The schema the kept statements were made for; see ``forgetStatements(unless:)``.
    private var generation = 0
    let samples = RightsSamples()
    let lists = RightsLists()
    /// What pages merged from ranges stand for, by their statement. See ``merged(_:)``.
    final var walksByMerge: [String: QueryPlan.Walk?] = [:]
    /// Whether an index has all that a summary asks for, by its statement.
    final var coveredByText: [String: Bool] = [:]
    private let beginning: SQLiteStatement
    private let ending: SQLiteStatement

    convenience init(path: String, options: SQLiteStore.Options) throws {
        let connection = try SQLiteConnection(path: path, role: .reader, options: options)
        try SQLiteFormat.openReader(connection, options: options)
        try self.init(connection)
    }

    init(_ connection: SQLiteConnection) throws {
        self.connection = connection
        beginning = try connection.prepare("BEGIN DEFERRED")
        ending = try connection.prepare("COMMIT")
    }

    /// Runs the body on one snapshot: the one of its first read.
    final func snapshot<Answer>(_ body: () throws -> Answer) throws -> Answer {
        try beginning.run()
        defer {
            do { try ending.run() } catch { try? connection.execute("ROLLBACK") }
        }
        return try body()
    }

    /// After a change of the schema an object of the same name is another one.
    final func forgetStatements(unless generation: Int) {
        guard generation != self.generation else { return }
        self.generation = generation
        statements.removeAll()
        latest = nil
        walksByMerge.removeAll()
        coveredByText.removeAll()
    }

    /// The statements of the object. They hold it, so its identity is not given to another one.
    final func prepared(_ object: Object) throws -> RecordStatements {
        if let latest, latest.object === object { return latest }
        if let known = statements[ObjectIdentifier(object)] {
            latest = known
            return known
        }
        try requirePlace(for: object)
        if statements.count >= StoreLimits.preparedObjects { statements.removeAll() }
        let made = RecordStatements(object, connection)
        statements[ObjectIdentifier(object)] = made
        latest = made
        return made
    }

    /// Refuses an object whose columns hold another kind or scale than it says: its amounts would
    /// be read a hundred times too large.
    private func requirePlace(for object: Object) throws {
        let declared = try SchemaState.fields(of: object.name, connection)
        for field in object.fields {
            let wanted = FieldForm(field.type)
            guard let found = declared[field.name], found == wanted else {
                throw StoreError.failed(
                    detail: "\(object.name).\(field.name) is \(wanted), and the workspace holds "
                        + "\(declared[field.name].map(\.description) ?? "no such field")")
            }
        }
    }

    // MARK: Records

    final func record(_ object: Object, _ id: RecordID) throws -> Record? {
        try prepared(object).record(id)
    }

    final func exists(_ object: Object, _ id: RecordID) throws -> Bool {
        try prepared(object).exists(id)
    }

    final func first(_ object: Object, slot: Int, equals value: Value) throws -> Record? {
        try prepared(object).records(slot: slot, equals: value, limit: 1).first
    }

    final func records(_ object: Object, slot: Int, equals value: Value) throws -> [Record] {
        try prepared(object).records(slot: slot, equals: value, limit: nil)
    }

    final func ids(
        _ object: Object, slot: Int, equals value: Value, limit: Int
    ) throws -> [RecordID] {
        try prepared(object).ids(slot: slot, equals: value, limit: limit)
    }

    final func records(_ object: Object, matching: [FieldMatch]) throws -> [Record] {
        try prepared(object).records(matching)
    }

    // MARK: History and settings

    private static let changeColumns =
        "c.sequence, n.name, c.record, c.version, c.at, c.entry, c.hash "
        + "FROM tg_change c LEFT JOIN tg_object_name n ON n.id = c.object"

    final func changes(object: String, record: RecordID) throws -> [StoredChange] {
        let statement = try connection.cached(
            "SELECT \(Self.changeColumns) WHERE c.record = ?1 ORDER BY c.sequence")
        statement.bind(1, record.number)
        var found: [StoredChange] = []
        while try statement.step() {
            let stored = Self.change(statement)
            if stored.change.object == object { found.append(stored) }
        }
        return found
    }

    final func changes(
        object: String, record: RecordID, before: Int64?, limit: Int
    ) throws -> [StoredChange] {
        // One index leads to the record's changes in their order; the object only tells two
        // records of different objects apart, which have different ids.
        let statement = try connection.cached(
            "SELECT \(Self.changeColumns) WHERE c.record = ?1 AND c.sequence < ?2 "
                + "AND n.name = ?3 ORDER BY c.sequence DESC LIMIT ?4")
        statement.bind(1, record.number)
        statement.bind(2, before ?? Int64.max)
        statement.bind(3, object)
        statement.bind(4, Int64(max(0, limit)))
        var found: [StoredChange] = []
        while try statement.step() { found.append(Self.change(statement)) }
        return found
    }

    final func changes(
        from first: Int64, before end: Int64, limit: Int
    ) throws -> [StoredChange] {
        let statement = try connection.cached(
            "SELECT \(Self.changeColumns) WHERE c.sequence >= ?1 AND c.sequence < ?2 "
                + "ORDER BY c.sequence DESC LIMIT ?3")
        statement.bind(1, first)
        statement.bind(2, end)
        statement.bind(3, Int64(max(0, limit)))
        var found: [StoredChange] = []
        while try statement.step() { found.append(Self.change(statement)) }
        return found
    }

    final func deletions(
        of object: String, before: Int64?, limit: Int
    ) throws -> [StoredChange] {
        let statement = try connection.cached(
            "SELECT \(Self.changeColumns) WHERE \(SQLiteFormat.isDeletion(of: "c.")) "
                + "AND c.object = (SELECT id FROM tg_object_name WHERE name = ?1) "
                + "AND c.sequence < ?2 ORDER BY c.sequence DESC LIMIT ?3")
        statement.bind(1, object)
        statement.bind(2, before ?? Int64.max)
        statement.bind(3, Int64(max(0, limit)))
        var found: [StoredChange] = []
        while try statement.step() { found.append(Self.change(statement)) }
        return found
    }

    final func changed(after sequence: Int64, limit: Int) throws -> [ChangedRecord] {
        let statement = try connection.cached(
            "SELECT c.sequence, n.name, c.record, c.version FROM tg_change c "
                + "JOIN tg_object_name n ON n.id = c.object WHERE c.sequence > ?1 "
                + "ORDER BY c.sequence LIMIT ?2")
        statement.bind(1, sequence)
        statement.bind(2, Int64(max(0, limit)))
        var found: [ChangedRecord] = []
        while try statement.step() {
            found.append(
                ChangedRecord(
                    sequence: statement.integer(0), object: statement.text(1),
                    record: RecordID(number: statement.integer(2)), version: statement.integer(3)))
        }
        return found
    }

    final func latestSequence() throws -> Int64 {
        let statement = try connection.cached("SELECT max(sequence) FROM tg_change")
        defer { statement.reset() }
        return try statement.step() ? statement.integer(0) : 0
    }

    /// Times do not run backwards along the history, so it is searched by halves: an index of times would cost
    /// every save.
    final func latestSequence(at instant: Instant) throws -> Int64 {
        let probe = try connection.cached(
            "SELECT sequence, at FROM tg_change WHERE sequence <= ?1 ORDER BY sequence DESC LIMIT 1"
        )
        var (low, high) = (Int64(0), try latestSequence())
        while low < high {
            // The upper half of two, so that it ends.
            probe.bind(1, low + (high - low + 1) / 2)
            guard try probe.step() else { return low }
            let (place, at) = (probe.integer(0), probe.integer(1))
            probe.reset()
            if at <= instant.milliseconds {
                low = max(place, low + (high - low + 1) / 2)
            } else {
                high = place - 1
            }
        }
        return low
    }

    final func within<Answer>(
        milliseconds: Int64, _ body: () throws -> Answer
    ) throws -> Answer {
        try connection.within(milliseconds: milliseconds, body)
    }

    final func eachChange(_ body: (StoredChange) throws -> Void) throws {
        // Not a kept one: the body may read changes itself.
        let statement = try connection.prepare(
            "SELECT \(Self.changeColumns) ORDER BY c.sequence")
        while try statement.step() {
            try body(Self.change(statement))
        }
    }

    private static func change(_ row: SQLiteStatement) -> StoredChange {
        StoredChange(
            sequence: row.integer(0),
            change: Change(
                object: row.text(1), record: RecordID(number: row.integer(2)),
                version: row.integer(3), at: Instant(milliseconds: row.integer(4)),
                entry: row.bytes(5)),
            hash: row.bytes(6))
    }

    final func setting(_ name: String) throws -> String? {
        let statement = try connection.cached("SELECT value FROM tg_setting WHERE name = ?1")
        statement.bind(1, name)
        guard try statement.step() else { return nil }
        defer { statement.reset() }
        return statement.text(0)
    }
}
