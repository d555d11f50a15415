import TidegateModel
import TidegateRules
import TidegateStore

extension Engine {
    /// Records of one object in whose texts all of the words stand, the best first.
    ///
    ///     let page = try await engine.find("acme \"north gate\" pum", in: "Account", as: ann)
    ///     page.records.first?.title.pieces   // ("Acme", true), (" Ltd", false)
    ///
    /// Words are joined by *and*, a phrase stands in quotation marks, and the last word may be
    /// unfinished. Fields and records that are not there for the actor find nothing and count for nothing.
    /// Of a common word the newest ``EngineLimits/searchCandidates`` records that have it in their title,
    /// and as many that have it anywhere, are ranked.
    ///
    /// - Parameter first: where the page begins; ``FoundPage/next`` of the page before.
    public func find(
        _ text: String, in object: String, from first: Int = 0,
        limit: Int = EngineLimits.foundRecords, as actor: Actor
    ) async throws -> FoundPage {
        let object = try self.object(object, as: actor)
        return try await found(text, in: [object], from: first, limit: limit, as: actor).first
            ?? FoundPage(object: object, records: [], next: nil, isComplete: true)
    }

    /// The best records of every object that has some.
    ///
    /// - Parameter objects: `nil` for all that are searched and there for the actor.
    public func find(
        _ text: String, inEach objects: [Object]? = nil, limit: Int, as actor: Actor
    ) async throws -> [FoundPage] {
        try await found(text, in: objects ?? self.objects(as: actor), limit: limit, as: actor)
            .filter { !$0.records.isEmpty || !$0.isComplete }
    }

    private func found(
        _ text: String, in objects: [Object], from first: Int = 0, limit: Int, as actor: Actor
    ) async throws -> [FoundPage] {
        let terms = SearchTerms(text)
        let access = bundle.access(of: actor)
        let finders = try objects.filter { !$0.search.isEmpty && !access[$0].read.isNever }.map {
            Finder(
                bundle: bundle, terms: terms, query: try query(ListRequest($0.name), actor),
                fields: $0.fields.indices.filter { [object = $0] slot in
                    object.search.contains(object.fields[slot].name)
                        && !access.hides(object, slot)
                })
        }
        if terms.isEmpty || finders.isEmpty { return [] }
        try await extendSearch(
            finders.map(\.query.object), milliseconds: EngineLimits.searchFillMilliseconds)
        return try await timed(as: actor) { reader, viewer in
            try finders.map { try $0.page(reader, viewer, from: max(0, first), limit: limit) }
        }
    }

    // MARK: Filling

    /// Goes on filling indexes that appeared over records already there, a step at a time, so that others
    /// write in between.
    ///
    /// - Parameter milliseconds: how long at most.
    /// - Returns: whether all of them are filled.
    @discardableResult
    public func extendSearch(milliseconds: Int64 = .max) async throws -> Bool {
        try await extendSearch(
            bundle.schema.objects.filter { !$0.search.isEmpty }, milliseconds: milliseconds)
    }

    @discardableResult
    private func extendSearch(_ objects: [Object], milliseconds: Int64) async throws -> Bool {
        let unfilled = try await store.glance { reader in
            try objects.filter { try reader.searchIndex(of: $0)?.isComplete == false }
        }
        if unfilled.isEmpty { return true }
        let began = SystemTime.monotonicNanoseconds()
        for object in unfilled {
            while try await !store.write({ try $0.extendSearchIndex(of: object) }) {
                let spent = (SystemTime.monotonicNanoseconds() - began) / 1_000_000
                if spent >= milliseconds { return false }
                try Task.checkCancellation()
            }
        }
        return true
    }

    /// Compares the words in the indexes with the records, for whoever looks after the workspace.
    public func checkSearch() async throws -> [(object: Object, check: SearchIndexCheck)] {
        let objects = bundle.schema.objects.filter { !$0.search.isEmpty }
        return try await read { reader in
            try objects.map { ($0, try reader.checkSearchIndex(of: $0)) }
        }
    }
}

/// Finds in one object.
private struct Finder: Sendable {
    let bundle: Bundle
    let terms: SearchTerms
    var query: Query
    /// Slots of the searched fields the actor may see.
    let fields: [Int]

    func page(
        _ reader: any StoreReader, _ viewer: Viewer, from first: Int, limit: Int
    ) throws -> FoundPage {
        let isComplete = try reader.searchIndex(of: query.object)?.isComplete ?? true
        let ranked = rank(try candidates(reader))
        let page = ranked.dropFirst(first).prefix(max(1, limit))
        return FoundPage(
            object: query.object,
            records: try page.map { try found($0.record, $0.matches, viewer) },
            next: first + page.count < ranked.count ? first + page.count : nil,
            isComplete: isComplete)
    }

    /// Those who are called so are among them, however common the words are elsewhere.
    private func candidates(_ reader: any StoreReader) throws -> [Record] {
        let object = query.object
        let names = fields.map { object.fields[$0].name }
        let titled = names.filter(object.isInTitle)
        var query = query
        query.limit = EngineLimits.searchCandidates
        var records = try reader.matches(TextSearch(query, terms, in: names))
        if titled != names, !titled.isEmpty, records.count == query.limit {
            let known = Set(records.map(\.id))
            records += try reader.matches(TextSearch(query, terms, in: titled))
                .filter { !known.contains($0.id) }
        }
        return records
    }

    private typealias Ranked = (
        record: Record, matches: [(slot: Int, match: SearchMatch)], score: Double
    )

    /// The best first, of equals the newest.
    private func rank(_ records: [Record]) -> [Ranked] {
        records.map { record in
            let matches = fields.compactMap { slot -> (slot: Int, match: SearchMatch)? in
                guard !record[slot].isMissing else { return nil }
                let text = shown(record, slot)
                let isTitle = query.object.isInTitle(query.object.fields[slot].name)
                let weight = isTitle ? EngineLimits.titleWeight : 1
                return (slot, SearchMatch(text, terms, weight: weight))
            }
            return (record, matches, matches.reduce(0) { $0 + $1.match.shares.reduce(0, +) })
        }.sorted { ($0.score, $0.record.id) > ($1.score, $1.record.id) }
    }

    /// The text as it is read; of a list, its items side by side.
    private func shown(_ record: Record, _ slot: Int) -> String {
        record.object.fields[slot].type.behavior.shown(record[slot])
    }

    private func found(
        _ record: Record, _ matches: [(slot: Int, match: SearchMatch)], _ viewer: Viewer
    ) throws -> FoundRecord {
        let title = try Engine.title(record, bundle, viewer)
        return FoundRecord(
            record: viewer.masked(record),
            title: SearchExcerpt(
                title, found: SearchMatch(title, terms).ranges,
                length: EngineLimits.foundTitleCharacters),
            texts: matches.compactMap { slot, match in
                guard !match.ranges.isEmpty else { return nil }
                return (
                    record.object.fields[slot],
                    SearchExcerpt(shown(record, slot), found: match.ranges)
                )
            })
    }
}
