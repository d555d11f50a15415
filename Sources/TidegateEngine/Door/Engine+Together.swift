import TidegateModel

/// One of several writes that are done together.
public struct Step: Sendable {
    public var write: Write
    /// The version of its record that the caller has seen.
    public var version: Int64?

    public init(_ write: Write, version: Int64? = nil) {
        self.write = write
        self.version = version
    }

    /// A version is of one record; why gates and warnings shall be passed is said for all of them.
    fileprivate func options(_ all: RequestOptions) -> RequestOptions {
        var own = all
        own.version = version
        own.rebasedOn = nil
        return own
    }
}

extension Engine {
    /// Does the writes in their order, all of them or none, each as it would be alone.
    ///
    /// A parcel is filled and sent in one go:
    ///
    ///     let answer = try await engine.together(
    ///         [
    ///             Step(.create(object: "ShipmentLine", values: ["shipment": .reference(parcel), …])),
    ///             Step(.move(object: "Shipment", id: parcel, stage: "packed")),
    ///         ], as: wes, through: .page)
    ///
    /// - Parameter options: what is said of all of them; which version was seen stands at each step.
    /// - Returns: the record of the last write, or the refusal, whose ``Refusal/step`` tells which
    ///   of them was refused.
    public func together(
        _ steps: [Step], as actor: Actor, through door: Door,
        _ options: RequestOptions = RequestOptions()
    ) async throws -> Answer<Record> {
        guard !steps.isEmpty, steps.count <= EngineLimits.savesATransaction else {
            throw TidegateError(
                .invalid, "request.steps",
                "1 to \(EngineLimits.savesATransaction) writes can be done together, "
                    + "not \(steps.count).")
        }
        let words: @Sendable () -> String = {
            "together " + steps.map { $0.write.words($0.options(options)) }.joined(separator: ", ")
        }
        return try await underRulesInForce {
            let bodies = try steps.map {
                try body(of: $0.write, as: actor, $0.options(options))
            }
            return try await once(words(), as: actor, through: door, options) { transaction in
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
