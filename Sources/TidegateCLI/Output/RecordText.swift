import TidegateEngine
import TidegateModel
import TidegateStore

/// One record, field by field.
struct RecordText {
    private let record: Record
    private let engine: Engine
    private let actor: Actor

    init(_ record: Record, _ engine: Engine, _ actor: Actor) {
        self.record = record
        self.engine = engine
        self.actor = actor
    }

    func print(json: Bool) async throws {
        if json {
            var writer = JSONWriter()
            writer.record(record)
            Terminal.print(writer.text)
            return
        }
        let title = try await engine.titles(of: [record], as: actor)[0]
        Terminal.print(Style.strong("\(record.object.label) \(title.printable)"))
        Terminal.print(
            Style.faint("  \(record.object.name)/\(record.id)  version \(record.version)"))
        let names = try await References(engine, actor).titles(in: [record])
        for slot in record.object.fields.indices where !record.slots[slot].isMissing {
            let field = record.object.fields[slot]
            let name = field.name + String(repeating: " ", count: max(1, 24 - field.name.count))
            Terminal.print(
                "  " + Style.faint(name)
                    + References.shown(record[slot], of: record.object.fields[slot], names))
        }
    }
}

/// Records under each other.
struct RecordList {
    private let records: [Record]
    private let engine: Engine
    private let actor: Actor
    private let columns: [String]?

    init(_ records: [Record], _ engine: Engine, _ actor: Actor, columns: [String]?) {
        self.records = records
        self.engine = engine
        self.actor = actor
        self.columns = columns
    }

    func print(json: Bool) async throws {
        if json {
            var writer = JSONWriter()
            writer.array { json in records.forEach { json.record($0) } }
            Terminal.print(writer.text)
            return
        }
        guard let object = records.first?.object else {
            Terminal.print(Style.faint("(none)"))
            return
        }
        let fields = columns ?? defaultColumns(object)
        for name in fields where name != "id" {
            _ = try engine.field(name, of: object, as: actor)
        }
        let right = Set(
            fields.indices.filter { index in
                [.integer, .decimal].contains(object.field(fields[index])?.type.kind)
            }.map { $0 + 1 })
        let names = try await References(engine, actor).titles(in: records)
        var table = Columns(["id"] + fields, right: right)
        for record in records {
            table.add(
                [record.id.description]
                    + fields.map { name in
                        object.field(name).map { field in
                            record[name].isMissing
                                ? "" : References.shown(record[name], of: field, names)
                        } ?? record.id.description
                    }
            )
        }
        table.print()
    }

    /// The first few fields that have a value somewhere.
    private func defaultColumns(_ object: Object) -> [String] {
        let used = object.fields.indices.prefix(object.firstSystemSlot).filter { slot in
            records.contains { !$0.slots[slot].isMissing }
        }
        return used.prefix(7).map { object.fields[$0].name }
    }
}

/// Names instead of ids for what records refer to.
struct References {
    private let engine: Engine
    private let actor: Actor

    init(_ engine: Engine, _ actor: Actor) {
        self.engine = engine
        self.actor = actor
    }

    func titles(in records: [Record]) async throws -> [RecordID: String] {
        var titles: [RecordID: String] = [:]
        for record in records {
            for slot in record.object.fields.indices {
                guard case .reference(let id) = record[slot], titles[id] == nil,
                    let target = record.object.fields[slot].type.target,
                    let other = try? await engine.record(target, id, as: actor)
                else { continue }
                titles[id] = try await engine.titles(of: [other], as: actor)[0]
            }
        }
        return titles
    }

    /// The same for the ids in a history, by the id's text.
    func titles(in entries: [HistoryEntry], of object: Object) async throws -> [String: String] {
        var titles: [String: String] = [:]
        for change in entries.flatMap(\.changes) {
            guard let target = object.field(change.field)?.type.target else {
                continue
            }
            for text in [change.old, change.new].compactMap({ $0 }) where titles[text] == nil {
                guard let id = RecordID(text),
                    let other = try? await engine.record(target, id, as: actor)
                else { continue }
                titles[text] = try await engine.titles(of: [other], as: actor)[0]
            }
        }
        return titles
    }

    static func shown(_ value: Value, of field: Field, _ names: [RecordID: String]) -> String {
        switch value {
        case .reference(let id): (names[id] ?? id.description).printable
        case .json: field.type.behavior.shown(value).printable
        case .none, .bool, .integer, .decimal, .text, .date, .datetime, .duration:
            value.description.printable
        }
    }
}

/// Figures over records.
struct Figures {
    let headings: [String]
    let rows: [[Value]]

    func print(json: Bool) {
        if json {
            var writer = JSONWriter()
            writer.array { json in
                for row in rows {
                    json.object { json in
                        for (heading, value) in zip(headings, row) {
                            json.key(heading)
                            json.value(value)
                        }
                    }
                }
            }
            Terminal.print(writer.text)
            return
        }
        let buckets = headings.map { Query.Group(written: $0)?.bucket }
        var table = Columns(headings, right: Set(headings.indices))
        for row in rows {
            table.add(zip(row, buckets).map { Self.shown($0, in: $1) })
        }
        table.print()
    }

    private static func shown(_ value: Value, in bucket: DateBucket?) -> String {
        if case .date(let first) = value, let bucket { return bucket.name(ofFirst: first) }
        return value.isMissing ? "" : value.description
    }
}

/// What came of a request that writes.
struct Done {
    private let answer: Answer<Record>
    private let engine: Engine
    private let actor: Actor
    private let what: String
    private let write: WriteOptions?

    init(
        _ answer: Answer<Record>, _ engine: Engine, _ actor: Actor, _ what: String,
        _ write: WriteOptions?
    ) {
        self.answer = answer
        self.engine = engine
        self.actor = actor
        self.what = what
        self.write = write
    }

    func print(json: Bool) async throws {
        let record: Record
        switch answer {
        case .done(let done): record = done
        case .refused(let refusal): throw refusal
        }
        if json {
            var writer = JSONWriter()
            writer.record(record)
            Terminal.print(writer.text)
            return
        }
        let title = try await engine.titles(of: [record], as: actor)[0]
        let rehearsed = write?.dryRun == true ? Style.faint("  (dry run: nothing was written)") : ""
        Terminal.print(
            Style.good("✓ ") + "\(record.object.label) \(title.printable): \(what)"
                + Style.faint("  \(record.object.name)/\(record.id)  v\(record.version)")
                + rehearsed)
    }
}

extension JSONWriter {
    mutating func record(_ record: Record) {
        object { json in
            json.member("object", record.object.name)
            json.member("id", record.id.description)
            json.member("version", Int(record.version))
            json.key("fields")
            json.object { json in
                for slot in record.slots.indices where !record.slots[slot].isMissing {
                    json.key(record.object.fields[slot].name)
                    json.slot(slot, of: record)
                }
            }
        }
    }
}
