import Testing
import TidegateLua
import TidegateModel

@Suite("A value in a script")
struct ValueTests {
    @Test(
        "is computed exactly",
        arguments: [
            ("dec('0.1') + dec('0.2')", "0.3"),
            ("dec('80000.00') * dec('0.8')", "64000"),
            ("dec(1) / 3", "0.333333333333"),
            ("dec(2) / 3", "0.666666666667"),
            ("10 / dec(4)", "2.5"),
            ("dec('7.5') // 2", "3"),
            ("dec('-7.5') // 2", "-4"),
            ("dec('-7.5') % 2", "0.5"),
            ("-dec('1.50')", "-1.5"),
            ("dec('0.1') * 0.5", "0.05"),
            ("dec('2.345'):round(2)", "2.35"),
            ("dec('-2.345'):round(2)", "-2.35"),
            ("dec('2.345'):floor(1)", "2.3"),
            ("math.max(dec('1.5'), 2, 1)", "2"),
            ("math.floor(dec('2.7'))", "2"),
            ("math.round(dec('2.5'))", "3"),
            ("dec('123456789012345678') + 1", "123456789012345679"),
            ("dec('0.000000000001') * 1000", "0.000000001"),
            ("date('2026-01-31') + days(1)", "2026-02-01"),
            ("date('2026-03-01') - date('2026-02-01')", "4 weeks"),
            ("(date('2026-03-02') - date('2026-02-01')).days", "29"),
            ("datetime('2026-01-31T23:30:00Z') + hours(1)", "2026-02-01T00:30:00Z"),
            ("date('2026-11-22').weekday", "7"),
            ("days(1) / 2", "12 hours"),
            ("hours(36).days", "1.5"),
            (
                "string.format('%.2f|%8.2f|%s|%d', dec('2.345'), dec('-1'), dec('1.50'), dec(3))",
                "2.35|   -1.00|1.5|3"
            ),
        ])
    func arithmetic(expression: String, want: String) throws {
        #expect(try value("return tostring(\(expression))") == .text(want))
    }

    @Test(
        "is compared by its amount",
        arguments: [
            "dec('1.50') == dec('1.5')", "dec('1.5') > 1", "2 > dec('1.5')", "dec(2) <= 2",
            "dec('123456789012345678') == dec('123456789012345678')",
            "dec('123456789012345678') > dec('1.5')", "date('2026-01-01') < date('2026-01-02')",
            "days(7) == weeks(1)", "({[dec('1.50')] = true})[dec('1.5')]", "dec(2) ~= 2",
            "type(dec(1)) == 'decimal' and type(date('2026-01-01')) == 'date'",
            "tonumber(dec('2')) == 2",
        ])
    func comparison(expression: String) throws {
        #expect(try value("return \(expression)") == .bool(true))
    }

    @Test(
        "refuses what would not be exact, or means nothing",
        arguments: [
            ("dec(1) / 0", "division by zero"),
            ("dec('9000000000000000000') + dec('9000000000000000000')", "number too large"),
            (
                "dec('1') + 1/3",
                "a binary number cannot be mixed with an exact one; write dec('0.1') for 0.1"
            ),
            ("date('2026-01-01') + 1", "'+' does not work on a date and a number"),
            ("date('2026-01-01') < dec(1)", "a date cannot be compared with a decimal"),
            ("date('2026-02-30')", "'2026-02-30' is not a date; write it like '2026-01-31'"),
            (
                "dec('12,5')",
                "'12,5' is not a decimal; write digits with a point, like '12.50'"
            ),
            (
                "date('2026-01-01') + hours(5)",
                "a date moves by whole days; write days(n) or weeks(n)"
            ),
            ("date('9999-12-31') + days(1)", "this date lies outside the years 1 to 9999"),
            ("dec(1).size", "a decimal has no 'size'"),
            ("'10' + 1", "attempt to perform arithmetic on a string value (constant '10')"),
        ])
    func refusal(expression: String, message: String) throws {
        #expect(try failure("return \(expression)") == "1: \(message)")
    }

    @Test("comes back as the same value in Swift")
    func roundTrip() throws {
        let machine = try LuaMachine()
        let function = try #require(
            machine.run("return function(...) return ... end", name: "a").value?.function)
        let day = try #require(Day("2026-11-22"))
        let values: [LuaValue] = [
            .decimal(Decimal(coefficient: 123_456_789_012_345_678, scale: 12)), .date(day),
            .datetime(Instant(day)), .duration(.hours(5)), .text("€"), .integer(.min),
            .table(LuaTable(list: [.bool(false), .number(0.1)])), .function(function),
        ]
        #expect(machine.call(function, values) == .values(values))
    }
}
