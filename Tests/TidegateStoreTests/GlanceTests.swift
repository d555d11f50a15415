import Testing
import TidegateModel
import TidegateTesting

@testable import TidegateStore

@Suite("A look at a few rows")
struct GlanceTests {
    private static let deal = Object(
        name: "Deal", fields: [Field(name: "name", type: .text(maximumLength: 80))])

    private static func store(_ path: String) async throws -> SQLiteStore {
        let store = try SQLiteStore.open(path: path)
        try await store.prepare(Schema([deal]))
        return store
    }

    @Test("sees what was committed before it, also after the schema changed")
    func sees() async throws {
        try await withScratchFolder { folder in
            let store = try await Self.store(folder + "/glance.tidegate")
            for number in 1...3 {
                try await store.write { writer in
                    var record = Record(
                        object: Self.deal, id: RecordID(number: Int64(number)), version: 1)
                    record["name"] = .text("Deal \(number)")
                    try writer.insert(record)
                }
                let found = try await store.glance {
                    try $0.record(Self.deal, RecordID(number: Int64(number)))?["name"]
                }
                #expect(found == .text("Deal \(number)"))
                try await store.prepare(Schema([Self.deal]))
            }
            await store.close()
        }
    }

    @Test("is done by a reading thread when it takes long or its connection is in use")
    func steps() async throws {
        try await withScratchFolder { folder in
            let store = try await Self.store(folder + "/glance.tidegate")
            let runs = Lock(0)
            let answer = try await store.glance { reader in
                if runs.withLock({
                    $0 += 1; return $0
                }) == 1 {
                    throw StoreError.tooLong(milliseconds: 20)
                }
                return try reader.latestSequence()
            }
            #expect(answer == 0)
            #expect(runs.withLock { $0 } == 2)
            try await withThrowingTaskGroup(of: Int64.self) { group in
                for _ in 0..<200 {
                    group.addTask { try await store.glance { try $0.latestSequence() } }
                }
                for try await sequence in group { #expect(sequence == 0) }
            }
            await store.close()
        }
    }

    @Test("fails as a reading does: with the body's own error, and after the store was closed")
    func fails() async throws {
        struct Mine: Error {}
        try await withScratchFolder { folder in
            let store = try await Self.store(folder + "/glance.tidegate")
            await #expect(throws: Mine.self) { try await store.glance { _ in throw Mine() } }
            await store.close()
            await #expect(throws: StoreError.self) {
                try await store.glance { try $0.latestSequence() }
            }
        }
    }
}
