import TidegateModel
import TidegateStore

/// Something about coming in that an administrator may want to look up later.
public struct AccessEvent: Sendable {
    public enum What: String, Sendable, CaseIterable {
        case signedIn = "signed_in"
        case signedOut = "signed_out"
        /// Too many wrong passwords in a row; single ones are only logged.
        case failures
        case sessionsEnded = "sessions_ended"
        case passwordSet = "password_set"
        case linkMade = "link_made"
        case linkUsed = "link_used"
        case tokenMade = "token_made"
        case tokenRevoked = "token_revoked"
        case setUp = "set_up"
    }

    public var what: What
    /// Whom it is about.
    public var user: RecordID?
    public var address: String?
    public var device: String?
    public var detail: String?

    public init(
        _ what: What, user: RecordID?, address: String? = nil, device: String? = nil,
        detail: String? = nil
    ) {
        self.what = what
        self.user = user
        self.address = address
        self.device = device
        self.detail = detail
    }
}

extension SystemObjects {
    /// Who came in, and what opens the workspace; part of the history like everything else.
    public static let accessEvent = object(
        "AccessEvent", "{what}",
        [
            Field(name: "what", type: .choice(AccessEvent.What.allCases.map(\.rawValue))),
            Field(name: "user", type: user),
            Field(name: "address", type: .text(maximumLength: 60)),
            Field(name: "device", type: .text(maximumLength: 200)),
            Field(name: "detail", type: .text(maximumLength: 200)),
        ])
}

extension Engine {
    /// Changes what lets people in, and says so in the history: both, or neither.
    ///
    ///     try await engine.changeAccess(as: ann.actor) { writer, now in
    ///         try writer.discard(Credential.session.rawValue, of: ann.id)
    ///         return ((), [AccessEvent(.sessionsEnded, user: ann.id)])
    ///     }
    public func changeAccess<Answer: Sendable>(
        as actor: Actor, through door: Door = .page,
        _ body: @escaping @Sendable (any StoreWriter, Instant) throws -> (Answer, [AccessEvent])
    ) async throws -> Answer {
        try await transact(as: actor, through: door, needsPacks: false) { transaction in
            let (answer, events) = try body(transaction.writer, transaction.now)
            for event in events { try transaction.note(event) }
            return answer
        }
    }
}

extension Transaction {
    func note(_ event: AccessEvent) throws {
        let object = SystemObjects.accessEvent
        var record = Record(object: object, id: newID(), version: 1)
        record["what"] = .text(event.what.rawValue)
        record["user"] = event.user.map(Value.reference) ?? .none
        record["address"] = event.address.map(Value.text) ?? .none
        record["device"] = event.device.map(Value.text) ?? .none
        record["detail"] = event.detail.map(Value.text) ?? .none
        record["created_at"] = .datetime(now)
        record["created_by"] = actor.user.map(Value.reference) ?? .none
        try writer.insert(record)
        append(
            entry.save(.create, old: nil, record: record, cause: nil, trace: Trace()), about: record
        )
    }
}
