import Synchronization
import TidegateModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What waits for the threads of the driver, first in, first out.
///
/// `@unchecked Sendable`: every access to a stored variable holds `mutex`, except to an atomic.
/// The mutex, like the condition, is allocated once and lives as long as the mailbox.
final class Mailbox<Element: Sendable>: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let arrival: UnsafeMutablePointer<pthread_cond_t>
    private var elements: [Element] = []
    private var head = 0
    /// Whether something waits, to be looked at without the mutex.
    private let hasArrivals = Atomic(false)
    private var isClosed = false
    private var waiters = 0
    /// A gathering taker sleeps until this many wait, so that not every arrival wakes it.
    private var wanted = 1

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
        if count >= wanted { pthread_cond_signal(arrival) }
        return waiters >= count ? .taken : .queued
    }

    /// Waits for the next one; `nil` when the mailbox is closed and empty.
    ///
    /// - Parameter lingering: how long to look out before sleeping. Who was just answered is often
    ///   back sooner than a sleeping thread, and the core under it, could be woken.
    func take(lingering microseconds: Int64 = 0) -> Element? {
        if microseconds > 0 { linger(microseconds) }
        lock()
        defer { unlock() }
        waiters += 1
        defer { waiters -= 1 }
        while count == 0 {
            if isClosed { return nil }
            pthread_cond_wait(arrival, mutex)
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
        defer { wanted = 1 }
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
        pthread_cond_broadcast(arrival)
    }

    // MARK: Under the lock

    private var count: Int { elements.count - head }

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
