import TidegateModel
import TidegateRules
import TidegateStore

/// One page of a list.
public struct ListPage: Sendable {
    public var object: Object
    public var records: [Record]
    /// How the records are called, in their order.
    public var titles: [String]
    /// What ``ListRequest/after`` is for the next page; `nil` on the last.
    public var next: String?
    /// Figures over the whole list, of the same moment as the page: label and value.
    public var totals: [(label: String, value: Value)]
}

extension Engine {
    /// A page of records with what they are called, and figures over the whole list.
    ///
    ///     var request = ListRequest("Opportunity", where: "stage == 'won'")
    ///     request.order = [Query.Order("amount", descending: true)]
    ///     request.show = "count(), sum(amount)"
    ///     let page = try await engine.page(request, as: ann)
    ///     request.after = page.next
    ///
    /// - Throws: `list.cursor` for a place of another list, `query.too_long` when it takes longer
    ///   than ``EngineLimits/queryMilliseconds``.
    public func page(_ request: ListRequest, as actor: Actor) async throws -> ListPage {
        var query = try query(request, actor)
        query.search = try await search(request, actor)
        let limit = request.limit ?? EngineLimits.pageRecords
        let cursor = ListCursor(request, query, actor)
        guard request.after == nil || request.top == nil else { throw Sentences.topOfNothing() }
        query.after = try request.after.map(cursor.position)
        query.limit = limit + 1
        let (asked, bundle) = (query, bundle)
        if let past = try past(of: request, query) {
            return try await page(past, limit: limit, cursor, as: actor)
        }
        return try await timed(as: actor) { reader, viewer in
            var records = try reader.records(asked)
            let hasMore = records.count > limit
            if hasMore { records.removeLast() }
            return ListPage(
                object: asked.object, records: viewer.masked(records, of: asked.object),
                titles: try records.map { try Self.title($0, bundle, viewer) },
                next: try hasMore && asked.top == nil ? records.last.map(cursor.text) : nil,
                totals: try Self.totals(asked, reader))
        }
    }

    /// Records are called what they were called; what they refer to, as it is called today.
    private func page(
        _ past: PastQuery, limit: Int, _ cursor: ListCursor, as actor: Actor
    ) async throws -> ListPage {
        let (query, bundle) = (past.query, bundle)
        let found = try await timed(past, as: actor) { reader in
            (records: try past.records(reader), totals: try Self.totals(query, reader))
        }
        return try await read(as: actor) { _, viewer in
            let records = Array(found.records.prefix(limit))
            return ListPage(
                object: query.object, records: viewer.masked(records, of: query.object),
                titles: try records.map { try Self.title($0, bundle, viewer) },
                next: try found.records.count > limit ? records.last.map(cursor.text) : nil,
                totals: found.totals)
        }
    }

    private static func totals(
        _ query: Query, _ reader: any StoreReader
    ) throws -> [(label: String, value: Value)] {
        guard let summary = query.summary else { return [] }
        var whole = query
        whole.groups = []
        whole.limit = nil
        let row = try reader.summary(whole).first ?? []
        return zip(summary.items, row).map { ($0.label, $1) }
    }

    /// One record and how it is called, of one moment.
    public func titled(
        _ object: String, _ id: RecordID, as actor: Actor
    ) async throws -> (record: Record, title: String) {
        let object = try self.object(object, as: actor)
        let bundle = bundle
        return try await read(as: actor, glancing: true) { reader, viewer in
            guard let record = try reader.record(object, id).flatMap(viewer.shown) else {
                throw Sentences.notFound(object, id)
            }
            return (record, try Self.title(record, bundle, viewer))
        }
    }

    /// How a record is called, as far as the viewer may see it.
    static func title(
        _ record: Record, _ bundle: Bundle, _ viewer: Viewer
    ) throws -> String {
        guard let template = bundle.rules(of: record.object)?.title else {
            return record.id.description
        }
        let context = ConditionContext(
            record: viewer.masked(record), actor: viewer.actor, now: viewer.now,
            source: VisibleSource(viewer))
        return try template.render(context, extras: ["id": record.id.description])
    }
}
