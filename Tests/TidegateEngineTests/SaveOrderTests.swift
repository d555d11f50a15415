import Testing
import TidegateEngine
import TidegateModel

@Suite("A save")
struct SaveOrderTests {
    static let deals = """
        object "Deal" {
          autonumber "code" { format = "D-{yyyy}-{000}" },
          text "name" { required = true, max = 40 },
          choice "stage" { values = { "open", "won" }, default = "open" },
          money "amount" { min = 0 },
          percent "discount" { min = 0, max = 100, default = 0 },
          money "net" { formula = "amount * (100 - discount) / 100" },
          integer "touched",
          reference "owner" { to = "User", default = "me()" },
          children "lines" { of = "Line.deal" },
          money "line_total" { rollup = "sum(lines.price)" },
          unique { "name" },
        }
        object "Line" {
          title = "{price}",
          reference "deal" { to = "Deal", required = true, on_delete = "cascade" },
          money "price",
        }
        """

    @Test("fills defaults, numbers the record, computes formulas in the field's scale")
    func values() async throws {
        let bench = try await Workbench(Self.deals)
        let ann = try await bench.user("ann")
        let deal = try await bench.create(
            "Deal",
            ["name": .text("Pump"), "amount": .integer(80_000), "discount": .money("12.5")],
            as: ann)
        #expect(deal["code"] == .text("D-2026-001"))
        #expect(deal["stage"] == .text("open"))
        #expect(deal["net"] == .money("70000.00"))
        #expect(deal["owner"] == ann.user.map(Value.reference))
        #expect(deal.version == 1)
        let second = try await bench.create("Deal", ["name": .text("Valve")])
        #expect(second["code"] == .text("D-2026-002"))
    }

    @Test("tells every wrong value at once, and writes nothing")
    func invalid() async throws {
        let bench = try await Workbench(Self.deals)
        let answer = try await bench.engine.create(
            "Deal",
            [
                "amount": .money("-1"), "discount": .text("12,5"), "net": .money("5"),
                "name": .text("x"),
            ],
            as: bench.operatorActor, through: .test)
        let refusal = try #require(bench.refusal(answer))
        #expect(refusal.error.code == "record.invalid")
        #expect(Set(refusal.error.reasons.compactMap(\.field)) == ["amount", "discount", "net"])
        #expect(try await bench.count("Deal") == 0)
    }

    @Test("tells what is missing together with what is wrong, unless a hook would fill it in")
    func missingToo() async throws {
        let wrong: [String: Value] = ["amount": .money("-1")]
        let bench = try await Workbench(Self.deals)
        let answer = try await bench.engine.create(
            "Deal", wrong, as: bench.operatorActor, through: .test)
        #expect(bench.refusal(answer)?.error.reasons.map(\.field) == ["amount", "name"])
        let helped = try await Workbench(
            Self.deals + #" hook "Deal" "names it" { before_save = function(d) d.name = "x" end }"#)
        let second = try await helped.engine.create(
            "Deal", wrong, as: helped.operatorActor, through: .test)
        #expect(helped.refusal(second)?.error.reasons.map(\.field) == ["amount"])
    }

    @Test("a validation can hold a record back from being deleted, also with its parent")
    func undeletable() async throws {
        let bench = try await Workbench(
            Self.deals + """
                validation "Line" "Paid lines stay" {
                  on = { "delete" }, must = "price != 5", say = "{price} is paid.", at = "price",
                }
                """)
        let deal = try await bench.create("Deal", ["name": .text("Pump")])
        let paid = try await bench.create(
            "Line", ["deal": .reference(deal.id), "price": .integer(5)])
        let open = try await bench.create(
            "Line", ["deal": .reference(deal.id), "price": .integer(4)])
        func delete(_ record: Record) async throws -> Refusal? {
            try await bench.refusal(
                bench.engine.delete(
                    record.object.name, record.id, as: bench.operatorActor, through: .test))
        }
        let refusal = try await delete(paid)
        #expect(
            refusal?.error.message
                == "The Line cannot be deleted: Paid lines stay: 5.00 is paid.")
        #expect(refusal?.error.reasons.map(\.field) == ["price"])
        #expect(try await delete(deal)?.error.code == "record.undeletable")
        #expect(try await delete(open) == nil)
        #expect(try await bench.count("Line") == 1)
    }

    @Test("the trace names what a hook changed, not what it set to what it was")
    func traceOfHook() async throws {
        let bench = try await Workbench(
            Self.deals + """
                hook "Deal" "touches" { before_save = function(deal) deal.touched = 1; deal.name = deal.name end }
                """)
        let deal = try await bench.create("Deal", ["name": .text("Pump")])
        _ = try await bench.engine.update(
            "Deal", deal.id, ["amount": .integer(3)], as: bench.operatorActor, through: .test
        ).get()
        let lines = try await bench.engine.history(
            "Deal", deal.id, before: nil, limit: 5, as: bench.operatorActor
        ).entries.map(\.lines)
        let set = lines.map { lines in
            lines.compactMap { if case .hook(_, let set, _) = $0 { set } else { nil } }
        }
        #expect(set == [[[]], [["touched"]]])
    }

    @Test("refuses a value that is taken, naming the field")
    func unique() async throws {
        let bench = try await Workbench(Self.deals)
        _ = try await bench.create("Deal", ["name": .text("Pump")])
        let answer = try await bench.engine.create(
            "Deal", ["name": .text("Pump")], as: bench.operatorActor, through: .test)
        #expect(bench.refusal(answer)?.error.code == "record.not_unique")
    }

    @Test("refuses a stale version and leaves the record as it is")
    func stale() async throws {
        let bench = try await Workbench(Self.deals)
        let deal = try await bench.create("Deal", ["name": .text("Pump")])
        _ = try await bench.engine.update(
            "Deal", deal.id, ["amount": .integer(5)], as: bench.operatorActor, through: .test,
            RequestOptions(version: 1)
        ).get()
        await #expect(throws: TidegateError.self) {
            try await bench.engine.update(
                "Deal", deal.id, ["amount": .integer(6)], as: bench.operatorActor, through: .test,
                RequestOptions(version: 1)
            ).get()
        }
        #expect(
            try await bench.engine.record("Deal", deal.id, as: .system)["amount"] == .money("5.00"))
    }

    @Test("does once what is sent twice with one key, and notices a key used for something else")
    func idempotency() async throws {
        let bench = try await Workbench(Self.deals)
        let options = RequestOptions(idempotencyKey: "k1")
        let first = try await bench.create("Deal", ["name": .text("Pump")], options)
        let second = try await bench.create("Deal", ["name": .text("Pump")], options)
        #expect(first.id == second.id)
        #expect(try await bench.count("Deal") == 1)
        await #expect(throws: TidegateError.self) {
            _ = try await bench.create("Deal", ["name": .text("Other")], options)
        }
    }

    @Test("takes a key for another request when only the texts look alike, or what is said besides")
    func idempotencyOfLookalikes() async throws {
        let bench = try await Workbench(#"object "Place" { text "city", text "name" }"#)
        func code(_ values: [String: Value], _ options: RequestOptions) async -> String {
            do {
                _ = try await bench.create("Place", values, options)
                return "done"
            } catch let error as TidegateError { return error.code } catch { return "\(error)" }
        }
        let first: [String: Value] = ["city": .text("Y"), "name": .text("X")]
        #expect(await code(first, RequestOptions(idempotencyKey: "k")) == "done")
        #expect(await code(first, RequestOptions(idempotencyKey: "k")) == "done")
        for other in [["city": .text("Y name=X")], ["city": .text("Y")]] as [[String: Value]] {
            #expect(
                await code(other, RequestOptions(idempotencyKey: "k")) == "request.key_reused")
        }
        for options in [
            RequestOptions(idempotencyKey: "k", waiver: "why"),
            RequestOptions(idempotencyKey: "k", confirmation: "why"),
            RequestOptions(idempotencyKey: "k", version: 1),
        ] { #expect(await code(first, options) == "request.key_reused") }
        #expect(try await bench.count("Place") == 1)
    }

    @Test("keeps roll-ups of the parent true when children come, change, move and go")
    func rollups() async throws {
        let bench = try await Workbench(Self.deals)
        let deal = try await bench.create("Deal", ["name": .text("Pump")])
        #expect(deal["line_total"] == .money("0.00"))
        let other = try await bench.create("Deal", ["name": .text("Valve")])
        let line = try await bench.create(
            "Line", ["deal": .reference(deal.id), "price": .money("10.50")])
        _ = try await bench.create("Line", ["deal": .reference(deal.id), "price": .integer(4)])
        #expect(
            try await bench.engine.record("Deal", deal.id, as: .system)["line_total"]
                == .money("14.50"))
        _ = try await bench.engine.update(
            "Line", line.id, ["deal": .reference(other.id)], as: bench.operatorActor, through: .test
        ).get()
        #expect(
            try await bench.engine.record("Deal", deal.id, as: .system)["line_total"]
                == .money("4.00"))
        #expect(
            try await bench.engine.record("Deal", other.id, as: .system)["line_total"]
                == .money("10.50"))
        _ = try await bench.engine.delete(
            "Line", line.id, as: bench.operatorActor, through: .test
        ).get()
        #expect(
            try await bench.engine.record("Deal", other.id, as: .system)["line_total"]
                == .money("0.00"))
    }

    @Test("runs before-hooks in declared order and takes what they set")
    func beforeHooks() async throws {
        let bench = try await Workbench(
            Self.deals + """
                hook "Deal" "first" { before_save = function(deal) deal.touched = 1 end }
                hook "Deal" "second" {
                  after = { "first" },
                  when = "touched == 1",
                  before_save = function(deal, old) deal.touched = deal.touched + (old and 10 or 100) end,
                }
                """)
        let deal = try await bench.create("Deal", ["name": .text("Pump")])
        #expect(deal["touched"] == .integer(101))
        let changed = try await bench.engine.update(
            "Deal", deal.id, ["amount": .integer(1)], as: bench.operatorActor, through: .test
        ).get()
        #expect(changed["touched"] == .integer(11))
    }

    @Test("a dry run says what would be, and leaves nothing behind")
    func dryRun() async throws {
        let bench = try await Workbench(Self.deals)
        let deal = try await bench.create(
            "Deal", ["name": .text("Pump"), "amount": .integer(10)], RequestOptions(isDryRun: true))
        #expect(deal["net"] == .money("10.00"))
        #expect(try await bench.count("Deal") == 0)
        #expect(try await bench.count("Counter") == 0)
    }

    @Test("stops hooks that save each other in a circle and prints the circle with its lines")
    func cycle() async throws {
        let bench = try await Workbench(
            Self.deals + """
                hook "Deal" "again" {
                  after_save = function(deal)
                    deal.touched = (deal.touched or 0) + 1
                    deal:save()
                  end,
                }
                """)
        let error = await #expect(throws: TidegateError.self) {
            _ = try await bench.create("Deal", ["name": .text("Pump")])
        }
        #expect(error?.code == "save.rounds")
        #expect(error?.message.contains("demo/rules.lua:") == true)
        #expect(try await bench.count("Deal") == 0)
    }

    @Test("a script cannot catch a limit of the transaction")
    func uncatchable() async throws {
        let bench = try await Workbench(
            Self.deals + """
                hook "Deal" "many" {
                  when = "changed(amount)",
                  after_save = function(deal)
                    for i = 1, 500 do pcall(function() create "Line" { deal = deal, price = i } end) end
                  end,
                }
                """)
        let error = await #expect(throws: TidegateError.self) {
            _ = try await bench.create("Deal", ["name": .text("Pump"), "amount": .integer(999)])
        }
        #expect(error?.code == "save.count")
        #expect(try await bench.count("Line") == 0)
    }

    @Test("a hook that runs for ever is stopped and named, and the next save works")
    func endless() async throws {
        let bench = try await Workbench(
            Self.deals + """
                hook "Deal" "spin" {
                  when = "amount == 666", before_save = function() while true do end end,
                }
                """)
        let error = await #expect(throws: TidegateError.self) {
            _ = try await bench.create("Deal", ["name": .text("Pump"), "amount": .integer(666)])
        }
        #expect(error?.code == "script.limit")
        #expect(error?.message.contains("spin") == true)
        let deal = try await bench.create("Deal", ["name": .text("Valve"), "amount": .integer(1)])
        #expect(deal["net"] == .money("1.00"))
    }

    @Test("a script error names rule, place and record")
    func scriptError() async throws {
        let bench = try await Workbench(
            Self.deals + """

                hook "Deal" "typo" { before_save = function(deal) deal.amout = 5 end }
                """)
        let error = await #expect(throws: TidegateError.self) {
            _ = try await bench.create("Deal", ["name": .text("Pump")])
        }
        #expect(error?.code == "script.failed")
        #expect(error?.message.contains("did you mean amount?") == true)
        #expect(error?.rule?.file == "rules.lua")
    }

    @Test("refuse() in a hook is a refusal with the rule's place")
    func refuse() async throws {
        let bench = try await Workbench(
            Self.deals + """
                hook "Deal" "no" {
                  before_save = function(deal)
                    if deal.amount and deal.amount > 100 then
                      refuse("deal.large", "{amount} is too much", { amount = deal.amount })
                    end
                  end,
                }
                """)
        let answer = try await bench.engine.create(
            "Deal", ["name": .text("Pump"), "amount": .integer(500)], as: bench.operatorActor,
            through: .test)
        let refusal = try #require(bench.refusal(answer))
        #expect(refusal.error.code == "deal.large")
        #expect(refusal.error.message == "500 is too much")
    }

    @Test("restricts, clears or cascades when a record is deleted that others refer to")
    func deletion() async throws {
        let bench = try await Workbench(Self.deals)
        let ann = try await bench.user("ann")
        let deal = try await bench.create("Deal", ["name": .text("Pump")], as: ann)
        _ = try await bench.create("Line", ["deal": .reference(deal.id), "price": .integer(4)])
        let user = try #require(ann.user)
        let kept = try await bench.engine.delete(
            "User", user, as: bench.operatorActor, through: .test)
        #expect(bench.refusal(kept)?.error.code == "record.referred")
        _ = try await bench.engine.delete("Deal", deal.id, as: bench.operatorActor, through: .test)
            .get()
        #expect(try await bench.count("Line") == 0)
        let history = try await bench.engine.history("Deal", deal.id, as: .system)
        #expect(history.last?.kind == "delete")
    }

    @Test("a hook's warning is confirmed with a reason, which stays in the trace")
    func warning() async throws {
        let bench = try await Workbench(
            Self.deals + """
                hook "Deal" "cheap" {
                  before_save = function(deal)
                    if deal.discount > 50 then
                      warn("deal.cheap", "{discount} percent is a lot", { discount = deal.discount })
                    end
                  end,
                }
                """)
        let values: [String: Value] = ["name": .text("Pump"), "discount": .integer(60)]
        let answer = try await bench.engine.create(
            "Deal", values, as: bench.operatorActor, through: .test)
        #expect(bench.refusal(answer)?.error.code == "validation.unconfirmed")
        let deal = try await bench.create(
            "Deal", values, RequestOptions(confirmation: "year end"))
        let history = try await bench.engine.history("Deal", deal.id, as: .system)
        #expect(
            history[0].trace.contains {
                $0.hasPrefix("warning 60 percent is a lot confirmed: \"year end\"")
            })
    }
}
