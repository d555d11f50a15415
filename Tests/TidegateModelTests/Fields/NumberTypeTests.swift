import Testing
import TidegateModel

@Suite("A number")
struct NumberTypeTests {
    @Test func `that is whole has 64 bits`() throws {
        let laws = FieldLaws(type: .integer)
        try laws.keeps(["0", "-1", "999999999999999999", "-999999999999999999"])
        laws.refuses([
            ("1.5", .notInteger), ("5.0", .notInteger), ("1e3", .notInteger), ("+1", .notInteger),
            ("0x10", .notInteger), ("12,5", .notInteger), ("９", .notInteger),
            ("99999999999999999999", .tooLarge),
        ])
    }

    @Test func `that is a decimal keeps all digits of its scale or is refused`() throws {
        let laws = FieldLaws(type: .decimal(scale: 4))
        try laws.keeps(["0.0001", "-0.5", "12345678901234.5678", "10"])
        laws.refuses([
            ("0.00001", .tooManyDigits(4)), ("1234567890123456", .tooLarge), (".5", .notNumber),
            ("5.", .notNumber), ("NaN", .notNumber), ("1 000", .notNumber), ("--1", .notNumber),
        ])
    }

    @Test func `that is money shows the digits of its currency at least`() throws {
        try FieldLaws(type: .money(scale: 2)).keeps(["0.01", "-999999999999999.99"])
        let price = MoneyType(scale: 4)
        #expect(price.shown(.decimal(Decimal(coefficient: 125, scale: 4))) == "0.0125")
        #expect(price.shown(.decimal(Decimal(coefficient: 64_875_000, scale: 4))) == "6487.50")
    }

    @Test func `that is a percentage is typed with its sign or without`() throws {
        try FieldLaws(type: .percent(scale: 2)).keeps(["15", "15%", "12.5 %", "-3"])
        #expect(
            PercentType(scale: 2).shown(.decimal(Decimal(coefficient: 1500, scale: 2))) == "15%")
    }

    @Test func `obeys the bounds of its field`() throws {
        var field = Field(name: "it", type: .money(scale: 2))
        (field.minimum, field.maximum) = (Decimal(0), Decimal(100))
        #expect(field.parse("100") == .success(.decimal(Decimal(coefficient: 10_000, scale: 2))))
        #expect(
            field.parse("-5")
                == .failure(FieldProblem(field: "it", value: "-5", why: .below(.zero))))
        #expect(
            field.convert(.integer(101))
                == .failure(FieldProblem(field: "it", value: "101", why: .above(Decimal(100)))))
    }
}
