import TidegateModel
import TidegateRules
import TidegateStore

/// Some of a record's life, newest first.
public struct HistoryPage: Sendable {
    public var entries: [HistoryEntry]
    /// Where the next page begins; `nil` on the last.
    public var next: Int64?
}

extension Engine {
    /// The record as it was at the end of that instant, as far as the actor may see it now; also one
    /// that was deleted since. A time to come is now.
    ///
    /// - Throws: `record.not_found`, `record.not_there_then`, `history.not_kept` for what the engine
    ///   keeps for itself.
    public func record(
        _ object: String, _ id: RecordID, asOf instant: Instant, as actor: Actor
    ) async throws -> Record {
        let object = try self.object(object, as: actor)
        guard !object.isEngineOwned else { throw Sentences.pastNotKept(object) }
        return try await read(as: actor) { reader, viewer in
            guard try viewer.mayLookBack(on: id, object, reader) else {
                throw Sentences.notFound(object, id)
            }
            return viewer.masked(
                try Hindsight(object: object, reader: reader).record(id, at: instant))
        }
    }

    /// The whole life of a record, oldest first.
    public func history(
        _ object: String, _ id: RecordID, as actor: Actor
    ) async throws -> [HistoryEntry] {
        let object = try self.object(object, as: actor)
        let bundle = bundle
        return try await read(as: actor) { reader, viewer in
            let changes = try reader.changes(object: object.name, record: id)
            guard !changes.isEmpty, try viewer.mayLookBack(on: id, object, reader) else {
                throw Sentences.notFound(object, id)
            }
            let hidden = HiddenHistory(of: object, from: viewer, bundle)
            return try changes.map { try HistoryEntry($0, hiding: hidden) }
        }
    }

    /// A record's life page by page, newest first.
    ///
    /// - Parameter before: ``HistoryPage/next`` of the page before.
    public func history(
        _ object: String, _ id: RecordID, before: Int64?, limit: Int, as actor: Actor
    ) async throws -> HistoryPage {
        let object = try self.object(object, as: actor)
        let bundle = bundle
        return try await read(as: actor) { reader, viewer in
            let found = try reader.changes(
                object: object.name, record: id, before: before, limit: limit + 1)
            guard before != nil || !found.isEmpty, try viewer.mayLookBack(on: id, object, reader)
            else { throw Sentences.notFound(object, id) }
            let hidden = HiddenHistory(of: object, from: viewer, bundle)
            return HistoryPage(
                entries: try found.prefix(limit).map { try HistoryEntry($0, hiding: hidden) },
                next: found.count > limit ? found[limit - 1].sequence : nil)
        }
    }

    /// Goes along the whole chain of changes.
    public func verifyHistory() async throws -> ChangeChain.Verdict {
        try await read { try ChangeChain.verify($0) }
    }
}

extension Viewer {
    /// Whoever may read a record may read what it was; of a deleted one it is asked as it was last.
    fileprivate func mayLookBack(
        on id: RecordID, _ object: Object, _ reader: any StoreReader
    ) throws -> Bool {
        if let record = try reader.record(object, id) { return try mayRead(record) }
        if book[object].read.isAlways { return true }
        guard let deleted = try Deletion.last(of: id, object, reader) else { return false }
        return try mayRead(deleted.record)
    }
}
