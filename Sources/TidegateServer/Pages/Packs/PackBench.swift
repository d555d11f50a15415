import TidegateEngine
import TidegateModel
import TidegateScript
import TidegateStore

/// What is known of the packs in force beside their text: findings of the checker, and how the last
/// run of their tests came out. Tests run one at a time, in a workspace in memory, away from the
/// threads that answer requests.
actor PackBench {
    struct Run: Sendable {
        var bundle: String
        var pack: String
        var results: [RuleTestResult]
        var coverage: Coverage
        var at: Instant
    }

    private let engine: Engine
    /// The last reading of the packs, which may still be under way.
    private var checked: (bundle: String, findings: Task<[PackFinding], any Error>)?
    private var runs: [String: Run] = [:]
    private var isRunning = false

    private let load: @Sendable () async throws -> [PackFinding]

    /// - Parameter load: reads and checks the packs in force.
    init(engine: Engine, load: (@Sendable () async throws -> [PackFinding])? = nil) {
        self.engine = engine
        self.load =
            load ?? {
                let packs = try await engine.installedPackFiles()
                return try PackSet.load(
                    packs, engineObjects: SystemObjects.all, withTests: true
                ).findings
            }
    }

    /// Of all packs in force. The checker reads a bundle once, however many ask at the same time; what
    /// failed is tried again by who asks next.
    func findings() async throws -> [PackFinding] {
        let bundle = engine.bundle.hash
        if let checked, checked.bundle == bundle { return try await checked.findings.value }
        let load = load
        let findings = Task.detached { try await load() }
        checked = (bundle, findings)
        do { return try await findings.value } catch {
            if checked?.findings == findings { checked = nil }
            throw error
        }
    }

    /// The last run, if the packs are still the ones that were tested.
    func lastRun(of pack: String) -> Run? {
        runs[pack].flatMap { $0.bundle == engine.bundle.hash ? $0 : nil }
    }

    /// - Throws: `tests.busy` while others run; `tests.time` past ``ServerLimits/testSeconds``.
    func run(_ pack: String) async throws -> Run {
        guard !isRunning else { throw PackSentences.busy() }
        isRunning = true
        defer { isRunning = false }
        let packs = try await engine.installedPackFiles()
        let bundle = engine.bundle.hash
        let (results, coverage) = try await Self.bounded {
            try await RuleTestRunner.cover(packs, store: SQLiteStore.inMemory(), only: pack)
        }
        let run = Run(
            bundle: bundle, pack: pack, results: results, coverage: coverage.of([pack]),
            at: engine.clock.now())
        runs[pack] = run
        return run
    }

    private static func bounded<Answer: Sendable>(
        _ body: @escaping @Sendable () async throws -> Answer
    ) async throws -> Answer {
        try await withThrowingTaskGroup(of: Answer?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                try await Task.sleep(for: .seconds(ServerLimits.testSeconds))
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let answer = first else {
                throw PackSentences.tookTooLong()
            }
            return answer
        }
    }
}

enum PackSentences {
    static func busy() -> TidegateError {
        TidegateError(
            .exhausted, "tests.busy", "Tests are running already.",
            hint: "Wait until they are done, and look at this page again.")
    }

    static func tookTooLong() -> TidegateError {
        TidegateError(
            .exhausted, "tests.time",
            "The tests were stopped: they took longer than \(ServerLimits.testSeconds) seconds.",
            hint: "Run them with tidegate test.")
    }

    static func mayNotTest(_ actor: Actor) -> TidegateError {
        TidegateError(
            .forbidden, "tests.forbidden", "\(actor.name) may not run tests.",
            hint: "A role with the permission customize may.")
    }

    static func noPack(_ name: String) -> TidegateError {
        TidegateError(.notFound, "pack.not_active", "There is no active pack \(name).")
    }

    static func noFile(_ pack: String, _ path: String) -> TidegateError {
        TidegateError(.notFound, "pack.no_file", "The pack \(pack) has no file \(path).")
    }
}
