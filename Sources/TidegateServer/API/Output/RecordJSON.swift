import TidegateEngine
import TidegateModel

/// Which fields of an object an answer shows.
struct FieldSelection: Sendable {
    let slots: [Int]

    /// - Parameter names: empty for all that are there for the actor.
    init(_ object: Object, _ names: [String] = [], in engine: Engine, as actor: Actor) throws {
        if names.isEmpty {
            let access = try engine.access(of: actor, to: object.name)
            // Who was asked to decide about a record may not know its object.
            slots = object.fields.indices.filter {
                access.isKnown && !access.hidden.contains($0)
            }
        } else {
            // One named twice is one member.
            var said: Set<Int> = []
            slots = try names.compactMap { name in
                object.slot(of: try engine.field(name, of: object, as: actor).name)
            }.filter { said.insert($0).inserted }
        }
    }

    func write(_ record: Record, into json: inout JSONWriter) {
        for slot in slots {
            json.key(slot, of: record.object.keys)
            json.slot(slot, of: record)
        }
    }
}

extension JSONWriter {
    /// `{"id": …, "object": …, "version": …, "title": …, "fields": {…}}`. A missing value is null.
    mutating func record(_ record: Record, title: String, _ selection: FieldSelection) {
        object { json in
            json.member("id", record.id)
            json.member("object", record.object.name)
            json.member("version", Int(record.version))
            json.member("title", title)
            json.key("fields")
            json.object { selection.write(record, into: &$0) }
        }
    }

    mutating func page(_ page: ListPage, _ selection: FieldSelection) {
        object { json in
            json.member("object", page.object.name)
            json.key("records")
            json.array { json in
                for (record, title) in zip(page.records, page.titles) {
                    json.record(record, title: title, selection)
                }
            }
            json.key("next")
            if let next = page.next { json.string(next) } else { json.null() }
            guard !page.totals.isEmpty else { return }
            json.key("totals")
            json.object { json in
                // The same figure asked for twice is one member.
                var said: Set<String> = []
                for total in page.totals where said.insert(total.label).inserted {
                    json.key(total.label)
                    json.value(total.value)
                }
            }
        }
    }

    /// One row a group: the values it is grouped by, then the figures.
    mutating func groups(
        _ object: String, by groups: [String], headings: [String], rows: [[Value]]
    ) {
        self.object { json in
            json.member("object", object)
            json.key("groups")
            json.array { json in
                for row in rows {
                    json.object { json in
                        json.key("by")
                        json.cells(zip(groups, row))
                        json.key("totals")
                        json.cells(
                            zip(headings.dropFirst(groups.count), row.dropFirst(groups.count)))
                    }
                }
            }
        }
    }

    private mutating func cells(_ cells: some Sequence<(String, Value)>) {
        object { json in
            var said: Set<String> = []
            for (name, value) in cells where said.insert(name).inserted {
                json.key(name)
                json.value(value)
            }
        }
    }
}
