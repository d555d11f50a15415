import TidegateModel

/// How much of an object someone sees, by a sample, because SQLite's planner knows no rights and takes every
/// value of an index for rare. A wrong guess costs time, never a record.
final class RightsSamples {
    struct Sample {
        var records = 0
        /// How often a way to read one led to one of them.
        var hits = 0
        fileprivate var at: Instant

        /// A page is full soon when a few records in a thousand may be read.
        var fillsPages: Bool { hits > 1 }

        /// All that may be read are found sooner by index as long as there are fewer than one in sixteen: a look by
        /// index, and to leave out what another way led to already, costs about as much as going past as
        /// many records.
        var isSparse: Bool { hits * 16 <= records }

        /// Whether merging ranges of an index costs less than to go past whatever may not be read. In the time of
        /// one record that is gone past in the table: to begin a range 16, to look up a record of the page
        /// 4, to go past one by way of an index 5. Measured by `scripts/bench w7`.
        func favorsMerge(of ranges: Int, limit: Int, alongTable: Bool) -> Bool {
            guard hits > 0 else { return true }
            let passed = limit * records / hits * (alongTable ? 1 : 5)
            return ranges * 16 + limit * 4 < passed
        }
    }

    private var known: [RightsKey: Sample] = [:]

    /// - Parameter look: counts the next records from an id on, and how often a way to read leads to one.
    func sample(
        _ query: Query, range: () throws -> (first: RecordID, last: RecordID)?,
        look: (RecordID) throws -> (records: Int64, hits: Int64)
    ) throws -> Sample {
        let key = RightsKey(query)
        if let sample = known[key],
            abs(query.now.milliseconds - sample.at.milliseconds) < StoreLimits.sampleMilliseconds
        {
            return sample
        }
        var sample = Sample(at: query.now)
        if let range = try range() {
            let places = Int64(StoreLimits.sampledPlaces)
            let step = max(1, (range.last.number - range.first.number) / places)
            for place in 0..<places {
                let found = try look(RecordID(number: range.first.number + place * step))
                sample.records += Int(found.records)
                sample.hits += Int(found.hits)
            }
        }
        if known.count >= StoreLimits.keptRights { known.removeAll() }
        known[key] = sample
        return sample
    }
}
