import TidegateModel
import TidegateRules

/// How a stage stands that a record could go to next.
public struct StageOutlook: Sendable {
    public var stage: Stage
    /// Every gate of the stage, in its order.
    public var gates: [GateReport]
    /// Why the gates could not be judged: a rule refuses the record before they are asked.
    public var refusal: TidegateError?

    public var isOpen: Bool { refusal == nil && gates.allSatisfy(\.passed) }
}

extension Engine {
    /// How the gates of all stages stand that the record could enter next, judged in one look; empty
    /// for a record without a pipeline or at its end.
    ///
    ///     for next in try await engine.outlook("Opportunity", id, as: ann) where next.isOpen {
    ///         print("could move to", next.stage.name)
    ///     }
    public func outlook(
        _ object: String, _ id: RecordID, as actor: Actor
    ) async throws -> [StageOutlook] {
        try await underRulesInForce { try await look(object, id, as: actor) }
    }

    private func look(
        _ object: String, _ id: RecordID, as actor: Actor
    ) async throws -> [StageOutlook] {
        let object = try self.object(object, as: actor)
        let bundle = bundle
        let access = bundle.access(of: actor)[object]
        guard !object.isEngineOwned, let pipeline = access.seen(bundle.rules(of: object)?.pipeline)
        else { return [] }
        return try await transact(as: actor, through: .library, rehearse: true) { transaction in
            let record = try transaction.readable(object, id)
            let here = record[pipeline.slot].text.flatMap(pipeline.stage)
            return try (here?.next ?? []).compactMap(pipeline.stage).map { stage in
                do {
                    return StageOutlook(
                        stage: stage,
                        gates: try Save.explain(record, to: stage.name, in: transaction))
                } catch let refusal as Refusal {
                    return StageOutlook(stage: stage, gates: [], refusal: refusal.error)
                }
            }
        }
    }
}
