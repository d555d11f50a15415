import Testing
import TidegateModel

@Suite("An exact decimal")
struct DecimalTests {
    @Test("reads and prints what a person writes", arguments: ["0", "-1.50", "80000.00", "0.0395"])
    func roundTrip(text: String) {
        #expect(Decimal(text)?.description == text)
    }

    @Test("refuses what is not one", arguments: ["", "-", "1,5", " 1", "1e5", ".5", "1.", "1.2.3"])
    func refusal(text: String) {
        #expect(Decimal(text) == nil)
    }

    @Test("rounds half away from zero")
    func rounding() {
        #expect(Decimal("2.345")?.rescaled(to: 2) == Decimal("2.35"))
        #expect(Decimal("-2.345")?.rescaled(to: 2) == Decimal("-2.35"))
        #expect(Decimal("1")?.divided(by: Decimal(3), scale: 4) == Decimal("0.3333"))
    }

    @Test("says nil where 64 bits do not hold the result")
    func overflow() {
        let large = Decimal(Int64.max)
        #expect(large.adding(Decimal(1)) == nil)
        #expect(large.multiplied(by: Decimal(2)) == nil)
    }
}
