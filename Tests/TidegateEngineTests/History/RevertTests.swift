import Testing
import TidegateEngine
import TidegateModel

@Suite("Setting a record to what it was")
struct RevertTests {
    static let rules = """
        object "Deal" {
          title = "{name}",
          text "name" { required = true }, money "amount", money "margin",
          integer "score", money "net" { formula = "amount * 0.8" },
        }
        access "seller" {
          Deal = { read = true, update = true, hide = { "margin" }, readonly = { "score" } } }
        validation "Deal" "Not small" { must = "amount is empty or amount >= 50", say = "Too small." }
        """

    private static func stage() async throws -> (
        bench: Workbench, deal: Record, ann: Actor, first: Instant
    ) {
        let bench = try await Workbench(rules)
        let ann = try await bench.user("ann", roles: ["seller"])
        let first = bench.engine.clock.now()
        let deal = try await bench.create(
            "Deal",
            [
                "name": .text("Pump"), "amount": .money("80.00"), "margin": .money("4.00"),
                "score": .integer(1),
            ])
        bench.clock.advance(.hours(1))
        _ = try await bench.engine.update(
            "Deal", deal.id,
            [
                "name": .text("Valve"), "amount": .money("90.00"), "margin": .money("5.00"),
                "score": .integer(2),
            ], as: bench.operatorActor, through: .test
        ).get()
        bench.clock.advance(.hours(1))
        return (bench, deal, ann, first)
    }

    @Test("is a change of its own, of what the actor may set; formulas follow")
    func whole() async throws {
        let (bench, deal, ann, first) = try await Self.stage()
        _ = try await bench.engine.revert("Deal", deal.id, to: first, as: ann, through: .test).get()
        let now = try await bench.engine.record("Deal", deal.id, as: bench.operatorActor)
        #expect(now["name"] == .text("Pump"))
        #expect(now["amount"] == .money("80.00"))
        #expect(now["net"] == .money("64.00"))
        #expect(now["margin"] == .money("5.00"))
        #expect(now["score"] == .integer(2))
        #expect(now.version == 3)
        #expect(try await bench.engine.history("Deal", deal.id, as: ann).count == 3)
    }

    @Test("takes only the fields that are named, and refuses what may not be set")
    func fields() async throws {
        let (bench, deal, ann, first) = try await Self.stage()
        let one = try await bench.engine.revert(
            "Deal", deal.id, to: first, only: ["name"], as: ann, through: .test
        ).get()
        #expect(one["name"] == .text("Pump"))
        #expect(one["amount"] == .money("90.00"))
        for (name, code) in [("score", "field.readonly"), ("net", "field.computed")] {
            let answer = try await bench.engine.revert(
                "Deal", deal.id, to: first, only: [name], as: ann, through: .test)
            #expect(bench.refusal(answer)?.error.reasons.first?.code == code)
        }
        await #expect {
            _ = try await bench.engine.revert(
                "Deal", deal.id, to: first, only: ["margin"], as: ann, through: .test)
        } throws: {
            ($0 as? TidegateError)?.code == "field.unknown"
        }
    }

    @Test("is refused by the rules of today, and leaves nothing when it is only tried")
    func rules() async throws {
        let (bench, deal, ann, first) = try await Self.stage()
        let trial = try await bench.engine.simulate(
            .revert(object: "Deal", id: deal.id, to: first, only: []), as: ann, through: .test)
        #expect(trial.changes.flatMap(\.changes).map(\.field) == ["amount", "name", "net"])
        #expect(try await bench.engine.history("Deal", deal.id, as: ann).count == 2)
        _ = try await bench.engine.install([
            Workbench.pack(Self.rules.replacing(">= 50", with: ">= 85"))
        ])
        let answer = try await bench.engine.revert(
            "Deal", deal.id, to: first, as: ann, through: .test)
        #expect(bench.refusal(answer)?.error.reasons.first?.message == "Not small: Too small.")
    }
}
