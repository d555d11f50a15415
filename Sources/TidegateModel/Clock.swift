/// Where the time comes from. The engine never asks the machine itself.
public struct Clock: Sendable {
    private let read: @Sendable () -> Instant

    public init(_ read: @escaping @Sendable () -> Instant) {
        self.read = read
    }

    public func now() -> Instant { read() }

    /// The machine's clock.
    public static let system = Clock {
        let sinceEpoch = SystemTime.nanosecondsSince1970()
        return Instant(milliseconds: sinceEpoch / 1_000_000)
    }
}
