import TidegateModel

/// One of several writes that are done together.
public enum WriteStep: Sendable {
    case create(object: String, values: [String: Value])
    case update(object: String, id: RecordID, values: [String: Value])
    case move(object: String, id: RecordID, stage: String)

    /// The same for the same step, whatever order a dictionary has.
    fileprivate var words: String {
        switch self {
        case .create(let object, let values):
            "create \(object) \(values.sorted { $0.key < $1.key })"
        case .update(let object, let id, let values):
            "update \(object) \(id) \(values.sorted { $0.key < $1.key })"
        case .move(let object, let id, let stage): "move \(object) \(id) \(stage)"
        }
    }
}

extension Engine {
    /// Does the writes in their order, all of them or none, each a full save.
    ///
    /// A parcel is filled and sent in one go:
    ///
    ///     let answer = try await engine.together(
    ///         [
    ///             .create(object: "ShipmentLine", values: ["shipment": .reference(parcel), …]),
    ///             .move(object: "Shipment", id: parcel, stage: "packed"),
    ///         ], as: wes, through: .page)
    ///
    /// - Returns: the record of the last step, or the refusal, whose ``Refusal/step`` tells which of
    ///   them was refused.
    public func together(
        _ steps: [WriteStep], as actor: Actor, through door: Door,
        _ options: RequestOptions = RequestOptions()
    ) async throws -> Answer<Record> {
        guard !steps.isEmpty, steps.count <= EngineLimits.savesATransaction else {
            throw TidegateError(
                .invalid, "request.steps",
                "1 to \(EngineLimits.savesATransaction) writes can be done together, "
                    + "not \(steps.count).")
        }
        let bodies = try steps.map { try body(of: $0, options) }
        let words = steps.map(\.words).joined(separator: ", ")
        return try await once("together \(words)", actor, door, options) { transaction in
            func run(_ index: Int) throws -> Record {
                do { return try bodies[index](transaction) } catch var refusal as Refusal {
                    refusal.step = index
                    throw refusal
                }
            }
            var last = try run(0)
            for index in bodies.indices.dropFirst() { last = try run(index) }
            return last
        }
    }

    private func body(
        of step: WriteStep, _ options: RequestOptions
    ) throws -> @Sendable (Transaction) throws -> Record {
        switch step {
        case .create(let name, let values):
            let object = try object(name)
            let slots = try slots(values, of: object)
            return { try Save.run(SaveRequest(object: object, values: slots), in: $0) }
        case .update(let name, let id, let values):
            let object = try object(name)
            let slots = try slots(values, of: object)
            return { try Save.run(SaveRequest(object: object, id: id, values: slots), in: $0) }
        case .move(let name, let id, let stage):
            let object = try object(name)
            return { transaction in
                let record = try transaction.existing(object, id)
                let request = try transaction.moving(record, to: stage, waiver: options.waiver)
                return try Save.run(request, on: record, in: transaction)
            }
        }
    }
}
