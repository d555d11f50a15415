#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// State behind a lock of pthread.
///
/// Not `Synchronization.Mutex`: on Linux the thread sanitizer does not see that one (Swift 6.3) and
/// calls every use of it a race, which would hide the real ones.
///
/// `@unchecked Sendable`: `state` is reached only inside `withLock`; the mutex is allocated once
/// and lives as long as the lock.
package final class Lock<State>: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private var state: State

    package init(_ state: State) {
        self.state = state
        mutex = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        pthread_mutex_init(mutex, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    package func withLock<Answer>(_ body: (inout State) throws -> Answer) rethrows -> Answer {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&state)
    }

    /// `nil` when somebody else has it.
    package func withLockIfFree<Answer>(
        _ body: (inout State) throws -> Answer
    ) rethrows -> Answer? {
        guard pthread_mutex_trylock(mutex) == 0 else { return nil }
        defer { pthread_mutex_unlock(mutex) }
        return try body(&state)
    }
}
