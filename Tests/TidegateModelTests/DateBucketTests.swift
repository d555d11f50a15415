import Foundation
import Testing
import TidegateModel

@Suite("A bucket of dates")
struct DateBucketTests {
    private static let buckets: [DateBucket] =
        [.day, .week, .month, .quarter, .year] + (1...12).map { .fiscalYear(startMonth: $0) }

    @Test("holds every day once, and begins with a day of its own")
    func covers() throws {
        let first = try #require(Day("1999-01-01"))
        for bucket in Self.buckets {
            var last = try #require(bucket.first(of: first))
            for number in first.number...(first.number + 12_000) {
                let day = Day(number: number)
                let begin = try #require(bucket.first(of: day))
                #expect(begin <= day && (begin == last || begin == day), "\(bucket) \(day)")
                #expect(bucket.first(of: begin) == begin)
                last = begin
            }
        }
    }

    /// Foundation's calendar of ISO 8601 is somebody else's arithmetic.
    @Test("of a week is called as ISO 8601 calls it")
    func weeks() throws {
        var calendar = Calendar(identifier: .iso8601)
        calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
        for number in stride(from: Int64(-30_000), to: 40_000, by: 1) {
            let day = Day(number: number)
            let monday = try #require(DateBucket.week.first(of: day))
            let date = Date(timeIntervalSince1970: Double(number) * 86_400)
            let parts = calendar.dateComponents([.weekOfYear, .yearForWeekOfYear], from: date)
            let wanted = String(
                format: "%04d-W%02d", parts.yearForWeekOfYear ?? 0, parts.weekOfYear ?? 0)
            guard DateBucket.week.name(ofFirst: monday) != wanted else { continue }
            Issue.record("\(day) is in \(wanted)")
            return
        }
    }

    @Test(
        "has the name people use",
        arguments: [
            ("day", "2026-03-31", "2026-03-31", "2026-03-31"),
            ("month", "2026-03-31", "2026-03-01", "2026-03"),
            ("quarter", "2026-12-31", "2026-10-01", "2026-Q4"),
            ("year", "2026-12-31", "2026-01-01", "2026"),
            ("fiscal_year(1)", "2026-12-31", "2026-01-01", "2026"),
            ("fiscal_year(4)", "2026-03-31", "2025-04-01", "2025/26"),
            ("fiscal_year(4)", "2026-04-01", "2026-04-01", "2026/27"),
            ("fiscal_year(12)", "1999-12-01", "1999-12-01", "1999/00"),
        ])
    func names(word: String, day: String, first: String, name: String) throws {
        let bucket = try #require(DateBucket(word))
        #expect(bucket.description == word)
        let date = try #require(Day(day))
        let begin = try #require(bucket.first(of: date))
        #expect(begin.description == first)
        #expect(bucket.name(ofFirst: begin) == name)
    }

    @Test("ends at the calendar's first day, and nothing else is a bucket")
    func edges() throws {
        let first = try #require(Day("0001-01-01"))
        #expect(DateBucket.week.first(of: first) == first)
        #expect(DateBucket.fiscalYear(startMonth: 4).first(of: first) == nil)
        for text in ["", "Month", "fiscal_year", "fiscal_year(0)", "fiscal_year(13)", "decade"] {
            #expect(DateBucket(text) == nil, "\(text)")
        }
        for text in DateBucket.words { #expect(DateBucket(text) != nil, "\(text)") }
    }
}
