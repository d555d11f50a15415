import TidegateModel

/// Days as spreadsheets count them: 1 is 1900-01-01, and the day 60 never was, because the year 1900 is
/// taken for a leap year. Workbooks of old Macintoshes begin with 0 on 1904-01-01.
///
/// Source: ECMA-376, part 1, 18.17.4.1.
enum SerialDate {
    private static let dayMilliseconds: Int64 = 86_400_000
    /// 1899-12-30 and 1904-01-01, counted from 1970.
    private static let epoch1900: Int64 = -25_569
    private static let epoch1904: Int64 = -24_107
    /// 9999-12-31 from 1900.
    private static let last = 2_958_466.0

    /// The first day that all programs count alike.
    static let firstSafe = Day(number: epoch1900 + 61)

    /// The day's number in the system of 1900; `nil` before the days that all programs count alike.
    static func serial(_ day: Day) -> Int64? {
        day < firstSafe ? nil : day.number - epoch1900
    }

    /// The point in time, to the millisecond; `nil` for what is none.
    static func instant(_ serial: Double, is1904: Bool) -> Instant? {
        guard serial.isFinite, serial >= 0, serial < last else { return nil }
        let milliseconds = Int64((serial * Double(dayMilliseconds)).rounded())
        var days = milliseconds.floorDivided(by: dayMilliseconds)
        let rest = milliseconds - days * dayMilliseconds
        if is1904 {
            days += epoch1904
        } else {
            guard days != 60, days > 0 else { return nil }
            days += days < 60 ? epoch1900 + 1 : epoch1900
        }
        return Instant(milliseconds: days * dayMilliseconds + rest)
    }
}
