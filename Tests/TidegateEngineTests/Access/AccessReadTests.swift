import Testing
import TidegateEngine
import TidegateModel
import TidegateRules
import TidegateStore

@Suite("What one may not see")
struct AccessReadTests {
    @Test("is not there, in the words of what never was")
    func notFound() async throws {
        let cast = try await AccessCast()
        let gone = RecordID(number: 5)
        let (engine, sam) = (cast.engine, cast.sam)
        typealias Question = @Sendable (RecordID) async throws -> Void
        let questions: [Question] = [
            { _ = try await engine.record("Deal", $0, as: sam) },
            { _ = try await engine.history("Deal", $0, as: sam) },
            { _ = try await engine.record("Deal", $0, asOf: engine.clock.now(), as: sam) },
            { _ = try await engine.blame("Deal", $0, as: sam) },
            { _ = try await engine.explain("Deal", $0, to: "won", as: sam) },
            { _ = try await engine.outlook("Deal", $0, as: sam) },
            { _ = try await engine.rights(on: "Deal", $0, as: sam) },
            { _ = try await engine.shares(of: "Deal", $0, as: sam) },
            { _ = try await engine.approvals(of: "Deal", $0, as: sam) },
            { _ = try await engine.tryCondition("amount > 0", on: "Deal", id: $0, as: sam) },
            { _ = try await engine.titled("Deal", $0, as: sam) },
            { _ = try await engine.update("Deal", $0, [:], as: sam, through: .test).get() },
            { _ = try await engine.move("Deal", $0, to: "won", as: sam, through: .test).get() },
            { _ = try await engine.act("Book", "Deal", $0, as: sam, through: .test).get() },
            { _ = try await engine.delete("Deal", $0, as: sam, through: .test).get() },
            {
                _ = try await engine.withdraw("big", "Deal", $0, as: sam, through: .test).get()
            },
            {
                _ = try await engine.decide("big", "Deal", $0, yes: true, as: sam, through: .test)
                    .get()
            },
        ]
        for (index, ask) in questions.enumerated() {
            let hidden = await cast.message { try await ask(cast.deal.id) }
            let missing = await cast.message { try await ask(gone) }
            #expect(
                hidden == missing.replacing("\(gone)", with: "\(cast.deal.id)"), "question \(index)"
            )
            #expect(hidden.contains("There is no Deal \(cast.deal.id)."), "question \(index)")
        }
    }

    @Test("makes no list, count, sum, page or name")
    func lists() async throws {
        let cast = try await AccessCast()
        let (engine, sam) = (cast.engine, cast.sam)
        #expect(try await cast.list("Deal", nil, as: sam).map(\.id) == [cast.other.id])
        #expect(try await cast.list("Deal", nil, as: cast.bob).map(\.id) == [cast.deal.id])
        #expect(try await cast.list("Deal", nil, as: cast.fin).count == 2)
        var request = ListRequest("Deal")
        request.show = "count(), sum(amount)"
        guard case .figures(_, let rows) = try await engine.list(request, as: cast.ann) else {
            return
        }
        #expect(rows == [[.integer(1), .money("80.00")]])
        #expect(try await engine.page(request, as: cast.ann).records.count == 1)
        let names = try await engine.names(
            of: [cast.deal.place, cast.other.place], as: sam)
        #expect(Set(names.keys) == [cast.other.id])
        let found = try await engine.record("Deal", "name", .text("Pump"), as: sam)
        #expect(found == nil)
    }

    @Test("meets nothing behind a path and in a collection of one's own conditions")
    func paths() async throws {
        let cast = try await AccessCast()
        // ann may not read the account of her deal, nor one of the deal's lines.
        #expect(try await cast.list("Deal", "account.name == 'Acme'", as: cast.ann).isEmpty)
        #expect(try await cast.list("Deal", "account.name is empty", as: cast.ann).count == 1)
        #expect(try await cast.list("Deal", "count(lines) == 1", as: cast.ann).count == 1)
        #expect(try await cast.list("Deal", "sum(lines.price) == 20", as: cast.fin).count == 1)
        #expect(
            try await cast.list("Deal", "any(lines where name == 'secret')", as: cast.ann).isEmpty)
        guard
            case .answered(let answer) = try await cast.engine.tryCondition(
                "count(lines) == 1 and account.name is empty", on: "Deal", id: cast.deal.id,
                as: cast.ann)
        else { return }
        #expect(answer.tree.truth == .yes)
    }

    @Test("is an object nobody speaks of, for who may neither read nor create it")
    func objects() async throws {
        let cast = try await AccessCast()
        let names = { (actor: Actor) in try cast.engine.objects(as: actor).map(\.name) }
        #expect(
            try names(cast.eve).filter { !["User", "UserRole"].contains($0) }.allSatisfy { name in
                try cast.engine.object(name).isEngineOwned
            })
        #expect(try !names(cast.ann).contains("Ledger"))
        #expect(try names(cast.fin).contains("Ledger"))
        for name in ["Ledger", "PackFile", "Request", "Nonsense"] {
            let said = await cast.message { _ = try await cast.list(name, nil, as: cast.ann) }
            #expect(said.hasPrefix("There is no object \(name)."))
        }
        #expect(try await cast.list("PackFile", nil, as: .operator).count > 0)
    }

    @Test("is a field that cannot be asked for, and is suggested to no one")
    func fields() async throws {
        let cast = try await AccessCast()
        let (engine, ann) = (cast.engine, cast.ann)
        func unknown(_ change: (inout ListRequest) -> Void) async -> String {
            var request = ListRequest("Deal")
            change(&request)
            let asked = request
            return await cast.message { _ = try await engine.list(asked, as: ann) }
        }
        for said in [
            await unknown { $0.condition = "margin > 3" },
            await unknown { $0.condition = "margim > 3" },
            await unknown { $0.condition = "count(lines where deal.margin > 3) > 0" },
            await unknown { $0.condition = "account.revenue > 3" },
            await unknown { $0.condition = "account.revenu > 3" },
            await unknown { $0.show = "sum(margin)" },
            await unknown { $0.order = [Query.Order("margin")] },
            await unknown {
                $0.groups = ["margin"]; $0.show = "count()"
            },
            await unknown {
                $0.groups = ["margin:month"]; $0.show = "count()"
            },
            await unknown {
                $0.groups = ["margin"]; $0.top = 1
            },
            await unknown { $0.show = "distinct(margin)" },
        ] {
            #expect(said.contains("unknown field") || said.contains("has no field"), "\(said)")
            #expect(!said.contains("did you mean margin") && !said.contains("Did you mean margin"))
            #expect(!said.contains("mean revenue"))
        }
        for source in ["old.margin > 3", "changed(margin)", "margin is empty"] {
            guard
                case .wrong(let problems) = try await engine.tryCondition(
                    source, on: "Deal", id: cast.deal.id, as: ann)
            else {
                Issue.record("\(source) was answered")
                continue
            }
            #expect(problems.first?.code == "condition.unknown_field")
        }
        #expect(
            await cast.code {
                _ = try await engine.record("Deal", "margin", .money("4.00"), as: ann)
            } == "field.unknown")
        #expect(try await cast.list("Deal", "margin > 3", as: cast.fin).count == 2)
    }

    @Test("is missing from every record a door hands out")
    func masks() async throws {
        let cast = try await AccessCast()
        let (engine, ann, id) = (cast.engine, cast.ann, cast.deal.id)
        func check(_ record: Record, _ place: Comment) {
            #expect(record["margin"] == .none, place)
            #expect(record["amount"] != .none, place)
        }
        check(try await engine.record("Deal", id, as: ann), "get")
        check(try #require(try await cast.list("Deal", nil, as: ann).first), "list")
        check(
            try #require(try await engine.page(ListRequest("Deal"), as: ann).records.first), "page")
        check(try await engine.titled("Deal", id, as: ann).record, "titled")
        let updated = try await engine.update(
            "Deal", id, ["note": .text("x")], as: ann, through: .test
        ).get()
        check(updated, "update")
        let what = try await engine.simulate(
            .update(object: "Deal", id: id, values: ["note": .text("y")]), as: ann, through: .test)
        guard case .done(let simulated) = what.outcome else { return }
        check(simulated, "simulate")
        #expect(try await engine.titles(of: [cast.deal], as: ann) == ["Pump \(cast.account.id) "])
        #expect(try await engine.titles(of: [cast.deal], as: cast.fin) == ["Pump Acme 4.00"])
    }

    @Test("is in no line of the history")
    func history() async throws {
        let cast = try await AccessCast()
        _ = try await cast.engine.update(
            "Deal", cast.deal.id, ["margin": .money("8.88")], as: .system, through: .test
        ).get()
        func text(_ actor: Actor) async throws -> String {
            let entries = try await cast.engine.history("Deal", cast.deal.id, as: actor)
            let page = try await cast.engine.history(
                "Deal", cast.deal.id, before: nil, limit: 10, as: actor)
            return (entries + page.entries).map { "\($0.changes) \($0.trace) \($0.json)" }
                .joined()
        }
        #expect(try await !text(cast.ann).contains("margin"))
        #expect(try await !text(cast.ann).contains("8.88"))
        #expect(try await text(cast.fin).contains("8.88"))
        guard case .intact = try await cast.engine.verifyHistory() else {
            Issue.record("looking at the history broke it")
            return
        }
    }

    @Test("stays hidden in the history when a later pack has it no more")
    func goneField() async throws {
        func pack(_ field: String, _ hide: String) -> String {
            """
            object "Note" { text "name", \(field) }
            access "everyone" { Note = { read = true, create = true\(hide) } }
            """
        }
        let bench = try await Workbench(pack("text \"secret\"", ", hide = { \"secret\" }"))
        let ann = try await bench.user("ann")
        let note = try await bench.create("Note", ["name": .text("a"), "secret": .text("4711")])
        _ = try await bench.engine.install(
            [Workbench.pack(pack("", ""), version: "2.0.0")], acceptingLoss: true)
        let told = try await bench.engine.history("Note", note.id, as: ann).map(\.json).joined()
        #expect(told.contains("name"))
        #expect(!told.contains("4711"))
    }

    @Test("that is a stage is as unknown to who asks about gates as to who moves")
    func hiddenStage() async throws {
        let bench = try await Workbench(
            """
            object "Case" { text "name",
              choice "risk" { values = { "low", "mid", "high" }, default = "mid" } }
            access "everyone" { Case = { read = true, create = true, update = true, hide = { "risk" } } }
            pipeline "Case.risk" { stage "mid" { to = { "high" } }, stage "high" { to = { "low" } }, stage "low" { final = true } }
            """)
        let (engine, ann) = (bench.engine, try await bench.user("ann"))
        let id = try await bench.create("Case", [:]).id
        func code(_ body: () async throws -> Void) async -> String {
            do { try await body() } catch let error as TidegateError {
                return error.code
            } catch { return "\(error)" }
            return "done"
        }
        for stage in ["low", "high", "nowhere"] {
            #expect(
                await code { _ = try await engine.explain("Case", id, to: stage, as: ann) }
                    == "pipeline.missing")
            #expect(
                await code {
                    _ = try await engine.move("Case", id, to: stage, as: ann, through: .test).get()
                } == "pipeline.missing")
        }
        #expect(try await engine.outlook("Case", id, as: ann).isEmpty)
        // A field that is not there is refused before the record is looked at, so is a hidden one.
        let gone = RecordID(number: 7)
        for name in ["risk", "nothing"] {
            #expect(
                await code {
                    _ = try await engine.update(
                        "Case", gone, [name: .text("low")], as: ann, through: .test
                    ).get()
                } == "field.unknown")
        }
    }

    @Test("of another object is in no line of the history that a rule spoke to someone else")
    func spokenHistory() async throws {
        let bench = try await Workbench(
            """
            object "Vault" { text "name", text "secret" }
            object "Memo" { text "text", integer "level", reference "vault" { to = "Vault" },
              choice "stage" { values = { "new", "sent" }, default = "new" } }
            access "everyone" { Memo = { read = true, create = true }, Vault = { read = true, hide = { "secret" } } }
            access "keeper" { label = "Keeper", permissions = { "administer", "waive_gates" } }
            pipeline "Memo.stage" {
              stage "new" { to = { "sent" } },
              stage "sent" { final = true,
                gate "Shut" { must = "level > 5", say = "{vault.secret}: the vault holds it." } },
            }
            validation "Memo" "Low" { kind = "warn", must = "level > 5", say = "The vault holds {vault.secret}." }
            hook "Memo" "warns" { before_save = function(memo) warn("low", "{what}: is low", { what = memo.vault.secret }) end }
            """)
        let keeper = try await bench.user("keeper", roles: ["keeper"])
        let reader = try await bench.user("reader")
        let vault = try await bench.create("Vault", ["secret": .text("4711")])
        let memo = try await bench.create(
            "Memo", ["level": .integer(1), "vault": .reference(vault.id)], as: keeper,
            RequestOptions(confirmation: "yes"))
        _ = try await bench.engine.move(
            "Memo", memo.id, to: "sent", as: keeper, through: .test,
            RequestOptions(waiver: "today", confirmation: "yes")
        ).get()
        func told(_ actor: Actor) async throws -> String {
            try await bench.engine.history("Memo", memo.id, as: actor)
                .map { "\($0.lines) \($0.json)" }.joined()
        }
        #expect(try await told(keeper).contains("4711"))
        #expect(try await !told(reader).contains("4711"))
        #expect(try await told(reader).contains("\"warning\":\"Low\""))
        #expect(try await told(reader).contains("\"gate\":\"Shut\""))
    }

    @Test("is a value one may not see, wherever a rule that looked at it speaks")
    func explanations() async throws {
        let cast = try await AccessCast()
        let concealed = "a value you may not see"
        let gates = try await cast.engine.explain("Deal", cast.deal.id, to: "won", as: cast.ann)
        let said = Dictionary(uniqueKeysWithValues: gates.map { ($0.name, $0.message) })
        #expect(said["Margin"] == "The margin is \(concealed).")
        #expect(said["Rich"] == "account.revenue is \(concealed), must be account.revenue > 1000")
        #expect(
            said["Lines"]
                == "sum(lines.price) is \(concealed), must be sum(lines.price) > 500")
        #expect(gates.map(\.passed) == [false, false, false, true])
        #expect(gates.flatMap(\.saw).flatMap(\.values).allSatisfy { $0.1 == .text(concealed) })
        let open = try await cast.engine.explain("Deal", cast.deal.id, to: "won", as: cast.fin)
        #expect(open.map(\.message)[0] == "The margin is 4.00.")
        #expect(
            open.map(\.message)[1] == "account.revenue is 77.00, must be account.revenue > 1000")

        let pressed = await cast.message {
            _ = try await cast.engine.act(
                "Press", "Deal", cast.deal.id, as: cast.ann, through: .test
            ).get()
        }
        #expect(pressed.contains("margin is \(concealed), must be margin > 10"))
        _ = try await cast.engine.update(
            "Deal", cast.deal.id, ["margin": .none], as: .system, through: .test
        ).get()
        let empty = try await cast.engine.explain("Deal", cast.deal.id, to: "won", as: cast.ann)
        #expect(empty.last?.message == "a field you may not see is empty")
        #expect(empty.last?.unblock == ["someone who sees it fills it in"])
        #expect(!empty.flatMap(\.unblock).contains { $0.contains("fill in margin") })
    }

    @Test("among the engine's records is what is about others' records; a task is its user's")
    func engineRecords() async throws {
        let cast = try await AccessCast()
        let chief = cast.bob
        _ = try await cast.engine.update(
            "Deal", cast.other.id, ["amount": .integer(10_000)], as: .system, through: .test
        ).get()
        #expect(try await cast.list("Approval", nil, as: cast.sam).count == 1)
        #expect(try await cast.list("Approval", nil, as: cast.ann).isEmpty)
        #expect(try await cast.list("Task", nil, as: cast.ann).isEmpty)
        #expect(try await cast.list("Mail", nil, as: cast.ann).isEmpty)
        #expect(try await cast.list("Mail", nil, as: cast.sam).count == 1)
        // bob may not read sam's deal; he is asked about it all the same.
        #expect(try await cast.list("Deal", nil, as: chief).map(\.id) == [cast.deal.id])
        #expect(try await cast.list("Task", nil, as: chief).count == 1)
        let answer = try await cast.engine.decide(
            "big", "Deal", cast.other.id, yes: true, as: chief, through: .test
        ).get()
        #expect(answer["name"] == .none)
        let after = await cast.code {
            _ = try await cast.engine.decide(
                "big", "Deal", cast.other.id, yes: true, as: chief, through: .test
            ).get()
        }
        #expect(after == "record.not_found")
    }

    @Test("is everything there, in a workspace that declares no right")
    func open() async throws {
        let bench = try await Workbench("object \"Foo\" { text \"name\", integer \"n\" }")
        let eve = try await bench.user("eve")
        let foo = try await bench.create("Foo", ["n": .integer(1)], as: eve)
        #expect(bench.engine.bundle.isOpen)
        #expect(try await bench.engine.record("Foo", foo.id, as: eve)["n"] == .integer(1))
        #expect(try bench.engine.access(of: eve, to: "Foo").read.isAlways)
    }
}
