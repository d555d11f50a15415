import TidegateModel
import TidegateRules
import TidegateStore

/// Records that are likely the same thing.
public struct Duplicates: Sendable {
    public struct Group: Sendable {
        /// What they have in common, a value a part of the key; names in their normal form.
        public var key: [Value]
        public var count: Int
        /// The oldest of them, and how they are called.
        public var records: [Record]
        public var titles: [String]
    }

    public var object: Object
    public var key: MatchKey
    public var groups: [Group]
    /// Whether there are more groups than were asked for.
    public var hasMore: Bool
}

extension Engine {
    /// Records that are alike in all parts of a key, group by group; names however they are spelt.
    ///
    ///     let found = try await engine.duplicates(of: "Account", by: MatchKey("~name"), as: ada)
    ///
    /// An index serves both the groups and their records; it is made when it is asked for the first time, and stays.
    /// Only records count that the actor may read.
    ///
    /// - Parameter key: `nil`: what the records are called, where that is one text.
    /// - Throws: `import.forbidden`, `duplicates.key`, `field.unknown`, `import.match`.
    public func duplicates(
        of name: String, by key: MatchKey? = nil, where condition: String? = nil, limit: Int = 50,
        as actor: Actor
    ) async throws -> Duplicates {
        try requireImporter(actor)
        let object = try self.object(name, as: actor)
        let key = try key ?? Self.ownKey(of: object)
        let matcher = try RecordMatcher(key, object, bundle.access(of: actor))
        guard !matcher.shape.isEmpty else { throw DuplicatesSentences.noKey(object) }
        let stored = bundle.storedSchema[object.name] ?? object
        do {
            try await store.write { try matcher.prepare($0, stored: stored) }
        } catch let error as StoreError {
            throw Sentences.storeFailed(error)
        }
        let limit = min(max(1, limit), EngineLimits.duplicateGroups)
        var request = ListRequest(name, where: condition)
        request.show = "count()"
        var query = try query(request, actor)
        query.groups = matcher.shape.map { .init(object.fields[$0.slot].name, byName: $0.isByName) }
        query.repeated = true
        query.limit = limit + 1
        let (asked, bundle) = (query, bundle)
        return try await timed(as: actor, milliseconds: EngineLimits.duplicatesMilliseconds) {
            reader, viewer in
            let rows = try reader.summary(asked)
            let groups = try rows.prefix(limit).map { row in
                try Self.group(row, matcher.shape, object, bundle, reader, viewer)
            }
            return Duplicates(
                object: object, key: key, groups: groups, hasMore: rows.count > limit)
        }
    }

    private static func group(
        _ row: [Value], _ shape: [FieldMatch], _ object: Object, _ bundle: Bundle,
        _ reader: any StoreReader, _ viewer: Viewer
    ) throws -> Duplicates.Group {
        let key = Array(row.dropLast())
        let matches = zip(shape, key).map {
            FieldMatch(slot: $0.slot, equals: $1, byName: $0.isByName)
        }
        let records = try reader.records(object, matching: matches)
            .lazy.filter(viewer.mayRead).prefix(EngineLimits.duplicatesAGroup)
            .map(viewer.masked)
        return Duplicates.Group(
            key: key, count: Int(row.last?.integer ?? 0), records: Array(records),
            titles: try records.map { try title($0, bundle, viewer) })
    }

    /// What the records are called, where that is one text.
    private static func ownKey(of object: Object) throws -> MatchKey {
        let titled = object.fields.first { field in
            object.title == "{\(field.name)}" && field.type.kind == .text
        }
        guard let titled else { throw DuplicatesSentences.noKey(object) }
        return MatchKey("~" + titled.name)
    }
}

enum DuplicatesSentences {
    static func noKey(_ object: Object) -> TidegateError {
        TidegateError(
            .invalid, "duplicates.key",
            "By what are records of \(object.label) the same? They are called by no single text.",
            hint: "Name fields: code, or ~name+city; ~ before a name that may be spelt otherwise.",
            speech: .sentence("duplicates.key", ["object": .object(object)]))
    }
}
