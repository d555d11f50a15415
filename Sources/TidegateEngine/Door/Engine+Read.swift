import TidegateModel
import TidegateRules
import TidegateStore

/// What a list shows.
public struct ListRequest: Sendable {
    public var object: String
    /// A condition; `nil`: all records.
    public var condition: String?
    /// What stands for `?` in the condition, in order: ids, and what a person typed.
    public var parameters: [Value] = []
    /// A condition that a person typed, where ``condition`` is the program's own. It is compiled by
    /// itself, so nothing in it reaches beyond it.
    public var typed: String?
    /// What a person typed to find records by what they are called; whatever the case.
    public var search: String?
    public var order: [Query.Order] = []
    public var limit: Int?
    /// `count(), sum(amount)`: figures instead of records.
    public var show: String?
    /// `stage`, `closed_at:month`: what figures are grouped by. The order may name a group or a figure then.
    public var groups: [String] = []
    /// Records, of each group the first so many in the order.
    public var top: Int?
    /// Where a page begins: ``ListPage/next`` of the page before.
    public var after: String?
    /// What was at the end of that instant; `nil`: what is.
    public var asOf: Instant?

    public init(_ object: String, where condition: String? = nil) {
        self.object = object
        self.condition = condition
    }
}

public enum ListAnswer: Sendable {
    case records([Record])
    /// A heading a column, then the rows.
    case figures(headings: [String], rows: [[Value]])
}

extension Engine {
    /// The record, as far as the actor may see it.
    ///
    /// - Throws: `record.not_found`, in the same words for a record that is not there and one that is
    ///   not there for the actor.
    public func record(
        _ object: String, _ id: RecordID, as actor: Actor
    ) async throws -> Record {
        let object = try self.object(object, as: actor)
        return try await read(as: actor, glancing: true) { reader, viewer in
            guard let record = try reader.record(object, id).flatMap(viewer.shown) else {
                throw Sentences.notFound(object, id)
            }
            return record
        }
    }

    /// The one record whose field has this value: `User` with login `ann`. Several are an error,
    /// because whoever names a record so means one.
    public func record(
        _ object: String, _ field: String, _ value: Value, as actor: Actor
    ) async throws -> Record? {
        let object = try self.object(object, as: actor)
        let slot = try slot(of: field, in: object, as: actor)
        let found = try await timed(as: actor) { reader, viewer in
            try reader.records(object, slot: slot, equals: value).compactMap(viewer.shown)
        }
        guard found.count < 2 else {
            throw Sentences.ambiguous(object, field, value, count: found.count)
        }
        return found.first
    }

    /// Records by condition, or figures over them.
    public func list(_ request: ListRequest, as actor: Actor) async throws -> ListAnswer {
        var query = try query(request, actor)
        query.search = try await search(request, actor)
        if let past = try past(of: request, query) { return try await list(past, as: actor) }
        return try await timed(as: actor) { [query] reader, viewer in
            guard let summary = query.summary else {
                return .records(viewer.masked(try reader.records(query), of: query.object))
            }
            return .figures(
                headings: query.groups.map(\.description) + summary.items.map(\.label),
                rows: try reader.summary(query))
        }
    }

    private func list(_ past: PastQuery, as actor: Actor) async throws -> ListAnswer {
        let query = past.query
        if let summary = query.summary {
            let rows = try await timed(past, as: actor) { try $0.summary(query) }
            return .figures(
                headings: query.groups.map(\.description) + summary.items.map(\.label),
                rows: rows)
        }
        let records = try await timed(past, as: actor) { try past.records($0) }
        return try await read(as: actor) { _, viewer in
            .records(viewer.masked(records, of: query.object))
        }
    }

    func query(_ request: ListRequest, _ actor: Actor) throws -> Query {
        guard request.groups.count <= EngineLimits.listGroups else {
            throw Sentences.tooMuchAsked("group", "fields", EngineLimits.listGroups)
        }
        guard request.order.count <= EngineLimits.listOrder else {
            throw Sentences.tooMuchAsked("sort", "fields", EngineLimits.listOrder)
        }
        let object = try self.object(request.object, as: actor)
        let workspace = active.withLock { $0 }
        // Between two bundles nothing is kept: a condition belongs to the objects it was compiled for.
        let isCurrent = workspace.bundle.schema[object.name] === object
        let listed = isCurrent ? workspace.listed : Lock(ConditionCache())
        let scope = listScope(object, request.parameters, actor, in: workspace.bundle)
        var query = Query(
            object, where: try request.condition.map { try Self.condition($0, scope, listed) },
            actor: actor, now: clock.now())
        query.typed = try request.typed.map {
            try Self.condition(
                $0, listScope(object, [], actor, in: workspace.bundle), listed)
        }
        query.access = workspace.bundle.access(of: actor)
        query.order = request.order
        query.limit = request.limit
        query.groups = try request.groups.map { try group($0, of: object, as: actor) }
        query.top = request.top
        query.summary = try request.show.map { source in
            try listed.withLock { try $0.summary(source, scope) }
        }
        guard query.summary?.items.count ?? 0 <= EngineLimits.listFigures else {
            throw Sentences.tooMuchAsked("show", "figures", EngineLimits.listFigures)
        }
        try check(query, as: actor)
        return query
    }

    private func check(_ query: Query, as actor: Actor) throws {
        if let top = query.top, top < 1 || query.groups.isEmpty || query.summary != nil {
            throw Sentences.topOfNothing()
        }
        if let summary = query.summary, !query.groups.isEmpty {
            let columns = query.groups.map(\.description) + summary.items.map(\.label)
            for order in query.order where !columns.contains(order.field) {
                throw Sentences.noColumn(order.field, columns)
            }
            return
        }
        // By id, which is by age, is an order though no field.
        for order in query.order where order.field != "id" {
            _ = try slot(of: order.field, in: query.object, as: actor)
        }
    }

    private func group(
        _ text: String, of object: Object, as actor: Actor
    ) throws -> Query.Group {
        guard let group = Query.Group(written: text) else {
            throw Sentences.unknownBucket(text)
        }
        let field = try field(group.field, of: object, as: actor)
        guard group.bucket == nil || [.date, .datetime].contains(field.type.kind) else {
            throw Sentences.noDate(field, object)
        }
        return group
    }

    private static func condition(
        _ source: String, _ scope: ConditionScope, _ listed: Lock<ConditionCache>
    ) throws -> Condition {
        let condition = try listed.withLock { try $0.condition(source, scope) }
        guard condition.canRunInSQL else { throw Sentences.tooDeep() }
        return condition
    }

    /// How a record is called: its object's title filled in, as far as the actor may see it.
    public func titles(of records: [Record], as actor: Actor) async throws -> [String] {
        let bundle = bundle
        return try await read(as: actor) { _, viewer in
            try records.map { try Self.title($0, bundle, viewer) }
        }
    }

    /// How every gate of the stage stands for the record, with what would open it and who can.
    public func explain(
        _ object: String, _ id: RecordID, to stage: String, as actor: Actor
    ) async throws -> [GateReport] {
        do {
            return try await underRulesInForce {
                let object = try self.object(object, as: actor)
                return try await transact(as: actor, through: .library, rehearse: true) {
                    try Save.explain($0.readable(object, id), to: stage, in: $0)
                }
            }
        } catch let refusal as Refusal {
            throw refusal.error
        }
    }
}
