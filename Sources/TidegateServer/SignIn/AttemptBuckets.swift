import TidegateModel

/// Attempts by key, each key with a bucket that fills up again with time.
///
/// The number of buckets is fixed and keys are spread over them by a hash with a secret seed, so
/// that no number of made-up logins takes more memory, and nobody can aim at another's bucket.
final class AttemptBuckets: Sendable {
    fileprivate struct Bucket {
        /// Attempts used, as microseconds to wait until all are back.
        var used: Int64 = 0
        var at: Int64 = 0
    }

    private let buckets: Lock<[Bucket]>
    private let burst: Int64
    /// Microseconds, as a clock of milliseconds is too coarse for hundreds a second.
    private let every: Int64

    /// - Parameters:
    ///   - burst: attempts before anyone has to wait.
    ///   - every: one more comes back after each of these.
    init(burst: Int, every: Span, count: Int = ServerLimits.attemptBuckets) {
        buckets = Lock([Bucket](repeating: Bucket(), count: count))
        self.burst = Int64(burst)
        self.every = every.milliseconds * 1000
    }

    init(burst: Int, perSecond: Int, count: Int = ServerLimits.attemptBuckets) {
        buckets = Lock([Bucket](repeating: Bucket(), count: count))
        self.burst = Int64(burst)
        every = 1_000_000 / Int64(perSecond)
    }

    /// Uses one attempt; `nil` when there was one, or how long until there is.
    func take(_ key: some Hashable, at now: Instant) -> Span? {
        buckets.withLock { buckets in
            let index = place(key, buckets.count)
            let used = buckets[index].remaining(at: now)
            let wait = used + every - burst * every
            guard wait <= 0 else {
                buckets[index].set(used, now)
                return Span(milliseconds: (wait + 999) / 1000)
            }
            buckets[index].set(used + every, now)
            return nil
        }
    }

    /// Gives an attempt back that was a right one.
    func giveBack(_ key: some Hashable, at now: Instant) {
        buckets.withLock { buckets in
            let index = place(key, buckets.count)
            buckets[index].set(max(0, buckets[index].remaining(at: now) - every), now)
        }
    }

    private func place(_ key: some Hashable, _ count: Int) -> Int {
        Int(UInt(bitPattern: key.hashValue) % UInt(count))
    }
}

extension AttemptBuckets.Bucket {
    /// A clock that jumped back fills nothing up and takes nothing away.
    fileprivate func remaining(at now: Instant) -> Int64 {
        max(0, used - max(0, now.milliseconds * 1000 - at))
    }

    fileprivate mutating func set(_ used: Int64, _ now: Instant) {
        self.used = used
        at = now.milliseconds * 1000
    }
}
