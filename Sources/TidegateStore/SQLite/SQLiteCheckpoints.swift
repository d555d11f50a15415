import CSQLite

/// Copies the write-ahead log home between groups instead of inside a commit, where SQLite would
/// do it: the callers have their answers by then.
final class SQLiteCheckpoints {
    private let connection: SQLiteConnection
    /// Pages in the log after the last commit, told by SQLite on the writer's thread.
    private let pages: UnsafeMutablePointer<Int32>

    private let limits: (alone: Int32, underLoad: Int32)

    init(_ connection: SQLiteConnection, limits: (alone: Int32, underLoad: Int32)) {
        self.connection = connection
        self.limits = limits
        pages = .allocate(capacity: 1)
        pages.initialize(to: 0)
        sqlite3_wal_hook(
            connection.handle,
            { context, _, _, count in
                context?.assumingMemoryBound(to: Int32.self).pointee = count
                return SQLITE_OK
            }, pages)
    }

    deinit {
        // The connection may outlive this; it must not call back.
        sqlite3_wal_hook(connection.handle, nil, nil)
        pages.deallocate()
    }

    /// PASSIVE waits for nobody; what readers still need is copied the next time.
    func afterCommit(someoneWaits: Bool) {
        let limit = someoneWaits ? limits.underLoad : limits.alone
        guard pages.pointee >= limit else { return }
        pages.pointee = 0
        sqlite3_wal_checkpoint_v2(connection.handle, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
    }
}
