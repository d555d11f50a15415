import Testing
import TidegateModel

@Suite("A number as people write it")
struct NumberFormTests {
    private let money = Field(name: "amount", type: .money(scale: 2))
    private let percent = Field(name: "discount", type: .percent(scale: 2))
    private let whole = Field(name: "pieces", type: .integer)

    private func why(_ result: Result<Value, FieldProblem>) -> FieldProblem.Why? {
        if case .failure(let problem) = result { problem.why } else { nil }
    }

    @Test(
        "is read as pages show it",
        arguments: [
            ("12,500", "12500.00"), ("12,500.00", "12500.00"), ("1,234,567.5", "1234567.50"),
            ("-1,000", "-1000.00"), ("999", "999.00"),
        ])
    func grouped(text: String, number: String) {
        #expect(
            money.parse(text, numbers: .grouped)
                == .success(Decimal(number).map(Value.decimal) ?? .none))
    }

    @Test(
        "is not guessed",
        arguments: [
            "1,2,3", "12,50", "1234,567", ",123", "1,,234", "1,234,", "1.234,56", "0.1,234",
        ])
    func refused(text: String) {
        let why = why(money.parse(text, numbers: .grouped))
        #expect(why == .badGroups || why == .notNumber, "\(text)")
    }

    @Test("says that the commas are wrong")
    func sentence() {
        guard case .failure(let problem) = money.parse("12,50", numbers: .grouped) else {
            Issue.record("taken")
            return
        }
        #expect(
            problem.message
                == "amount: \"12,50\" has its commas in the wrong places; write it like 1,234.50 or 1234.50"
        )
    }

    @Test("may be a percentage with its sign, where it is one")
    func percentage() {
        #expect(
            percent.parse("25%", numbers: .grouped)
                == .success(Decimal("25.00").map(Value.decimal) ?? .none))
        #expect(
            percent.parse("25 %", numbers: .grouped) == percent.parse("25%", numbers: .grouped))
        #expect(why(money.parse("25%", numbers: .grouped)) == .notNumber)
    }

    @Test("may have the wide digits of a Chinese keyboard")
    func wide() {
        #expect(whole.parse("１２３", numbers: .grouped) == .success(.integer(123)))
        #expect(why(whole.parse("１２３")) == .notInteger)
    }

    @Test("may be too large, which is told as that")
    func large() {
        let digits = String(repeating: "9", count: 30)
        #expect(why(money.parse(digits, numbers: .grouped)) == .tooLarge)
        #expect(why(whole.parse(digits)) == .tooLarge)
        #expect(why(money.parse("999999999999999999", numbers: .grouped)) == .tooLarge)
    }

    @Test("is plain for programs")
    func plain() {
        #expect(why(money.parse("12,500")) == .notNumber)
        #expect(why(whole.parse("1,200")) == .notInteger)
        #expect(whole.parse("1,200", numbers: .grouped) == .success(.integer(1200)))
    }
}
