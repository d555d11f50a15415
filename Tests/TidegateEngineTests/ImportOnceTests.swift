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

/// Writes so often and then no more, as a disk that is full.
private final class TiringStore: Store {
    let writes = Lock(Int?.none)
    private let inner: SQLiteStore

    init(_ inner: SQLiteStore) { self.inner = inner }

    func prepare(_ schema: Schema) async throws { try await inner.prepare(schema) }

    func read<Answer: Sendable>(
        _ body: @escaping @Sendable (any StoreReader) throws -> Answer
    ) async throws -> Answer { try await inner.read(body) }

    func write<Answer: Sendable>(
        _ body: @escaping @Sendable (any StoreWriter) throws -> Answer
    ) async throws -> Answer {
        let isTired = writes.withLock { left -> Bool in
            guard let some = left else { return false }
            left = max(0, some - 1)
            return some == 0
        }
        if isTired { throw StoreError.diskFull }
        return try await inner.write(body)
    }

    func backUp(
        to path: String, progress: @escaping @Sendable (CopyProgress) throws -> Void
    ) async throws { try await inner.backUp(to: path, progress: progress) }

    func close() async { await inner.close() }
}
