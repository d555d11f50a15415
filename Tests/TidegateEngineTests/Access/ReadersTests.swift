import Testing
import TidegateEngine
import TidegateModel

@Suite("Who may read and not change")
struct ReadersTests {
    private static let rules = """
        access "reader" { label = "Reader", Deal = { read = true } }
        access "writer" { label = "Writer",
          Deal = { create = true, read = true, update = "owner == me()", delete = true } }
        object "Deal" {
          text "name", integer "n", choice "stage" { values = { "open", "won" } },
          reference "owner" { to = "User", default = "me()" },
        }
        pipeline "Deal.stage" {
          stage "open" { to = { "won" } },
          stage "won"  { final = true, gate "Counted" { need = { "n" } } },
        }
        action "Count" { on = "Deal", run = function(deal) deal.n = 1 return deal:save() end }
        action "Win" { on = "Deal", run = function(deal) return move(deal, "won") end }
        action "Perhaps" { on = "Deal", run = function(deal) if deal.n then deal:save() end end }
        action "Leave" { on = "Deal", run = function(deal) if not deal.n then return deal end deal:save() end }
        action "For all" { on = "Deal", as = "system", run = function(deal) deal:save() end }
        """

    @Test("cannot press what is sure to save the record, and is told why")
    func actions() async throws {
        let bench = try await Workbench(Self.rules)
        let ann = try await bench.user("ann", roles: ["writer"])
        let rob = try await bench.user("rob", roles: ["reader"])
        let deal = try await bench.create("Deal", ["name": .text("Pump")], as: ann)
        let his = try await bench.engine.rights(on: "Deal", deal.id, as: rob)
        let off = his.actions.filter { !$0.canPress }
        #expect(off.map(\.name) == ["Count", "Win"])
        #expect(Set(off.map(\.why)) == [his.whyNot?.message])
        let hers = try await bench.engine.rights(on: "Deal", deal.id, as: ann)
        #expect(hers.actions.filter { !$0.canPress }.isEmpty)
    }

    @Test("are told who can open a gate; who may is named as such")
    func helpers() async throws {
        let bench = try await Workbench(Self.rules)
        let ann = try await bench.user("ann", roles: ["writer"])
        let rob = try await bench.user("rob", roles: ["reader"])
        let deal = try await bench.create("Deal", ["name": .text("Pump")], as: ann)
        func who(_ actor: Actor) async throws -> [String] {
            try await bench.engine.explain("Deal", deal.id, to: "won", as: actor)[0].who
        }
        #expect(try await who(ann) == ["you"])
        #expect(try await who(rob) == ["Ann (owner)"])
        // Who owns it may not change it any more: then it is for those who have the role.
        let bob = try #require(try await bench.user("bob").user)
        _ = try await bench.engine.update(
            "Deal", deal.id, ["owner": .reference(bob)], as: .system, through: .test
        ).get()
        #expect(try await who(rob) == ["whoever has the role writer"])
    }
}
