import TidegateModel
import TidegateStore

extension StoreConformance {
    static let pages: [Case] = [
        Case("a query goes on after a place, with missing values last") { maker in
            try await maker.withStore { store in
                try await store.write { writer in
                    for number in 1...6 {
                        var deal = Sample.deal(number)
                        deal["count"] = number % 3 == 0 ? .none : .integer(Int64(number % 2))
                        try writer.insert(deal)
                    }
                }
                for (isDescending, wanted) in [
                    (false, [2, 4, 1, 5, 3, 6]), (true, [1, 5, 2, 4, 3, 6]),
                ] {
                    var query = Sample.query(Sample.deal)
                    query.order = [.init("count", descending: isDescending)]
                    query.limit = 2
                    let first = query
                    let found = try await store.read { reader in
                        var query = first
                        var found: [RecordID] = []
                        while true {
                            let page = try reader.records(query)
                            guard let last = page.last else { return found }
                            found += page.map(\.id)
                            query.after = query.position(of: last)
                        }
                    }
                    try expectEqual(found, wanted.map { Sample.id($0) })
                }
            }
        },
        Case("changes come page by page, newest first, and of all records by their place") {
            maker in
            try await maker.withStore { store in
                let other = Sample.account(9, code: "A")
                try await store.write { writer in
                    for version in 1...4 {
                        var deal = Sample.deal(1)
                        deal.version = Int64(version)
                        try writer.append(Sample.change(deal))
                        try writer.append(Sample.change(other))
                    }
                }
                try await store.read { reader in
                    let first = try reader.changes(
                        object: "Deal", record: Sample.id(1), before: nil, limit: 3)
                    try expectEqual(first.map(\.sequence), [7, 5, 3])
                    let rest = try reader.changes(
                        object: "Deal", record: Sample.id(1), before: 3, limit: 3)
                    try expectEqual(rest.map(\.sequence), [1])
                    try expectEqual(try reader.latestSequence(), 8)
                    let changed = try reader.changed(after: 5, limit: 2)
                    try expectEqual(
                        changed,
                        [
                            ChangedRecord(
                                sequence: 6, object: "Account", record: Sample.id(9), version: 1),
                            ChangedRecord(
                                sequence: 7, object: "Deal", record: Sample.id(1), version: 4),
                        ])
                    try expectEqual(try reader.changed(after: 8, limit: 2), [])
                    let stretch = try reader.changes(from: 3, before: 7, limit: 3)
                    try expectEqual(stretch.map(\.sequence), [6, 5, 4])
                    try expectEqual(stretch.map(\.change.record), [9, 1, 9].map(Sample.id))
                    try expectEqual(try reader.changes(from: 3, before: 3, limit: 9).count, 0)
                }
            }
        },
        Case("a history without changes has no newest one") { maker in
            try await maker.withStore { store in
                let latest = try await store.read { try $0.latestSequence() }
                try expectEqual(latest, 0)
            }
        },
        Case("a reading that takes too long is stopped, and the next one is not") { maker in
            try await maker.withStore { store in
                try await store.write { writer in
                    for number in 1...3_000 { try writer.insert(Sample.deal(number)) }
                }
                let query = Sample.query(Sample.deal)
                try await expectError(.tooLong(milliseconds: -1)) {
                    try await store.read { reader in
                        try reader.within(milliseconds: -1) { try reader.records(query).count }
                    }
                }
                let count = try await store.read { reader in
                    try reader.within(milliseconds: 60_000) { try reader.records(query).count }
                }
                try expectEqual(count, 3_000)
            }
        },
    ]
}
