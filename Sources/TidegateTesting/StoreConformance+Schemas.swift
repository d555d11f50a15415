import TidegateModel
import TidegateStore

extension StoreConformance {
    static let schemas: [Case] = [
        Case("an empty schema, and the same one again, change nothing") { maker in
            try await maker.withStore(Schema([])) { store in
                try await store.prepare(Sample.schema)
                try await store.write { try $0.insert(Sample.deal(1)) }
                try await store.prepare(Sample.schema)
                try await store.prepare(Schema([]))
                let found = try await store.read { try $0.record(Sample.deal, Sample.id(1)) }
                try expectEqual(found.map { Kept($0) }, Kept(Sample.deal(1)))
            }
        },
        Case("a new field stands where the object has it; old records miss it") { maker in
            let before = object([Field(name: "b", type: .integer)])
            let after = object([
                Field(name: "a", type: .text(maximumLength: 9)), Field(name: "b", type: .integer),
            ])
            try await maker.withStore(Schema([before])) { store in
                var record = Record(object: before, id: Sample.id(1), version: 1)
                record["b"] = .integer(5)
                let old = record
                try await store.write { try $0.insert(old) }
                try await store.prepare(Schema([after]))
                let found = try await store.read { try $0.record(after, Sample.id(1)) }
                try expectEqual(found?["a"], Value.none)
                try expectEqual(found?["b"], .integer(5))
                let again = try await store.read { try $0.record(before, Sample.id(1)) }
                try expectEqual(again?["b"], .integer(5))
            }
        },
        Case("a field that changes its kind is refused") { maker in
            try await maker.withStore(Schema([object([Field(name: "a", type: .integer)])])) {
                store in
                try await expectError(
                    .failed(detail: "Thing.a is kept as integer and cannot become date")
                ) {
                    try await store.prepare(Schema([object([Field(name: "a", type: .date)])]))
                }
            }
        },
        Case("a scale grows with its values and never shrinks") { maker in
            let narrow = object([Field(name: "a", type: .decimal(scale: 2))])
            let wide = object([Field(name: "a", type: .decimal(scale: 4))])
            try await maker.withStore(Schema([narrow])) { store in
                var record = Record(object: narrow, id: Sample.id(1), version: 1)
                record["a"] = .decimal(Decimal(coefficient: 1_25, scale: 2))
                let old = record
                try await store.write { try $0.insert(old) }
                try await store.prepare(Schema([wide]))
                let found = try await store.read { try $0.record(wide, Sample.id(1)) }
                try expectEqual(found?.slots[0].word, 1_2500)
                try await expectFailed { try await store.prepare(Schema([narrow])) }
                // Whoever still holds the old object must not read amounts a hundred times
                // too large.
                try await expectFailed {
                    try await store.read { try $0.record(narrow, Sample.id(1)) }
                }
            }
        },
        Case("a unique that no longer holds is refused, a dropped one lets go") { maker in
            let loose = object([Field(name: "a", type: .integer)])
            let strict = object([Field(name: "a", type: .integer)], uniques: [["a"]])
            func thing(_ number: Int) -> Record {
                var record = Record(object: loose, id: Sample.id(number), version: 1)
                record["a"] = .integer(1)
                return record
            }
            let (first, second) = (thing(1), thing(2))
            try await maker.withStore(Schema([strict])) { store in
                try await store.write { try $0.insert(first) }
                try await expectError(.notUnique(object: "Thing", fields: ["a"])) {
                    try await store.write { try $0.insert(second) }
                }
                try await store.prepare(Schema([loose]))
                try await store.write { try $0.insert(second) }
                try await expectError(.notUnique(object: "Thing", fields: ["a"])) {
                    try await store.prepare(Schema([strict]))
                }
            }
        },
        Case("two objects of one table, and names of the store, are refused") { maker in
            let one = Object(name: "One", fields: [], table: "same")
            let two = Object(name: "Two", fields: [], table: "Same")
            let ours = Object(name: "Ours", fields: [], table: "tg_change")
            let version = object([Field(name: "Version", type: .integer)])
            try await maker.withStore(Schema([])) { store in
                for schema in [Schema([one, two]), Schema([ours]), Schema([version])] {
                    try await expectFailed { try await store.prepare(schema) }
                }
            }
        },
        Case("a field past the sixty-third is updated like the others") { maker in
            let wide = object((0..<80).map { Field(name: "f\($0)", type: .integer) })
            try await maker.withStore(Schema([wide])) { store in
                let old = Record(object: wide, id: Sample.id(1), version: 1)
                var new = old
                new.version = 2
                for slot in [0, 62, 63, 79] { new[slot] = .integer(Int64(slot)) }
                let wanted = new
                try await store.write { try $0.insert(old) }
                try await store.write { try $0.update(wanted, from: old) }
                let found = try await store.read { try $0.record(wide, Sample.id(1)) }
                try expectEqual(found.map { Kept($0) }, Kept(wanted))
            }
        },
    ]

    private static func object(_ fields: [Field], uniques: [[String]] = []) -> Object {
        Object(name: "Thing", fields: fields, uniques: uniques)
    }
}
