import Testing
import TidegateEngine
import TidegateModel

@Suite("A record as it was")
struct HindsightTests {
    static let rules = """
        object "Deal" {
          title = "{name}",
          text "name" { required = true }, money "amount", money "margin", text "note",
          choice "stage" { values = { "open", "won" }, default = "open" },
          reference "owner" { to = "User" },
        }
        access "seller" { Deal = { read = "owner == me()", hide = { "margin" } } }
        access "finance" { Deal = { read = true } }
        """

    static let hour = Span.hours(1)

    /// A deal created at 8, changed at 9 and 10; it is 11 now.
    private static func stage() async throws -> (
        bench: Workbench, deal: Record, ann: Actor, eight: Instant
    ) {
        let bench = try await Workbench(rules)
        let ann = try await bench.user("ann", roles: ["seller"])
        let owner = ann.user.map(Value.reference) ?? .none
        let eight = bench.engine.clock.now()
        let deal = try await bench.create(
            "Deal", ["name": .text("Pump"), "margin": .money("4.00"), "owner": owner])
        for changes: [String: Value] in [
            ["amount": .money("80.00"), "margin": .money("5.00")],
            ["amount": .money("75.50"), "name": .text("Big pump")],
        ] {
            bench.clock.advance(hour)
            _ = try await bench.engine.update(
                "Deal", deal.id, changes, as: bench.operatorActor, through: .test
            ).get()
        }
        bench.clock.advance(hour)
        return (bench, deal, ann, eight)
    }

    private static func error(_ body: () async throws -> Void) async -> TidegateError? {
        do {
            try await body()
            return nil
        } catch {
            return error as? TidegateError
        }
    }

    @Test("has the values, the version and the time of change of then")
    func values() async throws {
        let (bench, deal, _, eight) = try await Self.stage()
        func then(_ time: Instant) async throws -> [Value] {
            let past = try await bench.engine.record(
                "Deal", deal.id, asOf: time, as: bench.operatorActor)
            return [
                past["name"], past["amount"], past["stage"], .integer(past.version),
                past["updated_at"], past["created_at"],
            ]
        }
        let nine = eight + Self.hour
        #expect(
            try await then(eight) == [
                .text("Pump"), .none, .text("open"), .integer(1), .datetime(eight),
                .datetime(eight),
            ])
        let atNine: [Value] = [
            .text("Pump"), .money("80.00"), .text("open"), .integer(2), .datetime(nine),
            .datetime(eight),
        ]
        #expect(try await then(nine) == atNine)
        #expect(try await then(nine + Span.minutes(59)) == atNine)
        #expect(try await then(nine + Self.hour)[1] == .money("75.50"))
        #expect(try await then(eight + Span.days(900))[0] == .text("Big pump"))
    }

    @Test("is not there before it was made, and not after it was deleted")
    func absence() async throws {
        let (bench, deal, _, eight) = try await Self.stage()
        let deleted = bench.engine.clock.now()
        _ = try await bench.engine.delete(
            "Deal", deal.id, as: bench.operatorActor, through: .test
        ).get()
        bench.clock.advance(Self.hour)
        func ask(_ time: Instant) async -> String? {
            await Self.error {
                _ = try await bench.engine.record(
                    "Deal", deal.id, asOf: time, as: bench.operatorActor)
            }?.message
        }
        let before = Instant(milliseconds: eight.milliseconds - 1)
        #expect(
            await ask(before)
                == "Deal \(deal.id) was not there at \(before): it was created at \(eight).")
        #expect(
            await ask(bench.engine.clock.now())
                == "Deal \(deal.id) was not there at \(bench.engine.clock.now()): "
                + "it was deleted at \(deleted).")
        let last = try await bench.engine.record(
            "Deal", deal.id, asOf: Instant(milliseconds: deleted.milliseconds - 1),
            as: bench.operatorActor)
        #expect(last["name"] == .text("Big pump"))
        #expect(last["created_at"] == .datetime(eight))
        #expect(last.version == 3)
        let never = RecordID(number: 5)
        #expect(
            await Self.error {
                _ = try await bench.engine.record(
                    "Deal", never, asOf: eight, as: bench.operatorActor)
            }?.code == "record.not_found")
    }

    @Test("is there only for who may read it now, without what is hidden")
    func rights() async throws {
        let (bench, deal, ann, eight) = try await Self.stage()
        let sam = try await bench.user("sam", roles: ["seller"])
        let fin = try await bench.user("fin", roles: ["finance"])
        func margin(_ actor: Actor) async throws -> Value {
            try await bench.engine.record("Deal", deal.id, asOf: eight, as: actor)["margin"]
        }
        #expect(try await margin(ann) == .none)
        #expect(try await margin(fin) == .money("4.00"))
        #expect(
            await Self.error { _ = try await margin(sam) }?.message
                == "There is no Deal \(deal.id).")
        _ = try await bench.engine.delete(
            "Deal", deal.id, as: bench.operatorActor, through: .test
        ).get()
        // Deleted, it is judged as it was last.
        #expect(try await margin(ann) == .none)
        #expect(
            await Self.error { _ = try await margin(sam) }?.code == "record.not_found")
        #expect(try await margin(fin) == .money("4.00"))
    }

    @Test("has the fields of today: one added since is missing, one that is gone is left out")
    func schema() async throws {
        let (bench, deal, _, eight) = try await Self.stage()
        let changed = Self.rules.replacing(#"text "note""#, with: #"integer "rank""#)
            .replacing(#""open", "won""#, with: #""new", "won""#)
            .replacing(#"default = "open""#, with: #"default = "new""#)
        // A value that goes is taken from the records first.
        _ = try await bench.engine.update(
            "Deal", deal.id, ["stage": .text("won")], as: bench.operatorActor, through: .test
        ).get()
        _ = try await bench.engine.install([Workbench.pack(changed)], acceptingLoss: true)
        _ = try await bench.engine.update(
            "Deal", deal.id, ["rank": .integer(4)], as: bench.operatorActor, through: .test
        ).get()
        let past = try await bench.engine.record(
            "Deal", deal.id, asOf: eight, as: bench.operatorActor)
        #expect(past["rank"] == .none)
        // A choice that is offered no longer is still what was chosen.
        #expect(past["stage"] == .text("open"))
        #expect(past.object.slot(of: "note") == nil)
    }

    @Test("spans as many changes as there are")
    func many() async throws {
        let (bench, deal, _, eight) = try await Self.stage()
        for number in 1...230 {
            _ = try await bench.engine.update(
                "Deal", deal.id, ["note": .text("\(number)")], as: bench.operatorActor,
                through: .test
            ).get()
        }
        let past = try await bench.engine.record(
            "Deal", deal.id, asOf: eight + Self.hour, as: bench.operatorActor)
        #expect(past.version == 2)
        #expect(past["note"] == .none)
        #expect(past["amount"] == .money("80.00"))
    }

    @Test("is not kept of what the engine looks after itself")
    func engineOwned() async throws {
        let (bench, deal, _, eight) = try await Self.stage()
        #expect(
            await Self.error {
                _ = try await bench.engine.record(
                    "Approval", deal.id, asOf: eight, as: bench.operatorActor)
            }?.code == "history.not_kept")
    }

    @Test(
        "is asked for by a day, which means its end, or by an instant",
        arguments: [
            ("2026-11-01", "2026-11-01T23:59:59.999Z"),
            ("2026-11-01T08:30Z", "2026-11-01T08:30:00Z"), ("yesterday", nil),
            ("2026-02-30", nil), ("", nil),
        ] as [(String, String?)])
    func times(text: String, want: String?) {
        #expect(Instant(lookingBackTo: text)?.description == want)
    }
}
