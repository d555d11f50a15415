import TidegateModel
import TidegateRules

/// Opening one record to someone whom the rules alone would not let see it.
extension Engine {
    /// Shares a record with a user or a team; whoever may change it may share it.
    ///
    ///     let share = Share(.user(bob), .update)
    ///     _ = try await engine.share("Opportunity", id, share, as: ann, through: .library)
    ///
    /// - Returns: the share; a second one for the same holder sets the level anew.
    public func share(
        _ object: String, _ id: RecordID, _ share: Share, as actor: Actor, through door: Door
    ) async throws -> Answer<Record> {
        try await underRulesInForce {
            let object = try self.object(object, as: actor)
            return try await answer(as: actor, through: door, rehearse: false) { transaction in
                try ShareDesk(transaction: transaction)
                    .share(transaction.readable(object, id), share)
            }
        }
    }

    /// Ends a share.
    public func unshare(
        _ object: String, _ id: RecordID, with holder: Share.Holder, as actor: Actor,
        through door: Door
    ) async throws -> Answer<Record> {
        try await underRulesInForce {
            let object = try self.object(object, as: actor)
            return try await answer(as: actor, through: door, rehearse: false) { transaction in
                try ShareDesk(transaction: transaction)
                    .unshare(transaction.readable(object, id), with: holder)
            }
        }
    }

    /// With whom the record is shared, oldest first.
    public func shares(
        of object: String, _ id: RecordID, as actor: Actor
    ) async throws -> [Share] {
        let object = try self.object(object, as: actor)
        return try await read(as: actor) { reader, viewer in
            guard let record = try reader.record(object, id), try viewer.mayRead(record) else {
                throw Sentences.notFound(object, id)
            }
            return try reader.shares(of: id, object)
        }
    }
}
