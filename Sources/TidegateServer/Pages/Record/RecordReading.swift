import TidegateEngine
import TidegateModel
import TidegateRules

/// Everything the page of one record shows, as its caller may see it: read first, worded after.
struct RecordReading: Sendable {
    var record: Record
    var title: String
    var pipeline: Pipeline?
    var outlook: [StageOutlook] = []
    var approvals: [ApprovalStanding] = []
    var related: [Related] = []
    var alerts: [Record] = []
    var mails: [Record] = []
    /// Newest first.
    var history: [HistoryEntry] = []
    var hasMoreHistory = false
    var rights: RecordRights
    var shares: [Share] = []
    /// How the records are called that any part of the page names.
    var names: [RecordID: String] = [:]

    var object: Object { record.object }

    /// The records of another object that belong to this one.
    struct Related: Sendable {
        var collection: ChildrenField
        var object: Object
        var records: [Record]
        var titles: [String]
        var count: Int64
        var hidden: Set<Int>
        var mayAdd: Bool
    }
}

extension RecordReading {
    static func read(
        _ engine: Engine, _ object: String, _ id: RecordID, as actor: Actor
    ) async throws -> RecordReading {
        let (record, title) = try await engine.titled(object, id, as: actor)
        let access = try engine.access(of: actor, to: object)
        var reading = RecordReading(
            record: record, title: title,
            pipeline: access.seen(engine.bundle.rules(of: record.object)?.pipeline),
            rights: try await engine.rights(on: object, id, as: actor))
        reading.outlook = try await engine.outlook(object, id, as: actor)
        reading.approvals = try await engine.approvals(of: object, id, as: actor)
        for collection in record.object.children {
            guard let related = try await Self.related(engine, collection, id, actor) else {
                continue
            }
            reading.related.append(related)
        }
        reading.alerts = try await engine.about(
            "Alert", record, and: "state == 'raised'", as: actor)
        reading.mails = try await engine.about("Mail", record, as: actor)
        let history = try await engine.history(
            object, id, before: nil, limit: ServerLimits.timelineEntries, as: actor)
        reading.history = history.entries
        reading.hasMoreHistory = history.next != nil
        reading.shares = try await engine.shares(of: object, id, as: actor)
        reading.names = try await engine.names(of: reading.references, as: actor)
        return reading
    }

    private static func related(
        _ engine: Engine, _ collection: ChildrenField, _ id: RecordID, _ actor: Actor
    ) async throws -> Related? {
        guard let object = engine.bundle.schema[collection.object] else { return nil }
        let access = try engine.access(of: actor, to: object.name)
        guard access.isKnown, let slot = object.slot(of: collection.field),
            !access.hidden.contains(slot)
        else { return nil }
        var request = ListRequest(object.name, where: "\(collection.field) == ?")
        request.parameters = [.reference(id)]
        request.limit = ServerLimits.relatedRecords
        request.show = "count()"
        let page = try await engine.page(request, as: actor)
        return Related(
            collection: collection, object: object, records: page.records, titles: page.titles,
            count: page.totals.first?.value.integer ?? Int64(page.records.count),
            hidden: access.hidden,
            mayAdd: try await engine.mayCreate(
                object.name, [collection.field: .reference(id)], as: actor))
    }

    /// What the page names by its title.
    private var references: [RecordPlace] {
        var all = record.references
        for related in related { all += related.records.flatMap(\.references) }
        for approval in approvals {
            if let id = approval.row["submitter"].reference { all.append(RecordPlace("User", id)) }
        }
        for share in shares {
            switch share.holder {
            case .user(let id): all.append(RecordPlace("User", id))
            case .team(let id): all.append(RecordPlace("Team", id))
            }
        }
        for entry in history {
            if let because = entry.because, let about = RecordPlace(because.record) {
                all.append(about)
            }
            for case .share(let with, _) in entry.lines {
                if let holder = HistoryEntry.holder(with) { all.append(holder) }
            }
            for change in entry.fields {
                guard let target = record.object.field(change.field)?.type.target
                else { continue }
                all += [change.old, change.new].compactMap { value in
                    value.string.flatMap { RecordID($0) }.map { RecordPlace(target, $0) }
                }
            }
        }
        return all
    }

}

extension HistoryEntry {
    /// With whom a record was shared, as the history keeps it: `user 0D3…`, `team 0D3…`.
    static func holder(_ with: String) -> RecordPlace? {
        let parts = with.split(separator: " ")
        guard parts.count == 2, let id = RecordID(parts[1]) else { return nil }
        return RecordPlace(parts[0] == "team" ? "Team" : "User", id)
    }
}

extension Engine {
    /// The engine's own records of one kind that are about a record, newest first.
    func about(
        _ kind: String, _ record: Record, and more: String? = nil, as actor: Actor
    ) async throws -> [Record] {
        var request = ListRequest(
            kind, where: "object == ? and record == ?" + (more.map { " and \($0)" } ?? ""))
        request.parameters = [.text(record.object.name), .reference(record.id)]
        request.order = [.init("created_at", descending: true)]
        request.limit = ServerLimits.relatedRecords
        guard case .records(let records) = try await list(request, as: actor) else { return [] }
        return records
    }
}
