import CSQLite
import TidegateModel
import TidegateRules

@testable import TidegateStore

/// Records in an SQLite database in memory, and the same records as a ``RecordSource``.
final class TestDatabase: RecordSource {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let schema: Schema
    let records: [Record]
    private let byObject: [String: [Record]]
    private let byID: [String: [RecordID: Record]]
    private let approvals: [(object: String, record: Int64, name: String, state: String)]
    private let opened: [Opened]
    let connection: OpaquePointer

    /// A record that is shared.
    struct Opened {
        var object: String
        var record: Int64
        var share: Share
    }

    init(
        _ schema: Schema, _ records: [Record],
        approvals: [(object: String, record: Int64, name: String, state: String)] = [],
        opened: [Opened] = []
    ) throws {
        self.opened = opened
        self.schema = schema
        self.records = records.sorted { $0.id < $1.id }
        self.approvals = approvals
        byObject = Dictionary(grouping: self.records) { $0.object.name }
        byID = byObject.mapValues {
            Dictionary($0.map { ($0.id, $0) }, uniquingKeysWith: { one, _ in one })
        }
        var handle: OpaquePointer?
        guard sqlite3_open(":memory:", &handle) == SQLITE_OK, let handle else {
            throw Failure(description: "no database")
        }
        connection = handle
        try SQLiteFunctions.registerFunctions(on: handle)
        try fill()
    }

    deinit { sqlite3_close(connection) }

    private func fill() throws {
        _ = try run(
            "CREATE TABLE tg_approval (id INTEGER PRIMARY KEY, object, record, name, state)")
        _ = try run(
            "CREATE TABLE tg_share (id INTEGER PRIMARY KEY, object, record, user, team, level)")
        for row in opened {
            var (user, team): (Value, Value) = (.none, .none)
            switch row.share.holder {
            case .user(let id): user = .integer(id.number)
            case .team(let id): team = .integer(id.number)
            }
            _ = try run(
                "INSERT INTO tg_share (object, record, user, team, level) VALUES (?, ?, ?, ?, ?)",
                [
                    .text(row.object), .integer(row.record), user, team,
                    .text(row.share.level.rawValue),
                ])
        }
        for object in schema.objects {
            let columns = object.fields.map {
                "\"\($0.name)\" \($0.type.kind.hasBytes ? "TEXT" : "INTEGER")"
            }
            let all = ["\"id\" INTEGER PRIMARY KEY", "\"version\" INTEGER"] + columns
            _ = try run("CREATE TABLE \"\(object.table)\" (\(all.joined(separator: ", "))) STRICT")
        }
        for record in records {
            let marks = [String](repeating: "?", count: record.object.fields.count + 2)
            let values = record.object.fields.indices.map { slot in
                SQLiteDialect().binding(
                    record[slot], scale: record.object.fields[slot].type.scale)
            }
            _ = try run(
                "INSERT INTO \"\(record.object.table)\" VALUES (\(marks.joined(separator: ",")))",
                [.integer(record.id.number), .integer(record.version)] + values)
        }
        for row in approvals {
            _ = try run(
                "INSERT INTO tg_approval (object, record, name, state) VALUES (?, ?, ?, ?)",
                [.text(row.object), .integer(row.record), .text(row.name), .text(row.state)])
        }
    }

    func run(_ sql: CompiledSQL) throws -> [[Value]] {
        guard let sets = sql.sets else { return try run(sql.text, sql.bindings) }
        return try run(sql.text, sql.bindings) { statement, rows in
            try sets.ids.bound(to: statement, Int32(sets.number), rows)
        }
    }

    /// The sets that the rights of the query come down to.
    func sets(_ query: Query) throws -> IDSets? {
        guard let lists = try QueryCompiler(SQLiteDialect()).lists(query) else { return nil }
        var ids = [[Int64]](repeating: [], count: lists.columns.count)
        for row in try run(lists.sql) {
            if let id = row[1].integer { ids[Int(row[0].integer ?? 0)].append(id) }
        }
        return IDSets(lists.columns, ids, tellAll: lists.tellAll)
    }

    func run(
        _ sql: String, _ bindings: [Value] = [],
        around: (OpaquePointer, () throws -> [[Value]]) throws -> [[Value]] = { try $1() }
    ) throws -> [[Value]] {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(connection, sql, -1, &statement, nil) == SQLITE_OK, let statement
        else {
            throw Failure(description: "\(String(cString: sqlite3_errmsg(connection))): \(sql)")
        }
        defer { sqlite3_finalize(statement) }
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        for (index, value) in bindings.enumerated() {
            switch value {
            case .integer(let number): sqlite3_bind_int64(statement, Int32(index + 1), number)
            case .text(let text), .json(let text):
                sqlite3_bind_text(
                    statement, Int32(index + 1), text, Int32(text.utf8.count), transient)
            default: sqlite3_bind_null(statement, Int32(index + 1))
            }
        }
        return try around(statement) {
            var rows: [[Value]] = []
            while true {
                switch sqlite3_step(statement) {
                case SQLITE_ROW:
                    rows.append(
                        (0..<sqlite3_column_count(statement)).map { column(statement, $0) })
                case SQLITE_DONE: return rows
                default:
                    throw Failure(
                        description: "\(String(cString: sqlite3_errmsg(connection))): \(sql)")
                }
            }
        }
    }

    private func column(_ statement: OpaquePointer?, _ index: Int32) -> Value {
        switch sqlite3_column_type(statement, index) {
        case SQLITE_INTEGER: .integer(sqlite3_column_int64(statement, index))
        case SQLITE_TEXT: .text(String(cString: sqlite3_column_text(statement, index)))
        case SQLITE_FLOAT: .text("FLOAT \(sqlite3_column_double(statement, index))")
        default: .none
        }
    }

    // MARK: RecordSource

    func all(_ object: Object) -> [Record] { byObject[object.name] ?? [] }

    func record(_ object: Object, _ id: RecordID) throws -> Record? { byID[object.name]?[id] }

    func children(_ field: ChildrenField, of owner: RecordID) throws -> [Record] {
        (byObject[field.object] ?? []).filter { $0[field.field] == .reference(owner) }
    }

    func shares(of record: RecordID, _ object: Object) throws -> [Share] {
        opened.filter { $0.object == object.name && $0.record == record.number }.map(\.share)
    }

    func rate(_ currency: String, on day: Day, in rates: ExchangeRates) throws -> Decimal? {
        let earlier = all(rates.object).compactMap { record in
            rates.start(of: record).map { (start: $0, record: record) }
        }.filter { $0.record[rates.currency] == .text(currency) && $0.start <= day }
        return earlier.max { $0.start < $1.start }?.record[rates.rate].decimal
    }

    func isApproved(_ approval: String, _ object: Object, _ record: RecordID) throws -> Bool {
        approvals.last {
            $0.object == object.name && $0.record == record.number && $0.name == approval
        }?.state == "approved"
    }
}
