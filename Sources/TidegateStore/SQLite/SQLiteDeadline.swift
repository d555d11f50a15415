import CSQLite
import TidegateModel

/// The time until which a connection may work, looked at by SQLite every so many steps.
///
/// Used by the connection's thread alone: SQLite calls back on the thread that called it.
final class SQLiteDeadline {
    private var end: Int64 = .max

    /// Runs the body so that SQLite gives up when it takes longer. An earlier end of an outer
    /// reading stays.
    func within<Answer>(
        _ handle: OpaquePointer, milliseconds: Int64, _ body: () throws -> Answer
    ) throws -> Answer {
        let outer = end
        end = min(outer, SystemTime.monotonicNanoseconds() + milliseconds * 1_000_000)
        if outer == .max { watch(handle) }
        defer {
            end = outer
            if outer == .max { sqlite3_progress_handler(handle, 0, nil, nil) }
        }
        do { return try body() } catch StoreError.tooLong {
            throw StoreError.tooLong(milliseconds: milliseconds)
        }
    }

    /// The pointer is not retained: the handler is taken away before the deadline goes.
    private func watch(_ handle: OpaquePointer) {
        sqlite3_progress_handler(
            handle, StoreLimits.stepsBetweenLooks,
            { context in
                guard let context else { return 0 }
                let deadline = Unmanaged<SQLiteDeadline>.fromOpaque(context).takeUnretainedValue()
                return SystemTime.monotonicNanoseconds() > deadline.end ? 1 : 0
            }, Unmanaged.passUnretained(self).toOpaque())
    }
}
