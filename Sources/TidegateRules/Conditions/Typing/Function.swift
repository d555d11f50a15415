/// The functions of the language; the raw value is what one writes.
enum Function: String, CaseIterable {
    case today, now, me
    case days, hours, minutes, weeks
    case year, month, day
    case date, datetime
    case length, abs, round, coalesce, distance
    case home
    case changed, approved
    case hasRole = "has_role"
    case shared
    case count, sum, min, max, avg, any, all

    var aggregate: AggregateFunction? { AggregateFunction(rawValue: rawValue) }

    /// How many arguments, in words and numbers.
    var arguments: (words: String, counts: ClosedRange<Int>) {
        switch self {
        case .today, .now, .me: ("no argument", 0...0)
        case .shared: ("nothing, a reference, or 'update' behind it", 0...2)
        case .round: ("a number and a count of digits", 1...2)
        case .distance: ("two places", 2...2)
        case .home: ("an amount, and perhaps a day", 1...2)
        case .coalesce: ("two or more values", 2...ConditionLimits.listEntries)
        case .days, .hours, .minutes, .weeks, .year, .month, .day, .date, .datetime, .length, .abs,
            .changed, .approved, .hasRole, .count, .sum, .min, .max, .avg, .any, .all:
            ("one argument", 1...1)
        }
    }

    var spanMilliseconds: Int64? {
        switch self {
        case .days: 86_400_000
        case .hours: 3_600_000
        case .minutes: 60_000
        case .weeks: 604_800_000
        case .today, .now, .me, .year, .month, .day, .date, .datetime, .length, .abs, .round,
            .coalesce, .distance, .home, .changed, .approved, .hasRole, .shared, .count, .sum, .min,
            .max,
            .avg, .any,
            .all:
            nil
        }
    }
}
