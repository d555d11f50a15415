import TidegateModel
import TidegateRules

/// Something wrong with a condition that a person is writing, and where.
public struct ConditionFinding: Sendable, Hashable {
    public var code: String
    public var message: String
    /// The same for a person's own language.
    public var speech: Speech
    /// In characters, from 1.
    public var column: Int
    /// How many characters it is about; at least one.
    public var length: Int
    /// What to write there instead, where that is known.
    public var suggestion: String?
    /// The condition with that written, and with the names of all other labels in it.
    public var mended: String?
    /// All that is new in ``mended``, for a button to name: `amount, discount`.
    public var fix: String?
}

extension Engine {
    /// What is wrong with the condition of a list, for an editor to show beside the text; empty when
    /// it can be asked. What is hidden from the actor is unknown here too.
    ///
    ///     try engine.findings(in: "amout > 5", on: "Opportunity", as: ann).first?.suggestion  // amount
    public func findings(
        in condition: String, on object: String, as actor: Actor
    ) throws -> [ConditionFinding] {
        let object = try self.object(object, as: actor)
        do throws(ConditionProblems) {
            _ = try Condition.compile(
                condition, in: listScope(object, [], actor, in: bundle), expecting: .bool)
            return []
        } catch {
            return error.problems.map { problem in
                let about = condition.utf8.dropFirst(problem.range.lowerBound)
                    .prefix(problem.range.count)
                let mended = error.mended(problem)
                return ConditionFinding(
                    code: problem.code, message: problem.message, speech: problem.fault.speech,
                    column: error.column(of: problem),
                    length: max(1, String(decoding: about, as: UTF8.self).count),
                    suggestion: problem.suggestion, mended: mended?.text,
                    fix: mended?.with.joined(separator: ", "))
            }
        }
    }

    /// What a condition of a list may speak of.
    func listScope(
        _ object: Object, _ parameters: [Value], _ actor: Actor, in bundle: Bundle
    ) -> ConditionScope {
        ConditionScope(
            schema: bundle.schema, object: object, allows: .query,
            approvals: Set(bundle.approvals.keys), roles: Set(bundle.roles.keys),
            parameters: parameters, reader: bundle.access(of: actor),
            translations: bundle.translations)
    }
}
