import Testing
import TidegateEngine
import TidegateModel
import TidegateStore
import TidegateTesting

@Suite("Bringing a deleted record back")
struct UndeletionTests {
    static let rules = """
        object "Customer" {
          title = "{name}",
          text "name" { required = true }, text "code", money "credit",
          children "deals" { of = "Deal.customer" },
          money "worth" { rollup = "sum(deals.amount)" },
          unique { "code" },
        }
        object "Deal" {
          title = "{name}",
          text "name" { required = true }, money "amount", text "note",
          choice "state" { values = { "new", "sold" }, default = "new" },
          reference "customer" { to = "Customer", required = true, on_delete = "cascade" },
          reference "owner" { to = "User" },
          autonumber "number" { format = "D-{0000}" },
          children "lines" { of = "Line.deal" },
        }
        object "Line" {
          title = "{what}",
          text "what", reference "deal" { to = "Deal", required = true, on_delete = "cascade" },
        }
        object "Memo" {
          title = "{text}",
          text "text", reference "about" { to = "Customer", on_delete = "clear" },
        }
        access "seller" {
          Customer = { read = true, create = true, update = true, delete = true, hide = { "credit" } },
          Deal = { read = "owner == me()", create = "owner == me()", update = true, delete = "owner == me()" },
        }
        access "buyer" { Deal = { read = true } }
        hook "Deal" "Greets" {
          after_save = function(deal, old)
            if not old then create("Line") { what = "Hello", deal = deal } end
          end,
        }
        validation "Deal" "Not small" { must = "amount is empty or amount >= 50", say = "Too small." }
        """

    struct Stage {
        var bench: Workbench
        var customer: Record
        var deal: Record
        var ann: Actor
    }

    static func stage(_ store: (any Store)? = nil) async throws -> Stage {
        let bench = try await Workbench(rules, store: store ?? SQLiteStore.inMemory())
        let ann = try await bench.user("ann", roles: ["seller"])
        let customer = try await bench.create(
            "Customer", ["name": .text("Acme"), "code": .text("A1"), "credit": .money("9.00")])
        let deal = try await bench.create(
            "Deal",
            [
                "name": .text("Pump"), "amount": .money("80.00"),
                "customer": .reference(customer.id),
                "owner": ann.user.map(Value.reference) ?? .none,
            ])
        _ = try await bench.create(
            "Memo", ["text": .text("call"), "about": .reference(customer.id)])
        bench.clock.advance(.hours(1))
        return Stage(bench: bench, customer: customer, deal: deal, ann: ann)
    }

    private static func code(_ body: () async throws -> Void) async -> String? {
        do {
            try await body()
            return nil
        } catch { return (error as? TidegateError)?.code }
    }
}

extension UndeletionTests {
    @Test("gives back its id, its values, its number and when it was made, as a change of its own")
    func whole() async throws {
        let stage = try await Self.stage()
        let (bench, deal) = (stage.bench, stage.deal)
        let number = deal["number"]
        _ = try await bench.engine.delete(
            "Deal", deal.id, as: stage.ann, through: .test
        ).get()
        bench.clock.advance(.hours(1))
        let back = try await bench.engine.undelete(
            "Deal", deal.id, as: stage.ann, through: .test
        ).get()
        #expect(back.id == deal.id)
        #expect(back["name"] == .text("Pump"))
        #expect(back["amount"] == .money("80.00"))
        #expect(back["number"] == number)
        #expect(back["created_at"] == deal["created_at"])
        #expect(back["updated_at"] == .datetime(bench.engine.clock.now()))
        #expect(back["updated_by"].reference == stage.ann.user)
        #expect(back.version == 3)
        let history = try await bench.engine.history("Deal", deal.id, as: bench.operatorActor)
        #expect(history.map(\.kind) == ["create", "delete", "undelete"])
        guard case .intact = try await bench.engine.verifyHistory() else {
            Issue.record("the chain is broken")
            return
        }
    }

    @Test("runs no rule for new records again, and counts for the roll-ups")
    func rules() async throws {
        let stage = try await Self.stage()
        let bench = stage.bench
        #expect(try await bench.count("Line") == 1)
        _ = try await bench.engine.delete(
            "Deal", stage.deal.id, as: bench.operatorActor, through: .test
        ).get()
        func worth() async throws -> Value {
            try await bench.engine.record("Customer", stage.customer.id, as: bench.operatorActor)[
                "worth"]
        }
        #expect(try await worth() != .money("80.00"))
        _ = try await bench.engine.undelete(
            "Deal", stage.deal.id, as: bench.operatorActor, through: .test
        ).get()
        #expect(try await worth().decimal == Decimal("80.00"))
        #expect(try await bench.count("Line") == 1)
    }

    @Test("takes with it what was deleted with it, and puts references back that were emptied")
    func act() async throws {
        let stage = try await Self.stage()
        let bench = stage.bench
        _ = try await bench.engine.delete(
            "Customer", stage.customer.id, as: bench.operatorActor, through: .test
        ).get()
        #expect(try await bench.count("Deal") + bench.count("Line") == 0)
        #expect(try await bench.count("Memo", where: "about is empty") == 1)
        let trial = try await bench.engine.simulate(
            .undelete(object: "Customer", id: stage.customer.id, values: [:]),
            as: bench.operatorActor, through: .test)
        #expect(trial.changes.map(\.object).filter { $0 != "Memo" }.sorted().first == "Customer")
        #expect(try await bench.count("Customer") == 0)
        let back = try await bench.engine.undelete(
            "Customer", stage.customer.id, as: bench.operatorActor, through: .test
        ).get()
        #expect(back["worth"].decimal == Decimal("80.00"))
        #expect(try await bench.count("Deal") == 1)
        #expect(try await bench.count("Line") == 1)
        #expect(try await bench.count("Memo", where: "about.code == 'A1'") == 1)
        let history = try await bench.engine.history(
            "Deal", stage.deal.id, as: bench.operatorActor)
        #expect(history.map(\.kind) == ["create", "delete", "undelete"])
        #expect(history[1].cause == "deletion, for Customer/\(stage.customer.id)")
        #expect(history[2].cause == "undeletion, for Customer/\(stage.customer.id)")
        let doctor = try await bench.engine.recompute(
            as: bench.operatorActor, through: .test)
        #expect(doctor.differences.isEmpty)
    }

    @Test("leaves a reference alone that leads elsewhere by now, and what went in another act")
    func others() async throws {
        let stage = try await Self.stage()
        let (bench, me) = (stage.bench, stage.bench.operatorActor)
        _ = try await bench.engine.delete("Deal", stage.deal.id, as: me, through: .test).get()
        _ = try await bench.engine.delete(
            "Customer", stage.customer.id, as: me, through: .test
        ).get()
        let other = try await bench.create("Customer", ["name": .text("Bolt")])
        guard case .records(let memos) = try await bench.engine.list(ListRequest("Memo"), as: me)
        else { return }
        _ = try await bench.engine.update(
            "Memo", memos[0].id, ["about": .reference(other.id)], as: me, through: .test
        ).get()
        _ = try await bench.engine.undelete(
            "Customer", stage.customer.id, as: me, through: .test
        ).get()
        #expect(try await bench.count("Deal") == 0)
        #expect(try await bench.count("Memo", where: "about.name == 'Bolt'") == 1)
    }

    @Test("is refused where a unique value was taken, a rule says no, or what it refers to is gone")
    func refusals() async throws {
        let stage = try await Self.stage()
        let (bench, me) = (stage.bench, stage.bench.operatorActor)
        func back(_ object: String, _ id: RecordID, _ values: [String: Value] = [:]) async throws
            -> Answer<Record>
        {
            try await bench.engine.undelete(object, id, giving: values, as: me, through: .test)
        }
        _ = try await bench.engine.delete("Deal", stage.deal.id, as: me, through: .test).get()
        _ = try await bench.engine.delete(
            "Customer", stage.customer.id, as: me, through: .test
        ).get()
        let gone = bench.refusal(try await back("Deal", stage.deal.id))
        #expect(gone?.error.code == "record.unrestorable")
        #expect(gone?.error.reasons.map(\.field) == ["customer"])
        let taker = try await bench.create(
            "Customer", ["name": .text("Other"), "code": .text("A1")])
        #expect(
            bench.refusal(try await back("Customer", stage.customer.id))?.error.code
                == "record.not_unique")
        let mended = try await back("Customer", stage.customer.id, ["code": .text("A2")]).get()
        #expect(mended["code"] == .text("A2"))
        #expect(mended["name"] == .text("Acme"))
        #expect(taker.id != mended.id)
        _ = try await bench.engine.install([
            Workbench.pack(Self.rules.replacing(">= 50", with: ">= 85"))
        ])
        #expect(
            bench.refusal(try await back("Deal", stage.deal.id))?.error.reasons.map(\.message)
                == ["Not small: Too small."])
        let fits = try await back("Deal", stage.deal.id, ["amount": .money("90.00")]).get()
        #expect(fits["amount"] == .money("90.00"))
    }

    @Test(
        "leaves out a field that a pack has dropped since, and refuses a value it no longer takes")
    func schema() async throws {
        let stage = try await Self.stage()
        let (bench, me) = (stage.bench, stage.bench.operatorActor)
        _ = try await bench.engine.update(
            "Deal", stage.deal.id, ["note": .text("n"), "state": .text("sold")], as: me,
            through: .test
        ).get()
        _ = try await bench.engine.delete("Deal", stage.deal.id, as: me, through: .test).get()
        _ = try await bench.engine.install([
            Workbench.pack(
                Self.rules.replacing(", text \"note\"", with: "")
                    .replacing("\"new\", \"sold\"", with: "\"new\", \"won\""))
        ])
        let refused = try await bench.engine.undelete(
            "Deal", stage.deal.id, as: me, through: .test)
        #expect(bench.refusal(refused)?.error.reasons.map(\.field) == ["state"])
        let back = try await bench.engine.undelete(
            "Deal", stage.deal.id, giving: ["state": .text("won")], as: me, through: .test
        ).get()
        #expect(back.object.slot(of: "note") == nil)
        #expect(back["state"] == .text("won"))
    }

    @Test("is done once, however many ask at the same time")
    func twice() async throws {
        let stage = try await Self.stage()
        let bench = stage.bench
        _ = try await bench.engine.delete(
            "Deal", stage.deal.id, as: bench.operatorActor, through: .test
        ).get()
        let codes = await withTaskGroup(of: String.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    await Self.code {
                        _ = try await bench.engine.undelete(
                            "Deal", stage.deal.id, as: bench.operatorActor, through: .test
                        ).get()
                    } ?? "done"
                }
            }
            return await group.reduce(into: [String]()) { $0.append($1) }
        }
        #expect(codes.filter { $0 == "done" }.count == 1)
        #expect(codes.filter { $0 == "record.not_deleted" }.count == 7)
    }

    @Test(
        "is refused for what never was, and for what is not there for the actor, in the same words")
    func strangers() async throws {
        let stage = try await Self.stage()
        let bench = stage.bench
        let bob = try await bench.user("bob", roles: ["seller"])
        let eve = try await bench.user("eve", roles: ["buyer"])
        _ = try await bench.engine.delete(
            "Deal", stage.deal.id, as: bench.operatorActor, through: .test
        ).get()
        func code(_ id: RecordID, _ actor: Actor) async -> String? {
            await Self.code {
                _ = try await bench.engine.undelete("Deal", id, as: actor, through: .test).get()
            }
        }
        #expect(await code(stage.deal.id, bob) == "record.not_found")
        #expect(await code(RecordID(number: 77), bench.operatorActor) == "record.not_found")
        #expect(await code(stage.deal.id, eve) == "access.create")
        #expect(await code(stage.deal.id, stage.ann) == nil)
    }

    @Test("leaves all of it or nothing, at whichever call the store fails")
    func faults() async throws {
        var number = 0
        while true {
            number += 1
            let plan = FaultPlan(failAt: nil)
            var options = SQLiteStore.Options()
            options.faults = plan.hook
            let stage = try await Self.stage(SQLiteStore.inMemory(options: options))
            let bench = stage.bench
            _ = try await bench.engine.delete(
                "Customer", stage.customer.id, as: bench.operatorActor, through: .test
            ).get()
            plan.fail(at: number)
            let isAcknowledged =
                (try? await bench.engine.undelete(
                    "Customer", stage.customer.id, as: bench.operatorActor, through: .test
                ).get()) != nil
            plan.stop()
            let counts = [
                try await bench.count("Customer"), try await bench.count("Deal"),
                try await bench.count("Line"),
                try await bench.count("Memo", where: "about is not empty"),
            ]
            #expect(counts == [1, 1, 1, 1] || (!isAcknowledged && counts == [0, 0, 0, 0]))
            guard case .intact = try await bench.engine.verifyHistory() else {
                Issue.record("the history is broken after a failure at call \(number)")
                return
            }
            if !plan.hasFailed { break }
        }
        #expect(number > 8, "bringing back makes more calls than \(number)")
    }
}
