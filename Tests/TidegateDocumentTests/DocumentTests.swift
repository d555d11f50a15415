import Foundation
import Testing
import Tidegate

/// The documents' examples run. Whoever changes one of them changes both.
@Suite("The documents")
struct DocumentTests {
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    static func path(_ relative: String) -> String { root.appending(path: relative).path }

    static let packs = [path("rules/base"), path("docs/examples/repairs")]

    @Test("show a program that embeds the engine and is refused")
    func embedding() async throws {
        let store = try SQLiteStore.inMemory()
        let reasons = try await takeIn("Drill press", packs: Self.packs, store: store)
        #expect(reasons == ["Price known: fill in price"])
    }

    @Test("print that program as it is compiled")
    func embeddingIsQuoted() throws {
        let code = try Self.text("Tests/TidegateDocumentTests/Embedding.swift")
        #expect(try Self.text("docs/guides/embedder.md").contains("```swift\n" + code + "```"))
    }

    @Test("show a pack whose own tests pass")
    func examplePack() async throws {
        let results = try await RuleTestRunner.run(
            Self.packs.map { try PackFolder.read($0) }, store: SQLiteStore.inMemory(),
            only: "repairs")
        #expect(results.count == 3)
        #expect(results.compactMap(\.problem) == [])
    }

    @Test("print that pack as it is tested")
    func examplePackIsQuoted() throws {
        let guide = try Self.text("docs/guides/consultant.md")
        let sources = try ["pack", "objects", "rules", "locales/zh-Hans", "tests/repair_test"].map {
            try Self.text("docs/examples/repairs/\($0).lua")
        }.joined(separator: "\n")
        let blocks = Self.blocks("lua", of: guide)
        #expect(blocks.count >= 10)
        for block in blocks { #expect(sources.contains(block)) }
    }

    @Test("teach conditions that compile, and mistakes that do not")
    func conditions() async throws {
        let engine = try await Engine.open(store: SQLiteStore.inMemory())
        _ = try await engine.install(Self.packs.map { try PackFolder.read($0) })
        let guide = try Self.text("docs/guides/conditions.md")
        let scope = ConditionScope(
            schema: engine.bundle.schema, object: try engine.object("Repair"),
            approvals: Set(engine.bundle.approvals.keys), roles: Set(engine.bundle.roles.keys))
        let lines = Self.blocks("condition", of: guide).flatMap { $0.split(separator: "\n") }
        #expect(lines.count >= 20)
        for line in lines {
            _ = try Condition.compile(String(line), in: scope)
        }
        for mistake in Self.blocks("mistake", of: guide) {
            let lines = mistake.split(separator: "\n").map(String.init)
            let problems = #expect(throws: ConditionProblems.self) {
                try Condition.compile(lines[0], in: scope)
            }
            #expect(problems?.problems.first?.message == lines[1])
        }
        await engine.close()
    }

    static func blocks(_ language: String, of text: String) -> [String] {
        text.components(separatedBy: "```\(language)\n").dropFirst().compactMap {
            $0.components(separatedBy: "```").first
        }
    }
}
