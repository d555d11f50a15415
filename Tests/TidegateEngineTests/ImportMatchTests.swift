import Testing
import TidegateEngine
import TidegateModel
import TidegateRules
import TidegateStore

@Suite("A row finds its record")
struct ImportMatchTests {
    private static let rules = """
        object "Account" { text "name" { required = true }, text "town", integer "size" { min = 0 } }
        object "Part" { text "code", text "name", text "spec", integer "stock" }
        hook "Account" "Shout" {
          when = "town == 'Essen'", before_save = function(account) account.town = "ESSEN" end,
        }
        import "accounts" { into = "Account", columns = { name = "name", town = "town", size = "size" } }
        import "named" { into = "Account", key = { "~name" }, columns = { name = "name", size = "size" } }
        import "parts" {
          into = "Part", columns = { code = "code", name = "name", spec = "spec", stock = "stock" },
        }
        """

    private func load(
        _ bench: Workbench, _ text: String, _ name: String, match: String? = nil,
        at atMatch: ImportWay.AtMatch = .update, isDryRun: Bool = false
    ) async throws -> ImportReport {
        try await bench.engine.importFile(
            Array(text.utf8), with: name, as: bench.operatorActor,
            RequestOptions(isDryRun: isDryRun),
            ImportWay(again: true, match: match.map { MatchKey($0) }, atMatch: atMatch))
    }

    private func sizes(_ bench: Workbench) async throws -> [String: Int64?] {
        guard
            case .records(let found) = try await bench.engine.list(
                ListRequest("Account"), as: .system)
        else { return [:] }
        return Dictionary(
            found.map { ($0["name"].text ?? "", $0["size"].integer) },
            uniquingKeysWith: { first, _ in first })
    }

    @Test func `by its name, however that is spelt, and keeps the spelling`() async throws {
        let bench = try await Workbench(Self.rules)
        for name in ["Acme Trading Co., Ltd.", "北湖水务有限公司", "Königlich GmbH"] {
            _ = try await bench.create("Account", ["name": .text(name), "size": .integer(1)])
        }
        let file =
            "name,size\nACME TRADING,2\n北湖水务股份有限公司,3\nKONIGLICH & Co. KG,4\nBirch,5\nbirch ltd,6\n"
        for (name, match) in [("accounts", "~name"), ("named", nil)] {
            let report = try await load(bench, file, name, match: match)
            #expect(report.problems == [])
        }
        #expect(
            try await sizes(bench) == [
                "Acme Trading Co., Ltd.": 2, "北湖水务有限公司": 3, "Königlich GmbH": 4, "Birch": 6,
            ])
    }

    @Test func `by a name that was changed, as it is now`() async throws {
        let bench = try await Workbench(Self.rules)
        _ = try await load(bench, "name,size\nAlder,1\n", "named")
        let alder = try #require(
            try await bench.engine.record("Account", "name", .text("Alder"), as: .system))
        _ = try await bench.engine.update(
            "Account", alder.id, ["name": .text("Birch")], as: .system, through: .test
        ).get()
        let report = try await load(bench, "name,size\nBIRCH INC,2\nALDER INC,3\n", "named")
        #expect([report.updated, report.created] == [1, 1])
    }

    @Test func `of several with one normal name the one spelt alike, else none`() async throws {
        let bench = try await Workbench(Self.rules)
        for name in ["Acme Ltd", "Acme GmbH"] {
            _ = try await bench.create("Account", ["name": .text(name)])
        }
        let report = try await load(bench, "name,size\nAcme GmbH,7\nACME,8\n", "named")
        #expect(report.updated == 1)
        #expect(report.problems.map(\.code) == ["import.key"])
        #expect(try await sizes(bench)["Acme GmbH"] == 7)
    }

    @Test func `by several fields together, all of which have to agree`() async throws {
        let bench = try await Workbench(Self.rules)
        let parts = "code,name,spec,stock\nA,Bolt,M6,1\nA,Bolt,M8,2\nB,Bolt,M6,3\nA,Bolt,,4\n"
        _ = try await load(bench, parts, "parts")
        let report = try await load(
            bench, "code,name,spec,stock\nA,BOLT Inc.,M8,9\nA,Nut,M8,5\nA,Bolt,,6\n", "parts",
            match: "code+~name+spec")
        #expect(report.problems == [])
        #expect([report.updated, report.created] == [1, 2])
        #expect(try await bench.count("Part", where: "stock == 9 and name == 'Bolt'") == 1)
    }

    @Test func `and is skipped or refused where that is asked for`() async throws {
        let bench = try await Workbench(Self.rules)
        _ = try await bench.create("Account", ["name": .text("Acme Ltd"), "size": .integer(1)])
        let file = "name,size\nAcme,2\nBirch,3\n"
        let skipped = try await load(bench, file, "accounts", match: "~name", at: .skip)
        #expect([skipped.skipped, skipped.created, skipped.refusedRows] == [1, 1, 0])
        let refused = try await load(bench, file, "accounts", match: "~name", at: .refuse)
        #expect(refused.problems.map(\.code) == ["import.exists", "import.exists"])
        #expect(refused.problems.first?.reason.hasPrefix("is there already: Account/") == true)
        #expect(try await sizes(bench)["Acme Ltd"] == 1)
        let run = try #require(skipped.run)
        #expect(try await bench.engine.importRun(run, as: .system).skipped == 1)
    }

    @Test func `in a dry run is told row by row, with the rules that fire`() async throws {
        let bench = try await Workbench(Self.rules)
        let known = try await bench.create("Account", ["name": .text("Acme Ltd")])
        let report = try await load(
            bench, "name,town,size\nAcme,Essen,1\nBirch,Bonn,2\nCedar,Bonn,-1\n", "accounts",
            match: "~name", isDryRun: true)
        #expect(report.told.map(\.fate) == [.updated, .created, .refused])
        #expect(report.told.map(\.row) == [2, 3, 4])
        #expect(report.told[0].record == known.place)
        #expect(report.told[0].rules == ["hook \"Shout\" at demo/rules.lua:3"])
        #expect(report.rules == ["hook \"Shout\" at demo/rules.lua:3": 1])
        #expect(try await bench.count("Account") == 1)
    }

    @Test(
        "not by what cannot be compared",
        arguments: [
            ("~size", "import.match"), ("colour", "field.unknown"), ("", "field.unknown"),
            ("name+", "field.unknown"), ("created_at", "import.match_not_read"),
        ])
    func wrongKeys(match: String, code: String) async throws {
        let bench = try await Workbench(Self.rules)
        let error = await #expect(throws: TidegateError.self) {
            _ = try await load(bench, "name,size\nAcme,1\n", "accounts", match: match)
        }
        #expect(error?.code == code)
    }

    @Test func `in one search of an index, not in one of all records`() async throws {
        let bench = try await Workbench(Self.rules)
        _ = try await load(bench, "name,size\nAcme,1\n", "named")
        let object = try #require(bench.engine.bundle.schema["Account"])
        let slot = try #require(object.slot(of: "name"))
        // Twice asked for, it is there once.
        for _ in 0..<2 {
            try await bench.engine.store.write { writer in
                try writer.index(
                    object, by: [FieldMatch(slot: slot, equals: .none, byName: true)])
            }
        }
        let found = try await bench.engine.store.read { reader in
            try reader.records(
                object, matching: [FieldMatch(slot: slot, equals: .text("acme"), byName: true)])
        }
        #expect(found.count == 1)
    }
}
