import Testing
import TidegateModel
import TidegateRules
import TidegateTesting

@testable import TidegateStore

@Suite("SQLite's planner")
struct StatisticsTests {
    private static let deal = Object(
        name: "Deal",
        fields: [
            Field(name: "stage", type: .choice(["open", "won"])),
            Field(name: "amount", type: .money(scale: 2)), Field(name: "closes", type: .date),
        ], indexes: [["stage", "amount"], ["stage", "closes"]])

    private static func fill(_ store: SQLiteStore, _ object: Object, from first: Int) async throws {
        try await store.write { writer in
            for number in first..<(first + 3_000) {
                var record = Record(object: object, id: RecordID(number: Int64(number)), version: 1)
                record["stage"] = .text(number % 2 == 0 ? "open" : "won")
                record["amount"] = .decimal(Decimal(coefficient: Int64(number), scale: 2))
                record["closes"] = .date(Day(number: Int64(20_000 + number % 300)))
                try writer.insert(record)
            }
        }
        // The next group is begun when what follows the last one is done.
        try await store.write { _ in }
    }

    /// How the fifty that close last are found, on a reader that was there before.
    private static func plan(_ store: SQLiteStore) async throws -> String {
        try await store.read { reader in
            // A statement that reads notices that the schema was marked as new; one that explains does not.
            _ = try reader.exists(deal, RecordID(number: 1))
            let connection = try #require(reader as? SQLiteReader).connection
            let statement = try connection.prepare(
                "EXPLAIN QUERY PLAN SELECT * FROM deal WHERE stage = 'open' AND amount > 5 "
                    + "ORDER BY closes DESC, id DESC LIMIT 50")
            return try statement.step() ? statement.text(3) : ""
        }
    }

    @Test("learns how alike the values of an index are, also of connections that are open")
    func learns() async throws {
        try await withScratchFolder { folder in
            let store = try SQLiteStore.open(path: folder + "/statistics.tidegate")
            try await store.prepare(Schema([Self.deal]))
            #expect(try await Self.plan(store).contains("stage__amount"))
            try await Self.fill(store, Self.deal, from: 1)
            #expect(try await Self.plan(store).contains("stage__closes"))
            await store.close()
        }
    }

    @Test("learns of an index that records get later")
    func later() async throws {
        try await withScratchFolder { folder in
            let bare = Object(name: "Deal", fields: Array(Self.deal.fields.prefix(3)))
            let path = folder + "/later.tidegate"
            var store = try SQLiteStore.open(path: path)
            try await store.prepare(Schema([bare]))
            try await Self.fill(store, bare, from: 1)
            await store.close()
            store = try SQLiteStore.open(path: path)
            try await store.prepare(Schema([Self.deal]))
            try await store.write { _ in }
            #expect(try await Self.plan(store).contains("stage__closes"))
            await store.close()
        }
    }
}
