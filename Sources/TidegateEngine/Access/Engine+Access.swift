import TidegateModel
import TidegateRules
import TidegateStore

/// What an actor may do, for doors: which fields to show, which buttons to disable and why.
extension Engine {
    /// The actor's rights to the records of an object.
    ///
    ///     let access = try engine.access(of: ann, to: "Opportunity")
    ///     let columns = opportunity.fields.indices.filter { !access.hidden.contains($0) }
    public func access(of actor: Actor, to object: String) throws -> ObjectAccess {
        bundle.access(of: actor)[try self.object(object)]
    }

    /// The objects that are there for the actor, in the order of the schema.
    public func objects(as actor: Actor) throws -> [Object] {
        try requirePacks()
        let access = bundle.access(of: actor)
        return bundle.schema.objects.filter { access[$0].isKnown }
    }

    /// The object, if it is there for the actor.
    ///
    /// - Throws: `object.unknown`, whether it is nowhere or not theirs to know of.
    public func object(_ name: String, as actor: Actor) throws -> Object {
        try requirePacks()
        let (schema, access) = (bundle.schema, bundle.access(of: actor))
        if let object = schema[name], access[object].isKnown { return object }
        throw Sentences.unknownObject(name, schema, access)
    }

    /// The object, also one that is not there for the actor: for who was asked to decide about one of
    /// its records. Whether they were is asked in the transaction, and refused in the same words.
    public func object(_ name: String, asked actor: Actor) throws -> Object {
        try requirePacks()
        return try bundle.schema[name] ?? object(name, as: actor)
    }

    /// The field, if it is there for the actor.
    ///
    /// - Throws: `field.unknown`, whether it is nowhere or hidden.
    public func field(_ name: String, of object: Object, as actor: Actor) throws -> Field {
        object.fields[try slot(of: name, in: object, as: actor)]
    }

    func slot(of name: String, in object: Object, as actor: Actor) throws -> Int {
        let access = bundle.access(of: actor)
        guard let slot = object.slot(of: name), !access.hides(object, slot) else {
            throw Sentences.unknownField(name, object, access)
        }
        return slot
    }

    /// Reads on one snapshot, with someone who looks at it. What they ask in words of their own is
    /// ``timed(as:_:)``.
    ///
    /// - Parameter glancing: the body looks at a few rows by their keys.
    func read<Answer: Sendable>(
        as actor: Actor, glancing: Bool = false,
        _ body: @escaping @Sendable (any StoreReader, Viewer) throws -> Answer
    ) async throws -> Answer {
        try await read(glancing: glancing) { [viewer = viewer(actor)] in
            try body($0, viewer($0, nil))
        }
    }

    /// Runs what somebody asks in words of their own, a condition, an order, figures: the one way,
    /// because it may take as long as they please. It is stopped when it takes too long, and one user
    /// has ``EngineLimits/readingsAUser`` of them at once.
    ///
    /// - Throws: `query.too_long`.
    func timed<Answer: Sendable>(
        as actor: Actor, milliseconds: Int64 = ReadingTime.milliseconds,
        _ body: @escaping @Sendable (any StoreReader, Viewer) throws -> Answer
    ) async throws -> Answer {
        return try await turns.taken(by: actor.user) {
            try await read { [viewer = viewer(actor)] reader in
                try reader.within(milliseconds: milliseconds) {
                    try body(reader, viewer(reader, ReadingTime(milliseconds: milliseconds)))
                }
            }
        }
    }

    private func viewer(
        _ actor: Actor
    ) -> @Sendable (any StoreReader, ReadingTime?) -> Viewer {
        let bundle = bundle
        let (book, now) = (bundle.access(of: actor), clock.now())
        return { reader, time in
            Viewer(
                book: book, actor: actor, now: now,
                source: ReaderSource(reader: reader, bundle: bundle, time: time))
        }
    }

    // MARK: One record

    /// What the actor may do with one record.
    ///
    ///     let rights = try await engine.rights(on: "Opportunity", id, as: ann)
    ///     for action in rights.actions { print(action.name, action.why ?? "can be pressed") }
    public func rights(
        on object: String, _ id: RecordID, as actor: Actor
    ) async throws -> RecordRights {
        let object = try self.object(object, as: actor)
        let bundle = bundle
        return try await read(as: actor) { reader, viewer in
            guard let record = try reader.record(object, id), try viewer.mayRead(record) else {
                throw Sentences.notFound(object, id)
            }
            return try RecordRights(record, viewer, bundle)
        }
    }
}

/// What someone may do with one record, as it stands now.
public struct RecordRights: Sendable {
    public var mayUpdate: Bool
    /// Why they may not change it, for a person's own language.
    public var whyNot: TidegateError?
    public var mayDelete: Bool
    public var mayShare: Bool
    /// Fields that are not there for them.
    public var hidden: Set<String>
    /// Fields they see and cannot set: read-only to them, computed, or set by the engine alone.
    public var readonly: Set<String>
    /// Fields that could be set but for a validation, which refuses whatever is put in: what it says,
    /// for `bundle.text(_:in:)`.
    public var locked: [String: Speech] = [:]
    public var actions: [ActionRight]

    public struct ActionRight: Sendable {
        public var name: String
        /// What keeps it from being pressed; `nil`: it can be.
        public var why: String?
        /// The same for a person's own language: `bundle.text(speech, in: language)`.
        public var speech: Speech?
        /// What a person is asked before they press it, for a person's own language.
        public var confirm: Speech?
        public var canPress: Bool { why == nil }

        init(_ action: Action, _ why: Reason?, confirm: Speech? = nil) {
            name = action.name
            self.why = why?.message
            speech = why?.speech
            self.confirm = confirm
        }
    }

    init(_ record: Record, _ viewer: Viewer, _ bundle: Bundle) throws {
        let (object, rights) = (record.object, viewer.book[record.object])
        let rules = bundle.rules(of: object)
        mayUpdate = try !object.isEngineOwned && viewer.has(rights.update, on: record)
        mayDelete = try !object.isEngineOwned && viewer.has(rights.delete, on: record)
        mayShare = mayUpdate
        hidden = Set(rights.hidden.map { object.fields[$0].name })
        readonly = Set(
            object.fields.indices.filter { slot in
                rights.readonly.contains(slot) || !object.fields[slot].isWritable
                    || rules?.isGuarded(slot) ?? false
            }.map { object.fields[$0].name }
        ).subtracting(hidden)
        let context = ConditionContext(
            record: record, actor: viewer.actor, now: viewer.now, source: viewer.source)
        var told = context
        told.viewer = viewer
        if !mayUpdate { whyNot = try Self.whyNot(rights.update, object, viewer, told) }
        if mayUpdate, let rules { locked = try Self.locked(rules, context, told) }
        let whyNot = whyNot
        actions = try bundle.actions(on: object).map { action in
            guard viewer.book.mayPress(action, on: object, viewer.actor) else {
                return ActionRight(action, ActionSentences.forOthers(action))
            }
            if let whyNot, action.isSaving, action.rights == .user {
                return ActionRight(action, ActionSentences.changes(whyNot))
            }
            return ActionRight(
                action, try action.isDisabled(context, told: told),
                confirm: try action.confirm?.speech(told))
        }
    }

    private static func locked(
        _ rules: ObjectRules, _ context: ConditionContext, _ told: ConditionContext
    ) throws -> [String: Speech] {
        let fields = rules.object.fields
        let slots = fields.indices.filter { fields[$0].isWritable }
        var locked: [String: Speech] = [:]
        for (slot, obstacle) in try rules.obstacles(toChanging: slots, in: context) {
            locked[fields[slot].name] =
                try obstacle.say?.speech(told)
                ?? .term(.validation(rules.object.name, obstacle.name))
        }
        return locked
    }

    private static func whyNot(
        _ right: Right, _ object: Object, _ viewer: Viewer, _ told: ConditionContext
    ) throws -> TidegateError {
        guard case .when(let tests) = right else {
            return AccessSentences.mayNot(.update, viewer.actor, object, ways: []).error
        }
        let ways = try tests.compactMap { test -> [GateReport.Observation]? in
            guard case .condition(let condition) = test else { return nil }
            return try condition.explain(told).failures
                .map(GateReport.Observation.fact)
        }
        return AccessSentences.mayNot(.update, viewer.actor, object, ways: ways).error
    }
}

extension Engine {
    /// Whether the actor may create a record that has these values, as far as they, the defaults and
    /// the validations tell: for a button that would only lead to a refusal.
    public func mayCreate(
        _ object: String, _ values: [String: Value], as actor: Actor
    ) async throws -> Bool {
        var record = try await blank(object, as: actor)
        for (name, value) in values { record[name] = value }
        let (made, rules) = (record, bundle.rules(of: record.object))
        // Whatever is typed, it begins at the first stage.
        let stage = rules?.pipeline.map { [$0.slot] } ?? []
        let known = Set(values.keys.compactMap(made.object.slot)).union(stage)
        return try await read(as: actor) { _, viewer in
            let context = ConditionContext(
                record: made, actor: actor, now: viewer.now, source: viewer.source)
            return try viewer.has(viewer.book[made.object].create, on: made)
                && rules?.obstacle(toCreatingWith: known, in: context) == nil
        }
    }
}
