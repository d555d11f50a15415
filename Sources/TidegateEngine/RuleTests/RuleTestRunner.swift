import TidegateModel
import TidegateRules
import TidegateScript
import TidegateStore

/// How one rule test came out.
public struct RuleTestResult: Sendable {
    public var name: String
    public var location: RuleLocation
    /// `nil`: passed.
    public var problem: String?
    /// Where it failed.
    public var at: RuleLocation?
}

/// Runs the tests of packs, each in a workspace of its own that is gone afterwards.
public enum RuleTestRunner {
    /// Fixed, so that a test says the same every day.
    public static let start = Instant(Day(number: 20_500))

    /// - Parameter filter: only tests whose name contains it.
    /// - Throws: ``PackRefused``
    public static func run(
        _ packs: [PackFiles], store: any Store, filter: String? = nil, only pack: String? = nil,
        progress: @escaping @Sendable (RuleTestResult) -> Void = { _ in }
    ) async throws -> [RuleTestResult] {
        try await run(packs, store, filter, pack, observer: nil, progress).results
    }

    /// The same, with what the tests have seen of the rules.
    public static func cover(
        _ packs: [PackFiles], store: any Store, filter: String? = nil, only pack: String? = nil,
        progress: @escaping @Sendable (RuleTestResult) -> Void = { _ in }
    ) async throws -> (results: [RuleTestResult], coverage: Coverage) {
        let observer = RuleObserver()
        let (results, workspace) = try await run(
            packs, store, filter, pack, observer: observer, progress)
        // The observer is read where it was written, on the writer's thread.
        let coverage = try await store.write { _ in
            workspace.observer.map { Coverage(workspace.bundle, $0) }
        }
        return (results, coverage ?? Coverage(rules: [], edges: [], steps: []))
    }

    private static func run(
        _ packs: [PackFiles], _ store: any Store, _ filter: String?, _ pack: String?,
        observer: sending RuleObserver?, _ progress: @escaping @Sendable (RuleTestResult) -> Void
    ) async throws -> (results: [RuleTestResult], workspace: ActiveBundle) {
        let loaded = try PackSet.load(
            packs, engineObjects: SystemObjects.all, translations: EngineTexts.translations,
            withTests: true)
        guard !loaded.findings.contains(where: { $0.severity == .error }) else {
            throw PackRefused(findings: loaded.findings)
        }
        let workspace = ActiveBundle(
            bundle: loaded.bundle, runtime: loaded.runtime, observer: observer)
        let tests = loaded.tests.filter { test in
            (filter.map { test.name.contains($0) } ?? true)
                && (pack.map { test.location.pack == $0 } ?? true)
        }
        try await store.prepare(loaded.bundle.storedSchema)
        var results: [RuleTestResult] = []
        for test in tests {
            try Task.checkCancellation()
            let result = try await store.write { try run(test, workspace, $0) }
            progress(result)
            results.append(result)
        }
        return (results, workspace)
    }

    private struct RolledBack: Error {}

    private static func run(
        _ test: RuleTest, _ workspace: ActiveBundle, _ writer: any StoreWriter
    ) throws -> RuleTestResult {
        var result = RuleTestResult(name: test.name, location: test.location)
        do {
            try writer.savepoint {
                let door = TestDoor(writer: writer, workspace: workspace, now: start)
                try workspace.runtime.runTest(test, host: door, budget: EngineLimits.testBudget)
                throw RolledBack()
            }
        } catch is RolledBack {
        } catch let failure as ScriptFailure {
            switch failure {
            case .failed(let message, let place): (result.problem, result.at) = (message, place)
            case .limit(let kind, let place):
                (result.problem, result.at) = ("it needs more \(kind) than a test may spend", place)
            }
        } catch let refusal as Refusal {
            result.problem = refusal.scriptMessage
            result.at = refusal.error.rule
        } catch let error as TidegateError {
            (result.problem, result.at) = (error.message, error.rule)
        }
        return result
    }
}

extension Refusal: ScriptMessage {
    public var scriptMessage: String {
        // One reason stands in the message itself.
        let reasons = error.reasons.count > 1 ? error.reasons.map(\.message) : []
        return ([error.message] + reasons).joined(separator: " ")
    }
}
