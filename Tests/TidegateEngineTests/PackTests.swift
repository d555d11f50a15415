import Testing
import TidegateEngine
import TidegateModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite("A pack that replaces another version")
struct PackTests {
    private func refusal(_ before: String, _ after: String) async throws -> TidegateError? {
        let bench = try await Workbench(before)
        for _ in 0..<2 {
            _ = try await bench.create("Foo", ["name": .text("same"), "n": .integer(1)])
        }
        do {
            _ = try await bench.engine.install([Workbench.pack(after)])
            return nil
        } catch let error as TidegateError {
            #expect(try await bench.count("Foo") == 2)
            return error
        }
    }

    @Test("cannot turn a number into a text, and says so")
    func kind() async throws {
        let error = try await refusal(
            "object \"Foo\" { text \"name\", integer \"n\" }",
            "object \"Foo\" { text \"name\", text \"n\" }")
        #expect(error?.code == "pack.violates")
        #expect(
            error?.reasons.first?.message.hasPrefix(
                "Foo.n turns from integer into text: 2 records against it, such as ") == true)
    }

    @Test("cannot declare unique what is not")
    func unique() async throws {
        let error = try await refusal(
            "object \"Foo\" { text \"name\", integer \"n\" }",
            "object \"Foo\" { text \"name\", integer \"n\", unique { \"name\" } }")
        #expect(error?.code == "pack.violates")
        #expect(
            error?.reasons.map(\.message) == ["Foo is unique by name: 2 records against it"])
    }
}

@Suite("The spool folder")
struct SpoolFolderTests {
    @Test("a name with a comma stays one recipient")
    func comma() throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "tidegate-\(UInt64.random(in: 0...(.max)))")
        defer { try? FileManager.default.removeItem(at: folder) }
        let mail = OutgoingMail(
            id: RecordID(number: 1), key: "k", recipient: "ann@example.com", name: "Lee, \"Ann\"",
            subject: "s", body: "b", at: Instant(milliseconds: 0))
        try SpoolFolder(folder: folder.path).deliver(mail)
        let text = try String(
            contentsOf: folder.appending(path: "\(mail.id).eml"), encoding: .utf8)
        #expect(text.contains("To: \"Lee, \\\"Ann\\\"\" <ann@example.com>\r\n"))
    }

    @Test("that a newer program no longer takes leaves no rule half in force, and can be mended")
    func notInForce() async throws {
        let rules = "object \"Foo\" { text \"name\" }"
        let bench = try await Workbench(rules)
        _ = try await bench.create("Foo", ["name": .text("kept")])
        try await bench.engine.store.write { writer in
            let files = SystemObjects.packFile
            guard let slot = files.slot(of: "path"),
                let old = try writer.first(files, slot: slot, equals: .text("rules.lua"))
            else { return }
            var spoiled = old
            spoiled["content"] = .text("object \"Foo\" { text \"name\" { nonsense = 1 } }")
            spoiled.version += 1
            try writer.update(spoiled, from: old)
        }
        let engine = try await Engine.open(store: bench.engine.store)
        let error = await #expect(throws: TidegateError.self) {
            _ = try await engine.list(ListRequest("Foo"), as: .system)
        }
        #expect(error?.code == "pack.not_in_force")
        #expect(try await engine.installedPacks().map(\.name) == ["demo"])
        guard case .intact = try await engine.verifyHistory() else {
            Issue.record("the history cannot be verified")
            return
        }
        _ = try await engine.install([Workbench.pack(rules + " -- mended")])
        guard case .records(let kept) = try await engine.list(ListRequest("Foo"), as: .system)
        else { return }
        #expect(kept.map { $0["name"] } == [.text("kept")])
    }
}
