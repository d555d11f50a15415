import CSQLite

/// Tells SQLite's planner how often the values of an index are alike. Without that it takes each for rare, and sorts
/// a hundred thousand records of a stage to show fifty that an index has in order.
///
/// A sample of each index is enough, so it costs about a millisecond a table: after 2,000 written rows, each time as many were
/// written as ever before, and when records that are there get an index. Source: sqlite.org/lang_analyze.html, "Approximate ANALYZE".
final class SQLiteStatistics {
    private let connection: SQLiteConnection
    private let busyMilliseconds: Int32
    /// Rows written by this connection when it is time again.
    private var next = StoreLimits.rowsBeforeStatistics

    init(_ connection: SQLiteConnection, busyMilliseconds: Int32) {
        self.connection = connection
        self.busyMilliseconds = busyMilliseconds
    }

    /// An index was made of records that were there before.
    func indexed() { next = 0 }

    /// Between groups, when nobody waits. What cannot be done now is done another time.
    func afterCommit(someoneWaits: Bool) {
        let written = Int(sqlite3_total_changes(connection.handle))
        guard !someoneWaits, written >= next else { return }
        next = max(written * 2, StoreLimits.rowsBeforeStatistics)
        sqlite3_busy_timeout(connection.handle, 0)
        defer { sqlite3_busy_timeout(connection.handle, busyMilliseconds) }
        do { try take() } catch { try? connection.execute("ROLLBACK") }
    }

    private func take() throws {
        try connection.execute(
            "PRAGMA analysis_limit = \(StoreLimits.statisticsRows); BEGIN IMMEDIATE; ANALYZE")
        // Other connections look at the statistics only when they read the schema anew.
        let version = try connection.integer("PRAGMA schema_version")
        try connection.execute("PRAGMA schema_version = \(version + 1); COMMIT")
    }
}
