import Foundation
import Testing
import TidegateEngine
import TidegateModel
import TidegateStore

@Suite("A search")
struct SearchTests {
    private static let rules = """
        object "Firm" {
          title = "{name}",
          search = { "name", "notes", "secret" },
          text "name" { required = true }, text "notes" { max = 5000 }, text "secret",
          text "unsearched", autonumber "code" { format = "F-{0000}" },
          reference "owner" { to = "User", default = "me()" },
        }
        object "Letter" { title = "{subject}", text "subject", email "sender", emails "copies", text "body" }
        extend "Letter" { search = { "body" } }
        access "everyone" { User = { read = true } }
        access "seller" { Firm = { create = true, read = "owner == me()", hide = { "secret" } } }
        access "finance" { Firm = { create = true, read = true } }
        access "buyer" { Letter = { create = true, read = true } }
        """

    @discardableResult
    private func put(
        _ bench: Workbench?, _ object: String, _ texts: [String: String], as actor: Actor? = nil
    ) async throws -> Record {
        let bench = try #require(bench)
        return try await bench.create(object, texts.mapValues { .text($0) }, as: actor)
    }

    private func titles(
        _ bench: Workbench, _ text: String, in object: String = "Firm", as actor: Actor? = nil
    ) async throws -> [String] {
        try await bench.engine.find(text, in: object, as: actor ?? bench.operatorActor)
            .records.map(\.title.text)
    }

    @Test("finds what stands in the fields an object names, and by usual ones when it names none")
    func fields() async throws {
        let bench = try await Workbench(Self.rules)
        #expect(bench.engine.bundle.schema["Firm"]?.search == ["name", "notes", "secret"])
        #expect(
            bench.engine.bundle.schema["Letter"]?.search == ["subject", "sender", "copies", "body"])
        try await put(
            bench, "Firm",
            ["name": "Acme", "notes": "quiet pumps", "unsearched": "hidden treasure"])
        try await put(
            bench, "Letter", ["subject": "Offer", "sender": "ann@acme.com", "body": "见附件"])
        #expect(try await titles(bench, "pum") == ["Acme"])
        #expect(try await titles(bench, "treasure") == [])
        try await put(
            bench, "Letter", ["subject": "Reply", "copies": "bob@gate.org; kim@north.org"])
        let reply = try await bench.engine.find("north", in: "Letter", as: bench.operatorActor)
        #expect(reply.records.first?.reason?.excerpt.pieces.first { $0.isFound }?.text == "north")
        #expect(try await titles(bench, "附件", in: "Letter") == ["Offer"])
        let both = try await bench.engine.find("acme", limit: 5, as: bench.operatorActor)
        #expect(Set(both.map(\.object.name)) == ["Firm", "Letter"])
        let mail = try #require(both.first { $0.object.name == "Letter" }?.records.first)
        #expect(mail.reason?.field.name == "sender")
        #expect(mail.reason?.excerpt.pieces.map(\.text) == ["ann@", "acme", ".com"])
    }

    @Test("puts first who is called so, then who says it most; of equals the newest")
    func ranking() async throws {
        let bench = try await Workbench(Self.rules)
        for (name, notes) in [
            ("Pump works", ""), ("Old", "a pump"), ("Valves", "pump pump pump"), ("New", "a pump"),
            ("Pumpkin", ""),
        ] {
            try await put(bench, "Firm", ["name": name, "notes": notes])
        }
        #expect(
            try await titles(bench, "pump") == ["Pump works", "Pumpkin", "Valves", "New", "Old"])
    }

    @Test("never lets a hidden field or record find, mark, count or order anything")
    func rights() async throws {
        let bench = try await Workbench(Self.rules)
        let ann = try await bench.user("ann", roles: ["seller"])
        let fin = try await bench.user("fin", roles: ["finance"])
        let buyer = try await bench.user("buy", roles: ["buyer"])
        for (actor, name, secret) in [
            (ann, "Anna pump", "pump pump pump pump"), (ann, "Anna pump two", ""),
            (fin, "Finn pump", "gold"), (ann, "Third", "gold"),
        ] {
            let made = try await put(bench, "Firm", ["name": name], as: actor)
            var values: [String: Value] = ["secret": .text(secret)]
            values["name"] = .text(name)
            _ = try await bench.engine.update(
                "Firm", made.id, values, as: bench.operatorActor, through: .test
            ).get()
        }
        #expect(try await titles(bench, "gold", as: ann) == [])
        #expect(try await titles(bench, "gold", as: fin) == ["Third", "Finn pump"])
        // What her colleague ranks by is nothing to her.
        #expect(try await titles(bench, "pump", as: fin).first == "Anna pump")
        let hers = try await bench.engine.find("pump", in: "Firm", as: ann)
        #expect(hers.records.map(\.title.text) == ["Anna pump", "Anna pump two"])
        #expect(hers.records.allSatisfy { $0.texts.allSatisfy { $0.field.name == "name" } })
        #expect(hers.records.allSatisfy { $0.record["secret"].isMissing })
        // Who may not know the object is told of none.
        await #expect(throws: TidegateError.self) { try await titles(bench, "pump", as: buyer) }
        #expect(try await bench.engine.find("pump", limit: 5, as: buyer).isEmpty)
        // Figures over the same words would tell as well.
        #expect(hers.next == nil)
    }

    @Test("shows all that was found, page by page, each once")
    func paging() async throws {
        let bench = try await Workbench(Self.rules)
        for number in 1...23 { try await put(bench, "Firm", ["name": "Pump \(number)"]) }
        var (seen, first): ([String], Int?) = ([], 0)
        while let from = first {
            let page = try await bench.engine.find(
                "pump", in: "Firm", from: from, limit: 10, as: bench.operatorActor)
            seen += page.records.map(\.title.text)
            first = page.next
        }
        #expect(seen == (1...23).reversed().map { "Pump \($0)" })
        let end = try await bench.engine.find(
            "pump", in: "Firm", from: Int.max / 2, limit: 10, as: bench.operatorActor)
        #expect(end.records.isEmpty && end.next == nil)
    }

    @Test("looks at a bounded number of records, and those called so are among them")
    func bounded() async throws {
        let bench = try await Workbench(Self.rules)
        try await put(bench, "Firm", ["name": "Pump house"])
        for number in 1...EngineLimits.searchCandidates + 5 {
            try await put(bench, "Firm", ["name": "N \(number)", "notes": "a pump"])
        }
        let found = try await titles(bench, "pump")
        #expect(found.first == "Pump house")
    }

    @Test("is true to the records after saves, refusals, imports and rehearsals")
    func kept() async throws {
        let bench = try await Workbench(
            Self.rules + """
                validation "Firm" "No bad" { must = "name != 'bad'", say = "bad" }
                hook "Firm" "copies" { when = "name == 'copied'",
                  before_save = function(firm) firm.notes = "from the hook" end }
                import "firms" { into = "Firm", key = { "name" }, columns = { Name = "name", Notes = "notes" } }
                """)
        try await put(bench, "Firm", ["name": "copied"])
        _ = try await bench.engine.create(
            "Firm", ["name": .text("bad")], as: bench.operatorActor, through: .test)
        _ = try await bench.engine.importFile(
            Array("Name,Notes\none,\u{6C34}\u{6CF5}\nbad,x\ncopied,\ntwo,\n".utf8), with: "firms",
            as: .system)
        #expect(try await titles(bench, "\"the hook\"") == ["copied"])
        #expect(try await titles(bench, "水泵") == ["one"])
        #expect(try await titles(bench, "bad") == [])
        for (object, check) in try await bench.engine.checkSearch() {
            #expect(check.wrong == 0, "\(object.name)")
        }
    }

    @Test("is checked in packs: fields that are there, and are texts")
    func checked() async throws {
        for (list, code) in [("{ \"nme\" }", "field.unknown"), ("{ \"size\" }", "object.search")] {
            let pack = Workbench.pack(
                "object \"Firm\" { search = \(list), text \"name\", integer \"size\" }")
            let bench = try await Workbench("")
            do {
                _ = try await bench.engine.install([pack])
                Issue.record("\(list) was taken")
            } catch let refused as PackRefused {
                #expect("\(refused)".contains(code), "\(refused)")
            }
        }
    }

    @Test("comes to workspaces of programs that knew none, and fills as it is used")
    func olderWorkspace() async throws {
        let path =
            NSTemporaryDirectory()
            + "search-\(ProcessInfo.processInfo.globallyUniqueString).tidegate"
        defer {
            for end in ["", "-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: path + end)
            }
        }
        var bench: Workbench? = try await Workbench(Self.rules, store: SQLiteStore.open(path: path))
        for name in ["Acme", "Beta"] { try await put(bench, "Firm", ["name": name]) }
        // As if it had never been: what a program from before leaves behind.
        try await bench?.engine.store.prepare(
            Schema((bench?.engine.bundle.schema.objects ?? []).map(\.unsearched)))
        await bench?.engine.close()
        bench = nil
        let engine = try await Engine.open(store: SQLiteStore.open(path: path))
        let page = try await engine.find("acm", in: "Firm", as: .operator)
        #expect(page.records.map(\.title.text) == ["Acme"] && page.isComplete)
        #expect(try await engine.checkSearch().allSatisfy { $0.check.wrong == 0 })
        await engine.close()
    }
}

extension Object {
    fileprivate var unsearched: Object {
        Object(
            name: name, title: title, fields: Array(fields.prefix(firstSystemSlot)),
            children: children, uniques: uniques, indexes: indexes, search: [], table: table)
    }
}
