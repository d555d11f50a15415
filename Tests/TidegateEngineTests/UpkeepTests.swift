import Testing
import TidegateEngine
import TidegateModel

@Suite("Approvals, alerts and warnings after the first save")
struct UpkeepTests {
    static let rules = """
        object "Bid" {
          text "name" { required = true }, integer "d" { default = 0 }, integer "n" { default = 0 },
          boolean "ok" { default = false }, date "due",
          children "items" { of = "Item.bid" }, integer "total" { rollup = "sum(items.n)" },
        }
        object "Item" {
          text "name", integer "n", reference "bid" { to = "Bid", required = true, on_delete = "cascade" },
        }
        hook "Bid" "count" { when = "changed(d)", after_save = function(b) b.n = b.n + 1; b:save() end }
        approval "bid" {
          on = "Bid", when = "d > 10", freeze = { "d", "items", "total" }, never = { "submitter" },
          step "one" { who = role "finance" }, approved = { set = { ok = true } },
        }
        validation "Bid" "Has items" { must = "d < 50 or count(items) >= 1" }
        validation "Bid" "Still in time" {
          must = "due is empty or due >= today()", say = "The day has gone by.", kind = "warn",
        }
        alert "large" {
          on = "Bid", raise = "d >= 30", clear = "d < 30", level "l" { task = role "buyer" },
        }
        """
    static let late = RequestOptions(confirmation: "agreed by phone")

    private func bench() async throws -> (Workbench, ann: Actor, fin: Actor) {
        let bench = try await Workbench(Self.rules)
        try await bench.user("bea", roles: ["buyer"])
        return (bench, try await bench.user("ann"), try await bench.user("fin", roles: ["finance"]))
    }

    private func states(_ bench: Workbench) async throws -> [Value] {
        guard
            case .records(let rows) = try await bench.engine.list(
                ListRequest("Approval"), as: bench.operatorActor)
        else { return [] }
        return rows.map { $0["state"] }
    }

    @Test("an after-hook or roll-up that saves the record again does not ask twice")
    func askedOnce() async throws {
        let (bench, ann, _) = try await bench()
        let bid = try await bench.create("Bid", ["name": .text("b")], as: ann)
        _ = try await bench.engine.update(
            "Bid", bid.id, ["d": .integer(20)], as: ann, through: .test
        ).get()
        #expect(try await states(bench) == [.text("open")])
        #expect(try await bench.count("Mail") == 1)
        _ = try await bench.create("Item", ["bid": .reference(bid.id), "n": .integer(5)], as: ann)
        #expect(try await states(bench) == [.text("superseded"), .text("open")])
    }

    @Test("deleting a frozen child supersedes what was approved")
    func childDeleted() async throws {
        let (bench, ann, fin) = try await bench()
        let bid = try await bench.create("Bid", ["name": .text("b"), "d": .integer(20)], as: ann)
        let item = try await bench.create("Item", ["bid": .reference(bid.id)], as: ann)
        _ = try await bench.engine.decide(
            "bid", "Bid", bid.id, yes: true, as: fin, through: .test
        ).get()
        _ = try await bench.engine.delete("Item", item.id, as: ann, through: .test).get()
        #expect(try await states(bench).suffix(2) == [.text("superseded"), .text("open")])
    }

    @Test("a changed child asks again after a rejection, as a changed field does")
    func childAfterRejection() async throws {
        let (bench, ann, fin) = try await bench()
        let bid = try await bench.create("Bid", ["name": .text("b"), "d": .integer(20)], as: ann)
        _ = try await bench.engine.decide(
            "bid", "Bid", bid.id, yes: false, as: fin, through: .test
        ).get()
        _ = try await bench.create("Item", ["bid": .reference(bid.id)], as: ann)
        #expect(try await states(bench) == [.text("rejected"), .text("open")])
    }

    @Test("a deleted record takes its children, approvals, alerts and tasks along")
    func recordDeleted() async throws {
        let (bench, ann, _) = try await bench()
        let bid = try await bench.create("Bid", ["name": .text("b"), "d": .integer(20)], as: ann)
        _ = try await bench.create("Item", ["bid": .reference(bid.id)], as: ann)
        _ = try await bench.engine.update(
            "Bid", bid.id, ["d": .integer(60)], as: ann, through: .test
        ).get()
        let mails = try await bench.count("Mail")
        _ = try await bench.engine.delete("Bid", bid.id, as: ann, through: .test).get()
        #expect(try await bench.count("Item") == 0)
        #expect(try await bench.count("Approval", where: "state == 'open'") == 0)
        #expect(try await bench.count("Alert", where: "state == 'raised'") == 0)
        #expect(try await bench.count("Task", where: "state == 'open'") == 0)
        #expect(try await bench.count("Mail") == mails)
    }

    @Test("who lost the role that is asked cannot vote any more")
    func roleLost() async throws {
        let (bench, ann, fin) = try await bench()
        let bid = try await bench.create("Bid", ["name": .text("b"), "d": .integer(20)], as: ann)
        let role = try #require(
            try await bench.engine.record(
                "UserRole", "user", .reference(fin.user ?? bid.id), as: .system))
        _ = try await bench.engine.delete("UserRole", role.id, as: ann, through: .test).get()
        let answer = try await bench.engine.decide(
            "bid", "Bid", bid.id, yes: true, as: bench.engine.actor(login: "fin"), through: .test)
        #expect(bench.refusal(answer)?.error.code == "approval.not_asked")
    }

    @Test("a warning is confirmed at every door, and stops neither roll-ups nor verdicts")
    func warnings() async throws {
        let (bench, ann, fin) = try await bench()
        let yesterday = Value.date(Day(number: bench.clock.clock.now().day.number - 1))
        let bid = try await bench.create(
            "Bid", ["name": .text("b"), "d": .integer(20), "due": yesterday], as: ann, Self.late)
        _ = try await bench.create("Item", ["bid": .reference(bid.id), "n": .integer(1)], as: ann)
        let approved = try await bench.engine.decide(
            "bid", "Bid", bid.id, yes: true, as: fin, through: .test
        ).get()
        #expect(approved["ok"] == .bool(true))
        #expect(approved["total"] == .integer(1))
        let refused = try await bench.engine.update(
            "Bid", bid.id, ["name": .text("c")], as: ann, through: .test)
        #expect(
            bench.refusal(refused)?.error.message
                == "Please confirm: The day has gone by.")
    }

    @Test("a confirmation needs a reason")
    func emptyConfirmation() async throws {
        let (bench, ann, _) = try await bench()
        await #expect(
            performing: {
                try await bench.create(
                    "Bid", ["name": .text("b"), "due": .date(Day(number: 0))], as: ann,
                    RequestOptions(confirmation: ""))
            }, throws: { ($0 as? TidegateError)?.code == "confirmation.reason" })
    }

    @Test("one save cannot change what was approved and pass the gate that asks for it")
    func changedOnTheWay() async throws {
        let bench = try await Workbench(
            """
            object "Deal" {
              text "name", percent "discount" { min = 0, max = 100 }, boolean "hurry",
              choice "stage" { values = { "open", "won" }, default = "open" },
            }
            pipeline "Deal.stage" {
              stage "open" { to = { "won" } },
              stage "won" { final = true,
                gate "Cleared" { must = "discount <= 15 or approved('discount')" } },
            }
            approval "discount" {
              on = "Deal", when = "discount > 15", freeze = { "discount" },
              step "finance" { who = role "finance" },
            }
            hook "Deal" "hurry" {
              when = "hurry and changed(discount) and stage == 'open'",
              after_save = function(deal) move(deal, "won") end,
            }
            """)
        let fin = try await bench.user("fin", roles: ["finance"])
        let deal = try await bench.create("Deal", ["discount": .integer(20)])
        _ = try await bench.engine.decide(
            "discount", "Deal", deal.id, yes: true, as: fin, through: .test
        ).get()
        for values: [String: Value] in [
            ["discount": .integer(90), "stage": .text("won")],
            ["discount": .integer(90), "hurry": .bool(true)],
        ] {
            let answer = try await bench.engine.update(
                "Deal", deal.id, values, as: bench.operatorActor, through: .test)
            #expect(bench.refusal(answer)?.gates.map(\.name) == ["Cleared"])
        }
        let won = try await bench.engine.move(
            "Deal", deal.id, to: "won", as: bench.operatorActor, through: .test
        ).get()
        #expect(won["discount"] == .money("20.00"))
    }

    @Test("a key is its sender's own, also beside a namesake")
    func namesake() async throws {
        let (bench, ann, _) = try await bench()
        let other = try await bench.engine.addUser(
            login: "ann2", name: "Ann", email: nil, manager: nil, roles: [], as: .system,
            through: .test
        ).get()
        #expect(other["name"] == .text(ann.name))
        let once = RequestOptions(idempotencyKey: "k")
        let mine = try await bench.create("Bid", ["name": .text("b")], as: ann, once)
        let theirs = try await bench.create(
            "Bid", ["name": .text("b")], as: bench.engine.actor(login: "ann2"), once)
        #expect(mine.id != theirs.id)
        let again = try await bench.create("Bid", ["name": .text("b")], as: ann, once)
        #expect(again.id == mine.id)
    }

    @Test("a record named by a value that several have is none of them")
    func ambiguous() async throws {
        let (bench, _, _) = try await bench()
        for _ in 0..<2 { _ = try await bench.create("Bid", ["name": .text("b")]) }
        await #expect(
            performing: {
                try await bench.engine.record("Bid", "name", .text("b"), as: .system)
            }, throws: { ($0 as? TidegateError)?.message == "2 of Bids have name b." })
    }
}
