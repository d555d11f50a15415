import Testing
import TidegateEngine
import TidegateModel

@Suite("What a script may do in a save")
struct ScriptRightsTests {
    static let rules = """
        object "Thing" {
          text "name" { required = true }, text "note",
          choice "stage" { values = { "open", "done" }, default = "open" },
          reference "owner" { to = "User" }, children "subs" { of = "Sub.thing" },
          integer "total" { rollup = "sum(subs.n)" },
        }
        object "Sub" {
          text "name", integer "n", reference "thing" { to = "Thing", required = true },
        }
        hook "Sub" "refuses late" {
          when = "name == 'bad'", after_save = function() refuse("sub.bad", "No bad ones") end,
        }
        hook "Thing" "catches" {
          when = "name == 'catches' and total == 0",
          after_save = function(thing)
            create "Sub" { name = "good", n = 1, thing = thing }
            local done = pcall(function() create "Sub" { name = "bad", n = 7, thing = thing } end)
            log(done and "done" or "caught")
          end,
        }
        hook "Thing" "writes too early" {
          when = "name == 'early'",
          before_save = function(thing) create "Thing" { name = "from a before-hook" } end,
        }
        hook "Thing" "mixes ids up" {
          when = "name == 'mixed'",
          before_save = function(thing) thing.owner = db.Thing:first("name == 'catches'") end,
        }
        pipeline "Thing.stage" {
          stage "open" { to = { "done" } },
          stage "done" {
            final = true,
            gate "Writes" { check = function(thing)
              if thing.note == "write" then create "Thing" { name = "from a gate" } end
              if thing.note == "refuse" then refuse("thing.no", "Not this one") end
              return true
            end },
            gate "Owner" { need = { "owner" } },
          },
        }
        """

    @Test("a save that fails late and is caught leaves neither row nor roll-up nor history")
    func caught() async throws {
        let bench = try await Workbench(Self.rules)
        let thing = try await bench.create("Thing", ["name": .text("catches")])
        #expect(try await bench.count("Sub") == 1)
        #expect(
            try await bench.engine.record("Thing", thing.id, as: .system)["total"] == .integer(1))
        #expect(
            try await bench.engine.history("Thing", thing.id, as: .system).map(\.version) == [1, 2])
        guard case .intact = try await bench.engine.verifyHistory() else {
            Issue.record("the history is broken")
            return
        }
    }

    @Test("a before-hook writes nothing but its own record")
    func beforeHook() async throws {
        let bench = try await Workbench(Self.rules)
        await #expect(
            performing: {
                try await bench.create("Thing", ["name": .text("early")])
            },
            throws: {
                ($0 as? TidegateError)?.message
                    == "writes too early: create is not possible here, because nothing is saved yet."
            })
        #expect(try await bench.count("Thing") == 0)
    }

    @Test("a gate writes nothing")
    func gate() async throws {
        let bench = try await Workbench(Self.rules)
        let thing = try await bench.create(
            "Thing", ["name": .text("x"), "note": .text("write")])
        await #expect(
            performing: {
                try await bench.engine.move(
                    "Thing", thing.id, to: "done", as: bench.operatorActor, through: .test)
            }, throws: { ($0 as? TidegateError)?.code == "script.only_reads" })
        #expect(try await bench.count("Thing") == 1)
    }

    @Test("a gate that refuses is closed for that reason, and the others are told too")
    func refusingGate() async throws {
        let bench = try await Workbench(Self.rules)
        let thing = try await bench.create(
            "Thing", ["name": .text("x"), "note": .text("refuse")])
        let answer = try await bench.engine.move(
            "Thing", thing.id, to: "done", as: bench.operatorActor, through: .test)
        let gates = try #require(bench.refusal(answer)).gates.filter { !$0.passed }
        #expect(gates.map(\.name) == ["Writes", "Owner"])
        #expect(gates.first?.message == "Not this one")
    }

    @Test("a before-hook's reference must lead to a record of the field's object")
    func reference() async throws {
        let bench = try await Workbench(Self.rules)
        _ = try await bench.create("Thing", ["name": .text("catches")])
        await #expect(
            performing: {
                try await bench.create("Thing", ["name": .text("mixed")])
            }, throws: { ($0 as? TidegateError)?.code == "hook.value" })
    }
}
