import TidegateModel

extension Engine {
    /// Does the writes in their order, all of them or none, each as it would be alone.
    ///
    /// A parcel is filled and sent in one go:
    ///
    ///     let answer = try await engine.together(
    ///         [
    ///             .create(object: "ShipmentLine", values: ["shipment": .reference(parcel), …]),
    ///             .move(object: "Shipment", id: parcel, stage: "packed"),
    ///         ], as: wes, through: .page)
    ///
    /// - Returns: the record of the last write, or the refusal, whose ``Refusal/step`` tells which
    ///   of them was refused.
    public func together(
        _ writes: [Write], as actor: Actor, through door: Door,
        _ options: RequestOptions = RequestOptions()
    ) async throws -> Answer<Record> {
        guard !writes.isEmpty, writes.count <= EngineLimits.savesATransaction else {
            throw TidegateError(
                .invalid, "request.steps",
                "1 to \(EngineLimits.savesATransaction) writes can be done together, "
                    + "not \(writes.count).")
        }
        let words = "together " + writes.map(\.words).joined(separator: ", ")
        return try await underRulesInForce {
            let bodies = try writes.map { try body(of: $0, as: actor, options) }
            return try await once(words, as: actor, through: door, options) { transaction in
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
    }
}
