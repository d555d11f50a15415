import Testing
import TidegateModel

@Suite("A field of time")
struct TimeTypeTests {
    @Test func `that is a date takes days that exist`() throws {
        let laws = FieldLaws(type: .date)
        try laws.keeps(["2024-02-29", "0001-01-01", "9999-12-31"])
        laws.refuses([
            ("2026-02-29", .notDate(.iso)), ("2026-13-01", .notDate(.iso)),
            ("26-01-01", .notDate(.iso)), ("2026-1-1", .notDate(.iso)),
            ("2026-01-01T00:00:00Z", .notDate(.iso)),
        ])
    }

    @Test func `that is a point of time is UTC to the millisecond`() throws {
        let laws = FieldLaws(type: .datetime)
        try laws.keeps(["2026-11-22T08:30Z", "2026-11-22T23:59:59.999Z", "1969-12-31T23:59:59Z"])
        laws.refuses([
            ("2026-11-22", .notDatetime), ("2026-11-22T08:30:00", .notDatetime),
            ("2026-11-22T24:00:00Z", .notDatetime), ("2026-11-22T08:30:00+01:00", .notDatetime),
            ("2026-11-22T08:30:00.0001Z", .notDatetime),
        ])
    }

    @Test func `that is a duration counts in units`() throws {
        let laws = FieldLaws(type: .duration)
        try laws.keeps(["14 days", "1 hour", "90 minutes", "2 weeks"])
        laws.refuses([
            ("14", .notDuration), ("fourteen days", .notDuration), ("1 year", .notDuration),
        ])
    }

    @Test func `that is yes or no takes few words`() throws {
        let laws = FieldLaws(type: .boolean)
        try laws.keeps(["true", "no", "1"])
        laws.refuses([("TRUE", .notBoolean), ("maybe", .notBoolean), ("2", .notBoolean)])
    }
}
