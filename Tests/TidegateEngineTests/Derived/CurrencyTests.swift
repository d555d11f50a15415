import Testing
import TidegateEngine
import TidegateModel
import TidegateScript
import TidegateTesting

@Suite("Money in several currencies")
struct CurrencyTests {
    static let rules = """
        object "ExchangeRate" {
          currency "currency" { required = true }, date "day" { required = true },
          decimal "rate" { scale = 9, required = true }, unique { "currency", "day" },
        }
        object "Offer" {
          text "name", currency "currency" { default = "EUR" }, date "closes",
          money "amount" { currency = "currency" },
          money "worth" { formula = "home(amount, closes)" },
          money "at_first" { formula = "home(amount)" },
        }
        validation "Offer" "Small" {
          must = "coalesce(home(amount, closes), 0) < 10000000000", say = "Too much.", at = "amount" }
        """

    private func day(_ text: String) throws -> Value { .date(try #require(Day(text))) }

    private func money(_ text: String) throws -> Value { .decimal(try #require(Decimal(text))) }

    private func rate(
        _ currency: String, _ start: String, _ rate: String, _ bench: Workbench
    ) async throws -> Record {
        try await bench.create(
            "ExchangeRate",
            ["currency": .text(currency), "day": day(start), "rate": money(rate)])
    }

    private func offer(
        _ amount: String, _ currency: String, _ closes: String, _ bench: Workbench
    ) async throws -> Record {
        try await bench.create(
            "Offer",
            ["amount": money(amount), "currency": .text(currency), "closes": day(closes)])
    }

    private func worth(_ record: Record, _ bench: Workbench) async throws -> Value {
        try await bench.engine.record("Offer", record.id, as: bench.operatorActor)["worth"]
    }

    @Test func `has its value at home by the rate of the day, and keeps it when rates change`()
        async throws
    {
        let bench = try await Workbench(Self.rules)
        _ = try await rate("EUR", "2000-01-01", "1", bench)
        let first = try await rate("USD", "2026-01-01", "0.9", bench)
        let early = try await offer("100", "USD", "2026-01-31", bench)
        let late = try await offer("100", "USD", "2026-03-01", bench)
        let own = try await offer("100", "EUR", "2026-03-01", bench)
        let before = try await offer("100", "USD", "2025-12-31", bench)
        #expect(try await worth(early, bench) == money("90.00"))
        #expect(try await worth(own, bench) == money("100.00"))
        #expect(try await worth(before, bench) == .none, "no rate says what it was worth then")

        // A new rate moves what it holds for, and nothing before it.
        let second = try await rate("USD", "2026-02-01", "0.8", bench)
        #expect(try await worth(early, bench) == money("90.00"))
        #expect(try await worth(late, bench) == money("80.00"))

        _ = try await bench.engine.update(
            "ExchangeRate", second.id, ["rate": money("0.5")], as: bench.operatorActor,
            through: .test
        ).get()
        #expect(try await worth(late, bench) == money("50.00"))
        _ = try await bench.engine.update(
            "ExchangeRate", first.id, ["day": day("2025-06-01")], as: bench.operatorActor,
            through: .test
        ).get()
        #expect(try await worth(before, bench) == money("90.00"))
        _ = try await bench.engine.delete(
            "ExchangeRate", second.id, as: bench.operatorActor, through: .test)
        #expect(try await worth(late, bench) == money("90.00"))
        #expect(try await bench.engine.recompute(as: .system, through: .test).holds)
    }

    @Test func `is exact beyond what a product of 64 bits holds, and rounded half away from zero`()
        async throws
    {
        let bench = try await Workbench(Self.rules)
        _ = try await rate("VND", "2026-01-01", "0.000034567", bench)
        // 123,456,789,012,345.67 × 0.000034567 = 4,267,530,825.789…
        let large = try await offer("123456789012345.67", "VND", "2026-01-02", bench)
        #expect(try await worth(large, bench) == money("4267530825.79"))
        _ = try await rate("USD", "2026-01-01", "0.5", bench)
        let half = try await offer("-0.01", "USD", "2026-01-02", bench)
        #expect(try await worth(half, bench) == money("-0.01"))
    }

    @Test func `takes the day of creation where none is said`() async throws {
        let bench = try await Workbench(Self.rules)
        let today = bench.clock.clock.now().day
        _ = try await rate("USD", today.description, "2", bench)
        let made = try await offer("3", "USD", "2020-01-01", bench)
        #expect(made["at_first"] == (try money("6.00")))
        _ = try await rate("USD", Day(number: today.number + 1).description, "5", bench)
        let kept = try await bench.engine.record("Offer", made.id, as: bench.operatorActor)
        #expect(kept["at_first"] == (try money("6.00")))
    }

    @Test(
        arguments: [
            ("dollars", "is not a currency in use"), ("eur", nil), ("XXX", "is not a currency"),
            ("EURO", "is not a currency"),
        ] as [(String, String?)])
    func `takes codes in use alone`(typed: String, complaint: String?) async throws {
        let bench = try await Workbench(Self.rules)
        let saved = try await bench.engine.create(
            "Offer", ["currency": .text(typed)], as: bench.operatorActor, through: .test)
        let message = bench.refusal(saved)?.error.reasons.first?.message
        if let complaint {
            #expect(message?.contains(complaint) == true, "\(message ?? "none")")
        } else {
            #expect(message == nil)
        }
    }
}
