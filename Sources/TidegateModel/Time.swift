/// A calendar day, counted from 1970-01-01 in the proleptic Gregorian calendar.
public struct Day: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let number: Int64

    public init(number: Int64) {
        self.number = number
    }

    /// `nil` when the day does not exist (`2026-02-30`).
    ///
    /// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1 else { return nil }
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        number = Int64(era * 146_097 + dayOfEra - 719_468)
        guard civil == (year, month, day) else { return nil }
    }

    /// Reads `2026-11-22` and nothing else.
    public init?(_ text: some StringProtocol) {
        guard let day = Array(text.utf8).withUnsafeBufferPointer({ Self.parse($0, .iso) })
        else { return nil }
        self = day
    }

    /// Source: the same page, `civil_from_days`.
    public var civil: (year: Int, month: Int, day: Int) {
        let shifted = Int(number) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let calendarMonth = month < 10 ? month + 3 : month - 9
        let year = yearOfEra + era * 400 + (calendarMonth <= 2 ? 1 : 0)
        return (year, calendarMonth, dayOfYear - (153 * month + 2) / 5 + 1)
    }

    public var description: String {
        let (year, month, day) = civil
        return padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2)
    }

    public static func < (left: Day, right: Day) -> Bool { left.number < right.number }
}

/// How dates are written in a file: the order of year, month and day, and what stands between.
public enum DateForm: String, CaseIterable, Sendable {
    case iso = "YYYY-MM-DD"
    case dayFirst = "DD-MM-YYYY"
    case dayFirstDots = "DD.MM.YYYY"
    case dayFirstSlashes = "DD/MM/YYYY"
    case monthFirst = "MM/DD/YYYY"
    case yearSlashes = "YYYY/MM/DD"
}

extension Day {
    public static func parse(_ bytes: UnsafeBufferPointer<UInt8>, _ form: DateForm) -> Day? {
        guard bytes.count == 10 else { return nil }
        func number(_ start: Int, _ length: Int) -> Int? {
            var value = 0
            for index in start..<start + length {
                guard bytes[index] >= 0x30, bytes[index] <= 0x39 else { return nil }
                value = value * 10 + Int(bytes[index] - 0x30)
            }
            return value
        }
        let separator: UInt8
        let starts: (year: Int, month: Int, day: Int)
        switch form {
        case .iso: (separator, starts) = (UInt8(ascii: "-"), (0, 5, 8))
        case .yearSlashes: (separator, starts) = (UInt8(ascii: "/"), (0, 5, 8))
        case .dayFirst: (separator, starts) = (UInt8(ascii: "-"), (6, 3, 0))
        case .dayFirstDots: (separator, starts) = (UInt8(ascii: "."), (6, 3, 0))
        case .dayFirstSlashes: (separator, starts) = (UInt8(ascii: "/"), (6, 3, 0))
        case .monthFirst: (separator, starts) = (UInt8(ascii: "/"), (6, 0, 3))
        }
        let breaks = starts.year == 0 ? (4, 7) : (2, 5)
        guard bytes[breaks.0] == separator, bytes[breaks.1] == separator,
            let year = number(starts.year, 4), let month = number(starts.month, 2),
            let day = number(starts.day, 2)
        else { return nil }
        return Day(year: year, month: month, day: day)
    }
}

/// A point in time in UTC, to the millisecond.
public struct Instant: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let milliseconds: Int64

    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    public init(_ day: Day) {
        milliseconds = day.number * 86_400_000
    }

    /// Reads `2026-11-22T08:30:00Z` (seconds and milliseconds may be left out).
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "T", omittingEmptySubsequences: false)
        guard parts.count == 2, let day = Day(parts[0]), parts[1].last == "Z" else { return nil }
        let clock = parts[1].dropLast().split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(clock.count), clock[0].utf8.count == 2, clock[1].utf8.count == 2,
            let hour = Int(clock[0]), (0...23).contains(hour),
            let minute = Int(clock[1]), (0...59).contains(minute)
        else { return nil }
        var milliseconds: Int64 = 0
        if clock.count == 3 {
            guard let second = Decimal(clock[2]), second >= .zero, second < Decimal(60),
                let exact = second.exactly(scale: 3)
            else { return nil }
            milliseconds = exact.coefficient
        }
        self.milliseconds =
            day.number * 86_400_000 + Int64(hour) * 3_600_000 + Int64(minute) * 60_000
            + milliseconds
    }

    /// Reads the time someone looks back to: `2026-11-22` is the end of that day in UTC, so that all
    /// of the day has happened; an instant is itself.
    public init?(lookingBackTo text: some StringProtocol) {
        if let day = Day(text) {
            milliseconds = Instant(Day(number: day.number + 1)).milliseconds - 1
        } else if let instant = Instant(text) {
            self = instant
        } else {
            return nil
        }
    }

    public var day: Day {
        Day(number: milliseconds.floorDivided(by: 86_400_000))
    }

    public var description: String {
        let inDay = Int(milliseconds - day.number * 86_400_000)
        let seconds = inDay / 1000
        let clock =
            padded(seconds / 3600, 2) + ":" + padded(seconds / 60 % 60, 2) + ":"
            + padded(seconds % 60, 2)
        let fraction = inDay % 1000 == 0 ? "" : "." + padded(inDay % 1000, 3)
        return "\(day)T\(clock)\(fraction)Z"
    }

    public static func < (left: Instant, right: Instant) -> Bool {
        left.milliseconds < right.milliseconds
    }

    public static func + (left: Instant, right: Span) -> Instant {
        Instant(milliseconds: left.milliseconds + right.milliseconds)
    }

    public static func - (left: Instant, right: Instant) -> Span {
        Span(milliseconds: left.milliseconds - right.milliseconds)
    }
}

/// A length of time, to the millisecond. In the language it is a *duration*; Swift's own name for
/// its type is taken.
public struct Span: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let milliseconds: Int64

    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    public static func days(_ count: Int64) -> Span { Span(milliseconds: count * 86_400_000) }
    public static func hours(_ count: Int64) -> Span { Span(milliseconds: count * 3_600_000) }
    public static func minutes(_ count: Int64) -> Span { Span(milliseconds: count * 60_000) }

    private static let units: [(name: String, milliseconds: Int64)] = [
        ("week", 604_800_000), ("day", 86_400_000), ("hour", 3_600_000), ("minute", 60_000),
        ("second", 1000),
    ]

    /// Reads `14 days`, `1 day`, `4 hours`, `30 minutes`.
    public init?(_ text: some StringProtocol) {
        let words = text.split(separator: " ")
        guard words.count == 2, let count = Int64(words[0]), count >= 0,
            let unit = Self.units.first(where: { words[1] == $0.name || words[1] == $0.name + "s" })
        else { return nil }
        let (length, overflow) = count.multipliedReportingOverflow(by: unit.milliseconds)
        guard !overflow else { return nil }
        milliseconds = length
    }

    /// `14 days`, in the largest unit that divides it.
    public var description: String {
        for (name, length) in Self.units where milliseconds % length == 0 {
            let count = milliseconds / length
            return count == 1 ? "1 \(name)" : "\(count) \(name)s"
        }
        return "\(Decimal(coefficient: milliseconds, scale: 3)) seconds"
    }

    public static func < (left: Span, right: Span) -> Bool {
        left.milliseconds < right.milliseconds
    }
}

extension Int64 {
    /// Rounds towards minus infinity, so that a time before 1970 falls on its own day.
    public func floorDivided(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}

func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}
