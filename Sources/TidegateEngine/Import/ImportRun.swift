import TidegateModel
import TidegateStore

/// A file that was loaded or is being loaded, as a person looks at it.
public struct ImportRun: Sendable, Hashable {
    public var id: RecordID
    public var file: String
    /// SHA-256 of the file.
    public var hash: String
    public var mapping: String
    public var object: String
    /// What was asked for beside the file itself, in words.
    public var options: String
    public var state: ImportState
    public var rows: Int
    public var created: Int
    public var updated: Int
    public var unchanged: Int
    public var skipped: Int
    public var refused: Int
    public var startedAt: Instant?
    public var startedBy: RecordID?
    public var doneAt: Instant?
    /// Records that were taken back, and those that were left as they are.
    public var undone: Int
    public var kept: Int
    public var undoneAt: Instant?
    public var undoneBy: RecordID?

    init(_ record: Record) throws {
        guard let state = record["state"].text.flatMap(ImportState.init) else {
            throw StoreError.damaged(detail: "an import has no state")
        }
        func count(_ name: String) -> Int { Int(record[name].integer ?? 0) }
        id = record.id
        file = record["file"].text ?? ""
        hash = record["hash"].text ?? ""
        mapping = record["mapping"].text ?? ""
        object = record["object"].text ?? ""
        options = record["options"].text ?? ""
        self.state = state
        rows = count("rows")
        created = count("created")
        updated = count("updated")
        unchanged = count("unchanged")
        skipped = count("skipped")
        refused = count("refused")
        startedAt = record["created_at"].moment
        startedBy = record["created_by"].reference
        doneAt = record["done_at"].moment
        undone = count("undone")
        kept = count("kept")
        undoneAt = record["undone_at"].moment
        undoneBy = record["undone_by"].reference
    }
}

extension Transaction {
    /// The import, if it is the actor's own or they may see everything.
    func importRun(_ id: RecordID) throws -> Record {
        guard let run = try writer.record(SystemObjects.importRun, id), actor.mayLook(at: run)
        else { throw ImportSentences.noRun(id) }
        return run
    }

    /// Changes what is kept of an import.
    func note(_ run: Record, _ change: (inout Record) -> Void) throws -> Record {
        var next = run
        change(&next)
        next["updated_at"] = .datetime(now)
        next["updated_by"] = actor.user.map(Value.reference) ?? .none
        next.version += 1
        try writer.update(next, from: run)
        return next
    }
}

extension Actor {
    /// Who loads files sees their own; who may see everything, all.
    func mayLook(at run: Record) -> Bool {
        kind != .user || may(.administer)
            || (may(.importRecords) && run["created_by"].reference == user)
    }
}

extension Engine {
    /// Files that were loaded, newest first, as far as the actor may see them.
    public func importRuns(limit: Int, as actor: Actor) async throws -> [ImportRun] {
        if !actor.may(.administer) { try requireImporter(actor) }
        let now = clock.now()
        return try await read { reader in
            var query = Query(SystemObjects.importRun, actor: actor, now: now)
            query.order = [.init("created_at", descending: true)]
            if actor.kind != .user || actor.may(.administer) { query.limit = limit }
            return try reader.records(query).filter(actor.mayLook).prefix(limit)
                .map(ImportRun.init)
        }
    }

    /// - Throws: `import.no_run`.
    public func importRun(_ id: RecordID, as actor: Actor) async throws -> ImportRun {
        if !actor.may(.administer) { try requireImporter(actor) }
        return try await read { reader in
            guard let run = try reader.record(SystemObjects.importRun, id), actor.mayLook(at: run)
            else { throw ImportSentences.noRun(id) }
            return try ImportRun(run)
        }
    }

    func requireImporter(_ actor: Actor) throws {
        guard actor.kind != .user || actor.may(.importRecords) else {
            throw ImportSentences.notAllowed(actor)
        }
    }
}

extension Value {
    var moment: Instant? {
        guard case .datetime(let instant) = self else { return nil }
        return instant
    }
}
