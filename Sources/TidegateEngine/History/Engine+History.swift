import TidegateModel
import TidegateStore

/// Some of a record's life, newest first.
public struct HistoryPage: Sendable {
    public var entries: [HistoryEntry]
    /// Where the next page begins; `nil` on the last.
    public var next: Int64?
}

extension Engine {
    /// The whole life of a record, oldest first.
    public func history(
        _ object: String, _ id: RecordID, as actor: Actor
    ) async throws -> [HistoryEntry] {
        let object = try self.object(object)
        return try await read { reader in
            let changes = try reader.changes(object: object.name, record: id)
            guard !changes.isEmpty else { throw Sentences.notFound(object, id) }
            return try changes.map(HistoryEntry.init)
        }
    }

    /// A record's life page by page, newest first.
    ///
    /// - Parameter before: ``HistoryPage/next`` of the page before.
    public func history(
        _ object: String, _ id: RecordID, before: Int64?, limit: Int, as actor: Actor
    ) async throws -> HistoryPage {
        let object = try self.object(object)
        return try await read { reader in
            let found = try reader.changes(
                object: object.name, record: id, before: before, limit: limit + 1)
            guard before != nil || !found.isEmpty else { throw Sentences.notFound(object, id) }
            return HistoryPage(
                entries: try found.prefix(limit).map(HistoryEntry.init),
                next: found.count > limit ? found[limit - 1].sequence : nil)
        }
    }

    /// Goes along the whole chain of changes.
    public func verifyHistory() async throws -> ChangeChain.Verdict {
        try await read { try ChangeChain.verify($0) }
    }
}
