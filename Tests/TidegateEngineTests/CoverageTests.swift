import Testing
import TidegateEngine
import TidegateModel
import TidegateScript
import TidegateStore

@Suite("Coverage of rule tests")
struct CoverageTests {
    private static let rules = """
        object "Deal" {
          text "name", integer "amount", boolean "checked", reference "owner" { to = "User" },
          choice "stage" { values = { "open", "won", "lost" }, default = "open" },
        }
        validation "Deal" "Not too large" { must = "amount is empty or amount < 1000" }
        pipeline "Deal.stage" {
          stage "open" { to = { "won", "lost" } },
          stage "won" { final = true,
            gate "Checked" { must = "checked and amount > 10" },
            gate "Named" { need = { "name" } } },
          stage "lost" { final = true },
        }
        approval "size" {
          on = "Deal", when = "amount > 100",
          step "boss" { who = role "chief" },
        }
        hook "Deal" "trim" { before_save = function(deal) end }
        action "Never" { on = "Deal", run = function(deal) end }
        """

    private func coverage(_ test: String) async throws -> Coverage {
        var files = Workbench.pack(Self.rules).files
        files.append(.init(path: "tests/deal_test.lua", text: Array(test.utf8)))
        let run = try await RuleTestRunner.cover(
            [PackFiles(name: "demo", files: files)], store: SQLiteStore.inMemory())
        #expect(run.results.compactMap(\.problem) == [])
        return run.coverage
    }

    private static let test = """
        test "a deal" {
          given = function()
            user "boss" { roles = { "chief" } }
            return create "Deal" { name = "x", amount = 200, stage = "open" }
          end,
          run = function(deal)
            expect(move(deal, "won")):refused "Checked"
            expect(update(deal, { checked = true })):done()
            expect(move(deal, "won")):done()
            expect(approve(deal, "size", { by = "boss" })):done()
          end,
        }
        """

    @Test("tells for every condition and its parts what was seen")
    func rules() async throws {
        let coverage = try await coverage(Self.test)
        let gate = coverage.rules.first { $0.name == "won: Checked" }
        #expect(gate?.condition == "checked and amount > 10")
        #expect(gate?.tally == .init(yes: 1, no: 0, unknown: 1))
        #expect(
            gate?.parts == [
                .init(text: "checked", tally: .init(yes: 1, unknown: 1)),
                .init(text: "amount > 10", tally: .init(yes: 2)),
            ])
        #expect(gate?.location.description == "demo/rules.lua:9")
    }

    @Test("lists what no test has shown, with its place")
    func gaps() async throws {
        let coverage = try await coverage(Self.test)
        #expect(
            coverage.gaps.map { "\($0.location.line): \($0)" } == [
                "5: validation Deal: Not too large never false",
                "5: validation Deal: Not too large: `amount is empty` never true",
                "5: validation Deal: Not too large: `amount < 1000` never false",
                "7: Deal.stage never went from open to lost",
                "9: gate won: Checked: `checked` never false",
                "9: gate won: Checked: `amount > 10` never false",
                "10: gate won: Named never closed",
                "13: approval size never false",
                "15: step boss of approval size never rejected",
                "18: action Deal: Never never run",
            ])
        #expect(coverage.share == (seen: 12, of: 22))
    }

    @Test("marks the lines of a file")
    func marks() async throws {
        let coverage = try await coverage(Self.test)
        let marks = coverage.marks(of: "demo", file: "rules.lua")
        #expect(marks[17] == .full)
        #expect(marks[9] == .partial)
        #expect(marks[18] == Coverage.Mark.none)
        #expect(marks[1] == nil)
    }

    @Test("fixtures are let through gates, which shows nothing of the gates")
    func fixtures() async throws {
        let coverage = try await coverage(
            """
            test "only a fixture" {
              given = function() return create "Deal" { name = "x", amount = 50, stage = "won" } end,
              run = function(deal) expect(deal.stage):is("won") end,
            }
            """)
        let gates = coverage.rules.filter { $0.kind == .gate }
        #expect(gates.map(\.tally) == [.init(), .init()])
        #expect(coverage.edges.map(\.walked) == [0, 0])
    }

    @Test("nothing is noted when nobody looks")
    func unobserved() async throws {
        let results = try await RuleTestRunner.run(
            [Workbench.pack(Self.rules)], store: SQLiteStore.inMemory())
        #expect(results.isEmpty)
    }
}

@Suite("A condition tried on a record")
struct ConditionTrialTests {
    private func bench() async throws -> (Workbench, Record) {
        let bench = try await Workbench(
            """
            object "Deal" { text "name", integer "amount", reference "owner" { to = "User" } }
            """)
        let deal = try await bench.create(
            "Deal", ["name": .text("Pump"), "amount": .integer(50)])
        return (bench, deal)
    }

    @Test("answers with every part, and which kept it from being met")
    func tree() async throws {
        let (bench, deal) = try await bench()
        let trial = try await bench.engine.tryCondition(
            "amount > 100 and name == 'Pump'", on: "Deal", id: deal.id, as: .system)
        guard case .answered(let answer) = trial else {
            Issue.record("not answered: \(trial)")
            return
        }
        #expect(answer.tree.truth == .no)
        #expect(answer.tree.children.map(\.text) == ["amount > 100", "name == 'Pump'"])
        #expect(answer.tree.children.map(\.truth) == [.no, .yes])
        #expect(answer.failures.map(\.description) == ["Amount is 50, must be > 100"])
    }

    @Test("of any kind, also what a gate may ask")
    func value() async throws {
        let (bench, deal) = try await bench()
        guard
            case .answered(let sum) = try await bench.engine.tryCondition(
                "amount * 2", on: "Deal", id: deal.id, as: .system),
            case .answered(let changed) = try await bench.engine.tryCondition(
                "changed(amount) or old.amount == 50", on: "Deal", id: deal.id, as: .system)
        else {
            Issue.record("not answered")
            return
        }
        #expect(sum.tree.value == .integer(100))
        #expect(sum.failures.isEmpty)
        #expect(changed.tree.children.map(\.truth) == [.no, .yes])
    }

    @Test("says where it is wrong, and what to write")
    func wrong() async throws {
        let (bench, deal) = try await bench()
        let trial = try await bench.engine.tryCondition(
            "name == 'ü' and amuont > 1", on: "Deal", id: deal.id, as: .system)
        guard case .wrong(let problems) = trial else {
            Issue.record("not wrong: \(trial)")
            return
        }
        #expect(problems.map(\.column) == [17])
        #expect(problems.map(\.suggestion) == ["amount"])
        #expect(problems.map(\.code) == ["condition.unknown_field"])
    }
}
