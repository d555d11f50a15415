import Testing
import TidegateEngine
import TidegateModel
import TidegateScript

@Suite("An import")
struct ImportTests {
    static let rules = """
        object "Account" { text "name" { required = true }, unique { "name" } }
        object "Deal" {
          text "code" { required = true }, reference "account" { to = "Account" },
          choice "stage" { values = { "open", "won" }, default = "open" },
          money "amount" { min = 0 }, date "closed", text "note", unique { "code" },
        }
        pipeline "Deal.stage" {
          stage "open" { to = { "won" } },
          stage "won" { final = true, gate "Amount" { need = { "amount" } } },
        }
        import "deals" {
          into = "Deal", key = { "code" }, null = { "null" }, dates = "DD-MM-YYYY",
          columns = {
            id = "code", customer = "account.name", state = "stage", value = "amount",
            closing = "closed", remark = "note",
          },
          replace = { state = { Won = "won", Open = "open" } },
        }
        """
    static let heading = "id,customer,state,value,closing,remark\n"

    func bench() async throws -> Workbench {
        let bench = try await Workbench(Self.rules)
        _ = try await bench.create("Account", ["name": .text("Königlich, Essen")])
        return bench
    }

    func load(_ text: String, _ bench: Workbench, _ options: RequestOptions = RequestOptions())
        async throws -> ImportReport
    {
        try await bench.engine.importFile(
            Array(text.utf8), with: nil, as: bench.operatorActor, options)
    }

    @Test("reads a field that was added in the workspace, and files that lack it")
    func addedFields() async throws {
        let bench = try await bench()
        for request in [
            FieldRequest(name: "region", kind: "text"),
            FieldRequest(name: "partner", kind: "reference", options: ["to": "Account"]),
        ] {
            _ = try await bench.engine.apply(
                .addField(try request.draft(), to: "Deal"), as: .system, through: .page)
        }
        let report = try await load(
            Self.heading.dropLast() + ",Region,partner\n"
                + "A1,,Open,,,,north,\"Königlich, Essen\"\n", bench)
        #expect(report.problems == [])
        guard
            case .records(let deals) = try await bench.engine.list(
                ListRequest(
                    "Deal", where: "region == 'north' and partner.name == 'Königlich, Essen'"),
                as: .system)
        else { return }
        #expect(deals.count == 1)
        let old = try await load(Self.heading + "A2,,Open,,,\n", bench)
        #expect(old.created == 1)
        #expect(old.missingColumns == ["region", "partner"])
    }

    @Test("gives a new record the default where a cell is empty, and empties one that is there")
    func emptyCells() async throws {
        let bench = try await Workbench(
            """
            object "Deal" {
              text "code" { required = true }, percent "discount" { required = true, default = 0 },
              text "note" { default = "none" }, unique { "code" },
            }
            import "deals" {
              into = "Deal", key = { "code" }, null = { "-" },
              columns = { id = "code", discount = "discount", remark = "note" },
            }
            """)
        let report = try await load("id,discount,remark\nA1,,\nA2,5,-\nA3,,x\n", bench)
        #expect(report.problems == [])
        #expect(try await bench.count("Deal", where: "discount == 0") == 2)
        #expect(try await bench.count("Deal", where: "note == 'none'") == 2)
        let again = try await load("id,discount,remark\nA3,3,\n", bench)
        #expect(again.updated == 1)
        #expect(try await bench.count("Deal", where: "note is empty") == 1)
    }

    @Test("takes no cell with U+0000, and says which")
    func nullCharacter() async throws {
        let report = try await load(
            Self.heading + "A1,,Open,,,a\0b\nA2,,Open,,,c\n", try await bench())
        #expect(report.created == 1)
        #expect(report.problems.map(\.column) == ["remark"])
        #expect(
            report.problems.first?.reason == "holds the character U+0000, which no text may hold")
    }

    @Test("reads quotes, line ends of both kinds, a byte order mark, and the declared mapping")
    func reading() async throws {
        let bench = try await bench()
        let report = try await load(
            "\u{FEFF}" + Self.heading.dropLast() + "\r\n"
                + "A1,\"Königlich, Essen\",Open,12.50,20-10-2016,\"said \"\"yes\"\"\nand left\"\r\n"
                + "A2,null,Open,,,\n", bench)
        #expect(report.problems == [])
        #expect(report.created == 2)
        let first = try #require(
            try await bench.engine.record("Deal", "code", .text("A1"), as: .system))
        #expect(first["note"] == .text("said \"yes\"\nand left"))
        #expect(first["amount"] == .money("12.50"))
        #expect(first["closed"] == Day("2016-10-20").map(Value.date))
        #expect(first["account"].reference != nil)
        let second = try #require(
            try await bench.engine.record("Deal", "code", .text("A2"), as: .system))
        #expect(second["account"] == .none)
    }

    @Test("names row, column, value and reason of every bad cell, and takes the good rows")
    func refusing() async throws {
        let bench = try await bench()
        let file =
            Self.heading + "A1,Nobody,Open,12x4.00,2016-10-20,\n" + "A2,,Open,5,,\n"
            + "A3,,Closed,-1,,\n" + "A4,,Won,,,\n" + "A5,,Open\n"
        let report = try await load(file, bench)
        #expect(report.created == 1)
        #expect(report.refusedRows == 4)
        let said = report.problems.map { "\($0.row) \($0.column ?? "-"): \($0.reason)" }
        #expect(
            said == [
                "2 customer: names no Account by name",
                "2 value: is not a number; write it like 1234.50",
                "2 closing: is not a date of the form DD-MM-YYYY",
                "4 state: is not one of open, won",
                "4 value: is below the smallest allowed, 0",
                "5 -: Way to won: won cannot be reached at creation; the way is open → won",
                "5 -: Amount: amount is empty",
                "6 -: has 3 cells, the heading has 6",
            ])
        let refused = String(decoding: report.refusedFile, as: UTF8.self)
        #expect(refused.hasPrefix(Self.heading))
        #expect(refused.contains("A1,Nobody,Open,12x4.00,2016-10-20,\n"))
        let again = try await load(
            refused.replacing("Nobody", with: "null").replacing("12x4.00", with: "12.00")
                .replacing("2016-10-20", with: "20-10-2016"), bench)
        #expect(again.created == 1)
    }

    @Test(
        "leaves alone what the file has no column for, and finds columns whatever their case and blanks"
    )
    func partly() async throws {
        let bench = try await bench()
        _ = try await load(Self.heading + "A1,,Open,5,,old note\n", bench)
        let report = try await bench.engine.importFile(
            Array("ID, Value \nA1,\"1,200.50\"\n".utf8), with: "deals", as: bench.operatorActor)
        #expect(report.updated == 1)
        #expect(report.missingColumns.sorted() == ["closing", "customer", "remark", "state"])
        let deal = try #require(
            try await bench.engine.record("Deal", "code", .text("A1"), as: .system))
        #expect(deal["amount"] == .money("1200.50"))
        #expect(deal["note"] == .text("old note"))
    }

    @Test("needs the columns of its key, and says which are missing")
    func withoutKey() async throws {
        let bench = try await bench()
        let error = await #expect(throws: TidegateError.self) {
            _ = try await bench.engine.importFile(
                Array("value\n5\n".utf8), with: "deals", as: bench.operatorActor)
        }
        #expect(error?.message == "The file has no column id, which import \"deals\" reads.")
    }

    @Test("updates by key, and counts rows that change nothing")
    func updating() async throws {
        let bench = try await bench()
        _ = try await load(Self.heading + "A1,,Open,5,,\nA2,,Open,6,,\n", bench)
        let report = try await load(
            Self.heading + "A1,,Open,7,,\nA2,,Open,6,,\nA3,,Open,8,,\n", bench)
        #expect([report.created, report.updated, report.unchanged] == [1, 1, 1])
        #expect(try await bench.count("Deal") == 3)
    }

    @Test("a dry run reports the same and writes nothing")
    func dryRun() async throws {
        let bench = try await bench()
        let file = Self.heading + "A1,,Open,5,,\nA1,,Open,7,,\nA2,,Open,x,,\n"
        let report = try await load(file, bench, RequestOptions(isDryRun: true))
        #expect([report.created, report.updated, report.refusedRows] == [1, 1, 1])
        #expect(try await bench.count("Deal") == 0)
    }

    @Test("passes the gates of historic records only with a waiver by someone who may")
    func historic() async throws {
        let bench = try await bench()
        let chief = try await bench.user("chief", roles: ["chief"])
        let seller = try await bench.user("sue", roles: ["seller"])
        let file = Array((Self.heading + "A1,,Won,5,,\n").utf8)
        await #expect(throws: TidegateError.self) {
            _ = try await bench.engine.importFile(file, with: nil, as: seller)
        }
        let report = try await bench.engine.importFile(
            file, with: "deals", as: chief, RequestOptions(waiver: "history of 2016"))
        #expect(report.created == 1)
        let deal = try #require(
            try await bench.engine.record("Deal", "code", .text("A1"), as: .system))
        let history = try await bench.engine.history("Deal", deal.id, as: .system)
        #expect(history[0].trace.contains { $0.contains("waived: \"history of 2016\"") })
    }

    @Test(
        "says one clear sentence about a file that cannot be read",
        arguments: [
            ("", "import.empty"), ("\n\n", "import.empty"),
            ("id,customer\nA1,x\n", "import.which"),
            ("\u{0}\u{1}\u{2}binary", "import.not_text"), ("a\"b,c\n", "import.heading"),
        ])
    func unreadable(file: String, code: String) async throws {
        let bench = try await bench()
        let error = await #expect(throws: TidegateError.self) { _ = try await load(file, bench) }
        #expect(error?.code == code)
    }

    @Test(
        "refuses a file as a whole that is Big5 or GBK, and names the row",
        arguments: [
            // A1,北湖水務
            ("Big5", [0xa5, 0x5f, 0xb4, 0xf2, 0xa4, 0xf4, 0xb0, 0xc8]),
            // A1,北湖水务
            ("GBK", [0xb1, 0xb1, 0xba, 0xfe, 0xcb, 0xae, 0xce, 0xf1]),
        ] as [(String, [UInt8])])
    func otherEncodings(encoding: String, name: [UInt8]) async throws {
        let bench = try await bench()
        let file = Array((Self.heading + "A1,,Open,5,,fine\nA2,,Open,6,,").utf8) + name + [0x0a]
        let error = await #expect(throws: TidegateError.self) {
            _ = try await bench.engine.importFile(file, with: nil, as: bench.operatorActor)
        }
        #expect(
            error?.message
                == "The file is not UTF-8 (row 3 looks like \(encoding)); save it in Excel as "
                + "\"CSV UTF-8\".")
        #expect(try await bench.count("Deal") == 0)
    }

    @Test("reports a quote that never closes, and keeps what came before")
    func unclosed() async throws {
        let bench = try await bench()
        let report = try await load(
            Self.heading + "A1,,Open,5,,\nA2,,Open,5,,\"never closed\n", bench)
        #expect(report.created == 1)
        #expect(report.problems.map(\.reason) == ["the quote of cell 6 is never closed"])
    }

    @Test("looks records up by an index, which a key or a looked-up field without one is given")
    func indexes() async throws {
        let bench = try await Workbench(
            """
            object "Account" { text "name", text "town" }
            object "Deal" {
              text "code", text "heading", reference "account" { to = "Account" }, index { "heading" },
            }
            import "deals" {
              into = "Deal", key = { "code", "heading" },
              columns = { id = "code", title = "heading", customer = "account.name" },
            }
            import "titles" {
              into = "Deal", key = { "heading" }, columns = { title = "heading" },
            }
            """)
        let bundle = bench.engine.bundle
        #expect(bundle.schema["Deal"]?.indexes == [["heading"]])
        #expect(bundle.storedSchema["Deal"]?.indexes == [["heading"], ["code"]])
        #expect(bundle.storedSchema["Account"]?.indexes == [["name"]])
        #expect(bundle.storedSchema["Deal"]?.fields == bundle.schema["Deal"]?.fields)
        let account = try #require(bundle.schema["Account"])
        #expect(bundle.storedSchema["Account"]?.table == account.table)
    }

    @Test("a name that several records have, in a lookup or as the key, is told and not guessed")
    func ambiguous() async throws {
        let bench = try await Workbench(
            """
            object "Account" { text "name" }
            object "Deal" { text "code", reference "account" { to = "Account" } }
            import "deals" {
              into = "Deal", key = { "code" }, columns = { id = "code", customer = "account.name" },
            }
            """)
        for _ in 0..<2 { _ = try await bench.create("Account", ["name": .text("Acme")]) }
        for _ in 0..<3 { _ = try await bench.create("Deal", ["code": .text("D")]) }
        let report = try await load("id,customer\nE,Acme\nD,\n", bench)
        #expect(
            report.problems.map(\.reason) == [
                "names 2 records of Account by name; it must name one",
                "3 records of Deal have this code; the key must name one",
            ])
        #expect(try await bench.count("Deal") == 3)
    }

    @Test("a heading that names a column twice is refused")
    func columnTwice() async throws {
        let bench = try await bench()
        await #expect(
            performing: {
                try await load("id,customer,state,value,closing,remark,value\n", bench)
            },
            throws: {
                ($0 as? TidegateError)?.message == "The heading names value more than once."
            })
    }

    // What grows with the square of the quotes would take hours.
    @Test("a large cell full of quotes is read in one go", .timeLimit(.minutes(5)))
    func manyQuotes() async throws {
        let bench = try await bench()
        let report = try await load(
            Self.heading + "A1,,,,,\"" + String(repeating: "\"\"", count: 4_000_000) + "\"\n", bench
        )
        #expect(report.refusedRows == 1)
    }
}
