import Testing
import TidegateEngine
import TidegateModel

@Suite("A login")
struct LoginTests {
    @Test("is one, however it is cased: no second user takes it, at any door")
    func unique() async throws {
        let bench = try await Workbench("")
        let ann = try await bench.user("ann")
        let bob = try await bench.user("bob")
        let second = try await bench.engine.create(
            "User", ["login": .text("Ann"), "name": .text("Ann")], as: .system, through: .test)
        let refusal = try #require(bench.refusal(second))
        #expect(refusal.error.code == "record.not_unique")
        #expect(refusal.error.reasons.map(\.field) == ["login"])
        let renamed = try await bench.engine.update(
            "User", #require(bob.user), ["login": .text("ANN")], as: .system, through: .test)
        #expect(bench.refusal(renamed)?.error.code == "record.not_unique")
        // Who writes their own another way, and whose login only begins alike, are refused nothing.
        let own = try await bench.engine.update(
            "User", #require(ann.user), ["login": .text("Ann")], as: .system, through: .test)
        #expect(bench.refusal(own) == nil)
        try await bench.user("anna")
    }

    @Test("finds its user however it is cased")
    func lookup() async throws {
        let bench = try await Workbench("")
        let ann = try await bench.user("Ann.Lee")
        #expect(try await bench.engine.actor(login: "ann.lee").user == ann.user)
        #expect(try await bench.engine.actor(login: "ANN.LEE").user == ann.user)
        await #expect(throws: TidegateError.self) {
            _ = try await bench.engine.actor(login: "ann_lee")
        }
        let person = try await bench.engine.store.read {
            try bench.engine.person(login: "ann.LEE", in: $0)
        }
        #expect(person?.login == "Ann.Lee")
    }
}
