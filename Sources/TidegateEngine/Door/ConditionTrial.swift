import TidegateModel
import TidegateRules

/// What a condition says of one record, part by part.
///
///     switch try await engine.tryCondition("amount > 5 and stage == 'won'", on: "Opportunity", id: id, as: ann) {
///     case .wrong(let problems): print(problems[0].column, problems[0].message)
///     case .answered(let answer): print(answer.tree.truth, answer.failures)
///     }
public enum ConditionTrial: Sendable {
    /// It does not compile.
    case wrong([Problem])
    case answered(Answer)

    public struct Problem: Hashable, Sendable {
        public var code: String
        public var message: String
        /// The same for a person's own language.
        public var speech: Speech
        /// What to write instead of the marked part, where that is known.
        public var suggestion: String?
        /// The condition with that written, and with the names of all other labels in it.
        public var mended: String?
        /// All that is new in ``mended``, for a button to name.
        public var fix: String?
        /// In characters, from 1.
        public var column: Int
        /// Bytes of UTF-8 in the source.
        public var range: Range<Int>
    }

    public struct Answer: Sendable {
        public var kind: ValueKind
        /// Every part with its value; the root is the condition itself.
        public var tree: Explanation

        /// The parts that kept it from being met; empty for a formula.
        public var failures: [Finding] { kind == .bool ? tree.failures : [] }
    }
}

extension Engine {
    /// Tries a condition, or any other expression, on a record that is there.
    ///
    /// It may ask for all that a rule may: `old` is the record as it stands, so nothing has
    /// changed. What the actor may not see is not there.
    ///
    /// - Throws: `record.not_found`, `object.unknown`, `query.too_long`.
    public func tryCondition(
        _ source: String, on object: String, id: RecordID, as actor: Actor
    ) async throws -> ConditionTrial {
        let object = try self.object(object, as: actor)
        let bundle = bundle
        let scope = ConditionScope(
            schema: bundle.schema, object: object, allows: .save,
            approvals: Set(bundle.approvals.keys), roles: Set(bundle.roles.keys),
            reader: bundle.access(of: actor), translations: bundle.translations)
        let condition: Condition
        switch Condition.check(source, in: scope) {
        case .success(let compiled): condition = compiled
        case .failure(let problems): return .wrong(problems.trialProblems)
        }
        return try await timed(as: actor) { reader, viewer in
            guard let record = try reader.record(object, id).flatMap(viewer.shown) else {
                throw Sentences.notFound(object, id)
            }
            let context = ConditionContext(
                record: record, old: record, actor: actor, now: viewer.now,
                source: VisibleSource(viewer))
            return .answered(.init(kind: condition.kind, tree: try condition.explain(context)))
        }
    }
}

extension ConditionProblems {
    fileprivate var trialProblems: [ConditionTrial.Problem] {
        problems.map { problem in
            let mended = mended(problem)
            return .init(
                code: problem.code, message: problem.message, speech: problem.fault.speech,
                suggestion: problem.suggestion, mended: mended?.text,
                fix: mended?.with.joined(separator: ", "), column: column(of: problem),
                range: problem.range)
        }
    }
}
