import Testing
import TidegateEngine
import TidegateModel
import TidegateScript

/// Lists, places and JSON through every layer: a pack, a save, a script, a rule, a query, the history.
@Suite("A record with lists, a place and JSON")
struct FieldTypeStoryTests {
    static let shops = """
        object "Shop" {
          text "name" { required = true },
          multichoice "goods" { values = { "pumps", "valves", "service" }, default = "pumps" },
          emails "contacts",
          phones "numbers",
          geopoint "place",
          json "payload",
          text "seen",
        }
        validation "Shop" "Valves near Paris" {
          must = "not (goods contains 'valves') or distance(place, '48.858370,2.294481') < 10",
          say  = "Valves are sold near Paris only.",
          at   = "goods",
        }
        hook "Shop" "count" {
          before_save = function(shop)
            local words = {}
            for place, item in ipairs(shop.goods or {}) do words[#words + 1] = place .. item end
            if shop.payload then
              words[#words + 1] = shop.payload.lines[2].item .. tostring(shop.payload.total + 1)
              shop.goods = { "service", "pumps" }
            end
            shop.seen = table.concat(words, " ")
          end,
        }
        action "Open branch" {
          on = "Shop",
          run = function(shop)
            create "Shop" {
              name = shop.name .. " branch", contacts = { "a@b.c", "d@e.f" }, goods = {},
              payload = { lines = { { item = "x" }, { item = "y" } }, total = dec("0.10") },
            }
            return shop
          end,
        }
        """

    private func found(_ request: ListRequest, _ bench: Workbench) async throws -> [Record] {
        guard
            case .records(let records) = try await bench.engine.list(
                request, as: bench.operatorActor)
        else { return [] }
        return records
    }

    private func bench() async throws -> Workbench { try await Workbench(Self.shops) }

    @Test func `keeps them, and scripts read and write them as tables`() async throws {
        let bench = try await bench()
        let shop = try await bench.create(
            "Shop",
            [
                "name": .text("Lyon"), "contacts": .text("ann@example.com;bob@example.com"),
                "payload": .json(#"{"lines":[{"item":"a"},{"item":"b"}],"total":1.25}"#),
            ])
        #expect(shop["seen"] == .text("1pumps b2.25"))
        #expect(shop["goods"] == .json(#"["pumps","service"]"#), "in the order of the choices")
        #expect(shop["contacts"] == .json(#"["ann@example.com","bob@example.com"]"#))

        let acted = try await bench.engine.act(
            "Open branch", "Shop", shop.id, as: bench.operatorActor, through: .test)
        #expect(bench.refusal(acted)?.error == nil)
        let all = try await found(ListRequest("Shop"), bench)
        let branch = try #require(all.first { $0["name"] == .text("Lyon branch") })
        #expect(branch["contacts"] == .json(#"["a@b.c","d@e.f"]"#))
        #expect(branch["payload"].json == #"{"lines":[{"item":"x"},{"item":"y"}],"total":0.1}"#)
    }

    @Test func `is judged and found by its list and its place`() async throws {
        let bench = try await bench()
        let refused = try await bench.engine.create(
            "Shop", ["name": .text("Rome"), "goods": .text("valves"), "place": .text("41.9,12.5")],
            as: bench.operatorActor, through: .test)
        #expect(
            bench.refusal(refused)?.error.reasons.first?.message
                == "Valves near Paris: Valves are sold near Paris only.")
        _ = try await bench.create(
            "Shop",
            [
                "name": .text("Louvre"), "goods": .text("valves"),
                "place": .text("48.860611,2.337644"),
            ])
        _ = try await bench.create("Shop", ["name": .text("Nowhere")])
        for (condition, names) in [
            ("goods contains 'valves'", ["Louvre"]), ("not (goods contains 'valves')", ["Nowhere"]),
            ("distance(place, '48.858370,2.294481') < 3.2", ["Louvre"]),
            ("place is empty", ["Nowhere"]),
        ] {
            var request = ListRequest("Shop")
            request.condition = condition
            let found = try await found(request, bench)
            #expect(found.compactMap { $0["name"].text }.sorted() == names, "\(condition)")
        }
    }

    @Test(arguments: [
        (
            "goods == 'valves'",
            "a list is not compared as a whole; ask contains 'an item' or is empty"
        ),
        ("goods contains 'valve'", "did you mean 'valves'?"),
        ("payload == 'x'", "a json is not compared as a whole"),
        ("distance(place, 'Paris') < 1", "wants a place"),
        ("place < '1,1'", "a place has no order"),
        ("contacts in {'a@b.c'}", "a list is not compared"),
    ])
    func `tells how it can be asked`(condition: String, said: String) async throws {
        let bench = try await bench()
        var request = ListRequest("Shop")
        request.condition = condition
        let asked = request
        do {
            _ = try await bench.engine.list(asked, as: bench.operatorActor)
            Issue.record("\(condition) is taken")
        } catch let error as TidegateError {
            let told = ([error.message] + error.reasons.map(\.message)).joined(separator: "\n")
            #expect(told.contains(said), "\(told)")
        }
    }

    @Test func `has them in its history, and is shown as it was`() async throws {
        let bench = try await bench()
        let actor = bench.operatorActor
        let shop = try await bench.create("Shop", ["name": .text("Lyon"), "numbers": .text("1;2")])
        let before = bench.clock.clock.now()
        bench.clock.advance(Span(milliseconds: 1000))
        _ = try await bench.engine.update(
            "Shop", shop.id, ["numbers": .text("3"), "goods": .none], as: actor, through: .test)
        let then = try await bench.engine.record("Shop", shop.id, asOf: before, as: actor)
        #expect(then["numbers"] == .json(#"["1","2"]"#))
        #expect(then["goods"] == .json(#"["pumps"]"#))
    }
}

extension FieldTypeStoryTests {
    @Test func `does not lose a choice that a record has`() async throws {
        let bench = try await bench()
        let actor = bench.operatorActor
        func draft(_ values: [String]) throws -> FieldDraft {
            try FieldRequest(name: "extra", kind: "multichoice", values: values).draft()
        }
        let added = try await bench.engine.plan(
            .addField(draft(["a", "b", "c"]), to: "Shop"), as: actor)
        _ = try await bench.engine.apply(added, as: actor, through: .test)
        _ = try await bench.create("Shop", ["name": .text("Lyon"), "extra": .text("b;a")])
        let lost = try await bench.engine.plan(
            .changeField(draft(["a", "c"]), of: "Shop"), as: actor)
        #expect(lost.obstacles.map(\.message) == ["1 of Shops have a extra that is b"])
        let fine = try await bench.engine.plan(
            .changeField(draft(["b", "a"]), of: "Shop"), as: actor)
        #expect(fine.isPossible)
    }
}

extension FieldTypeStoryTests {
    /// Each is refused where it is assigned, as an error a script may catch, or at the save; nothing crashes.
    static let hostile = """
        object "Shop" {
          text "name", multichoice "goods" { values = { "a", "b" } }, emails "contacts",
          json "payload", text "said" { max = 4000 },
        }
        local function deep(n) local t = {} for _ = 1, n do t = { t } end return t end
        local ring = {} ring.ring = ring
        local attacks = {
          function(s) s.payload = ring end,
          function(s) s.payload = deep(10000) end,
          function(s) s.payload = print end,
          function(s) s.payload = { [1.5] = 1 } end,
          function(s) s.payload = { [true] = 1 } end,
          function(s) s.payload = { a = 1, [1] = 2 } end,
          function(s) s.payload = { x = 0 / 0 } end,
          function(s) s.payload = { x = 1 / 0 } end,
          function(s) s.payload = { s } end,
          function(s) s.payload = { "\\xff" } end,
          function(s) s.goods = { 1, 2 } end,
          function(s) s.goods = { "a", nil, "b" } end,
          function(s) s.goods = "c" end,
          function(s) s.contacts = { "ann@example.com", "bob" } end,
          function(s) s.contacts = 5 end,
          function(s) s.payload = { string.rep("x", 70000) } end,
          function(s) s.goods[1] = "b" end,
        }
        hook "Shop" "attack" {
          when = "name matches 'attack*'",
          before_save = function(shop)
            local ok, why = pcall(attacks[tonumber(shop.name:match "%d+")], shop)
            shop.said = tostring(ok) .. " " .. tostring(why)
          end,
        }
        """

    @Test(arguments: 1...17)
    func `survives what scripts may assign`(attack: Int) async throws {
        let bench = try await Workbench(
            Self.hostile)
        do {
            _ = try await bench.engine.create(
                "Shop", ["name": .text("attack \(attack)"), "goods": .text("a")],
                as: bench.operatorActor, through: .test)
            let shop = try #require(try await found(ListRequest("Shop"), bench).first)
            let said = shop["said"].text ?? ""
            // A copy that is changed, and a list with a hole in it, are no attacks.
            #expect(said.hasPrefix("false ") || attack == 17 || attack == 12, "\(said)")
            #expect(shop["goods"] == .json(#"["a"]"#) || attack == 12)
        } catch let error as TidegateError {
            #expect(error.code == "hook.value", "\(error)")
            #expect(error.rule?.line == 26)
        }
        let fine = try await bench.create("Shop", ["name": .text("fine")])
        #expect(fine.version == 1)
    }
}

@Suite("A number without gaps")
struct GapFreeTests {
    static let invoices = """
        object "Invoice" {
          autonumber "number" { format = "INV-{yyyy}-{000}", gap_free = true },
          autonumber "slip" { format = "S-{000}" },
          money "amount" { min = 0 },
          reference "of" { to = "Invoice", on_delete = "cascade" },
        }
        """

    @Test func `is given to the next record when a save fails, and stays`() async throws {
        let bench = try await Workbench(Self.invoices)
        let first = try await bench.create("Invoice", ["amount": .integer(1)])
        let refused = try await bench.engine.create(
            "Invoice", ["amount": .integer(-1)], as: bench.operatorActor, through: .test)
        #expect(bench.refusal(refused) != nil)
        let second = try await bench.create(
            "Invoice", ["amount": .integer(2), "of": .reference(first.id)])
        #expect(second["number"] == .text("INV-2026-002"))
        let answer = try await bench.engine.delete(
            "Invoice", first.id, as: bench.operatorActor, through: .test)
        guard case .refused(let refusal) = answer else {
            Issue.record("deleted")
            return
        }
        #expect(
            refusal.error.message
                == "Invoice INV-2026-001 cannot be deleted: its numbers have no gaps.")
        #expect(try await bench.count("Invoice") == 2)
    }
}
