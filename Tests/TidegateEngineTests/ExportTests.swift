import Dispatch
import Foundation
import Testing
import TidegateModel
import TidegateRules
import TidegateScript
import TidegateStore

@testable import TidegateEngine

@Suite("An export")
struct ExportTests {
    /// One field of every type.
    private static let rules = """
        object "Account" { text "name" { required = true }, unique { "name" } }
        object "Thing" {
          title = "{label}",
          text "label" { required = true },
          currency "unit", text "story" { max = 10000 },
          choice "size" { values = { "small", "large" } },
          multichoice "goods" { values = { "pumps", "valves", "中" } },
          integer "pieces", decimal "rate" { scale = 6 }, money "amount", percent "share",
          boolean "ready", date "due", datetime "seen", duration "effort",
          reference "account" { to = "Account" },
          email "mail", emails "mails", phone "phone", phones "phones", url "site",
          geopoint "place", json "payload", autonumber "code" { format = "T-{0000}" },
        }
        """

    /// Values at the edges of their types; each list has as many as there are things.
    private static let texts: [String: [String]] = [
        "story": [
            "=1+2", "a,\"b\"\r\nc\rd\ne", " blanks ", "_x0041_ \u{1}\u{FFFE}<&>'", "中文\t🙂",
        ],
        "unit": ["EUR", "CNY", "", "USD", "EUR"],
        "size": ["small", "large", "", "large", "small"],
        "goods": ["pumps;中", "valves", "", "中", "pumps;valves;中"],
        "pieces": ["9223372036854775807", "-9223372036854775807", "0", "123456789012345", "-1"],
        "rate": ["0.000001", "-999999999999.999999", "0", "123456789.123456", "1.5"],
        "amount": ["0.10", "-0.01", "92233720368547758.07", "1234567.89", "0"],
        "share": ["12.5", "0", "3.25", "100", ""],
        "ready": ["true", "false", "", "true", "false"],
        "due": ["0001-01-01", "1900-02-28", "1900-03-01", "9999-12-31", "2026-11-23"],
        "seen": [
            "1900-01-01T00:00:00Z", "1999-12-31T23:59:59.999Z", "2026-11-23T03:00:00.001Z",
            "9999-12-31T23:59:59.999Z", "",
        ],
        "effort": ["14 days", "90 minutes", "", "1 hours", "1 seconds"],
        "mail": ["ann@example.com", "", "bob@example.com", "", "c@d.example"],
        "mails": ["a@b.example;c@d.example", "", "x@y.example", "", "a@b.example"],
        "phone": ["+49 30 1234", "", "030 99", "", "+1 202 555 0100"],
        "phones": ["+49 30 1234;030 99", "", "", "030 1", "1234"],
        "site": ["https://example.com/?a=1,2", "", "", "https://例え.jp/", ""],
        "place": ["48.858370,2.294481", "-90.000000,0.000000", "", "0.000000,180.000000", ""],
        "payload": [#"{"a":[1,null,"x,\"y"]}"#, "[]", "", "1.50", #""text""#],
    ]

    private static func things(_ bench: Workbench) async throws -> [Record] {
        guard
            case .records(let found) = try await bench.engine.list(
                ListRequest("Thing"), as: .system)
        else { return [] }
        return found
    }

    private static func filled() async throws -> Workbench {
        let bench = try await Workbench(rules)
        let object = try bench.engine.object("Thing", as: .system)
        let known = Set(object.fields.prefix(object.firstSystemSlot).map(\.type.word))
        #expect(known == Set(FieldType.words), "one of every type of field")
        for row in 0..<5 {
            let account = try await bench.create("Account", ["name": .text("Acme \(row), Inc.")])
            var values: [String: Value] = ["label": .text("Thing \(row)")]
            for (field, texts) in texts {
                values[field] = try #require(object.field(field)).parse(texts[row]).get()
            }
            values["account"] = row == 3 ? Value.none : .reference(account.id)
            _ = try await bench.create("Thing", values)
        }
        return bench
    }

    private static func bytes(
        _ bench: Workbench, _ request: ExportRequest, as actor: Actor = .system
    ) async throws -> [UInt8] {
        let file = try ScratchFile()
        let done = try await bench.engine.export(request, as: actor, to: file)
        let bytes = try file.bytes(from: 0, upTo: done.bytes + 1)
        #expect(bytes.count == done.bytes)
        return bytes
    }

    private static func values(_ record: Record, but left: Set<String>) -> [String: Value] {
        let fields = record.object.fields.prefix(record.object.firstSystemSlot)
        return Dictionary(
            uniqueKeysWithValues: fields.filter { !left.contains($0.name) }.map {
                ($0.name, record[$0.name])
            })
    }

    @Test(
        "is read back to the same values, whatever the type of field and the format",
        arguments: ExportFormat.allCases)
    func roundTrip(format: ExportFormat) async throws {
        let bench = try await Self.filled()
        let before = try await Self.things(bench)
        let whole = try await Self.bytes(bench, ExportRequest(ListRequest("Thing"), as: format))
        for record in before {
            let empty = Dictionary(
                uniqueKeysWithValues: Self.texts.keys.map { ($0, Value.none) })
            _ = try await bench.engine.update(
                "Thing", record.id, empty, as: .system, through: .test
            ).get()
        }
        let report = try await bench.engine.importFile(whole, with: "Thing", as: .system)
        #expect(report.problems == [])
        #expect(report.updated == 5 && report.created == 0)
        let after = try await Self.things(bench)
        for (one, other) in zip(before, after) {
            #expect(Self.values(one, but: []) == Self.values(other, but: []))
        }

        let other = try await Workbench(Self.rules)
        for row in 0..<5 {
            _ = try await other.create("Account", ["name": .text("Acme \(row), Inc.")])
        }
        var request = ExportRequest(ListRequest("Thing"), as: format)
        request.fields =
            ["label", "account.name"] + Self.texts.keys
        let moved = try await other.engine.importFile(
            Self.bytes(bench, request), with: "Thing", as: .system)
        #expect(moved.problems == [] && moved.created == 5)
        let there = try await Self.things(other)
        for (one, other) in zip(before, there) {
            let left: Set = ["account"]  // an id of each workspace
            #expect(Self.values(one, but: left) == Self.values(other, but: left))
            #expect(one["account"].isMissing == other["account"].isMissing)
        }
    }

    @Test("holds what its actor may see, and nothing can be asked of the rest")
    func rights() async throws {
        let bench = try await Workbench(
            """
            object "Account" { text "name", text "secret", integer "size" }
            object "Deal" { text "name", reference "account" { to = "Account" } }
            access "seller" {
              Account = { read = "size < 3", hide = { "secret" } }, Deal = { read = true },
            }
            """)
        let ann = try await bench.user("ann", roles: ["seller"])
        for size in 1...4 {
            let account = try await bench.create(
                "Account",
                [
                    "name": .text("A\(size)"), "secret": .text("s\(size)"),
                    "size": .integer(Int64(size)),
                ])
            _ = try await bench.create(
                "Deal", ["name": .text("D\(size)"), "account": .reference(account.id)])
        }
        var request = ExportRequest(ListRequest("Account"), as: .csv)
        let text = String(decoding: try await Self.bytes(bench, request, as: ann), as: UTF8.self)
        #expect(text.hasPrefix("id,name,size,created_at"))
        #expect(text.split(separator: "\r\n").count == 3 && !text.contains("secret"))
        #expect(!text.contains("s1"))

        var deals = ExportRequest(ListRequest("Deal"), as: .csv)
        deals.fields = ["name", "account.name", "account"]
        deals.withTitles = true
        let lines = String(decoding: try await Self.bytes(bench, deals, as: ann), as: UTF8.self)
            .split(separator: "\r\n")
        #expect(lines[0] == "name,account.name,account,account (title)")
        #expect(lines[2].hasPrefix("D2,A2,") && lines[2].hasSuffix(",A2"))
        #expect(lines[3].hasPrefix("D3,,") && lines[3].hasSuffix(","))

        request.fields = ["name", "secret"]
        let file = try ScratchFile()
        for change: @Sendable (inout ExportRequest) -> Void in [
            { $0.fields = ["secret"] }, { $0.list.condition = "secret == 's1'" },
            { $0.list.order = [Query.Order("secret")] },
        ] {
            var asked = ExportRequest(ListRequest("Account"), as: .csv)
            change(&asked)
            let wanted = asked
            let error = await #expect(throws: TidegateError.self) {
                _ = try await bench.engine.export(wanted, as: ann, to: file)
            }
            #expect(error?.message.contains("secret") == true)
        }
        deals.fields = ["account.secret"]
        let asked = deals
        await #expect(throws: TidegateError.self) {
            _ = try await bench.engine.export(asked, as: ann, to: file)
        }
    }

    @Test("is of one moment, and nobody waits for it")
    func snapshot() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "tidegate-export-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try SQLiteStore.open(path: folder.appending(path: "a.db").path)
        let bench = try await Workbench(
            #"object "Account" { text "name" } import "a" { into = "Account", columns = { name = "name" } }"#,
            store: store)
        let rows = "name\n" + (1...3_000).map { "A\($0)\n" }.joined()
        _ = try await bench.engine.importFile(Array(rows.utf8), with: "a", as: .system)
        let (isUnderWay, isWritten) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        async let exported = Self.export(bench, isUnderWay, isWritten)
        await Task.detached { Self.wait(isUnderWay) }.value
        _ = try await bench.create("Account", ["name": .text("later")])
        isWritten.signal()
        let text = try await exported
        #expect(text.split(separator: "\r\n").count == 3_001)
        #expect(!text.contains("later"))
        await bench.engine.close()
    }

    private static func wait(_ semaphore: DispatchSemaphore) { semaphore.wait() }

    private static func export(
        _ bench: Workbench, _ isUnderWay: DispatchSemaphore, _ isWritten: DispatchSemaphore
    ) async throws -> String {
        let file = try ScratchFile()
        var request = ExportRequest(ListRequest("Account"), as: .csv)
        request.fields = ["name"]
        let done = try await bench.engine.export(request, as: .system, to: file) { progress in
            guard progress.rows == 1_000 else { return }
            isUnderWay.signal()
            isWritten.wait()
        }
        return String(decoding: try file.bytes(from: 0, upTo: done.bytes), as: UTF8.self)
    }

    @Test("has its name when it is whole, and leaves nothing when it is not")
    func atomic() throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "tidegate-scratch-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "a.csv").path
        func names() throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
                !$0.hasPrefix(".")
            }
        }
        for text in ["first", "second"] {
            do {
                let lost = try ScratchFile(in: folder.path)
                try Array("half".utf8).withUnsafeBytes { try lost.write($0) }
                #expect(try names() == (text == "first" ? [] : ["a.csv"]))
            }
            let file = try ScratchFile(in: folder.path)
            try Array(text.utf8).withUnsafeBytes { try file.write($0) }
            try file.keep(as: path)
            #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
        }
        let all = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(all == ["a.csv"])
        let error = #expect(throws: TidegateError.self) {
            _ = try ScratchFile(in: folder.appending(path: "nowhere").path)
        }
        #expect(error?.code == "file.write")
    }

    @Test("of JSON Lines comes in line by line, and a line that is none says so")
    func jsonLines() async throws {
        let bench = try await Workbench(
            #"object "Account" { text "name" { required = true }, integer "size", json "more" }"#)
        let file = """
            {"name": "A, B", "size": 1, "more": {"b": [1, 2], "a": "x"}}

            {"size": "2", "name": "C"}
            {"name": null, "size": 3}
            """
        let report = try await bench.engine.importFile(
            Array(file.utf8), with: "Account", as: .system)
        #expect(report.rows == 3 && report.created == 2 && report.refusedRows == 1)
        #expect(report.problems.map(\.row) == [4], "as an editor counts the lines")
        guard
            case .records(let found) = try await bench.engine.list(
                ListRequest("Account"), as: .system)
        else { return }
        #expect(found.map { $0["name"].text } == ["A, B", "C"])
        #expect(found[0]["more"] == .json(#"{"a":"x","b":[1,2]}"#))
        for (text, what) in [
            ("{\"name\": \"A\"}\n[1]\n", "Line 2 is no JSON object."),
            ("{\"name\": \"A\"\n", "Line 1 is no JSON object: "),
        ] {
            let error = await #expect(throws: TidegateError.self) {
                _ = try await bench.engine.importFile(
                    Array(text.utf8), with: "Account", as: .system)
            }
            #expect(error?.message.hasPrefix(what) == true, "\(error?.message ?? "")")
        }
    }

    @Test("brings an id back that names nothing any more as a refused row")
    func unknownIdentity() async throws {
        let bench = try await Workbench(#"object "Account" { text "name" }"#)
        let here = try await bench.create("Account", ["name": .text("A")])
        let file = "id,name\n\(here.id),B\n0000000000001,C\nx,D\n,E\n"
        let report = try await bench.engine.importFile(
            Array(file.utf8), with: "Account", as: .system)
        #expect(report.updated == 1 && report.created == 1 && report.refusedRows == 2)
        #expect(report.problems.map(\.code) == ["import.no_record", "import.no_record"])
    }
}
