import Synchronization
import TidegateModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What waits for the threads of the driver, first in, first out. Of the threads the one that slept last is woken
/// first: its caches are warm, and the others may sleep on.
///
/// `@unchecked Sendable`: every access to a stored variable holds `mutex`, except to an atomic.
/// The mutex, like the condition, is allocated once and lives as long as the mailbox. A sleeper's own condition lies
/// on its stack: whoever finds it among the sleepers holds `mutex`, and the sleeper takes it out under `mutex`
/// before it goes on.
final class Mailbox<Element: Sendable>: @unchecked Sendable {
    private typealias Bell = UnsafeMutablePointer<pthread_cond_t>

    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    /// For a taker that gathers.
    private let arrival: Bell
    /// Of the takers that sleep, the last one behind.
    private var sleepers: [Bell] = []
    /// Takers that look out before they sleep: they need no bell.
    private var lookers = 0
    private var elements: [Element] = []
    private var head = 0
    /// Whether something waits, to be looked at without the mutex.
    private let hasArrivals = Atomic(false)
    private var isClosed = false
    private var waiters = 0
    /// A gathering taker sleeps until this many wait, so that not every arrival wakes it; `nil`: none gathers.
    private var wanted: Int?

    init() {
        mutex = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        pthread_mutex_init(mutex, nil)
        arrival = .allocate(capacity: 1)
        arrival.initialize(to: pthread_cond_t())
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        #if !canImport(Darwin)
            // A wait must not stretch when somebody sets the clock.
            pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        #endif
        pthread_cond_init(arrival, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(arrival)
        pthread_mutex_destroy(mutex)
        arrival.deallocate()
        mutex.deallocate()
    }

    func put(_ element: Element) -> Receipt {
        lock()
        defer { unlock() }
        if isClosed { return .closed }
        if count >= StoreLimits.waitingBodies { return .full }
        elements.append(element)
        hasArrivals.store(true, ordering: .relaxed)
        ring()
        return waiters >= count ? .taken : .queued
    }

    /// Waits for the next one; `nil` when the mailbox is closed and empty.
    ///
    /// - Parameter lingering: how long to look out before sleeping. Who was just answered is often
    ///   back sooner than a sleeping thread, and the core under it, could be woken.
    func take(lingering microseconds: Int64 = 0) -> Element? {
        lock()
        defer { unlock() }
        waiters += 1
        defer { waiters -= 1 }
        if microseconds > 0, count == 0, !isClosed { look(microseconds) }
        while count == 0 {
            if isClosed { return nil }
            sleep()
        }
        return removeFirst()
    }

    /// Whoever has work to do on this core gets it in between.
    private func linger(_ microseconds: Int64) {
        let deadline = SystemTime.monotonicNanoseconds() + microseconds * 1_000
        while !hasArrivals.load(ordering: .relaxed),
            SystemTime.monotonicNanoseconds() < deadline
        {
            sched_yield()
        }
    }

    /// The next one if there is any.
    func takeNow() -> Element? {
        lock()
        defer { unlock() }
        return count == 0 ? nil : removeFirst()
    }

    /// Waits until `number` are there, but not longer than this. For a mailbox with one taker.
    func gather(_ number: Int, microseconds: Int64) {
        lock()
        defer { unlock() }
        guard count < number, !isClosed else { return }
        wanted = number
        defer { wanted = nil }
        let deadline = SystemTime.monotonicNanoseconds() + microseconds * 1_000
        while count < number, !isClosed {
            #if canImport(Darwin)
                var left = timespec(nanoseconds: deadline - SystemTime.monotonicNanoseconds())
                guard left.tv_sec >= 0, left.tv_nsec > 0 else { return }
                let ended = pthread_cond_timedwait_relative_np(arrival, mutex, &left)
            #else
                var until = timespec(nanoseconds: deadline)
                let ended = pthread_cond_timedwait(arrival, mutex, &until)
            #endif
            if ended != 0 { return }
        }
    }

    /// How many wait now.
    var waiting: Int {
        lock()
        defer { unlock() }
        return count
    }

    var isEmpty: Bool {
        lock()
        defer { unlock() }
        return count == 0
    }

    /// What waits is still taken; nothing more is let in.
    func close() {
        lock()
        defer { unlock() }
        isClosed = true
        pthread_cond_signal(arrival)
        for sleeper in sleepers { pthread_cond_signal(sleeper) }
    }

    // MARK: Under the lock

    private var count: Int { elements.count - head }

    /// Wakes a taker for what has come, unless one is awake for it.
    private func ring() {
        if let wanted {
            if count >= wanted { pthread_cond_signal(arrival) }
        } else if count > lookers, let sleeper = sleepers.popLast() {
            pthread_cond_signal(sleeper)
        }
    }

    private func look(_ microseconds: Int64) {
        lookers += 1
        unlock()
        linger(microseconds)
        lock()
        lookers -= 1
    }

    private func sleep() {
        var bell = pthread_cond_t()
        withUnsafeMutablePointer(to: &bell) { bell in
            pthread_cond_init(bell, nil)
            sleepers.append(bell)
            pthread_cond_wait(bell, mutex)
            // Still there when nobody rang: the mailbox was closed, or it woke by itself.
            sleepers.removeAll { $0 == bell }
            pthread_cond_destroy(bell)
        }
    }

    private func removeFirst() -> Element {
        let element = elements[head]
        head += 1
        if head == elements.count {
            elements.removeAll(keepingCapacity: true)
            head = 0
            hasArrivals.store(false, ordering: .relaxed)
        } else if head >= 1_024 {
            // A queue that never runs empty would otherwise keep all it ever held.
            elements.removeFirst(head)
            head = 0
        }
        return element
    }

    private func lock() { pthread_mutex_lock(mutex) }
    private func unlock() { pthread_mutex_unlock(mutex) }
}

extension timespec {
    fileprivate init(nanoseconds: Int64) {
        self.init(
            tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
    }
}
