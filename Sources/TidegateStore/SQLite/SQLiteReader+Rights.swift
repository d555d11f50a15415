import CSQLite
import TidegateModel
import TidegateRules

/// How the rights of a query are gone about. SQLite's planner knows none.
extension SQLiteReader {
    /// The query with the way to go about its actor's rights that is likely the quickest.
    func planned(_ query: Query) throws -> Query {
        guard isLimited(query) else { return query }
        let sample = try sample(query)
        let isPage = query.limit != nil && query.summary == nil && query.top == nil
        guard isPage ? sample.fillsPages : !sample.isSparse else { return query }
        return try asking(query)
    }

    /// A page as a merge of ranges, where few ids lead its actor to all they may read, and each range is that of the
    /// walk the merge stands for with the column of the id in front. So a page of one customer's deals is found
    /// by the customer, not among all the deals of a team, and nobody's deals are sorted for want of an index.
    func merged(_ query: Query) throws -> CompiledSQL? {
        guard let limit = query.limit, query.top == nil, isLimited(query),
            let sets = try sets(query), sets.tellAll,
            (1...StoreLimits.mergedRanges).contains(sets.count)
        else { return nil }
        let sample = try sample(query)
        guard sample.favorsMerge(of: sets.count, limit: limit, alongTable: false) else {
            return nil
        }
        var (merging, walking) = (query, query)
        merging.rightsWay = .merge(sets)
        walking.rightsWay = .ask(sets)
        let merged = try Self.compiler.records(merging)
        let walk = try Self.kept(in: &walksByMerge, merged.text) {
            let plan = try QueryPlan(Self.compiler.records(walking).text, connection)
            return try QueryPlan(merged.text, connection).walk(plan, by: sets.columns)
        }
        guard let walk,
            sample.favorsMerge(of: sets.count, limit: limit, alongTable: walk.isAlongTable)
        else { return nil }
        return merged
    }

    /// The query with its actor's rights asked of each record that is met.
    func asking(_ query: Query) throws -> Query {
        guard isLimited(query) else { return query }
        var asking = query
        asking.rightsWay = .ask(try sets(query) ?? IDSets([], [], tellAll: false))
        return asking
    }

    private func isLimited(_ query: Query) -> Bool {
        guard !query.isPast, !query.access.isUnlimited, !query.object.isEngineOwned,
            case .when = query.access[query.object].read
        else { return false }
        return true
    }

    // MARK: Lists

    private func sets(_ query: Query) throws -> IDSets? {
        // A writer sees what it has not committed yet, so it keeps nothing.
        guard connection.role == .reader else { return try listed(query) }
        let version = try connection.cached("PRAGMA data_version")
        defer { version.reset() }
        guard try version.step() else { return try listed(query) }
        return try lists.sets(query, version: version.integer(0)) { try listed(query) }
    }

    private func listed(_ query: Query) throws -> IDSets? {
        guard let lists = try Self.compiler.lists(query) else { return nil }
        var ids = [[Int64]](repeating: [], count: lists.columns.count)
        let statement = try connection.cached(lists.sql.text)
        statement.bind(lists.sql.bindings)
        while try statement.step() {
            if !statement.isNull(1) {
                ids[Int(statement.integer(0))].append(statement.integer(1))
            }
        }
        return IDSets(lists.columns, ids, tellAll: lists.tellAll)
    }

    // MARK: Samples

    private func sample(_ query: Query) throws -> RightsSamples.Sample {
        try samples.sample(query) {
            try range(of: query.object)
        } look: {
            try look(query, from: $0)
        }
    }

    private func range(of object: Object) throws -> (first: RecordID, last: RecordID)? {
        let table = SQLiteConnection.quoted(object.table)
        let statement = try connection.cached("SELECT min(id), max(id) FROM \(table)")
        defer { statement.reset() }
        guard try statement.step(),
            let first = statement.value(0, .reference, scale: 0).reference,
            let last = statement.value(1, .reference, scale: 0).reference
        else { return nil }
        return (first, last)
    }

    private func look(
        _ query: Query, from id: RecordID
    ) throws -> (records: Int64, hits: Int64) {
        let sql = try Self.compiler.sample(query, from: id, count: StoreLimits.recordsAPlace)
        let statement = try connection.cached(sql.text)
        statement.bind(sql.bindings)
        defer { statement.reset() }
        guard try statement.step() else { return (0, 0) }
        return (statement.integer(0), statement.integer(1))
    }
}
