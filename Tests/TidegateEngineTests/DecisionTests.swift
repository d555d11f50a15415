import Testing
import TidegateEngine
import TidegateModel

@Suite("Gates and approvals")
struct DecisionTests {
    static let rules = """
        object "Deal" {
          text "name" { required = true },
          choice "stage" { values = { "open", "offer", "won", "lost" }, default = "open" },
          money "amount", percent "discount" { default = 0 }, boolean "confirmed",
          boolean "cleared", text "lost_reason",
          reference "owner" { to = "User", default = "me()" },
          children "lines" { of = "Line.deal" },
        }
        object "Line" {
          title = "{deal}", reference "deal" { to = "Deal", required = true }, money "price",
        }
        pipeline "Deal.stage" {
          stage "open"  { to = { "offer", "lost" } },
          stage "offer" { to = { "won", "lost" }, gate "Basics" { need = { "amount" } } },
          stage "won"   { final = true,
            gate "Confirmed" { must = "confirmed", say = "The customer has to confirm first." },
            gate "Discount"  { must = "discount <= 15 or approved('discount')" },
            gate "Judged"    { check = function(deal) return deal.amount < 1000000 end } },
          stage "lost"  { final = true, gate "Say why" { need = { "lost_reason" } } },
        }
        approval "discount" {
          on = "Deal", when = "discount > 15", freeze = { "discount", "lines" },
          never = { "submitter", "owner" },
          step "manager" { who = "owner.manager", within = "8 work hours" },
          step "finance" { who = role "finance", quorum = 2, veto = true, when = "amount > 50000" },
          approved = { set = { cleared = true } },
          rejected = { tell = "owner", say = "{name}: {verdict.by} said no: {verdict.comment}" },
        }
        """

    struct Cast {
        let bench: Workbench
        let ann: Actor, bob: Actor, fin1: Actor, fin2: Actor, chief: Actor

        init() async throws {
            bench = try await Workbench(DecisionTests.rules)
            bob = try await bench.user("bob")
            ann = try await bench.user("ann", roles: ["finance"], manager: "bob")
            fin1 = try await bench.user("fin1", roles: ["finance"])
            fin2 = try await bench.user("fin2", roles: ["finance"])
            chief = try await bench.user("chief", roles: ["chief"])
        }

        func deal(_ more: [String: Value] = [:]) async throws -> Record {
            let values: [String: Value] = [
                "name": .text("Pump"), "amount": .integer(80_000), "discount": .integer(20),
            ]
            return try await bench.create("Deal", values.merging(more) { $1 }, as: ann)
        }

        func move(_ deal: Record, _ stage: String, as actor: Actor? = nil, waiver: String? = nil)
            async throws -> Answer<Record>
        {
            try await bench.engine.move(
                "Deal", deal.id, to: stage, as: actor ?? ann, through: .test,
                RequestOptions(waiver: waiver))
        }

        func decide(_ deal: Record, _ actor: Actor, yes: Bool = true, comment: String? = nil)
            async throws -> Answer<Record>
        {
            try await bench.engine.decide(
                "discount", "Deal", deal.id, yes: yes, comment: comment, as: actor, through: .test)
        }

        func openTasks(_ login: String) async throws -> Int {
            try await bench.count("Task", where: "state == 'open' and assignee.login == '\(login)'")
        }
    }

    @Test("a refusal lists every closed gate with what it saw, what opens it and who can")
    func everyGate() async throws {
        let cast = try await Cast()
        let deal = try await cast.deal()
        _ = try await cast.move(deal, "offer").get()
        let answer = try await cast.move(deal, "won")
        let refusal = try #require(cast.bench.refusal(answer))
        let closed = refusal.gates.filter { !$0.passed }
        #expect(refusal.error.code == "gate.closed")
        #expect(closed.map(\.name) == ["Confirmed", "Discount"])
        #expect(closed[0].message == "The customer has to confirm first.")
        #expect(closed[1].who == ["Bob"])
        #expect(closed[1].unblock == ["approval discount, step manager: waits for Bob"])
        let explained = try await cast.bench.engine.explain(
            "Deal", deal.id, to: "won", as: cast.ann)
        #expect(explained.map(\.passed) == [false, false, true])
        _ = try await cast.bench.engine.update(
            "Deal", deal.id, ["confirmed": .bool(true)], as: cast.ann, through: .test
        ).get()
        let open = try await cast.bench.engine.explain("Deal", deal.id, to: "won", as: cast.ann)[0]
        #expect(open.passed)
        #expect(open.saw == [.init(text: "confirmed", values: [("confirmed", .bool(true))])])
    }

    @Test("a stage that is not next cannot be entered, not even at creation")
    func order() async throws {
        let cast = try await Cast()
        let deal = try await cast.deal(["discount": .integer(0), "confirmed": .bool(true)])
        let jump = try await cast.move(deal, "won")
        #expect(cast.bench.refusal(jump)?.gates.first?.name == "Way to won")
        let born = try await cast.bench.engine.create(
            "Deal", ["name": .text("x"), "stage": .text("won"), "amount": .integer(1)],
            as: cast.ann, through: .test)
        #expect(cast.bench.refusal(born) != nil)
    }

    @Test("the manager, then two of finance: the deal is cleared, four eyes kept")
    func wholeWay() async throws {
        let cast = try await Cast()
        let deal = try await cast.deal(["confirmed": .bool(true)])
        _ = try await cast.move(deal, "offer").get()
        #expect(try await cast.openTasks("bob") == 1)
        _ = try await cast.decide(deal, cast.bob, comment: "fine").get()
        #expect(try await cast.openTasks("fin1") == 1)
        #expect(try await cast.openTasks("ann") == 0)
        _ = try await cast.decide(deal, cast.fin1).get()
        let own = try await cast.decide(deal, cast.ann)
        #expect(cast.bench.refusal(own)?.error.code == "approval.four_eyes")
        #expect(
            try await cast.bench.engine.record("Deal", deal.id, as: .system)["cleared"] == .none)
        _ = try await cast.decide(deal, cast.fin2).get()
        #expect(
            try await cast.bench.engine.record("Deal", deal.id, as: .system)["cleared"]
                == .bool(true))
        #expect(try await cast.move(deal, "won").get()["stage"] == .text("won"))
    }

    @Test("a comment has a length, and a longer one decides nothing")
    func comments() async throws {
        let cast = try await Cast()
        let deal = try await cast.deal(["confirmed": .bool(true)])
        _ = try await cast.move(deal, "offer").get()
        let long = String(repeating: "é", count: EngineLimits.commentCharacters)
        await #expect(throws: TidegateError.self) {
            _ = try await cast.decide(deal, cast.bob, comment: long + "!")
        }
        #expect(try await cast.openTasks("bob") == 1)
        _ = try await cast.decide(deal, cast.bob, comment: long).get()
    }

    @Test("no one can set by hand what only an approval may set")
    func guarded() async throws {
        let cast = try await Cast()
        let deal = try await cast.deal()
        let answer = try await cast.bench.engine.update(
            "Deal", deal.id, ["cleared": .bool(true)], as: cast.chief, through: .test)
        #expect(cast.bench.refusal(answer)?.error.reasons.first?.code == "field.computed")
    }

    @Test("a no with a comment is told to the owner; changing what was asked asks again")
    func rejection() async throws {
        let cast = try await Cast()
        let deal = try await cast.deal()
        _ = try await cast.decide(deal, cast.bob, yes: false, comment: "too much").get()
        let mails = try await cast.bench.count(
            "Mail",
            where: "recipient == 'ann@example.com' and subject contains 'Bob said no: too much'")
        #expect(mails == 1)
        #expect(try await cast.openTasks("bob") == 0)
        _ = try await cast.bench.engine.update(
            "Deal", deal.id, ["discount": .integer(18)], as: cast.ann, through: .test
        ).get()
        #expect(try await cast.openTasks("bob") == 1)
    }

    @Test("a change of what is frozen supersedes the approval, also a change of a child")
    func superseded() async throws {
        let cast = try await Cast()
        let deal = try await cast.deal(["amount": .integer(100)])
        _ = try await cast.decide(deal, cast.bob).get()
        #expect(try await cast.bench.count("Approval", where: "state == 'approved'") == 1)
        _ = try await cast.bench.create("Line", ["deal": .reference(deal.id)], as: cast.ann)
        #expect(try await cast.bench.count("Approval", where: "state == 'superseded'") == 1)
        #expect(try await cast.bench.count("Approval", where: "state == 'open'") == 1)
        #expect(try await cast.openTasks("bob") == 1)
    }

    @Test("is withdrawn when it is no longer needed, or by who submitted it")
    func withdrawal() async throws {
        let cast = try await Cast()
        let deal = try await cast.deal()
        let other = try await cast.deal(["name": .text("Valve")])
        _ = try await cast.bench.engine.update(
            "Deal", deal.id, ["discount": .integer(5)], as: cast.ann, through: .test
        ).get()
        let stranger = try await cast.bench.engine.withdraw(
            "discount", "Deal", other.id, as: cast.bob, through: .test)
        #expect(cast.bench.refusal(stranger)?.error.code == "approval.withdraw")
        _ = try await cast.bench.engine.withdraw(
            "discount", "Deal", other.id, comment: "later", as: cast.ann, through: .test
        ).get()
        #expect(try await cast.bench.count("Approval", where: "state == 'open'") == 0)
        #expect(try await cast.openTasks("bob") == 0)
    }

    @Test("that was withdrawn is asked for again by who may change the record, as its gate says")
    func askedAgain() async throws {
        let cast = try await Cast()
        let deal = try await cast.deal(["confirmed": .bool(true)])
        _ = try await cast.move(deal, "offer").get()
        let engine = cast.bench.engine
        func way() async throws -> [String] {
            let answer = try await cast.move(deal, "won")
            return cast.bench.refusal(answer)?.gates.first { $0.name == "Discount" }?.unblock ?? []
        }
        #expect(try await way() == ["approval discount, step manager: waits for Bob"])
        let early = try await engine.ask("discount", "Deal", deal.id, as: cast.ann, through: .test)
        #expect(cast.bench.refusal(early)?.error.code == "approval.not_withdrawn")
        _ = try await engine.withdraw(
            "discount", "Deal", deal.id, as: cast.ann, through: .test
        ).get()
        #expect(try await way() == ["approval discount was withdrawn; ask for it again"])
        #expect(
            try await engine.approvals(of: "Deal", deal.id, as: cast.ann).map(\.canBeAsked)
                == [true])
        _ = try await engine.ask("discount", "Deal", deal.id, as: cast.chief, through: .test).get()
        #expect(try await way() == ["approval discount, step manager: waits for Bob"])
        #expect(try await cast.openTasks("bob") == 1)
        #expect(
            try await engine.approvals(of: "Deal", deal.id, as: cast.ann).map(\.canBeAsked)
                == [false, false])
        _ = try await cast.decide(deal, cast.bob, yes: false).get()
        #expect(
            try await way()
                == ["approval discount was rejected; change discount or lines to ask again"])
    }

    @Test("that was withdrawn and is no longer needed opens by itself, and is not asked for")
    func noLongerNeeded() async throws {
        let cast = try await Cast()
        let deal = try await cast.deal()
        let engine = cast.bench.engine
        _ = try await engine.withdraw(
            "discount", "Deal", deal.id, as: cast.ann, through: .test
        ).get()
        _ = try await engine.update(
            "Deal", deal.id, ["discount": .integer(5)], as: cast.ann, through: .test
        ).get()
        let answer = try await engine.ask("discount", "Deal", deal.id, as: cast.ann, through: .test)
        #expect(cast.bench.refusal(answer)?.error.code == "approval.not_withdrawn")
    }

    @Test("a gate is waived only with the permission, and the reason stays in the trace")
    func waiver() async throws {
        let cast = try await Cast()
        let deal = try await cast.deal()
        await #expect(throws: TidegateError.self) {
            _ = try await cast.move(deal, "won", waiver: "hurry")
        }
        _ = try await cast.move(deal, "won", as: cast.chief, waiver: "signed on paper").get()
        let history = try await cast.bench.engine.history("Deal", deal.id, as: .system)
        let trace = history.last?.trace.joined(separator: "\n") ?? ""
        #expect(trace.contains("gate Confirmed of won waived: \"signed on paper\""))
        #expect(trace.contains("gate Judged of won passed"))
    }

    @Test("a task says when it is due, in work time")
    func due() async throws {
        let cast = try await Cast()
        _ = try await cast.deal()
        guard
            case .records(let tasks) = try await cast.bench.engine.list(
                ListRequest("Task"), as: cast.bob)
        else { return }
        // 2026-02-16 is a Monday; eight work hours from midnight end at 17:00.
        #expect(tasks.first?["due"].description == "2026-02-16T17:00:00Z")
    }

    @Test("no door writes the engine's own records: not a request, not a script")
    func engineOwned() async throws {
        let cast = try await Cast()
        let deal = try await cast.deal()
        guard
            case .records(let approvals) = try await cast.bench.engine.list(
                ListRequest("Approval"), as: cast.ann), let open = approvals.first
        else {
            Issue.record("no approval is open")
            return
        }
        let error = await #expect(throws: TidegateError.self) {
            _ = try await cast.bench.engine.update(
                "Approval", open.id, ["state": .text("approved")], as: cast.chief, through: .test)
        }
        #expect(error?.code == "object.engine")
        #expect(
            try await cast.bench.engine.record("Deal", deal.id, as: .system)["cleared"] == .none)
    }

    @Test("asks others when who was asked leaves, loses the role, or someone else gets it")
    func votersComeAndGo() async throws {
        let cast = try await Cast()
        let deal = try await cast.deal()
        _ = try await cast.decide(deal, cast.bob).get()
        #expect(try await cast.openTasks("fin1") == 1)
        let user = try #require(cast.fin1.user)
        _ = try await cast.bench.engine.update(
            "User", user, ["active": .bool(false)], as: .system, through: .test
        ).get()
        #expect(try await cast.openTasks("fin1") == 0)
        let fin3 = try await cast.bench.user("fin3", roles: ["finance"])
        #expect(try await cast.openTasks("fin3") == 1)
        _ = try await cast.decide(deal, cast.fin2).get()
        _ = try await cast.decide(deal, fin3).get()
        #expect(
            try await cast.bench.engine.record("Deal", deal.id, as: .system)["cleared"]
                == .bool(true))
    }

    @Test("a step whose condition is unknown is asked, not skipped: unknown fails closed")
    func unknownStep() async throws {
        let cast = try await Cast()
        let deal = try await cast.deal(["amount": .none])
        _ = try await cast.decide(deal, cast.bob).get()
        #expect(
            try await cast.bench.engine.record("Deal", deal.id, as: .system)["cleared"] == .none)
        #expect(try await cast.openTasks("fin1") == 1)
    }
}
