import Testing
import TidegateEngine
import TidegateModel

@Suite("What a new version of a pack does to records")
struct PackPlanTests {
    private static let before = """
        object "Foo" {
          text "name", integer "n", text "note" { max = 20 },
          choice "level" { values = { "low", "high", "never" } },
        }
        """

    private func bench() async throws -> Workbench {
        let bench = try await Workbench(Self.before)
        _ = try await bench.create(
            "Foo",
            [
                "name": .text("one"), "n": .integer(5), "note": .text("0123456789"),
                "level": .text("high"),
            ])
        _ = try await bench.create("Foo", ["name": .text("two")])
        return bench
    }

    private func told(_ after: String) async throws -> [String] {
        let plan = try await bench().engine.plan([Workbench.pack(after)])
        return plan.actions.map { "\($0.action): \($0.verdict) \($0.records)" }
    }

    @Test("each action counts the records it concerns, and only those")
    func counts() async throws {
        #expect(
            try await told(
                """
                object "Foo" {
                  text "name" { required = true }, integer "n" { min = 5, required = true },
                  text "note" { max = 9 }, choice "level" { values = { "low" } }, date "day",
                }
                """) == [
                    "Foo.name becomes required: safe 0",
                    "Foo.n is at least 5: safe 0",
                    "Foo.n becomes required: violates 1",
                    "Foo.note may only be 9 long instead of 20: violates 1",
                    "Foo.level may not be high, never any more: violates 1",
                    "Foo.day is added (date): safe 0",
                ])
    }

    @Test("a required field that comes to records is against all of them")
    func required() async throws {
        let after = Self.before.replacing(
            "integer \"n\"", with: "integer \"n\", date \"day\" { required = true }")
        #expect(try await told(after) == ["Foo.day is added (date, required): violates 2"])
    }

    @Test("a violation is refused even where loss is accepted, and nothing is changed")
    func violation() async throws {
        let bench = try await bench()
        let hash = bench.engine.bundle.hash
        let after = Self.before.replacing("\"high\", ", with: "")
        let error = await #expect(throws: TidegateError.self) {
            _ = try await bench.engine.install([Workbench.pack(after)], acceptingLoss: true)
        }
        #expect(error?.code == "pack.violates")
        #expect(bench.engine.bundle.hash == hash)
        // A value that no record has may go.
        let unused = Self.before.replacing(", \"never\"", with: "")
        _ = try await bench.engine.install([Workbench.pack(unused)])
    }

    @Test("loss is refused until it is accepted; a field that nobody filled in is none")
    func loss() async throws {
        let bench = try await bench()
        let after = Self.before.replacing(", integer \"n\"", with: "")
        let error = await #expect(throws: TidegateError.self) {
            _ = try await bench.engine.install([Workbench.pack(after)])
        }
        #expect(error?.code == "pack.loses")
        #expect(
            error?.reasons.first?.message.hasPrefix(
                "Foo.n is removed: 1 record would lose what is kept there, such as ") == true)
        #expect(bench.engine.bundle.schema["Foo"]?.field("n") != nil)
        _ = try await bench.engine.install([Workbench.pack(after)], acceptingLoss: true)
        #expect(bench.engine.bundle.schema["Foo"]?.field("n") == nil)
        let empty = try await Workbench(Self.before)
        _ = try await empty.create("Foo", ["name": .text("one")])
        _ = try await empty.engine.install([Workbench.pack(after)])
    }

    @Test("an object with records is lost only when that is accepted")
    func object() async throws {
        let bench = try await bench()
        let plan = try await bench.engine.plan([Workbench.pack("object \"Bar\" { text \"name\" }")])
        #expect(plan.losses.map(\.records) == [2])
        #expect(plan.violations.isEmpty)
    }

    @Test("looking changes nothing, and needs the right to install")
    func looking() async throws {
        let bench = try await bench()
        let hash = bench.engine.bundle.hash
        _ = try await bench.engine.plan([Workbench.pack("object \"Bar\" { text \"name\" }")])
        #expect(bench.engine.bundle.hash == hash)
        let ann = try await bench.user("ann", roles: ["seller"])
        let closed = Self.before + "\naccess \"seller\" { Foo = { read = true } }"
        let people = Workbench.people.replacing(
            "access \"seller\" { label = \"Seller\" }\n", with: "")
        _ = try await bench.engine.install([Workbench.pack(closed, people: people)])
        let error = await #expect(throws: TidegateError.self) {
            _ = try await bench.engine.plan([Workbench.pack(Self.before)], as: ann)
        }
        #expect(error?.code == "pack.forbidden")
    }

    @Test("what was changed stands in the history of the pack")
    func audit() async throws {
        let bench = try await bench()
        let after = Self.before.replacing("integer \"n\"", with: "integer \"n\", date \"day\"")
        _ = try await bench.engine.install([Workbench.pack(after, version: "1.1.0")])
        let entries = try await bench.engine.store.read { reader in
            try reader.changes(from: 0, before: .max, limit: 1)
        }
        let newest = String(decoding: entries.first?.change.entry ?? [], as: UTF8.self)
        #expect(newest.contains("installed 1.1.0; Foo.day is added (date)"))
    }
}
