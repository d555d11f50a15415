import TidegateModel

/// Arithmetic on days and instants, shared by the evaluator and SQLite's functions. A result
/// outside the years 1...9999 is `nil`.
package enum CalendarArithmetic {
    /// 0001-01-01 and 9999-12-31.
    private static let days: ClosedRange<Int64> = -719_162...2_932_896
    private static let dayMilliseconds: Int64 = 86_400_000

    /// The day on which the span ends, counted from the day's first moment.
    package static func day(_ day: Int64, plus span: Int64) -> Int64? {
        let (sum, overflow) = day.addingReportingOverflow(
            span.floorDivided(by: dayMilliseconds))
        return overflow || !days.contains(sum) ? nil : sum
    }

    package static func instant(_ instant: Int64, plus span: Int64) -> Int64? {
        let (sum, overflow) = instant.addingReportingOverflow(span)
        return overflow || !days.contains(sum.floorDivided(by: dayMilliseconds)) ? nil : sum
    }

    /// The span between two days.
    package static func span(from earlier: Int64, to later: Int64) -> Int64? {
        let (difference, overflow) = later.subtractingReportingOverflow(earlier)
        let (span, tooLong) = difference.multipliedReportingOverflow(by: dayMilliseconds)
        return overflow || tooLong ? nil : span
    }

    package static func day(ofInstant instant: Int64) -> Int64 {
        instant.floorDivided(by: dayMilliseconds)
    }

    package static func part(_ part: CalendarPart, ofDay day: Int64) -> Int64? {
        guard days.contains(day) else { return nil }
        let civil = Day(number: day).civil
        switch part {
        case .year: return Int64(civil.year)
        case .month: return Int64(civil.month)
        case .day: return Int64(civil.day)
        }
    }
}

package enum CalendarPart: String, Sendable, CaseIterable {
    case year, month, day
}
