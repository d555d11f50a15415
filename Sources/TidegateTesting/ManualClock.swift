import TidegateModel

/// A clock that stands still until a test turns it.
public final class ManualClock: Sendable {
    private let time: Lock<Instant>

    public init(_ start: Instant = Instant(Day(number: 20_500))) {
        time = Lock(start)
    }

    public var clock: Clock { Clock { [self] in time.withLock { $0 } } }

    public func advance(_ span: Span) { time.withLock { $0 = $0 + span } }
}
