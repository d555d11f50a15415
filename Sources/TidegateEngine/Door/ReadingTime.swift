import TidegateModel
import TidegateStore

/// How long one reading may go on that somebody asked for in words of their own: a list, figures, a
/// tried condition. SQLite looks at the same time while it works; this is for what conditions ask
/// one record after the other.
struct ReadingTime: Sendable {
    /// Less in tests.
    @TaskLocal static var milliseconds = EngineLimits.queryMilliseconds

    private let milliseconds: Int64
    private let end: Int64

    init(milliseconds: Int64) {
        self.milliseconds = milliseconds
        end = SystemTime.monotonicNanoseconds() + milliseconds * 1_000_000
    }

    func check() throws {
        guard SystemTime.monotonicNanoseconds() <= end else {
            throw StoreError.tooLong(milliseconds: milliseconds)
        }
    }
}
