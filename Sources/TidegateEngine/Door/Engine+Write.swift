import TidegateModel
import TidegateRules
import TidegateScript
import TidegateStore

/// What someone asks for beside the change itself.
public struct RequestOptions: Sendable {
    /// Makes a repeated request answer as the first one did, without doing it again.
    public var idempotencyKey: String?
    /// Why closed gates shall be passed.
    public var waiver: String?
    /// Why warnings shall be passed.
    public var confirmation: String?
    /// The version the caller has seen.
    public var version: Int64?
    /// The newer version that a door puts the change upon, because what was changed meanwhile is
    /// something else. To an idempotency key it is the same request still.
    public var rebasedOn: Int64?
    /// Do everything, then roll it back.
    public var isDryRun = false

    public init(
        idempotencyKey: String? = nil, waiver: String? = nil, confirmation: String? = nil,
        version: Int64? = nil, isDryRun: Bool = false
    ) {
        self.idempotencyKey = idempotencyKey
        self.waiver = waiver
        self.confirmation = confirmation
        self.version = version
        self.isDryRun = isDryRun
    }

    /// The version that has to be there.
    var expectedVersion: Int64? { rebasedOn ?? version }
}

extension Engine {
    /// Creates a record.
    ///
    /// - Parameter values: field names and values; a value of a nearby kind is converted.
    public func create(
        _ object: String, _ values: [String: Value], as actor: Actor, through door: Door,
        _ options: RequestOptions = RequestOptions()
    ) async throws -> Answer<Record> {
        try await perform(
            .create(object: object, values: values), as: actor, through: door, options)
    }

    public func update(
        _ object: String, _ id: RecordID, _ values: [String: Value], as actor: Actor,
        through door: Door, _ options: RequestOptions = RequestOptions()
    ) async throws -> Answer<Record> {
        try await perform(
            .update(object: object, id: id, values: values), as: actor, through: door, options)
    }

    /// The same save with slots instead of names, for callers that have them at hand.
    public func save(
        _ request: SaveRequest, as actor: Actor, through door: Door
    ) async throws -> Answer<Record> {
        try await answer(as: actor, through: door, rehearse: false) {
            try $0.handedOut(Save.run(request, in: $0))
        }
    }

    /// Moves a record to another stage of its pipeline.
    public func move(
        _ object: String, _ id: RecordID, to stage: String, as actor: Actor, through door: Door,
        _ options: RequestOptions = RequestOptions()
    ) async throws -> Answer<Record> {
        try await perform(
            .move(object: object, id: id, stage: stage), as: actor, through: door, options)
    }

    /// Sets fields of a record to what they were at the end of that instant, by a save like any other:
    /// rights, hooks, validations and gates have their say, and it is a change of its own.
    ///
    /// - Parameter only: empty for every field that differs and that the actor may set.
    public func revert(
        _ object: String, _ id: RecordID, to time: Instant, only: [String] = [], as actor: Actor,
        through door: Door, _ options: RequestOptions = RequestOptions()
    ) async throws -> Answer<Record> {
        try await perform(
            .revert(object: object, id: id, to: time, only: only), as: actor, through: door,
            options)
    }

    /// Presses an action on a record.
    ///
    /// - Returns: the record the action returned; the one it was pressed on when it returned none.
    public func act(
        _ action: String, _ object: String, _ id: RecordID, as actor: Actor, through door: Door,
        _ options: RequestOptions = RequestOptions()
    ) async throws -> Answer<Record> {
        try await perform(
            .act(action: action, object: object, id: id), as: actor, through: door, options)
    }

    public func delete(
        _ object: String, _ id: RecordID, as actor: Actor, through door: Door,
        _ options: RequestOptions = RequestOptions()
    ) async throws -> Answer<Record> {
        try await perform(.delete(object: object, id: id), as: actor, through: door, options)
    }

    /// Brings a deleted record back under its own id, with what was deleted with it, by the order of
    /// any save: what the rules, unique values and references refuse today is refused.
    ///
    /// - Parameter values: of fields in which it shall differ from what it was, because a refusal asks for it.
    /// - Throws: `record.not_deleted`, `record.not_found`.
    public func undelete(
        _ object: String, _ id: RecordID, giving values: [String: Value] = [:], as actor: Actor,
        through door: Door, _ options: RequestOptions = RequestOptions()
    ) async throws -> Answer<Record> {
        try await perform(
            .undelete(object: object, id: id, values: values), as: actor, through: door, options)
    }

    // MARK: Approvals

    /// Answers an approval of a record.
    public func decide(
        _ approval: String, _ object: String, _ id: RecordID, yes: Bool, comment: String? = nil,
        as actor: Actor, through door: Door, _ options: RequestOptions = RequestOptions()
    ) async throws -> Answer<Record> {
        try await perform(
            .decide(approval: approval, object: object, id: id, yes: yes, comment: comment),
            as: actor, through: door, options)
    }

    /// Takes an open approval back.
    public func withdraw(
        _ approval: String, _ object: String, _ id: RecordID, comment: String? = nil,
        as actor: Actor, through door: Door, _ options: RequestOptions = RequestOptions()
    ) async throws -> Answer<Record> {
        try await perform(
            .withdraw(approval: approval, object: object, id: id, comment: comment), as: actor,
            through: door, options)
    }

    /// Asks anew for an approval that was withdrawn and is still needed.
    public func ask(
        _ approval: String, _ object: String, _ id: RecordID, comment: String? = nil,
        as actor: Actor, through door: Door, _ options: RequestOptions = RequestOptions()
    ) async throws -> Answer<Record> {
        try await perform(
            .ask(approval: approval, object: object, id: id, comment: comment), as: actor,
            through: door, options)
    }

    func answer<Done: Sendable>(
        as actor: Actor, through door: Door, rehearse: Bool,
        _ body: @escaping @Sendable (Transaction) throws -> Done
    ) async throws -> Answer<Done> {
        do {
            let done = try await transact(as: actor, through: door, rehearse: rehearse, body)
            observer?.answered(.done)
            return .done(done)
        } catch let refusal as Refusal {
            observer?.answered(.refused)
            return .refused(refusal)
        } catch {
            observer?.answered(.failed)
            throw error
        }
    }

    // MARK: Names

    public func object(_ name: String) throws -> Object {
        try requirePacks()
        let schema = bundle.schema
        if let object = schema[name] { return object }
        throw Sentences.unknownObject(name, schema.objects.map(\.name))
    }

    func approval(_ name: String, on object: Object) throws -> Approval {
        let known = bundle.approvals.values.filter { $0.object == object.name }
        if let approval = known.first(where: { $0.name == name }) { return approval }
        let hint = suggestion(for: name, among: known.map(\.name))
        throw TidegateError(
            .invalid, "approval.unknown", "\(object.label) has no approval \(name).",
            hint: hint.map { "Did you mean \($0)?" })
    }

    /// In the order of the fields.
    func slots(
        _ values: [String: Value], of object: Object, as actor: Actor
    ) throws -> [(slot: Int, value: Value)] {
        let access = bundle.access(of: actor)
        func known(_ name: String) -> Int? {
            object.slot(of: name).flatMap { access.hides(object, $0) ? nil : $0 }
        }
        var slots: [(slot: Int, value: Value)] = []
        slots.reserveCapacity(values.count)
        for (name, value) in values {
            guard let slot = known(name) else {
                throw Sentences.unknownField(
                    values.keys.filter { known($0) == nil }.min() ?? name, object, access)
            }
            slots.append((slot, value))
        }
        slots.sort { $0.slot < $1.slot }
        return slots
    }
}

extension Transaction {
    /// The record whatever the rights: for what the engine does itself.
    func existing(_ object: Object, _ id: RecordID) throws -> Record {
        guard let record = try writer.record(object, id) else {
            throw Sentences.notFound(object, id)
        }
        return record
    }
}
