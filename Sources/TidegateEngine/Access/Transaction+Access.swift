import TidegateModel
import TidegateRules
import TidegateStore

/// With whose rights the transaction reads and writes just now, and for whom it explains.
extension Transaction {
    /// The rights in force: the actor's, or all of them while the engine itself or a rule declared
    /// `as = "system"` is at work. What a save brings about runs with the rights of the save.
    var access: AccessBook { actsAsSystem ? .unlimited : actorAccess }

    /// Who looks with the rights in force.
    var viewer: Viewer { Viewer(book: access, actor: actor, now: now, source: self) }

    /// The actor, with their own rights whatever is in force: refusals and explanations are theirs
    /// to read.
    var onlooker: Viewer { Viewer(book: actorAccess, actor: actor, now: now, source: self) }

    /// Another user who looks, with the rights of that user's roles.
    func viewer(of user: Record) throws -> Viewer {
        let actor = try Engine.actor(user, bundle, writer)
        return Viewer(book: bundle.access(of: actor), actor: actor, now: now, source: self)
    }

    func withSystemRights<Answer>(_ body: () throws -> Answer) rethrows -> Answer {
        let outer = actsAsSystem
        actsAsSystem = true
        defer { actsAsSystem = outer }
        return try body()
    }

    func with<Answer>(_ rights: ScriptRights, _ body: () throws -> Answer) rethrows -> Answer {
        switch rights {
        case .system: try withSystemRights(body)
        case .user: try body()
        }
    }

    func mayRead(_ record: Record) throws -> Bool {
        try access.isUnlimited || viewer.mayRead(record)
    }

    /// The whole record, if it is there for the rights in force.
    func readable(_ object: Object, _ id: RecordID) throws -> Record {
        guard let record = try writer.record(object, id), try mayRead(record) else {
            throw Sentences.notFound(object, id)
        }
        return record
    }

    /// The same for who is asked to decide about it: an open task is enough.
    func decidable(_ object: Object, _ id: RecordID) throws -> Record {
        try viewer.decidable(object, id, writer, bundle.schema)
    }

    /// Whether there is such a record for the rights in force.
    func isThere(_ object: Object, _ id: RecordID) throws -> Bool {
        if access.isUnlimited { return try writer.exists(object, id) }
        return try writer.record(object, id).map(mayRead) ?? false
    }

    /// What a script or a door gets of a record: without what is hidden.
    func shown(_ record: Record) -> Record {
        access.isUnlimited ? record : viewer.masked(record)
    }

    /// The record on its way out of the door. Who may not read it any more, because they gave it
    /// away, learns that it was done and nothing else.
    func handedOut(_ record: Record) throws -> Record {
        if actorAccess.isUnlimited { return record }
        return try onlooker.shown(record) ?? record.hiding(Set(record.slots.indices))
    }

    /// For what is said to the actor about a rule: a value they may not see stays out of it.
    func toldContext(_ record: Record, old: Record?) -> ConditionContext {
        var context = context(record, old: old)
        if !actorAccess.isUnlimited { context.viewer = onlooker }
        return context
    }
}

extension Viewer {
    /// The record, if it may be read, or the viewer is asked to decide about it. To others it is not
    /// there, and its object neither, if they know of none.
    func decidable(
        _ object: Object, _ id: RecordID, _ reader: any StoreReader, _ schema: Schema
    ) throws -> Record {
        if let record = try reader.record(object, id),
            try mayRead(record) || isAsked(object, id, reader)
        {
            return record
        }
        guard book[object].isKnown else {
            throw Sentences.unknownObject(object.name, schema, book)
        }
        throw Sentences.notFound(object, id)
    }

    private func isAsked(
        _ object: Object, _ id: RecordID, _ reader: any StoreReader
    ) throws -> Bool {
        let tasks = SystemObjects.task
        guard let me = actor.user, let slot = tasks.slot(of: "record") else { return false }
        return try reader.records(tasks, slot: slot, equals: .reference(id)).contains {
            $0["assignee"].reference == me && $0["state"] == .text("open")
                && $0["object"] == .text(object.name)
        }
    }
}
