import TidegateModel
import TidegateRules

/// How much of an object someone sees, by a sample: SQLite's planner knows no rights, and takes every
/// value of an index for rare.
///
/// Who sees little is served best by the indexes behind their rights; who sees much, by going along
/// the list in its order and asking of each record whether it may be read. A wrong guess costs time,
/// never a record.
final class RightsSamples {
    private struct Key: Hashable {
        var object: ObjectIdentifier
        var access: ObjectIdentifier
        var user: RecordID?
    }

    private struct Sample {
        var records: Int64
        /// How often a way to read one led to one of them.
        var hits: Int64
        var at: Instant
    }

    private var known: [Key: Sample] = [:]

    /// - Parameter look: counts the next records from an id on, and how often a way to read leads to one.
    func asksEach(
        _ query: Query, range: () throws -> (first: RecordID, last: RecordID)?,
        look: (RecordID) throws -> (records: Int64, hits: Int64)
    ) throws -> Bool {
        let key = Key(
            object: ObjectIdentifier(query.object), access: ObjectIdentifier(query.access),
            user: query.actor.user)
        if let sample = known[key],
            abs(query.now.milliseconds - sample.at.milliseconds) < StoreLimits.sampleMilliseconds
        {
            return Self.asksEach(query, sample)
        }
        var sample = Sample(records: 0, hits: 0, at: query.now)
        if let range = try range() {
            let places = Int64(StoreLimits.sampledPlaces)
            let step = max(1, (range.last.number - range.first.number) / places)
            for place in 0..<places {
                let found = try look(RecordID(number: range.first.number + place * step))
                sample.records += found.records
                sample.hits += found.hits
            }
        }
        if known.count >= StoreLimits.keptSamples { known.removeAll() }
        known[key] = sample
        return Self.asksEach(query, sample)
    }

    /// A page is full soon when a few records in a thousand may be read. All of them are found sooner by
    /// index as long as there are fewer than one in fourteen: a look by index, and to leave out what another
    /// way led to already, costs about as much as going past as many records.
    private static func asksEach(_ query: Query, _ sample: Sample) -> Bool {
        query.limit == nil || query.summary != nil
            ? sample.hits * 14 > sample.records : sample.hits > 1
    }
}

extension SQLiteReader {
    /// The query with the way to go about its actor's rights.
    func planned(_ query: Query) throws -> Query {
        guard !query.access.isUnlimited, !query.object.isEngineOwned,
            case .when = query.access[query.object].read
        else { return query }
        var planned = query
        planned.asksEachRecord = try samples.asksEach(query) {
            let table = SQLiteConnection.quoted(query.object.table)
            let statement = try connection.cached("SELECT min(id), max(id) FROM \(table)")
            defer { statement.reset() }
            guard try statement.step(),
                let first = statement.value(0, .reference, scale: 0).reference,
                let last = statement.value(1, .reference, scale: 0).reference
            else { return nil }
            return (first, last)
        } look: { id in
            let sql = try compiled {
                try QueryCompiler(SQLiteDialect()).sample(
                    query, from: id, count: StoreLimits.recordsAPlace)
            }
            let statement = try connection.cached(sql.text)
            statement.bind(sql.bindings)
            defer { statement.reset() }
            guard try statement.step() else { return (0, 0) }
            return (statement.integer(0), statement.integer(1))
        }
        return planned
    }
}
