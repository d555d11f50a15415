import Testing
import TidegateEngine
import TidegateModel

@Suite("Blame of a value")
struct BlameTests {
    static let rules = """
        object "Deal" {
          title = "{name}",
          text "name" { required = true }, money "amount", money "margin", text "note",
          money "net" { formula = "amount * 0.8" },
          money "total" { rollup = "sum(lines.price)" },
          children "lines" { of = "Line.deal" },
          reference "owner" { to = "User" },
        }
        object "Line" { text "name", money "price",
          reference "deal" { to = "Deal", required = true, on_delete = "cascade" } }
        access "seller" { Deal = { read = "owner == me()", hide = { "margin" } } }
        hook "Deal" "keeps a margin" { when = "amount is not empty",
          before_save = function(deal) deal.margin = deal.amount / 10 end }
        hook "Line" "marks the deal" { when = "name == 'marked'", as = "system",
          after_save = function(line)
            local deal = db.Deal:get(line.deal.id)
            deal.note = "marked"
            deal:save()
          end }
        action "Mark" { on = "Deal", run = function(deal)
          create "Line" { name = "marked", deal = deal, price = 7 }
        end }
        """

    private static func stage() async throws -> (bench: Workbench, deal: Record, ann: Actor) {
        let bench = try await Workbench(rules)
        let ann = try await bench.user("ann", roles: ["seller"])
        let deal = try await bench.create(
            "Deal",
            [
                "name": .text("Pump"), "amount": .money("80.00"),
                "owner": ann.user.map(Value.reference) ?? .none,
            ])
        return (bench, deal, ann)
    }

    private static func words(
        _ bench: Workbench, _ deal: Record, _ field: String
    ) async throws -> [String] {
        let blames = try await bench.engine.blame(
            "Deal", deal.id, field: field, as: bench.operatorActor)
        return blames.flatMap(\.causes).map {
            "\($0.rule) \($0.at ?? "-") \($0.pack ?? "-") \($0.version ?? "-") \($0.record)"
                .replacing("\(deal.id)", with: "ID")
        }
    }

    @Test("names who gave it, at which version, and what stood there before")
    func person() async throws {
        let (bench, deal, _) = try await Self.stage()
        _ = try await bench.engine.update(
            "Deal", deal.id, ["name": .text("Valve")], as: bench.operatorActor, through: .test
        ).get()
        let blame = try #require(
            await bench.engine.blame("Deal", deal.id, field: "name", as: bench.operatorActor).first)
        #expect(blame.change.old == "Pump")
        #expect(blame.change.new == "Valve")
        #expect(blame.entry.version == 2)
        #expect(blame.entry.who.name == bench.operatorActor.name)
        #expect(blame.entry.door == "test")
        #expect(blame.causes.isEmpty)
    }

    @Test("names the hook or the field that computed it, by line and pack")
    func computed() async throws {
        let (bench, deal, _) = try await Self.stage()
        #expect(
            try await Self.words(bench, deal, "margin") == [
                "hook \"keeps a margin\" demo/rules.lua:12 demo 1.0.0 Deal/ID"
            ])
        #expect(
            try await Self.words(bench, deal, "net") == [
                "formula of net demo/rules.lua:4 demo 1.0.0 Deal/ID"
            ])
        #expect(try await Self.words(bench, deal, "name").isEmpty)
    }

    @Test("follows the chain of causes from record to record")
    func chain() async throws {
        let (bench, deal, _) = try await Self.stage()
        _ = try await bench.engine.act(
            "Mark", "Deal", deal.id, as: bench.operatorActor, through: .test
        ).get()
        let note = try await Self.words(bench, deal, "note")
        #expect(note.count == 2)
        #expect(
            note.first?.hasPrefix("marks the deal demo/rules.lua:14 demo 1.0.0 Line/")
                == true)
        #expect(note.last == "action \"Mark\" demo/rules.lua:20 demo 1.0.0 Deal/ID")
        let total = try await Self.words(bench, deal, "total")
        #expect(total.first == "roll-up of total demo/rules.lua:5 demo 1.0.0 Deal/ID")
    }

    @Test("names the version of the pack that was in force then")
    func version() async throws {
        let (bench, deal, _) = try await Self.stage()
        let pack = Workbench.pack(Self.rules, version: "1.1.0")
        _ = try await bench.engine.install([pack])
        #expect(try await Self.words(bench, deal, "margin").first?.contains("demo 1.0.0") == true)
        _ = try await bench.engine.update(
            "Deal", deal.id, ["amount": .money("90.00")], as: bench.operatorActor, through: .test
        ).get()
        #expect(try await Self.words(bench, deal, "margin").first?.contains("demo 1.1.0") == true)
    }

    @Test("has the fields in their order, none that is hidden, and is for readers only")
    func rights() async throws {
        let (bench, deal, ann) = try await Self.stage()
        let sam = try await bench.user("sam", roles: ["seller"])
        let fields = try await bench.engine.blame("Deal", deal.id, as: ann).map(\.change.field)
        #expect(fields == ["name", "amount", "net", "total", "owner"])
        for (actor, field, code) in [
            (sam, "name", "record.not_found"), (ann, "margin", "field.unknown"),
            (ann, "nme", "field.unknown"),
        ] {
            await #expect {
                _ = try await bench.engine.blame("Deal", deal.id, field: field, as: actor)
            } throws: {
                ($0 as? TidegateError)?.code == code
            }
        }
    }
}
