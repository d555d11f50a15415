import TidegateModel
import TidegateRules
import TidegateStore

extension StoreConformance {
    static let queries: [Case] = [
        Case("records are found by a field, in id order") { maker in
            try await maker.withStore { store in
                try await store.write { writer in
                    for number in [3, 1, 2] { try writer.insert(Sample.deal(number)) }
                    var won = Sample.deal(4)
                    won["stage"] = .text("Won")
                    try writer.insert(won)
                }
                try await store.read { reader in
                    let stage = Sample.deal.slot(of: "stage") ?? 0
                    let name = Sample.deal.slot(of: "name") ?? 0
                    let leads = try reader.records(
                        Sample.deal, slot: stage, equals: .text("Lead"))
                    try expectEqual(leads.map(\.id), [1, 2, 3].map { Sample.id($0) })
                    let first = try reader.first(Sample.deal, slot: name, equals: .text("Deal 2"))
                    try expectEqual(first?.id, Sample.id(2))
                    let none = try reader.records(Sample.deal, slot: stage, equals: .text("Lost"))
                    try expectEqual(none.map(\.id), [])
                }
            }
        },
        Case("a decimal is found whatever its scale, a missing value never") { maker in
            try await maker.withStore { store in
                try await store.write { try $0.insert(Sample.deal(7)) }
                try await store.read { reader in
                    let amount = Sample.deal.slot(of: "amount") ?? 0
                    for value in [Value.decimal(Decimal(7)), .integer(7)] {
                        let found = try reader.first(Sample.deal, slot: amount, equals: value)
                        try expectEqual(found?.id, Sample.id(7))
                    }
                    let notes = Sample.deal.slot(of: "notes") ?? 0
                    let missing = try reader.records(Sample.deal, slot: notes, equals: .none)
                    try expectEqual(missing.map(\.id), [])
                }
            }
        },
        Case("a query orders, breaks ties by id and limits") { maker in
            try await maker.withStore { store in
                try await store.write { writer in
                    for number in 1...4 { try writer.insert(Sample.deal(number)) }
                }
                var query = Sample.query(Sample.deal)
                query.order = [.init("amount", descending: true)]
                query.limit = 2
                let (largest, all) = (query, Sample.query(Sample.deal))
                try await store.read { reader in
                    try expectEqual(
                        try reader.records(largest).map(\.id), [4, 3].map { Sample.id($0) })
                    try expectEqual(
                        try reader.records(all).map(\.id), (1...4).map { Sample.id($0) })
                }
            }
        },
        Case("a summary by a choice has a row a value, missing last, also for a value that is gone")
        {
            maker in
            try await maker.withStore { store in
                var query = Sample.query(Sample.deal)
                query.groups = [.init("stage")]
                let scope = ConditionScope(
                    schema: Sample.schema, object: Sample.deal, allows: .query)
                query.summary = try Summary.compile("count(), sum(amount), min(amount)", in: scope)
                let asked = query
                func rows() async throws -> [String] {
                    try await store.read { reader in
                        try reader.summary(asked).map { row in
                            row.map(\.description).joined(separator: " ")
                        }
                    }
                }
                try await expectEqual(rows(), [])
                try await store.write { writer in
                    for number in 1...3 { try writer.insert(Sample.deal(number)) }
                    for (number, stage) in [(4, "Won"), (5, nil)] {
                        var deal = Sample.deal(number)
                        deal["stage"] = stage.map(Value.text) ?? .none
                        try writer.insert(deal)
                    }
                }
                let known = [
                    "Lead 3 6.00 1.00", "Won 1 4.00 4.00", "\(Value.none) 1 5.00 5.00",
                ]
                try await expectEqual(rows(), known)
                try await store.write { writer in
                    var old = Sample.deal(6)
                    old["stage"] = .text("Lost")
                    try writer.insert(old)
                }
                try await expectEqual(rows(), [known[0], "Lost 1 6.00 6.00"] + known[1...])
            }
        },
        Case("a sum past 64 bits is missing, and one that only passes them on the way is exact") {
            maker in
            try await maker.withStore { store in
                let huge = Decimal(coefficient: .max - 1, scale: 2)
                func sum(_ amounts: [Decimal]) async throws -> [[Value]] {
                    try await store.write { writer in
                        for deal in try writer.records(Sample.query(Sample.deal)) {
                            try writer.delete(deal)
                        }
                        for (number, amount) in amounts.enumerated() {
                            var deal = Sample.deal(number + 1)
                            deal["amount"] = .decimal(amount)
                            try writer.insert(deal)
                        }
                    }
                    return try await store.read { reader in
                        var query = Sample.query(Sample.deal)
                        let scope = ConditionScope(
                            schema: Sample.schema, object: Sample.deal, allows: .query)
                        query.summary = try Summary.compile("sum(amount)", in: scope)
                        return try reader.summary(query)
                    }
                }
                let less = Decimal(coefficient: -5, scale: 2)
                try await expectEqual(sum([]), [[.decimal(Decimal(coefficient: 0, scale: 2))]])
                try await expectEqual(sum([huge, huge]), [[.none]])
                let exact = Decimal(coefficient: .max - 4, scale: 2)
                try await expectEqual(
                    sum([huge, Decimal(coefficient: 2, scale: 2), less]), [[.decimal(exact)]])
            }
        },
    ]
}
