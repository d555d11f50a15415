import TidegateModel
import TidegateRules
import TidegateStore

/// A deleted record, as its reader may see it.
public struct BinnedRecord: Sendable {
    /// As it was when it was deleted.
    public var record: Record
    /// How it was called.
    public var title: String
    /// Who deleted it, when, and because of what.
    public var entry: HistoryEntry
    /// The record whose deletion took this one along.
    public var with: RecordPlace?
    public var mayUndelete: Bool
}

public struct BinPage: Sendable {
    /// Newest deletions first.
    public var records: [BinnedRecord]
    /// Where the next page begins; `nil` on the last.
    public var next: Int64?
}

extension Engine {
    /// The records that are deleted: for whoever could read them, and may delete or create such records.
    /// Rights are those of today, asked of the records as they were last.
    ///
    /// - Parameters:
    ///   - object: `nil` for all objects.
    ///   - before: ``BinPage/next`` of the page before.
    public func bin(
        _ object: String? = nil, before: Int64? = nil, limit: Int, as actor: Actor
    ) async throws -> BinPage {
        let objects = try object.map { [try self.object($0, as: actor)] } ?? objects(as: actor)
        if let object = objects.first, objects.count == 1, object.isEngineOwned {
            throw Sentences.pastNotKept(object)
        }
        let bundle = bundle
        return try await timed(as: actor) { reader, viewer in
            try Bin(
                objects: objects.filter { !$0.isEngineOwned }, bundle: bundle, reader: reader,
                viewer: viewer
            ).page(before: before, limit: limit)
        }
    }
}

extension Engine {
    /// One deleted record, for whom the bin shows it.
    ///
    /// - Throws: `record.not_deleted`, `record.not_found`.
    public func binned(
        _ object: String, _ id: RecordID, as actor: Actor
    ) async throws -> BinnedRecord {
        let object = try self.object(object, as: actor)
        guard !object.isEngineOwned else { throw Sentences.pastNotKept(object) }
        let bundle = bundle
        return try await read(as: actor) { reader, viewer in
            if let record = try reader.record(object, id), try viewer.mayRead(record) {
                throw Sentences.notDeleted(object, id)
            }
            guard let deletion = try Deletion.last(of: id, object, reader),
                let found = try Bin(
                    objects: [object], bundle: bundle, reader: reader, viewer: viewer
                ).binned(deletion)
            else { throw Sentences.notFound(object, id) }
            return found
        }
    }
}

/// Goes through the deletions of several objects as one list, newest first.
private struct Bin {
    let objects: [Object]
    let bundle: Bundle
    let reader: any StoreReader
    let viewer: Viewer

    func page(before: Int64?, limit: Int) throws -> BinPage {
        var streams = try objects.map {
            try Stream(object: $0, reader: reader, before: before, page: limit + 1)
        }
        var found: [BinnedRecord] = []
        var looked = 0
        var last: Int64?
        while let newest = streams.indices.max(by: { streams[$0].place < streams[$1].place }),
            let stored = try streams[newest].next()
        {
            guard found.count < limit, looked < EngineLimits.binLooks else {
                return BinPage(records: found, next: last)
            }
            looked += 1
            last = stored.sequence
            if let record = try binned(stored, streams[newest].object) { found.append(record) }
        }
        return BinPage(records: found, next: nil)
    }

    /// `nil`: it came back, or it is not for the viewer.
    private func binned(_ stored: StoredChange, _ object: Object) throws -> BinnedRecord? {
        guard try !reader.exists(object, stored.change.record),
            let deletion = try Deletion.last(of: stored.change.record, object, reader),
            deletion.entry.sequence == stored.sequence
        else { return nil }
        return try binned(deletion)
    }

    /// `nil`: it is not for the viewer.
    func binned(_ deletion: Deletion) throws -> BinnedRecord? {
        let object = deletion.record.object
        guard try viewer.mayRead(deletion.record) else { return nil }
        let rights = viewer.book[object]
        let mayCreate = try viewer.has(rights.create, on: deletion.record)
        guard try mayCreate || viewer.has(rights.delete, on: deletion.record) else { return nil }
        var entry = deletion.entry
        if let hidden = HiddenHistory(of: object, from: viewer, bundle) {
            entry = try entry.hiding(hidden)
        }
        return BinnedRecord(
            record: viewer.masked(deletion.record),
            title: try Engine.title(deletion.record, bundle, viewer), entry: entry,
            with: entry.because.flatMap {
                $0.rule == Undeletion.cause(of: deletion.record).what
                    ? RecordPlace($0.record) : nil
            }, mayUndelete: mayCreate)
    }

    /// The deletions of one object, read as far as somebody asks.
    private struct Stream {
        let object: Object
        private let reader: any StoreReader
        private let size: Int
        private var page: ArraySlice<StoredChange>
        private var isLast: Bool

        init(object: Object, reader: any StoreReader, before: Int64?, page size: Int) throws {
            self.object = object
            self.reader = reader
            self.size = size
            page = try reader.deletions(of: object.name, before: before, limit: size)[...]
            isLast = page.count < size
        }

        /// Of the newest that is left.
        var place: Int64 { page.first?.sequence ?? 0 }

        mutating func next() throws -> StoredChange? {
            guard let first = page.popFirst() else { return nil }
            if page.isEmpty, !isLast {
                page = try reader.deletions(
                    of: object.name, before: first.sequence, limit: size)[...]
                isLast = page.count < size
            }
            return first
        }
    }
}
