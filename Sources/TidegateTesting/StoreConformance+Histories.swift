import TidegateModel
import TidegateStore

extension StoreConformance {
    static let histories: [Case] = [
        Case("changes of a record come back in order, linked by their hashes") { maker in
            try await maker.withStore { store in
                var record = Sample.deal(1)
                let other = Sample.account(1, code: "A")
                for version in 1...3 {
                    record.version = Int64(version)
                    let change = Sample.change(record, "{\"version\":\(version)}")
                    try await store.write { writer in
                        try writer.append(change)
                        try writer.append(Sample.change(other))
                    }
                }
                let found = try await store.read { reader in
                    try reader.changes(object: "Deal", record: Sample.id(1))
                }
                try expectEqual(found.map(\.sequence), [1, 3, 5])
                try expectEqual(found.map(\.change.version), [1, 2, 3])
                try expectEqual(found.map(\.change.object), ["Deal", "Deal", "Deal"])
                try expectEqual(
                    found.map { String(decoding: $0.change.entry, as: UTF8.self) },
                    (1...3).map { "{\"version\":\($0)}" })
                let first = ChangeChain.link(
                    ChangeChain.Tail.empty.hash, found[0].change, sequence: 1)
                try expectEqual(found[0].hash, first)
            }
        },
        Case("the place of an instant is that of its last change") { maker in
            try await maker.withStore { store in
                var times: [Int64] = []
                for number in 1...25 {
                    var change = Sample.change(Sample.deal(number), "{}")
                    times.append(Int64(number / 3) * 10)
                    change.at = Instant(milliseconds: times[number - 1])
                    let one = change
                    try await store.write { try $0.append(one) }
                }
                let known = times
                let places = try await store.read { reader in
                    try (-1...90).map {
                        try reader.latestSequence(at: Instant(milliseconds: Int64($0)))
                    }
                }
                try expectEqual(
                    places,
                    (-1...90).map { time in Int64(known.filter { $0 <= Int64(time) }.count) })
            }
        },
        Case("deletions of an object are found by themselves, newest first, page by page") {
            maker in
            try await maker.withStore { store in
                for number in 1...4 {
                    for kind in ["create", "delete"] {
                        let change = Sample.change(
                            Sample.deal(number), "{\"kind\":\"\(kind)\",\"x\":\"delete\"}")
                        try await store.write { try $0.append(change) }
                    }
                }
                let other = Sample.change(
                    Sample.account(1, code: "A"), "{\"kind\":\"delete\",\"x\":1}")
                try await store.write { try $0.append(other) }
                let pages = try await store.read { reader in
                    let first = try reader.deletions(of: "Deal", before: nil, limit: 3)
                    let rest = try reader.deletions(
                        of: "Deal", before: first.last?.sequence, limit: 3)
                    return [first, rest, try reader.deletions(of: "None", before: nil, limit: 3)]
                        .map { $0.map(\.sequence) }
                }
                try expectEqual(pages, [[8, 6, 4], [2], []])
            }
        },
        Case("every change is walked over in order and the chain holds") { maker in
            try await maker.withStore { store in
                for number in 1...20 {
                    try await store.write { try $0.save(Sample.deal(number)) }
                }
                let sequences = try await store.read { reader in
                    var sequences: [Int64] = []
                    try reader.eachChange { stored in
                        sequences.append(stored.sequence)
                        // A walk may read the history itself.
                        let own = try reader.changes(
                            object: stored.change.object, record: stored.change.record)
                        try expectEqual(own.map(\.sequence), [stored.sequence])
                    }
                    return sequences
                }
                try expectEqual(sequences, Array(1...20))
                try await expectDeals(Array(1...20), store)
            }
        },
        Case("an empty entry is kept, an unknown object has a history, too") { maker in
            try await maker.withStore { store in
                let change = Change(
                    object: "Gone", record: Sample.id(9), version: 0,
                    at: Instant(milliseconds: -1), entry: [])
                try await store.write { try $0.append(change) }
                let found = try await store.read {
                    try $0.changes(object: "Gone", record: change.record)
                }
                try expectEqual(found.map(\.change.entry), [[]])
                try await expectDeals([], store, changes: 1)
            }
        },
        Case("a setting is set, changed and read") { maker in
            try await maker.withStore { store in
                try await store.write { try $0.set("colour", to: "blue") }
                try await store.write { try $0.set("colour", to: "") }
                let found = try await store.read {
                    [try $0.setting("colour"), try $0.setting("taste")]
                }
                try expectEqual(found, ["", nil])
            }
        },
    ]
}
