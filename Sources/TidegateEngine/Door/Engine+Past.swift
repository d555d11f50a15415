import TidegateModel
import TidegateRules
import TidegateStore

/// Lists and figures as of an instant.
///
/// What was is read from the changes: the objects that a list looks at are put back, and the list is asked
/// as it is asked of today. Who asks is who they are today: they see the past of what they may read now, or
/// might have read when it was deleted, and what `me()` leads to is what it is; `today()` and `now()` are
/// those of the instant.
extension Engine {
    /// A list that looks back; `nil` for one as of now, or of a time to come.
    func past(of request: ListRequest, _ query: Query) throws -> PastQuery? {
        guard let instant = request.asOf, instant < clock.now() else { return nil }
        guard !query.object.isEngineOwned else { throw Sentences.pastNotKept(query.object) }
        return try PastQuery(query, at: instant, bundle.schema)
    }

    /// Runs the body with the objects of the query put back.
    func timed<Answer: Sendable>(
        _ past: PastQuery, as actor: Actor,
        _ body: @escaping @Sendable (any PastReader) throws -> Answer
    ) async throws -> Answer {
        let milliseconds = ReadingTime.milliseconds
        return try await turns.taken(by: actor.user) {
            let place = try await read { try $0.latestSequence(at: past.instant) }
            do {
                return try await store.past(after: place) { reader in
                    try reader.within(milliseconds: EngineLimits.pastMilliseconds) {
                        try past.putBack(on: reader, after: place)
                    }
                    return try reader.within(milliseconds: milliseconds) { try body(reader) }
                }
            } catch let error as StoreError {
                throw Sentences.storeFailed(error)
            }
        }
    }
}

/// A query of what was, and what has to be put back for it.
struct PastQuery: Sendable {
    let instant: Instant
    var query: Query
    /// Whether all of the object is copied, by its object.
    private var objects: [(object: Object, wholly: Bool)] = []
    /// Whether something is asked of when, or by whom, records were changed last.
    private var stamped: [Object] = []

    init(_ query: Query, at instant: Instant, _ schema: Schema) throws {
        self.instant = instant
        self.query = query
        self.query.isPast = true
        self.query.now = instant
        let conditions =
            [query.condition, query.typed].compactMap(\.self)
            + (query.summary?.items.compactMap(\.expression) ?? [])
        if let word = conditions.lazy.compactMap(\.presentWord).first {
            throw Sentences.notOfThePast(word)
        }
        let readings = conditions.reduce(into: Set<Reading>()) { $0.formUnion($1.readings) }
        var collected: Set<String> = []
        for case .up(let child, _, _) in readings.flatMap(\.way) { collected.insert(child) }
        let names = Set(readings.map(\.object)).union([query.object.name])
        for name in names.sorted() {
            guard let object = schema[name], !object.isEngineOwned else { continue }
            objects.append((object, collected.contains(name)))
            let asked = Set(readings.filter { $0.object == name }.compactMap(\.slot))
            let stamps = Self.stamps(object)
            let isSorted =
                object === query.object
                && !Set(query.groups.map(\.field) + query.order.map(\.field))
                    .isDisjoint(with: stamps.map { object.fields[$0].name })
            if isSorted || !asked.isDisjoint(with: stamps) { stamped.append(object) }
        }
    }

    private static func stamps(_ object: Object) -> [Int] {
        [object.firstSystemSlot + 2, object.firstSystemSlot + 3]
    }

    func putBack(on reader: any PastReader, after place: Int64) throws {
        for (object, _) in objects {
            let undoing = Undoing(object: object)
            try reader.putBack(object, wholly: false) { try undoing($0) }
        }
        for object in stamped {
            try reader.amend(object, slots: Self.stamps(object)) { id in
                try Saves(of: id, object, reader, before: place + 1).lastChange()
                    .map { [.datetime($0.at), $0.by] }
            }
        }
        for (object, wholly) in objects where wholly {
            try reader.putBack(object, wholly: true) { _ in nil }
        }
    }

    /// The records with when and by whom they were changed last, as it was then.
    func records(_ reader: any PastReader) throws -> [Record] {
        let place = try reader.latestSequence(at: instant)
        return try reader.records(query).map { record in
            let object = record.object
            guard
                let (at, by) = try Saves(of: record.id, object, reader, before: place + 1)
                    .lastChange()
            else { return record }
            var record = record
            let stamps = Self.stamps(object)
            record[stamps[0]] = .datetime(at)
            record[stamps[1]] = by
            return record
        }
    }
}
