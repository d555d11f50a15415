import Testing
import TidegateEngine
import TidegateModel
import TidegateStore

@Suite("Taking an import back")
struct ImportUndoTests {
    private static let rules = """
        object "Account" {
          text "name" { required = true }, text "note", integer "size", money "total" { rollup = "sum(deals.amount)" },
          children "deals" { of = "Deal.account" }, unique { "name" },
        }
        object "Deal" {
          text "code" { required = true }, reference "account" { to = "Account" }, money "amount",
          text "remark", unique { "code" },
        }
        object "Visit" { text "about", reference "deal" { to = "Deal", on_delete = "restrict" } }
        validation "Deal" "No way back" {
          must = "old.amount is empty or old.amount != 99 or amount == 99", say = "stays 99",
        }
        import "accounts" { into = "Account", key = { "name" }, columns = { name = "name", note = "note", size = "size" } }
        import "deals" {
          into = "Deal", key = { "code" },
          columns = { code = "code", account = "account.name", amount = "amount" },
        }
        import "visits" { into = "Visit", columns = { about = "about" } }
        """

    private func bench(_ store: (any Store)? = nil) async throws -> Workbench {
        guard let store else { return try await Workbench(Self.rules) }
        return try await Workbench(Self.rules, store: store)
    }

    private func load(
        _ bench: Workbench, _ text: String, _ name: String, again: Bool = false
    ) async throws -> ImportReport {
        let report = try await bench.engine.importFile(
            Array(text.utf8), with: name, as: bench.operatorActor, RequestOptions(),
            ImportWay(file: "\(name).csv", again: again))
        #expect(report.problems == [])
        return report
    }

    private func account(_ bench: Workbench, _ name: String) async throws -> Record {
        try #require(
            try await bench.engine.record("Account", "name", .text(name), as: .system))
    }

    @Test func `deletes what it made, and puts back what it changed`() async throws {
        let bench = try await bench()
        let old = try await bench.create(
            "Account", ["name": .text("Alder"), "note": .text("known"), "size": .integer(5)])
        let report = try await load(
            bench, "name,note,size\nAlder,loaded,7\nBirch,new,1\n", "accounts")
        let run = try #require(report.run)
        let undone = try await bench.engine.undoImport(run, as: bench.operatorActor)
        #expect([undone.deleted, undone.restored, undone.keptCount] == [1, 1, 0])
        #expect(try await bench.count("Account") == 1)
        let now = try await account(bench, "Alder")
        #expect(now["note"] == .text("known") && now["size"] == .integer(5))
        let history = try await bench.engine.history("Account", old.id, as: .system)
        #expect(
            history.map(\.origin) == [
                nil, ImportOrigin(run: run, row: 2), ImportOrigin(run: run, row: 2, isUndo: true),
            ])
        let kept = try await bench.engine.importRun(run, as: .system)
        #expect(kept.state == .undone && kept.undone == 2 && kept.file == "accounts.csv")
        let again = await #expect(throws: TidegateError.self) {
            try await bench.engine.undoImport(run, as: bench.operatorActor)
        }
        #expect(again?.code == "import.undone_before")
    }

    @Test func `does nothing when a record was changed since, and tells its row`() async throws {
        let bench = try await bench()
        let report = try await load(bench, "name,note\nAlder,a\nBirch,b\nCedar,c\n", "accounts")
        let run = try #require(report.run)
        let birch = try await account(bench, "Birch")
        _ = try await bench.engine.update(
            "Account", birch.id, ["note": .text("mine")], as: .system, through: .test
        ).get()
        let error = await #expect(throws: TidegateError.self) {
            try await bench.engine.undoImport(run, as: bench.operatorActor)
        }
        #expect(error?.code == "import.changed_since")
        #expect(
            error?.reasons.map(\.message) == ["row 3: Account/\(birch.id) was changed since: note"])
        #expect(try await bench.count("Account") == 3)
        let rest = try await bench.engine.undoImport(
            run, skipsChanged: true, as: bench.operatorActor)
        #expect([rest.deleted, rest.keptCount] == [2, 1])
        #expect(rest.kept.map(\.row) == [3])
        // What was left can be taken back once nobody's change is lost by it.
        _ = try await bench.engine.update(
            "Account", birch.id, ["note": .text("b")], as: .system, through: .test
        ).get()
        let last = try await bench.engine.undoImport(run, as: bench.operatorActor)
        #expect([last.deleted, last.gone, last.keptCount] == [1, 2, 0])
        #expect(try await bench.count("Account") == 0)
    }

    @Test func `changes nothing in a dry run, and tells the same`() async throws {
        let bench = try await bench()
        _ = try await bench.create("Account", ["name": .text("Alder"), "size": .integer(5)])
        let report = try await load(bench, "name,size\nAlder,7\nBirch,1\n", "accounts")
        let run = try #require(report.run)
        let tried = try await bench.engine.undoImport(
            run, as: bench.operatorActor, RequestOptions(isDryRun: true))
        #expect([tried.deleted, tried.restored] == [1, 1])
        #expect(try await bench.count("Account", where: "size == 7 or size == 1") == 2)
        #expect(try await bench.engine.importRun(run, as: .system).state == .done)
    }

    @Test func `sees a field that two rows changed as the one before both`() async throws {
        let bench = try await bench()
        _ = try await bench.create("Account", ["name": .text("Alder"), "size": .integer(5)])
        let report = try await load(bench, "name,size\nAlder,7\nAlder,8\n", "accounts")
        let undone = try await bench.engine.undoImport(
            try #require(report.run), as: bench.operatorActor)
        #expect([undone.restored, undone.keptCount] == [1, 0])
        #expect(try await account(bench, "Alder")["size"] == .integer(5))
    }

    @Test func `leaves what rules refuse, and what others refer to, and tells why`() async throws {
        let bench = try await bench()
        _ = try await bench.create("Deal", ["code": .text("A"), "amount": .money("1")])
        let report = try await load(bench, "code,amount\nA,99\nB,2\nC,3\n", "deals")
        let deal = try #require(
            try await bench.engine.record("Deal", "code", .text("B"), as: .system))
        _ = try await bench.create("Visit", ["deal": .reference(deal.id)])
        let undone = try await bench.engine.undoImport(
            try #require(report.run), as: bench.operatorActor)
        #expect([undone.deleted, undone.restored, undone.keptCount] == [1, 0, 2])
        #expect(undone.kept.map(\.row) == [3, 2])
        #expect(undone.kept[1].reason.contains("stays 99"))
        #expect(try await bench.count("Deal") == 2)
    }

    @Test func `takes roll-ups along, which are nobody's change`() async throws {
        let bench = try await bench()
        let accounts = try await load(bench, "name\nAlder\n", "accounts")
        let deals = try await load(bench, "code,account,amount\nA,Alder,5\nB,Alder,6\n", "deals")
        #expect(try await account(bench, "Alder")["total"] == .money("11.00"))
        let first = try await bench.engine.undoImport(
            try #require(deals.run), as: bench.operatorActor)
        #expect(first.deleted == 2 && first.keptCount == 0)
        #expect(try await account(bench, "Alder")["total"] == .money("0.00"))
        let second = try await bench.engine.undoImport(
            try #require(accounts.run), as: bench.operatorActor)
        #expect(second.deleted == 1)
    }

    @Test func `goes on where it was interrupted`() async throws {
        let store = TiringStore(try SQLiteStore.inMemory())
        let bench = try await bench(store)
        let rows = (1...1_500).map { "n\($0)\n" }.joined()
        let report = try await load(bench, "name\n" + rows, "accounts")
        let run = try #require(report.run)
        var tries = 0
        while try await bench.engine.importRun(run, as: .system).state != .undone, tries < 500 {
            // The first of the writes looks for what was changed since.
            store.writes.withLock { $0 = 1 }
            _ = try? await bench.engine.undoImport(
                run, skipsChanged: true, as: bench.operatorActor)
            tries += 1
        }
        store.writes.withLock { $0 = nil }
        let done = try await bench.engine.importRun(run, as: .system)
        #expect(tries > 1)
        #expect([done.undone, done.kept] == [1_500, 0])
        #expect(try await bench.count("Account") == 0)
        let chain = try await bench.engine.verifyHistory()
        guard case .intact = chain else {
            Issue.record("the history is broken: \(chain)")
            return
        }
    }

    @Test func `belongs to who loaded the file, and to who may see everything`() async throws {
        let bench = try await bench()
        let chief = try await bench.user("chief", roles: ["chief"])
        let report = try await load(bench, "name\nAlder\n", "accounts")
        let run = try #require(report.run)
        let error = await #expect(throws: TidegateError.self) {
            try await bench.engine.undoImport(run, as: chief)
        }
        #expect(error?.code == "import.no_run")
        #expect(try await bench.engine.importRuns(limit: 9, as: chief) == [])
        #expect(try await bench.engine.importRuns(limit: 9, as: .operator).map(\.id) == [run])
        let seller = try await bench.user("sue", roles: ["seller"])
        await #expect(throws: TidegateError.self) {
            try await bench.engine.importRuns(limit: 9, as: seller)
        }
    }

    @Test func `refuses a file that would make its records twice, unless that is wanted`()
        async throws
    {
        let bench = try await bench()
        let first = try await load(bench, "about\nx\ny\n", "visits")
        let error = await #expect(throws: TidegateError.self) {
            try await load(bench, "about\nx\ny\n", "visits")
        }
        #expect(error?.code == "import.done_before")
        #expect(try await bench.count("Visit") == 2)
        _ = try await load(bench, "about\nx\ny\n", "visits", again: true)
        #expect(try await bench.count("Visit") == 4)
        // Taken back, it is as if it had never been there.
        _ = try await bench.engine.undoImport(
            try #require(first.run), as: bench.operatorActor)
        let keyed = try await load(bench, "name\nAlder\n", "accounts")
        let same = try await load(bench, "name\nAlder\n", "accounts")
        #expect([keyed.created, same.unchanged] == [1, 1])
    }
}
