import TidegateModel
import TidegateStore

/// The objects and records the suite works on.
enum Sample {
    /// A field of every kind, texts at both ends.
    static let deal = Object(
        name: "Deal",
        fields: [
            Field(name: "name", type: .text(maximumLength: 200)),
            Field(name: "amount", type: .money(scale: 2)),
            Field(name: "count", type: .integer),
            Field(name: "is_open", type: .boolean),
            Field(name: "close_date", type: .date),
            Field(name: "met_at", type: .datetime),
            Field(name: "effort", type: .duration),
            Field(name: "account", type: .reference(to: "Account", onDelete: .clear)),
            Field(name: "stage", type: .choice(["Lead", "Won"])),
            Field(name: "notes", type: .text(maximumLength: 10_000)),
        ],
        uniques: [["name", "account"]], indexes: [["stage"]])

    static let account = Object(
        name: "Account", fields: [Field(name: "code", type: .text(maximumLength: 20))],
        children: [ChildrenField(name: "deals", object: "Deal", field: "account")],
        uniques: [["code"]])

    static let schema = Schema([account, deal])

    static func id(_ number: Int) -> RecordID { RecordID(number: Int64(number)) }

    static func deal(_ number: Int, name: String? = nil) -> Record {
        var record = Record(object: deal, id: id(number), version: 1)
        record["name"] = .text(name ?? "Deal \(number)")
        record["amount"] = .decimal(Decimal(coefficient: Int64(number) * 100, scale: 2))
        record["stage"] = .text("Lead")
        return record
    }

    static func account(_ number: Int, code: String) -> Record {
        var record = Record(object: account, id: id(number), version: 1)
        record["code"] = .text(code)
        return record
    }

    static func change(_ record: Record, _ entry: String = "{}") -> Change {
        Change(
            object: record.object.name, record: record.id, version: record.version,
            at: Instant(milliseconds: 1_790_000_000_000), entry: Array(entry.utf8))
    }

    static func query(_ object: Object) -> Query {
        Query(object, actor: .system, now: Instant(milliseconds: 0))
    }
}

extension StoreWriter {
    /// One save as the engine makes it: the row and its link in the history.
    func save(_ record: Record) throws {
        try insert(record)
        try append(Sample.change(record))
    }
}

extension Record {
    /// All values in slot order, to compare whole records.
    var values: [Value] { slots.indices.map { self[$0] } }
}

/// The part of a record that comes back from the store.
struct Kept: Equatable {
    var id: RecordID
    var version: Int64
    var values: [Value]

    init(_ record: Record) {
        id = record.id
        version = record.version
        values = record.values
    }
}
