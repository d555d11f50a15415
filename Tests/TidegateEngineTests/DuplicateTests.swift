import Testing
import TidegateEngine
import TidegateModel
import TidegateRules

@Suite("Duplicates")
struct DuplicateTests {
    private static let rules = """
        object "Account" { text "name", text "town", integer "size" }
        object "Part" { title = "{code} {name}", text "code", text "name" }
        access "steward" {
          permissions = { "import_records" },
          Account = { read = "size < 9", hide = { "town" } },
        }
        """

    private static func bench() async throws -> Workbench {
        let bench = try await Workbench(rules)
        for (name, town, size) in [
            ("Acme GmbH", "Kiel", 1), ("ACME", "Bonn", 2), ("北湖水务有限公司", "", 3),
            ("Birch", "Kiel", 4), ("北湖水务", "Bonn", 9), ("acme ltd.", "Kiel", 5),
        ] {
            _ = try await bench.create(
                "Account",
                [
                    "name": .text(name), "town": town.isEmpty ? Value.none : .text(town),
                    "size": .integer(Int64(size)),
                ])
        }
        _ = try await bench.create("Account", ["size": .integer(1)])
        _ = try await bench.create("Account", ["size": .integer(1)])
        return bench
    }

    private static func titles(_ found: Duplicates) -> [[String]] { found.groups.map(\.titles) }

    @Test("are names however they are spelt, each group with its records, oldest first")
    func byName() async throws {
        let bench = try await Self.bench()
        let found = try await bench.engine.duplicates(of: "Account", as: .operator)
        #expect(found.key == MatchKey("~name") && !found.hasMore)
        #expect(
            Self.titles(found) == [
                ["Acme GmbH", "ACME", "acme ltd."], ["北湖水务有限公司", "北湖水务"],
            ])
        #expect(found.groups.map(\.count) == [3, 2])
        #expect(found.groups[0].key == [.text("acme")])
    }

    @Test("are alike in all parts of a key, and nothing that is missing is alike")
    func combined() async throws {
        let bench = try await Self.bench()
        let both = try await bench.engine.duplicates(
            of: "Account", by: MatchKey("~name+town"), as: .operator)
        #expect(Self.titles(both) == [["Acme GmbH", "acme ltd."]])
        let bySize = try await bench.engine.duplicates(
            of: "Account", by: MatchKey("size"), where: "name is empty", as: .operator)
        #expect(bySize.groups.map(\.count) == [2])
        let first = try await bench.engine.duplicates(of: "Account", limit: 1, as: .operator)
        #expect(first.groups.count == 1 && first.hasMore)
    }

    @Test("count only what their reader may see, by fields that are there for them")
    func rights() async throws {
        let bench = try await Self.bench()
        let ada = try await bench.user("ada", roles: ["steward"])
        let found = try await bench.engine.duplicates(of: "Account", as: ada)
        #expect(Self.titles(found) == [["Acme GmbH", "ACME", "acme ltd."]])
        for (object, key, code) in [
            ("Account", MatchKey("town"), "field.unknown"), ("Part", nil, "object.unknown"),
        ] as [(String, MatchKey?, String)] {
            let error = await #expect(throws: TidegateError.self) {
                _ = try await bench.engine.duplicates(of: object, by: key, as: ada)
            }
            #expect(error?.code == code)
        }
        let bob = try await bench.user("bob", roles: ["seller"])
        let error = await #expect(throws: TidegateError.self) {
            _ = try await bench.engine.duplicates(of: "Account", as: bob)
        }
        #expect(error?.code == "import.forbidden")
    }

    @Test("need a key where no single text says what records are called")
    func key() async throws {
        let bench = try await Self.bench()
        for key in [nil, MatchKey()] {
            let error = await #expect(throws: TidegateError.self) {
                _ = try await bench.engine.duplicates(of: "Part", by: key, as: .operator)
            }
            #expect(error?.code == "duplicates.key")
        }
        let error = await #expect(throws: TidegateError.self) {
            _ = try await bench.engine.duplicates(
                of: "Account", by: MatchKey("~size"), as: .operator)
        }
        #expect(error?.code == "import.match")
    }
}
