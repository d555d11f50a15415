import TidegateModel
import TidegateRules
import TidegateStore

extension StoreConformance {
    static let searches: [Case] = [
        Case("texts are found by their words, the newest first") { maker in
            try await maker.withStore(searchable) { store in
                try await store.write { writer in
                    try writer.insert(note(1, "Müller Pumpen", "quiet pump"))
                    try writer.insert(note(2, "北京电子公司", nil))
                    try writer.insert(note(3, "Acme", "電子 Pump, large"))
                }
                try await expectFound([3, 1], "pump", store)
                try await expectFound([1], "MULLER", store)
                try await expectFound([1], "pumpe", store)
                try await expectFound([2], "公司", store)
                try await expectFound([2], "子公司", store)
                try await expectFound([2], "司", store)
                try await expectFound([3], "電", store)
                try await expectFound([3], "pump acme", store)
                try await expectFound([1], "\"quiet pump\"", store)
                try await expectFound([], "\"pump quiet\"", store)
                try await expectFound([], "umpen", store)
                try await expectFound([], "公子", store)
                try await expectFound([1], "pump", store, limit: 3, in: ["name"])
                try await expectFound([3], "pump", store, limit: 1)
                try await expectFound([], "pump", store, in: ["other"])
            }
        },
        Case("what a person types is never read as a language of the database") { maker in
            try await maker.withStore(searchable) { store in
                try await store.write { try $0.insert(note(1, "near not or and", "x OR y")) }
                for typed in [
                    "NEAR(", "a AND", "NOT x", "f0:x", "{f0}", "x*", "^x", "\"", "'", "x\u{0}y",
                    "-- ;DROP TABLE", "𝕏", "\u{202E}x", String(repeating: "\"", count: 300),
                ] {
                    _ = try await found(typed, store)
                }
                try await expectFound([1], "NOT OR AND", store)
                try await expectFound([1], "x\u{0}", store)
            }
        },
        Case("a changed or deleted record is found by what it says now") { maker in
            try await maker.withStore(searchable) { store in
                let first = note(1, "Acme", "pump")
                var second = first
                second["body"] = .text("valve")
                second.version = 2
                try await store.write { try $0.insert(first) }
                try await store.write { [second] in try $0.update(second, from: first) }
                try await expectFound([], "pump", store)
                try await expectFound([1], "acme valve", store)
                try await store.write { [second] in try $0.delete(second) }
                try await expectFound([], "acme", store)
                try await expectTrue(store, 0)
            }
        },
        Case("many changes of one record in a transaction leave the last") { maker in
            try await maker.withStore(searchable) { store in
                try await store.write { writer in
                    var record = note(1, "one", nil)
                    try writer.insert(record)
                    for (version, name) in zip(Int64(2)..., ["two", "three"]) {
                        let old = record
                        record["name"] = .text(name)
                        record.version = version
                        try writer.update(record, from: old)
                    }
                    try writer.insert(note(2, "gone", nil))
                    try writer.delete(note(2, "gone", nil))
                }
                try await expectFound([1], "three", store)
                for gone in ["one", "two", "gone"] { try await expectFound([], gone, store) }
                try await expectTrue(store, 1)
            }
        },
        Case("what a savepoint or a transaction takes back is not found") { maker in
            try await maker.withStore(searchable) { store in
                let kept = note(1, "kept", nil)
                try await store.write { writer in
                    try writer.insert(kept)
                    try? writer.savepoint {
                        try writer.insert(note(2, "lost", nil))
                        var changed = kept
                        changed["name"] = .text("lost")
                        changed.version = 2
                        try writer.update(changed, from: kept)
                        throw Refused()
                    }
                    try writer.savepoint { try writer.insert(note(3, "also", nil)) }
                }
                try? await store.write { writer in
                    try writer.insert(note(4, "lost", nil))
                    throw Refused()
                }
                try await expectFound([], "lost", store)
                try await expectFound([1], "kept", store)
                try await expectFound([3], "also", store)
                try await expectTrue(store, 2)
            }
        },
        Case("an index that appears over records is filled in steps while others write") { maker in
            let bare = Schema([notes(search: [])])
            let count = 2 * StoreLimits.filledTexts + 7
            try await maker.withStore(bare) { store in
                try await store.write { writer in
                    for number in 1...count {
                        try writer.insert(note(number, "word \(number)", "pump"))
                    }
                }
                try await store.prepare(searchable)
                try await expectFound([], "pump", store)
                let object = searchable.objects[0]
                let isDone = try await store.write { try $0.extendSearchIndex(of: object) }
                try expectEqual(isDone, false)
                // One that is in the index, one that is not yet, and new ones on both sides.
                try await store.write { writer in
                    for number in [3, count] {
                        let old = note(number, "word \(number)", "pump")
                        var new = old
                        new["body"] = .text("valve")
                        new.version = 2
                        try writer.update(new, from: old)
                    }
                    try writer.delete(note(5, "word 5", "pump"))
                    try writer.delete(note(count - 1, "word \(count - 1)", "pump"))
                    try writer.insert(note(count + 1, "word new", "pump"))
                }
                try await expectFound([3], "valve", store)
                while try await !store.write({ try $0.extendSearchIndex(of: object) }) {}
                try await expectFound([count, 3], "valve", store)
                try await expectFound([count + 1], "new", store)
                try await expectTrue(store, count - 1)
                // Other fields: from the beginning, and the old words are gone.
                try await store.prepare(Schema([notes(search: ["body"])]))
                while try await !store.write({ try $0.extendSearchIndex(of: object) }) {}
                try await expectFound([], "word", store)
                try await expectFound([count, 3], "valve", store, in: ["body"])
                try await store.prepare(bare)
                try await expectFound([], "valve", store)
                try expectEqual(try await store.read { try $0.searchIndex(of: object) }, nil)
            }
        },
        Case("writers that come together are all found") { maker in
            try await maker.withStore(searchable) { store in
                let all = await writeTogether(store, 64) {
                    try $1.insert(note($0, "together", nil))
                }
                try expectEqual(all.values.filter { $0 }.count, 64)
                try expectEqual(try await found("together", store, limit: 100).count, 64)
                try await expectTrue(store, 64)
            }
        },
        Case("a failure at the N-th call leaves words and records alike, for every N") { maker in
            guard maker.hasFaults else { return }
            var number = 1
            while try await failing(searchAt: number, maker) { number += 1 }
            try expect(number > 10, "only \(number) calls could fail")
        },
    ]

    private static func failing(searchAt number: Int, _ maker: StoreMaker) async throws -> Bool {
        let plan = FaultPlan(failAt: number)
        let store = try await maker.store(faults: plan.hook)
        if (try? await store.prepare(searchable)) == nil { try await store.prepare(searchable) }
        for number in 1...3 {
            try? await store.write { writer in
                let old = note(number, "first \(number)", nil)
                try writer.insert(old)
                var new = old
                new["name"] = .text("second \(number)")
                new.version = 2
                try? writer.savepoint { try writer.update(new, from: old) }
            }
        }
        plan.stop()
        let object = searchable.objects[0]
        let count = try await store.read { try $0.records(Sample.query(object)).count }
        try await expectTrue(store, count)
        await store.close()
        return plan.hasFailed
    }

    // MARK: Notes

    private static let searchable = Schema([notes(search: ["name", "body"])])

    private static func notes(search: [String]) -> Object {
        Object(
            name: "Note",
            fields: [
                Field(name: "name", type: .text(maximumLength: 200)),
                Field(name: "body", type: .text(maximumLength: 10_000)),
                Field(name: "other", type: .text(maximumLength: 10_000)),
            ], search: search)
    }

    private static func note(_ number: Int, _ name: String, _ body: String?) -> Record {
        var record = Record(
            object: searchable.objects[0], id: Sample.id(number), version: 1)
        record["name"] = .text(name)
        if let body { record["body"] = .text(body) }
        record["other"] = .text("pump valve word")
        return record
    }

    private static func found(
        _ typed: String, _ store: any Store, limit: Int = 10,
        in fields: [String] = ["name", "body"]
    ) async throws -> [Int] {
        var query = Sample.query(searchable.objects[0])
        query.limit = limit
        let search = TextSearch(query, SearchTerms(typed), in: fields)
        return try await store.read { try $0.matches(search).map { Int($0.id.number) } }
    }

    private static func expectFound(
        _ wanted: [Int], _ typed: String, _ store: any Store, limit: Int = 10,
        in fields: [String] = ["name", "body"]
    ) async throws {
        let numbers = try await found(typed, store, limit: limit, in: fields)
        try expect(numbers == wanted, "\(typed): found \(numbers), want \(wanted)")
    }

    /// The index says what the records say.
    private static func expectTrue(_ store: any Store, _ records: Int) async throws {
        let check = try await store.read { try $0.checkSearchIndex(of: searchable.objects[0]) }
        try expectEqual(check, SearchIndexCheck(records: records, wrong: 0, examples: []))
    }
}
