import TidegateModel

/// How long someone stays signed in.
public struct SessionTimes: Hashable, Sendable {
    /// Without a request.
    public var idle = Span.hours(12)
    /// At all, however busy.
    public var life = Span.days(14)

    public init() {}

    func end(created: Instant, seen: Instant) -> Instant {
        min(created + life, seen + idle)
    }
}
