import TidegateModel
import TidegateRules
import TidegateScript

/// The bundle a workspace runs on, with the Lua machine that has loaded it.
///
/// `@unchecked Sendable`: `runtime`, `conditions`, `entryHeads` and `observer` are touched only inside bodies of
/// `Store.write`, which a store runs one after another on its writer's thread; the bundle itself is
/// immutable.
final class ActiveBundle: @unchecked Sendable {
    let bundle: Bundle
    /// What the workspace's setting says while this bundle is in force; see ``Engine/refresh()``.
    let setting: String
    let runtime: ScriptRuntime
    let conditions = ConditionCache()
    /// Those of lists and figures, whoever asks; asked from any thread.
    let listed = Lock(ConditionCache())
    let entryHeads: EntryHeads

    /// Looks on while tests run; `nil` otherwise.
    let observer: RuleObserver?

    init(
        bundle: Bundle, runtime: ScriptRuntime, setting: String? = nil,
        observer: RuleObserver? = nil
    ) {
        self.bundle = bundle
        self.runtime = runtime
        self.setting = setting ?? Self.setting(runtime.packs)
        self.observer = observer
        entryHeads = EntryHeads(bundle: bundle.hash)
    }
}

/// Conditions that scripts and lists pass as strings, compiled once. One cache knows scopes that allow the same.
final class ConditionCache {
    private var conditions: [String: Condition] = [:]
    private var summaries: [String: Summary] = [:]

    /// Conditions with values for question marks are compiled each time: the values are part of
    /// them.
    func condition(_ source: String, _ scope: ConditionScope) throws -> Condition {
        guard scope.parameters.isEmpty else { return try compile(source, scope) }
        let key = key(source, scope)
        if let known = conditions[key] { return known }
        let made = try compile(source, scope)
        if conditions.count >= Self.limit { conditions.removeAll() }
        conditions[key] = made
        return made
    }

    func summary(_ source: String, _ scope: ConditionScope) throws -> Summary {
        let key = key(source, scope)
        if let known = summaries[key] { return known }
        do {
            let made = try Summary.compile(source, in: scope)
            if summaries.count >= Self.limit { summaries.removeAll() }
            summaries[key] = made
            return made
        } catch { throw Sentences.badCondition(error) }
    }

    /// What is hidden from someone is unknown in their conditions, so it belongs to the key.
    private func key(_ source: String, _ scope: ConditionScope) -> String {
        [scope.object.name, scope.reader?.hiddenKey ?? "", source].joined(separator: "\u{0}")
    }

    private func compile(_ source: String, _ scope: ConditionScope) throws -> Condition {
        do { return try Condition.compile(source, in: scope, expecting: .bool) } catch {
            throw Sentences.badCondition(error)
        }
    }

    private static let limit = 1000
}

extension Sentences {
    static func badCondition(_ problems: ConditionProblems) -> TidegateError {
        let first = problems.problems.first
        let column = first.map { problems.column(of: $0) } ?? 1
        return TidegateError(
            .invalid, first?.code ?? "condition.invalid",
            "The condition `\(problems.source)` is wrong at character \(column): "
                + ended(first?.message ?? "it cannot be read"),
            reasons: problems.problems.map {
                Reason(code: $0.code, message: $0.message, speech: $0.fault.speech)
            })
    }
}
