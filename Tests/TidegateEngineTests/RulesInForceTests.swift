import Testing
import TidegateEngine
import TidegateModel
import TidegateRules

/// Another program installs packs, or an administrator adds a field, between two requests of this one.
@Suite("What is asked while other rules come into force")
struct RulesInForceTests {
    private static let rules = """
        object "Note" {
          text "name",
          choice "stage" { values = { "new", "done" } },
        }
        pipeline "Note.stage" {
          stage "new" { to = { "done" } },
          stage "done" { final = true, gate "Named" { need = { "name" } } },
        }
        import "notes" { into = "Note", columns = { name = "name" } }
        """

    /// The engine of a program that has not heard yet that Note has a new first field; what it knows
    /// of slots and columns is wrong by one.
    private func behind(
        _ body: (Engine, Record, Actor) async throws -> Void
    ) async throws -> Workbench {
        let bench = try await Workbench(Self.rules)
        try await bench.user("ann")
        let note = try await bench.create("Note", ["name": .text("one")])
        let other = try await Engine.open(store: bench.engine.store)
        let ann = try await other.actor(login: "ann")
        let changed = Self.rules.replacing(
            #"object "Note" {"#, with: #"object "Note" { integer "size","#)
        _ = try await bench.engine.install([Workbench.pack(changed)])
        try await body(other, note, ann)
        return bench
    }

    @Test("is done, under the new ones")
    func writes() async throws {
        _ = try await behind { engine, note, ann in
            let saved = try await engine.update(
                "Note", note.id, ["name": .text("two")], as: .operator, through: .test
            ).get()
            #expect(saved["name"] == .text("two"))
            #expect(saved.object.field("size") != nil)
        }
        _ = try await behind { engine, note, ann in
            let holder = try #require(ann.user)
            _ = try await engine.share(
                "Note", note.id, Share(.user(holder), .read), as: .operator, through: .test
            ).get()
            #expect(try await engine.shares(of: "Note", note.id, as: .operator).count == 1)
        }
        _ = try await behind { engine, note, ann in
            let holder = try #require(ann.user)
            let error = await #expect(throws: TidegateError.self) {
                _ = try await engine.unshare(
                    "Note", note.id, with: .user(holder), as: .operator, through: .test)
            }
            #expect(error?.code == "share.missing")
        }
    }

    @Test("is answered, under the new ones")
    func questions() async throws {
        _ = try await behind { engine, note, _ in
            let gates = try await engine.explain("Note", note.id, to: "done", as: .operator)
            #expect(gates.map(\.passed) == [true])
        }
        _ = try await behind { engine, note, _ in
            let next = try await engine.outlook("Note", note.id, as: .operator)
            #expect(next.map(\.isOpen) == [true])
        }
    }

    @Test("an import goes on with each value in its own field", arguments: [false, true])
    func imports(isDryRun: Bool) async throws {
        let bench = try await behind { engine, _, _ in
            let report = try await engine.importFile(
                Array("name\nfirst\nsecond\n".utf8), with: "notes", as: .operator,
                RequestOptions(isDryRun: isDryRun))
            #expect(report.created == 2)
        }
        let found = try await bench.count("Note", where: "name in {'first', 'second'}")
        #expect(found == (isDryRun ? 0 : 2))
    }
}
