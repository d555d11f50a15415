import Testing
import TidegateEngine
import TidegateModel
import TidegateScript
import TidegateStore

@Suite("An admin adds objects and fields")
struct MetadataTests {
    private static let rules = """
        object "Account" {
          text "name" { required = true }, integer "size", text "code",
          children "sites" { of = "Site.account" },
        }
        object "Site" { text "name", reference "account" { to = "Account" } }
        access "builder" { permissions = { "customize" } }
        validation "Account" "small" { must = "size is empty or size < 100" }
        """

    private func bench(accounts: Int = 0) async throws -> Workbench {
        let bench = try await Workbench(Self.rules)
        for index in 0..<accounts {
            _ = try await bench.create(
                "Account", ["name": .text("A\(index)"), "code": .text("same")])
        }
        return bench
    }

    private func field(
        _ name: String, _ kind: String, _ options: [String: String] = [:], values: [String] = []
    ) throws -> FieldDraft {
        try FieldRequest(name: name, kind: kind, options: options, values: values).draft()
    }

    private func error(_ body: () async throws -> Void) async -> TidegateError? {
        do {
            try await body()
            return nil
        } catch { return error as? TidegateError }
    }

    @Test("sees what will happen before it does")
    func plan() async throws {
        let bench = try await bench(accounts: 3)
        let draft = try field(
            "segment", "choice", ["required": "true", "default": "B", "index": "true"],
            values: ["A", "B"])
        let plan = try await bench.engine.plan(.addField(draft, to: "Account"), as: .system)
        #expect(
            plan.steps.map(\.description) == [
                "Account gets the field segment (choice)", "Account is indexed by segment",
                "3 records of Account get B as segment",
            ])
        #expect(plan.records == 3)
        #expect(plan.isPossible)
        #expect(plan.files.map(\.path) == ["objects/Account.lua", "pack.lua"])
        #expect(
            plan.files.first?.lines.contains(
                .added(
                    "  choice \"segment\" { values = { \"A\", \"B\" }, required = true, default = \"B\" },"
                )) == true)
        #expect(try bench.engine.object("Account").field("segment") == nil)
    }

    @Test("and then uses it at once, on records that are there too")
    func apply() async throws {
        let bench = try await bench(accounts: 2)
        let ada = try await bench.user("ada", roles: ["builder"])
        let draft = try field(
            "segment", "choice", ["required": "true", "default": "B"], values: ["A", "B"])
        let done = try await bench.engine.apply(
            .addField(draft, to: "Account"), as: ada, through: .page)
        #expect(done.filled == 2)
        #expect(done.unfilled == 0)
        #expect(done.bundle == bench.engine.bundle.hash)
        #expect(try await bench.count("Account", where: "segment == 'B'") == 2)
        let made = try await bench.create("Account", ["name": .text("new"), "segment": .text("A")])
        #expect(made["segment"] == .text("A"))
        let packs = try await bench.engine.installedPacks()
        #expect(packs.first { $0.name == "custom" }?.version == "1.1.0")
    }

    @Test("a formula and a roll-up are computed for records that are there")
    func computed() async throws {
        let bench = try await bench(accounts: 1)
        _ = try await bench.engine.apply(
            .addField(
                try field("twice", "integer", ["formula": "coalesce(size, 2) * 2"]), to: "Account"),
            as: .system, through: .test)
        _ = try await bench.engine.apply(
            .addField(
                try field("site_count", "integer", ["rollup": "count(sites)"]), to: "Account"),
            as: .system, through: .test)
        #expect(try await bench.count("Account", where: "twice == 4 and site_count == 0") == 1)
    }

    @Test("an object of its own, with fields, is there for records")
    func object() async throws {
        let bench = try await bench()
        let draft = try ObjectRequest(
            name: "Equipment", plural: "Equipment",
            fields: [
                FieldRequest(name: "name", kind: "text", options: ["required": "true"]),
                FieldRequest(name: "account", kind: "reference", options: ["to": "Account"]),
            ]
        ).draft()
        let done = try await bench.engine.apply(.addObject(draft), as: .system, through: .test)
        #expect(done.plan.steps.first?.description == "There will be a new object Equipment")
        _ = try await bench.create("Equipment", ["name": .text("Pump")])
        #expect(try await bench.count("Equipment") == 1)
        _ = try await bench.engine.apply(
            .addField(
                try field("equipment", "children", ["of": "Equipment.account"]), to: "Account"),
            as: .system, through: .test)
        #expect(try await bench.count("Account", where: "count(equipment) == 0") == 0)
    }

    @Test("doing it twice does it once")
    func idempotent() async throws {
        let bench = try await bench()
        let change = MetadataChange.addField(try field("segment", "text"), to: "Account")
        let first = try await bench.engine.apply(change, as: .system, through: .test)
        let again = try await bench.engine.apply(change, as: .system, through: .test)
        #expect(again.plan.isDone)
        #expect(again.bundle == first.bundle)
    }

    @Test("a plan that is out of date is a conflict")
    func conflict() async throws {
        let bench = try await bench()
        let plan = try await bench.engine.plan(
            .addField(try field("one", "text"), to: "Account"), as: .system)
        _ = try await bench.engine.apply(
            .addField(try field("two", "text"), to: "Account"), as: .system, through: .test)
        let error = await error {
            _ = try await bench.engine.apply(plan, as: .system, through: .test)
        }
        #expect(error?.code == "metadata.conflict")
        #expect(error?.kind == .conflict)
        #expect(try bench.engine.object("Account").field("two") != nil)
        #expect(try bench.engine.object("Account").field("one") == nil)
    }

    @Test("what the records do not allow is said and refused")
    func obstacles() async throws {
        let bench = try await bench(accounts: 3)
        let engine = bench.engine
        let required = try await engine.plan(
            .addField(try field("segment", "text", ["required": "true"]), to: "Account"),
            as: .system)
        #expect(
            required.obstacles.map(\.message)
                == ["3 of Accounts have no segment, so it cannot be required"])
        let error = await error {
            _ = try await engine.apply(required, as: .system, through: .test)
        }
        #expect(error?.code == "metadata.refused")
        _ = try await engine.apply(
            .addField(try field("grade", "text", ["default": "x"]), to: "Account"), as: .system,
            through: .test)
        let unique = try await engine.plan(
            .changeField(
                try field("grade", "text", ["default": "x", "unique": "true"]), of: "Account"),
            as: .system)
        #expect(
            unique.obstacles.map(\.message)
                == ["3 of Accounts share a grade with another, such as x"])
        let shorter = try await engine.plan(
            .removeField("grade", of: "Account"), as: .system)
        #expect(shorter.obstacles.map(\.message) == ["3 of Accounts have a value of grade"])
    }

    @Test("values that a change would forbid are counted")
    func tightened() async throws {
        let bench = try await bench()
        let engine = bench.engine
        _ = try await engine.apply(
            .addField(try field("tier", "choice", values: ["A", "B", "C"]), to: "Account"),
            as: .system,
            through: .test)
        _ = try await engine.apply(
            .addField(try field("score", "integer"), to: "Account"), as: .system, through: .test)
        _ = try await bench.create(
            "Account", ["name": .text("x"), "tier": .text("C"), "score": .integer(50)])
        let values = try await engine.plan(
            .changeField(try field("tier", "choice", values: ["A", "B"]), of: "Account"),
            as: .system)
        #expect(values.obstacles.map(\.message) == ["1 of Accounts have a tier that is C"])
        let bounds = try await engine.plan(
            .changeField(try field("score", "integer", ["max": "40"]), of: "Account"), as: .system)
        #expect(bounds.obstacles.map(\.message) == ["1 of Accounts have a score that is above 40"])
        let wider = try await engine.apply(
            .changeField(try field("tier", "choice", values: ["A", "B", "C", "D"]), of: "Account"),
            as: .system, through: .test)
        #expect(!wider.plan.isDone)
        _ = try await bench.create("Account", ["name": .text("y"), "tier": .text("D")])
    }

    @Test("the checker's findings come with the line of the Lua that would be written")
    func findings() async throws {
        let bench = try await bench()
        let plan = try await bench.engine.plan(
            .addField(try field("total", "money", ["formula": "sise * 2"]), to: "Account"),
            as: .system)
        #expect(!plan.isPossible)
        #expect(
            plan.findings.map(\.line) == [
                "objects/Account.lua:3:3: formula of total: unknown field sise of Account; "
                    + "did you mean size?"
            ])
    }

    @Test("names that are taken are refused")
    func taken() async throws {
        let bench = try await bench()
        let exists = await error {
            _ = try await bench.engine.plan(
                .addField(try field("size", "text"), to: "Account"), as: .system)
        }
        #expect(
            exists?.message
                == "There is a field Account.size already, at demo/rules.lua:2.")
        let unknown = await error {
            _ = try await bench.engine.plan(
                .addField(try field("x", "text"), to: "Acount"), as: .system)
        }
        #expect(unknown?.hint == "Did you mean Account?")
        let engineOwned = await error {
            _ = try await bench.engine.plan(
                .addField(try field("x", "text"), to: "Task"), as: .system)
        }
        #expect(engineOwned?.code == "metadata.engine_object")
        let notOwn = await error {
            _ = try await bench.engine.plan(.removeField("size", of: "Account"), as: .system)
        }
        #expect(notOwn?.code == "metadata.not_own")
    }

    @Test("what is there can be called otherwise, also what a pack brought")
    func relabel() async throws {
        let bench = try await bench()
        let engine = bench.engine
        _ = try await engine.apply(
            .relabelObject("Account", NewLabels(label: "Customer", plural: "Customers")),
            as: .system, through: .test)
        _ = try await engine.apply(
            .relabelField("name", of: "Account", NewLabels(label: "Company \"full\"")),
            as: .system, through: .test)
        let account = try engine.object("Account")
        #expect(account.label == "Customer")
        #expect(account.plural == "Customers")
        #expect(account.field("name")?.label == "Company \"full\"")
    }

    @Test("a label in another language counts over the pack's own, and goes away again")
    func relabelInAnotherLanguage() async throws {
        let bench = try await bench()
        let engine = bench.engine
        func shown() -> [String] {
            [.object("Account"), .plural("Account"), .field("Account", "name")].map {
                engine.bundle.label($0, .simplifiedChinese)
            }
        }
        let before = shown()
        let words: [Language: String] = [.simplifiedChinese: "顾客"]
        _ = try await engine.apply(
            .relabelObject("Account", NewLabels(words: words)), as: .system, through: .test)
        let plan = try await engine.plan(
            .relabelField("name", of: "Account", NewLabels(words: [.simplifiedChinese: "公司"])),
            as: .system)
        #expect(plan.steps.map(\.description) == ["Account.name will be called \"公司\" in 简体中文"])
        _ = try await engine.apply(plan, as: .system, through: .test)
        #expect(shown() == ["顾客", "顾客", "公司"])
        #expect(engine.bundle.label(.object("Account"), .english) == "Account")

        let none: [Language: String] = [.simplifiedChinese: ""]
        _ = try await engine.apply(
            .relabelObject("Account", NewLabels(words: none)), as: .system, through: .test)
        _ = try await engine.apply(
            .relabelField("name", of: "Account", NewLabels(words: none)), as: .system,
            through: .test)
        #expect(shown() == before)
        #expect(try await engine.customPack().isEmpty)
    }

    @Test("an object that is added has its label in every language")
    func objectInAnotherLanguage() async throws {
        let bench = try await bench()
        let draft = try ObjectRequest(
            name: "Visit", words: [.simplifiedChinese: "拜访", .traditionalChinese: "拜訪"],
            fields: [FieldRequest(name: "topic", kind: "text")]
        ).draft()
        _ = try await bench.engine.apply(.addObject(draft), as: .system, through: .test)
        let bundle = bench.engine.bundle
        #expect(bundle.label(.object("Visit"), .traditionalChinese) == "拜訪")
        #expect(bundle.label(.plural("Visit"), .simplifiedChinese) == "拜访")
    }

    @Test("a field nobody uses can be removed again")
    func remove() async throws {
        let bench = try await bench(accounts: 1)
        let engine = bench.engine
        _ = try await engine.apply(
            .addField(try field("note", "text"), to: "Account"), as: .system, through: .test)
        _ = try await engine.apply(
            .removeField("note", of: "Account"), as: .system, through: .test)
        #expect(try engine.object("Account").field("note") == nil)
        #expect(try await engine.customPack().isEmpty)
    }

    @Test("who has not the permission may not even plan")
    func permission() async throws {
        let bench = try await bench()
        let eve = try await bench.user("eve", roles: ["seller"])
        let error = await error {
            _ = try await bench.engine.plan(
                .addField(try field("x", "text"), to: "Account"), as: eve)
        }
        #expect(error?.kind == .forbidden)
        #expect(error?.hint == "A role with the permission customize may.")
    }

    @Test("who added what is in the history")
    func audited() async throws {
        let bench = try await bench()
        let ada = try await bench.user("ada", roles: ["builder"])
        _ = try await bench.engine.apply(
            .addField(try field("segment", "text"), to: "Account"), as: ada, through: .page)
        guard
            case .records(let files) = try await bench.engine.list(
                ListRequest("PackFile", where: "pack == 'custom' and path == 'pack.lua'"),
                as: .system), let file = files.last
        else {
            Issue.record("the pack is not kept")
            return
        }
        let history = try await bench.engine.history("PackFile", file.id, as: .system)
        #expect(history.map(\.actor) == ["Ada"])
        #expect(
            history.flatMap(\.trace)
                == ["pack custom installed 1.1.0; Account gets the field segment (text)"])
    }

    @Test("an installation takes away nothing that was added here")
    func installed() async throws {
        let bench = try await bench()
        _ = try await bench.engine.apply(
            .addField(try field("segment", "text"), to: "Account"), as: .system, through: .test)
        let foreign = await error {
            _ = try await bench.engine.install([
                PackFiles(
                    name: "custom",
                    files: [
                        .init(
                            path: "pack.lua",
                            text: Array("pack \"custom\" { version = \"1.0.0\" }".utf8))
                    ])
            ])
        }
        #expect(foreign?.code == "custom.foreign")
        let empty = await error { _ = try await bench.engine.install([CustomPack().files]) }
        #expect(empty?.code == "metadata.custom")
        var more = try await bench.engine.customPack()
        more.add(try field("tier", "text"), to: try #require(ObjectName("Account")))
        more.countRevision()
        _ = try await bench.engine.install([more.files])
        #expect(try bench.engine.object("Account").field("tier") != nil)
    }
}
