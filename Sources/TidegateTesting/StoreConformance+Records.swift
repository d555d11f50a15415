import TidegateModel
import TidegateStore

extension StoreConformance {
    static let records: [Case] = [
        Case("a record of every kind comes back as it was") { maker in
            for record in everyKind {
                try await maker.withStore { store in
                    try await store.write { try $0.insert(record) }
                    let found = try await store.read { try $0.record(Sample.deal, record.id) }
                    try expectEqual(found.map { Kept($0) }, Kept(record))
                }
            }
        },
        Case("a record exists from its insertion to its deletion") { maker in
            try await maker.withStore { store in
                let record = Sample.deal(1)
                try await store.write { writer in
                    try expectEqual(try writer.exists(Sample.deal, record.id), false)
                    try writer.insert(record)
                    try expectEqual(try writer.exists(Sample.deal, record.id), true)
                }
                try await expectEqual(
                    store.read { try $0.exists(Sample.deal, record.id) }, true)
                try await store.write { try $0.delete(record) }
                try await expectEqual(
                    store.read { try $0.exists(Sample.deal, record.id) }, false)
            }
        },
        Case("a decimal of another scale is kept at the field's, or refused") { maker in
            try await maker.withStore { store in
                try await store.write { writer in
                    var record = Sample.deal(1)
                    record["amount"] = .decimal(Decimal(80_000))
                    try writer.insert(record)
                }
                let found = try await store.read { try $0.record(Sample.deal, Sample.id(1)) }
                let amount = found?.slots[1]
                try expectEqual(amount?.word, 8_000_000)
                try expectEqual(amount?.scale, 2)
                try await expectFailed {
                    try await store.write { writer in
                        var record = Sample.deal(2)
                        record["amount"] = .decimal(Decimal(coefficient: 1, scale: 3))
                        try writer.insert(record)
                    }
                }
            }
        },
        Case("a value of another kind than its field's is refused") { maker in
            try await maker.withStore { store in
                try await expectFailed {
                    try await store.write { writer in
                        var record = Sample.deal(1)
                        record["count"] = .text("12")
                        try writer.insert(record)
                    }
                }
            }
        },
        Case("a record that is not there is nil") { maker in
            try await maker.withStore { store in
                let found = try await store.read { try $0.record(Sample.deal, Sample.id(1)) }
                try expect(found == nil, "found a record")
            }
        },
        Case("an update writes what differs, and the version") { maker in
            try await maker.withStore { store in
                let old = Sample.deal(1)
                var new = old
                new.version = 2
                new["amount"] = .none
                new["notes"] = .text("later")
                let wanted = new
                try await store.write { try $0.insert(old) }
                try await store.write { try $0.update(wanted, from: old) }
                let found = try await store.read { try $0.record(Sample.deal, old.id) }
                try expectEqual(found.map { Kept($0) }, Kept(wanted))
            }
        },
        Case("an update or a deletion from an old version is stale") { maker in
            try await maker.withStore { store in
                let old = Sample.deal(1)
                var new = old
                new.version = 2
                let (second, stale) = (new, StoreError.stale(object: "Deal", record: old.id))
                try await store.write { try $0.insert(old) }
                try await store.write { try $0.update(second, from: old) }
                try await expectError(stale) {
                    try await store.write { try $0.update(second, from: old) }
                }
                try await expectError(stale) { try await store.write { try $0.delete(old) } }
                try await store.write { try $0.delete(second) }
                try await expectError(stale) { try await store.write { try $0.delete(second) } }
            }
        },
        Case("uniques name the object and its fields; missing values do not collide") { maker in
            try await maker.withStore { store in
                try await store.write { writer in
                    try writer.insert(Sample.deal(1, name: "Pump"))
                    try writer.insert(Sample.deal(2, name: "Pump"))
                    try writer.insert(Sample.account(3, code: "A"))
                }
                try await expectError(.notUnique(object: "Account", fields: ["code"])) {
                    try await store.write { try $0.insert(Sample.account(4, code: "A")) }
                }
                var deal = Sample.deal(5, name: "Pump")
                deal["account"] = .reference(Sample.id(3))
                let first = deal
                deal.id = Sample.id(6)
                let second = deal
                try await store.write { try $0.insert(first) }
                try await expectError(.notUnique(object: "Deal", fields: ["name", "account"])) {
                    try await store.write { try $0.insert(second) }
                }
                try await expectError(.notUnique(object: "Deal", fields: ["id"])) {
                    try await store.write { try $0.insert(Sample.deal(1, name: "Other")) }
                }
            }
        },
    ]

    private static let everyKind: [Record] = {
        var full = Record(object: Sample.deal, id: RecordID(number: .max), version: 7)
        full["name"] = .text("Ünïcødé \u{0} 合同 🌊")
        full["amount"] = .decimal(Decimal(coefficient: -123_456_789_012_345_678, scale: 2))
        full["count"] = .integer(.min)
        full["is_open"] = .bool(false)
        full["close_date"] = .date(Day(number: -1))
        full["met_at"] = .datetime(Instant(milliseconds: 1_790_000_000_123))
        full["effort"] = .duration(.days(14))
        full["account"] = .reference(RecordID(number: 1 << 62))
        full["stage"] = .text("")
        full["notes"] = .text(String(repeating: "long ", count: 2_000))
        full["created_at"] = .datetime(Instant(milliseconds: 0))
        var replaced = full
        replaced["name"] = .text("a second text leaves the first one's bytes behind")
        replaced["is_open"] = .bool(true)
        let missing = Record(object: Sample.deal, id: Sample.id(1), version: 1)
        return [full, replaced, missing]
    }()

    /// Runs the body, which must throw ``StoreError/failed(detail:)``.
    static func expectFailed<Answer>(
        file: StaticString = #fileID, line: UInt = #line, _ body: () async throws -> Answer
    ) async throws {
        do {
            _ = try await body()
        } catch StoreError.failed {
            return
        }
        try expect(false, "nothing was thrown", file: file, line: line)
    }
}
