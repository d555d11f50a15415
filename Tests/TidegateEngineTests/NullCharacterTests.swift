import Testing
import TidegateEngine
import TidegateModel
import TidegateStore

/// U+0000 ends texts in databases, files and other people's programs; nothing lets it in.
@Suite("The character U+0000")
struct NullCharacterTests {
    @Test func `is refused in a field, with the field's name`() async throws {
        let cast = try await DecisionTests.Cast()
        let refusal = cast.bench.refusal(
            try await cast.bench.engine.create(
                "Deal", ["name": .text("a\0b")], as: cast.ann, through: .test))
        #expect(refusal?.error.reasons.map(\.field) == ["name"])
    }

    @Test func `is refused in comments and reasons before anything is done`() async throws {
        let cast = try await DecisionTests.Cast()
        let deal = try await cast.deal()
        func isRefused(_ body: () async throws -> Void) async -> Bool {
            do { try await body() } catch let error as TidegateError {
                return error.code == "text.null_character" && error.kind == .invalid
            } catch { return false }
            return false
        }
        let engine = cast.bench.engine
        #expect(await isRefused { _ = try await cast.decide(deal, cast.bob, comment: "why\0") })
        #expect(
            await isRefused { _ = try await cast.move(deal, "offer", as: cast.chief, waiver: "\0") }
        )
        #expect(
            await isRefused {
                _ = try await engine.update(
                    "Deal", deal.id, ["name": .text("b")], as: cast.ann, through: .test,
                    RequestOptions(confirmation: "a\0"))
            })
        #expect(
            await isRefused {
                _ = try await engine.withdraw(
                    "discount", "Deal", deal.id, comment: "\0", as: cast.ann, through: .test)
            })
        #expect(
            await isRefused {
                _ = try await engine.finishTask(
                    deal.id, comment: "\0", as: cast.ann, through: .test)
            })
        #expect(
            await isRefused {
                _ = try await engine.simulate(
                    .decide(
                        approval: "discount", object: "Deal", id: deal.id, yes: true, comment: "\0"),
                    as: cast.bob, through: .test)
            })
    }

    @Test func `in a history that is there already is read as it stands`() async throws {
        let bench = try await Workbench("object \"Note\" { text \"name\" }")
        let note = try await bench.create("Note", ["name": .text("x")])
        var json = JSONWriter()
        json.object { json in
            json.member("kind", "update")
            json.key("actor")
            json.object { $0.member("name", "Ann") }
            json.member("door", "page")
            json.key("changes")
            json.object { json in
                json.key("name")
                json.array { json in
                    json.string("x")
                    json.string("a\0b")
                }
            }
        }
        let change = Change(
            object: "Note", record: note.id, version: 2, at: bench.clock.clock.now(),
            entry: json.bytes)
        try await bench.engine.store.write { try $0.append(change) }
        let entries = try await bench.engine.history("Note", note.id, as: .operator)
        #expect(entries.flatMap(\.fields).contains { $0.new == .string("a\0b") })
    }
}
