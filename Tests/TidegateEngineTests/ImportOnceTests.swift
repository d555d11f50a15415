import Testing
import TidegateEngine
import TidegateModel
import TidegateStore

/// What a repeated import does when its request has an idempotency key.
@Suite("An import with a key")
struct ImportOnceTests {
    private static let rules = """
        object "Note" { text "name", integer "size" { min = 0 } }
        import "notes" { into = "Note", columns = { name = "name", size = "size" } }
        """

    /// Every tenth row is refused.
    private static func file(rows: Int) -> [UInt8] {
        Array(
            ("name,size\n"
                + (1...rows).map { "n\($0),\($0 % 10 == 0 ? "x" : "\($0)")\n" }.joined()).utf8)
    }

    private func load(
        _ bench: Workbench, _ file: [UInt8], key: String, confirm: String? = nil,
        isDryRun: Bool = false
    ) async throws -> ImportReport {
        try await bench.engine.importFile(
            file, with: "notes", as: bench.operatorActor,
            RequestOptions(idempotencyKey: key, confirmation: confirm, isDryRun: isDryRun))
    }

    @Test func `is done once, and answers again with the same report`() async throws {
        let bench = try await Workbench(Self.rules)
        let file = Self.file(rows: 50)
        let first = try await load(bench, file, key: "k")
        let again = try await load(bench, file, key: "k")
        #expect(first.created == 45)
        #expect(again == first)
        #expect(try await bench.count("Note") == 45)
    }

    @Test func `goes on where it was interrupted, row for row`() async throws {
        let store = TiringStore(try SQLiteStore.inMemory())
        let bench = try await Workbench(Self.rules, store: store)
        let file = Self.file(rows: 9_000)
        store.writes.withLock { $0 = 2 }
        await #expect(throws: TidegateError.self) { try await load(bench, file, key: "k") }
        store.writes.withLock { $0 = nil }
        let interrupted = try await total(bench)
        #expect(interrupted > 0 && interrupted < 8_100)
        let done = try await load(bench, file, key: "k")
        #expect([done.rows, done.created, done.refusedRows] == [9_000, 8_100, 900])
        #expect(done.problems.map(\.row) == (1...900).map { $0 * 10 + 1 })
        #expect(done.refusedFile.split(separator: 0x0a).count == 901)
        #expect(try await total(bench) == 8_100)
    }

    @Test func `sent twice at once is done once, and both hear the same`() async throws {
        let bench = try await Workbench(Self.rules)
        let file = Self.file(rows: 5_000)
        async let one = load(bench, file, key: "k")
        async let two = load(bench, file, key: "k")
        let reports = try await [one, two]
        #expect(reports[0] == reports[1])
        #expect(reports[0].created == 4_500)
        #expect(try await total(bench) == 4_500)
    }

    @Test func `refuses the key for another file, other options or another write`() async throws {
        let bench = try await Workbench(Self.rules)
        _ = try await load(bench, Self.file(rows: 3), key: "k")
        for other in [Self.file(rows: 4), Self.file(rows: 2)] {
            let error = await #expect(throws: TidegateError.self) {
                try await load(bench, other, key: "k")
            }
            #expect(error?.code == "request.key_reused")
        }
        let confirmed = await #expect(throws: TidegateError.self) {
            try await load(bench, Self.file(rows: 3), key: "k", confirm: "as agreed")
        }
        #expect(confirmed?.code == "request.key_reused")
        let written = await #expect(throws: TidegateError.self) {
            try await bench.create(
                "Note", ["name": .text("x")], as: nil, RequestOptions(idempotencyKey: "k"))
        }
        #expect(written?.code == "request.key_reused")
        #expect(try await bench.count("Note") == 3)
    }

    @Test func `is its caller's own, and a dry run keeps none`() async throws {
        let bench = try await Workbench(Self.rules)
        let file = Self.file(rows: 5)
        let tried = try await load(bench, file, key: "k", isDryRun: true)
        #expect(tried.created == 5)
        #expect(try await load(bench, file, key: "k").created == 5)
        let chief = try await bench.user("chief", roles: ["chief"])
        let theirs = try await bench.engine.importFile(
            file, with: "notes", as: chief, RequestOptions(idempotencyKey: "k"))
        #expect(theirs.created == 5)
        #expect(try await bench.count("Note") == 10)
    }

    @Test func `that has no key goes on where it was interrupted, too`() async throws {
        let store = TiringStore(try SQLiteStore.inMemory())
        let bench = try await Workbench(Self.rules, store: store)
        let file = Self.file(rows: 9_000)
        let load = { (progress: @escaping @Sendable (ImportProgress) -> Void) in
            try await bench.engine.importFile(
                file, with: "notes", as: bench.operatorActor, RequestOptions(), ImportWay(),
                progress: progress)
        }
        store.writes.withLock { $0 = 2 }
        await #expect(throws: TidegateError.self) { try await load { _ in } }
        store.writes.withLock { $0 = nil }
        let interrupted = try await total(bench)
        let takenUp = Lock(0)
        let done = try await load { progress in takenUp.withLock { $0 = progress.takenUp } }
        #expect([done.rows, done.created, done.refusedRows] == [9_000, 8_100, 900])
        #expect(try await total(bench) == 8_100)
        #expect(takenUp.withLock { Int64($0 - $0 / 10) } == interrupted)
        #expect(try await bench.engine.importRuns(limit: 9, as: .operator).map(\.state) == [.done])
    }

    private func total(_ bench: Workbench) async throws -> Int64 {
        var request = ListRequest("Note")
        request.show = "count()"
        guard
            case .figures(_, let rows) = try await bench.engine.list(
                request, as: bench.operatorActor)
        else { return -1 }
        return rows.first?.first?.integer ?? -1
    }
}
