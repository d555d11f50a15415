import ArgumentParser
import TidegateModel

/// `2026-11-01`, the end of that day, or `2026-11-01T08:30:00Z`.
struct PastTime: ExpressibleByArgument {
    let instant: Instant

    init?(argument: String) {
        guard let instant = Instant(lookingBackTo: argument) else { return nil }
        self.instant = instant
    }
}
