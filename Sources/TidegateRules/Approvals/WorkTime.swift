import TidegateModel

/// A length of time in which work is done: `8 work hours`, `3 workdays`, or plain `2 days`.
///
/// Work is done from Monday to Friday, 09:00 to 17:00 in UTC. Holidays and zones are the business
/// of work calendars.
public enum WorkTime: Sendable, Hashable {
    case elapsed(Span)
    case workHours(Int64)
    case workdays(Int64)

    private static let dayStart: Int64 = 9 * 60
    private static let dayEnd: Int64 = 17 * 60
    private static let minute: Int64 = 60_000

    public init?(_ text: String) {
        let words = text.split(separator: " ").map(String.init)
        guard let first = words.first, let count = Int64(first), count > 0, count <= 100_000
        else { return nil }
        switch Array(words.dropFirst()) {
        case ["work", "hour"], ["work", "hours"]: self = .workHours(count)
        case ["workday"], ["workdays"]: self = .workdays(count)
        default:
            guard let span = Span(text) else { return nil }
            self = .elapsed(span)
        }
    }

    /// When something asked now is due.
    public func end(from start: Instant) -> Instant {
        switch self {
        case .elapsed(let span): start + span
        case .workHours(let hours): Self.end(of: hours * 60, from: start)
        case .workdays(let days): Self.end(of: days * (Self.dayEnd - Self.dayStart), from: start)
        }
    }

    private static func end(of workMinutes: Int64, from start: Instant) -> Instant {
        var rest = workMinutes
        var day = start.day
        var minuteOfDay = (start.milliseconds - Instant(day).milliseconds) / minute
        while true {
            let from = max(minuteOfDay, dayStart)
            let free = isWorkday(day) ? max(0, dayEnd - from) : 0
            if rest <= free {
                return Instant(milliseconds: Instant(day).milliseconds + (from + rest) * minute)
            }
            rest -= free
            day = Day(number: day.number + 1)
            minuteOfDay = 0
        }
    }

    /// 1970-01-01 was a Thursday.
    private static func isWorkday(_ day: Day) -> Bool {
        let weekday = (day.number + 3) - (day.number + 3).floorDivided(by: 7) * 7
        return weekday < 5
    }
}
