/// A stretch of the calendar by which figures are grouped: `closed_at:month`.
///
/// A bucket is known by its first day, so buckets sort, compare and filter like dates.
public enum DateBucket: Hashable, Sendable, CustomStringConvertible {
    case day
    /// From Monday on. Source: ISO 8601.
    case week
    case month
    case quarter
    case year
    /// Twelve months from the first of a month on; of 1 it is the calendar year.
    case fiscalYear(startMonth: Int)

    /// Reads `month` or `fiscal_year(4)` and nothing else.
    public init?(_ text: some StringProtocol) {
        switch text {
        case "day": self = .day
        case "week": self = .week
        case "month": self = .month
        case "quarter": self = .quarter
        case "year": self = .year
        default:
            let month = (1...12).first { text == "fiscal_year(\($0))" }
            guard let month else { return nil }
            self = .fiscalYear(startMonth: month)
        }
    }

    public var description: String {
        switch self {
        case .day: "day"
        case .week: "week"
        case .month: "month"
        case .quarter: "quarter"
        case .year: "year"
        case .fiscalYear(let startMonth): "fiscal_year(\(startMonth))"
        }
    }

    /// What may be written, for whoever wrote something else.
    public static let words = ["day", "week", "month", "quarter", "year", "fiscal_year(4)"]

    /// How many months a bucket has and the month that begins one; `nil`: it is no matter of months.
    package var months: (count: Int, start: Int)? {
        switch self {
        case .day, .week: nil
        case .month: (1, 1)
        case .quarter: (3, 1)
        case .year: (12, 1)
        case .fiscalYear(let startMonth): (12, startMonth)
        }
    }

    /// The first day of the bucket that holds the day; `nil` when that lies before the calendar.
    public func first(of day: Day) -> Day? {
        if let months {
            return day.first(ofMonths: months.count, from: months.start)
        }
        return self == .week ? day.monday : day
    }

    /// What people call the bucket that begins on this day: `2026-W07`, `2026-Q3`, `2026/27`.
    public func name(ofFirst first: Day) -> String {
        let (year, month, _) = first.civil
        switch self {
        case .day: return first.description
        case .week:
            // The week belongs to the year of its Thursday.
            let thursday = Day(number: first.number + 3)
            let week =
                (thursday.number - (thursday.first(ofMonths: 12, from: 1) ?? first).number) / 7
            return "\(padded(thursday.civil.year, 4))-W\(padded(Int(week) + 1, 2))"
        case .month: return "\(padded(year, 4))-\(padded(month, 2))"
        case .quarter: return "\(padded(year, 4))-Q\((month + 2) / 3)"
        case .year, .fiscalYear(startMonth: 1): return padded(year, 4)
        case .fiscalYear: return "\(padded(year, 4))/\(padded((year + 1) % 100, 2))"
        }
    }
}

extension Day {
    /// The Monday of its week; the calendar's first day is one.
    package var monday: Day {
        // 1970-01-01 was a Thursday.
        Day(number: (number + 3).floorDivided(by: 7) * 7 - 3)
    }

    /// The first day of a stretch of months, of which one begins with the month `start` of each year.
    package func first(ofMonths count: Int, from start: Int) -> Day? {
        let (year, month, _) = civil
        let months = year * 12 + month - start
        let first = months - months % count + start - 1
        return Day(year: first / 12, month: first % 12 + 1, day: 1)
    }
}
