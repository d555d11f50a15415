import TidegateModel
import TidegateRules
import TidegateStore

/// Something that changes one record, and what follows from it. What can be asked for can be
/// simulated: ``Engine/perform(_:as:through:_:)`` and ``Engine/simulate(_:as:through:_:)`` take the
/// same.
public enum Write: Sendable {
    case create(object: String, values: [String: Value])
    case update(object: String, id: RecordID, values: [String: Value])
    case move(object: String, id: RecordID, stage: String)
    case act(action: String, object: String, id: RecordID)
    case delete(object: String, id: RecordID)
    /// A record that was deleted, and what was deleted with it.
    ///
    /// - Parameter values: of fields in which it shall differ from what it was.
    case undelete(object: String, id: RecordID, values: [String: Value])
    /// Fields back to what they were.
    ///
    /// - Parameter only: empty for every field that differs and that the actor may set.
    case revert(object: String, id: RecordID, to: Instant, only: [String])
    case decide(approval: String, object: String, id: RecordID, yes: Bool, comment: String?)
    case withdraw(approval: String, object: String, id: RecordID, comment: String?)
    /// An approval that was withdrawn, once more.
    case ask(approval: String, object: String, id: RecordID, comment: String?)

    /// What is asked for, so that a key used for something else is noticed.
    func words(_ options: RequestOptions) -> String {
        var json = JSONWriter()
        json.array { json in
            texts.forEach { json.string($0) }
            json.object { json in
                for (name, value) in values.sorted(by: { $0.key < $1.key }) {
                    json.key(name)
                    json.value(value)
                }
            }
            json.value(options.version.map(Value.integer) ?? .none)
            json.value(options.waiver.map(Value.text) ?? .none)
            json.value(options.confirmation.map(Value.text) ?? .none)
        }
        return "\(verb) \(json.text)"
    }

    private var verb: String {
        switch self {
        case .create: "create"
        case .update: "update"
        case .move: "move"
        case .act: "act"
        case .delete: "delete"
        case .undelete: "undelete"
        case .revert: "revert"
        case .decide: "decide"
        case .withdraw: "withdraw"
        case .ask: "ask"
        }
    }

    private var texts: [String] {
        switch self {
        case .create(let object, _): [object]
        case .update(let object, let id, _), .delete(let object, let id),
            .undelete(let object, let id, _):
            [object, "\(id)"]
        case .move(let object, let id, let stage): [object, "\(id)", stage]
        case .revert(let object, let id, let time, let only):
            [object, "\(id)", time.description] + only
        case .act(let action, let object, let id): [action, object, "\(id)"]
        case .decide(let approval, let object, let id, let yes, let comment):
            [approval, object, "\(id)", "\(yes)", comment ?? ""]
        case .withdraw(let approval, let object, let id, let comment),
            .ask(let approval, let object, let id, let comment):
            [approval, object, "\(id)", comment ?? ""]
        }
    }

    private var values: [String: Value] {
        switch self {
        case .create(_, let values), .update(_, _, let values), .undelete(_, _, let values): values
        case .move, .act, .delete, .revert, .decide, .withdraw, .ask: [:]
        }
    }
}

extension Engine {
    /// Does it, in one transaction.
    ///
    /// - Returns: the record as it stands then; of an action the record it returned; of a deletion
    ///   the record that was.
    public func perform(
        _ write: Write, as actor: Actor, through door: Door,
        _ options: RequestOptions = RequestOptions()
    ) async throws -> Answer<Record> {
        try await underRulesInForce {
            let body = try body(of: write, as: actor, options)
            return try await once(write.words(options), as: actor, through: door, options, body)
        }
    }

    /// Runs the body, or, when its key was used before, hands out the answer of then.
    ///
    /// - Parameter words: what is asked for; put together only when there is a key to keep it with.
    func once(
        _ words: @escaping @autoclosure @Sendable () -> String, as actor: Actor,
        through door: Door, _ options: RequestOptions,
        _ body: @escaping @Sendable (Transaction) throws -> Record
    ) async throws -> Answer<Record> {
        try await answer(as: actor, through: door, rehearse: options.isDryRun) { transaction in
            transaction.confirmation = options.confirmation
            guard let key = options.idempotencyKey else {
                return try transaction.handedOut(body(transaction))
            }
            let done = try Idempotency(key: key, words: words(), transaction: transaction)
                .run { try body(transaction) }
            return try transaction.handedOut(done)
        }
    }

    /// What is done inside the transaction. Names are looked up before it begins.
    func body(
        of write: Write, as actor: Actor, _ options: RequestOptions
    ) throws -> @Sendable (Transaction) throws -> Record {
        try write.checkTexts()
        try options.checkTexts()
        switch write {
        case .create(let name, let values):
            let object = try object(name, as: actor)
            let request = SaveRequest(
                object: object, values: try slots(values, of: object, as: actor),
                waiver: options.waiver,
                confirmation: options.confirmation)
            return { try Save.run(request, in: $0) }
        case .update(let name, let id, let values):
            let object = try object(name, as: actor)
            let request = SaveRequest(
                object: object, id: id, version: options.expectedVersion,
                values: try slots(values, of: object, as: actor), waiver: options.waiver,
                confirmation: options.confirmation)
            return { try Save.run(request, in: $0) }
        case .move(let name, let id, let stage):
            return try on(object(name, as: actor), id, options) { transaction, record in
                let request = try transaction.moving(record, to: stage, waiver: options.waiver)
                return try Save.run(request, on: record, in: transaction)
            }
        case .act(let action, let name, let id):
            return try on(object(name, as: actor), id, options) { transaction, record in
                guard case .record(let made, _) = try transaction.act(action, on: record) else {
                    return try transaction.existing(record.object, id)
                }
                return made
            }
        case .delete(let name, let id):
            return try on(object(name, as: actor), id, options) { transaction, record in
                try Save.delete(record, in: transaction)
                return record
            }
        case .undelete(let name, let id, let values):
            let object = try object(name, as: actor)
            guard !object.isEngineOwned else { throw Sentences.pastNotKept(object) }
            let slots = try slots(values, of: object, as: actor)
            return { transaction in
                try Undeletion(transaction: transaction, options: options)
                    .bringBack(object, id, giving: slots)
            }
        case .revert(let name, let id, let time, let only):
            let object = try object(name, as: actor)
            guard !object.isEngineOwned else { throw Sentences.pastNotKept(object) }
            let slots = try only.map { try slot(of: $0, in: object, as: actor) }
            return on(object, id, options) { transaction, record in
                var request = try transaction.reverting(record, to: time, only: slots)
                request.waiver = options.waiver
                return try Save.run(request, on: record, in: transaction)
            }
        case .decide(let approval, let name, let id, let yes, let comment):
            // Being asked is enough, also for who may read none of them.
            let object = try object(name, asked: actor)
            return on(object, id, options, isDecision: true) { [self] transaction, record in
                try ApprovalDesk(transaction: transaction)
                    .decide(
                        self.approval(approval, on: object), record, yes: yes, comment: comment)
            }
        case .withdraw(let approval, let name, let id, let comment):
            let object = try object(name, as: actor)
            let rule = try self.approval(approval, on: object)
            return on(object, id, options) { transaction, record in
                try ApprovalDesk(transaction: transaction)
                    .withdraw(rule, record, comment: comment)
                return record
            }
        case .ask(let approval, let name, let id, let comment):
            let object = try object(name, as: actor)
            let rule = try self.approval(approval, on: object)
            return on(object, id, options) { transaction, record in
                try ApprovalDesk(transaction: transaction).ask(rule, record, comment: comment)
                return try transaction.existing(object, id)
            }
        }
    }

    /// Something about a record that has to be there for the caller, in the version they have seen.
    ///
    /// - Parameter isDecision: being asked is enough to be let near the record.
    private func on(
        _ object: Object, _ id: RecordID, _ options: RequestOptions, isDecision: Bool = false,
        _ body: @escaping @Sendable (Transaction, Record) throws -> Record
    ) -> @Sendable (Transaction) throws -> Record {
        { transaction in
            let record =
                if isDecision {
                    try transaction.decidable(object, id)
                } else {
                    try transaction.readable(object, id)
                }
            if let version = options.expectedVersion, version != record.version {
                throw Sentences.stale(record, seen: version)
            }
            return try body(transaction, record)
        }
    }
}
