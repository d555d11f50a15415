import Foundation
import Testing
import TidegateEngine
import TidegateModel
import TidegateScript
import TidegateStore
import TidegateTesting

/// The story scripts/demo plays, step by step, on the packs in rules/.
@Suite("First light")
struct StoryTests {
    /// A workspace file with the three packs and their sample records.
    final class Stage {
        let engine: Engine
        let clock = ManualClock()
        let folder: URL
        private var actors: [String: Actor] = [:]

        init() async throws {
            folder = URL(filePath: NSTemporaryDirectory())
                .appending(path: "story-\(ProcessInfo.processInfo.globallyUniqueString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            engine = try await Engine.open(
                store: SQLiteStore.open(path: folder.appending(path: "tidegate.db").path),
                clock: clock.clock)
            let names = ["base", "sales", "fulfilment"]
            _ = try await engine.install(
                try names.map { try PackFolder.read(Repository.rules($0)) })
            let samples = Actor.operator
            for name in names {
                for (file, report) in try await engine.importSamples(of: name, as: samples) {
                    #expect(report.refusedRows == 0, "\(file): \(report.problems)")
                }
            }
            for login in ["ann", "bob", "fiona", "felix", "wes", "bea"] {
                actors[login] = try await engine.actor(login: login)
            }
        }

        func leave() async {
            await engine.close()
            try? FileManager.default.removeItem(at: folder)
        }

        func actor(_ login: String) throws -> Actor { try #require(actors[login]) }

        func create(_ object: String, _ values: [String: Value], as login: String) async throws
            -> Record
        {
            try await engine.create(object, values, as: actor(login), through: .test).get()
        }

        func move(_ record: Record, _ stage: String, as login: String, key: String? = nil)
            async throws -> Answer<Record>
        {
            try await engine.move(
                record.object.name, record.id, to: stage, as: actor(login), through: .test,
                RequestOptions(idempotencyKey: key))
        }

        func vote(_ deal: Record, as login: String) async throws -> Answer<Record> {
            try await engine.decide(
                "discount", "Opportunity", deal.id, yes: true, as: actor(login), through: .test)
        }

        func reference(_ object: String, _ field: String, _ text: String) async throws -> Value {
            .reference(
                try #require(try await engine.record(object, field, .text(text), as: .system)).id)
        }

        func count(_ object: String, _ condition: String) async throws -> Int {
            guard
                case .records(let found) = try await engine.list(
                    ListRequest(object, where: condition), as: .system)
            else { return -1 }
            return found.count
        }
    }

    @Test("a deal through its gates, its approval, two parcels, an alert and a receipt")
    func story() async throws {
        let stage = try await Stage()
        let deal = try await signable(stage)

        try await refusedWithEveryGate(stage, deal)
        try await meetAllButTheDiscount(stage, deal)
        try await decide(stage, deal)
        let order = try await makeOrder(stage, deal)
        try await shipInTwoParcels(stage, order)
        try await shortageIsClearedByAReceipt(stage)
        try await wholeLife(stage, deal)
        await stage.leave()
    }

    private func signable(_ stage: Stage) async throws -> Record {
        let deal = try await stage.create(
            "Opportunity",
            [
                "name": .text("Waterworks north"),
                "account": stage.reference("Account", "name", "Northlake Water Works"),
                "amount": .integer(80_000), "discount": .integer(20),
                "close_date": .date(Day(number: 20_600)), "requirement_confirmed": .bool(true),
            ], as: "ann")
        try await addLine(stage, deal, 60)
        _ = try await stage.move(deal, "propose", as: "ann").get()
        return try await stage.move(deal, "negotiate", as: "ann").get()
    }

    private func addLine(_ stage: Stage, _ deal: Record, _ quantity: Int64) async throws {
        _ = try await stage.create(
            "OpportunityLine",
            [
                "opportunity": .reference(deal.id), "quantity": .integer(quantity),
                "product": stage.reference("Product", "code", "P-100"),
            ], as: "ann")
    }

    private func refusedWithEveryGate(_ stage: Stage, _ deal: Record) async throws {
        guard case .refused(let refusal) = try await stage.move(deal, "won", as: "ann") else {
            Issue.record("the deal was won at once")
            return
        }
        let closed = refusal.gates.filter { !$0.passed }
        #expect(closed.map(\.name) == ["Contract signed", "Discount cleared", "Lines add up"])
        #expect(closed[0].unblock == ["fill in signed_on"])
        #expect(closed[1].who == ["Bob Keller"])
        #expect(closed[2].isOpaque)
        #expect(closed.allSatisfy { $0.location?.file == "pipelines/opportunity.lua" })
    }

    private func meetAllButTheDiscount(_ stage: Stage, _ deal: Record) async throws {
        _ = try await stage.engine.update(
            "Opportunity", deal.id, ["signed_on": .date(Day(number: 20_500))],
            as: stage.actor("ann"), through: .test
        ).get()
        try await addLine(stage, deal, 4)
        let gates = try await stage.engine.explain(
            "Opportunity", deal.id, to: "won", as: stage.actor("ann"))
        #expect(gates.filter { !$0.passed }.map(\.name) == ["Discount cleared"])
        #expect(try await stage.count("Task", "state == 'open' and assignee.login == 'bob'") == 1)
        #expect(
            try await stage.count(
                "Mail",
                "recipient == 'bob@tidegate.example' and subject contains 'Waterworks north'") >= 1)
    }

    private func decide(_ stage: Stage, _ deal: Record) async throws {
        _ = try await stage.vote(deal, as: "bob").get()
        _ = try await stage.vote(deal, as: "fiona").get()
        guard case .refused(let own) = try await stage.vote(deal, as: "ann") else {
            Issue.record("the owner's own vote counted")
            return
        }
        #expect(own.error.code == "approval.four_eyes")
        guard case .refused = try await stage.move(deal, "won", as: "ann") else {
            Issue.record("one vote of finance was enough")
            return
        }
        _ = try await stage.vote(deal, as: "felix").get()
        #expect(try await stage.move(deal, "won", as: "ann").get()["stage"] == .text("won"))
    }

    private func makeOrder(_ stage: Stage, _ deal: Record) async throws -> Record {
        for _ in 1...2 {
            _ = try await stage.engine.act(
                "Make order", "Opportunity", deal.id, as: stage.actor("ann"), through: .test,
                RequestOptions(idempotencyKey: "order-1")
            ).get()
        }
        #expect(try await stage.count("SalesOrder", "id is not empty") == 1)
        let order = try #require(
            try await stage.engine.record(
                "SalesOrder", "opportunity", .reference(deal.id), as: .system))
        #expect(order["open_quantity"] == .integer(64))
        #expect(order["net"].decimal == Decimal("64000"))
        return order
    }

    private func receive(_ stage: Stage, _ quantity: Int64) async throws {
        _ = try await stage.create(
            "StockReceipt",
            [
                "product": stage.reference("Product", "code", "P-100"),
                "warehouse": stage.reference("Warehouse", "code", "CHI"),
                "quantity": .integer(quantity),
            ], as: "wes")
    }

    private func shipInTwoParcels(_ stage: Stage, _ order: Record) async throws {
        try await receive(stage, 55)
        let parcel = try await stage.create(
            "Shipment",
            [
                "order": .reference(order.id),
                "warehouse": stage.reference("Warehouse", "code", "CHI"),
            ], as: "wes")
        _ = try await stage.create(
            "ShipmentLine",
            [
                "shipment": .reference(parcel.id), "quantity": .integer(40),
                "product": stage.reference("Product", "code", "P-100"),
            ], as: "wes")
        _ = try await stage.move(parcel, "packed", as: "wes").get()
        for _ in 1...2 {
            _ = try await stage.move(parcel, "dispatched", as: "wes", key: "parcel-1").get()
        }
        let toCustomer = "recipient == 'grace@northlake.example'"
        #expect(try await stage.count("Mail", toCustomer) == 1)
        #expect(try await stage.count("Mail", toCustomer + " and subject contains 'parcel 1'") == 1)
        _ = try await stage.engine.act(
            "Ship", "SalesOrder", order.id, as: stage.actor("wes"), through: .test,
            RequestOptions(idempotencyKey: "parcel-2")
        ).get()
        #expect(try await stage.count("Mail", toCustomer) == 2)
        #expect(try await stage.count("Mail", toCustomer + " and subject contains 'complete'") == 1)
        let shipped = try await stage.engine.record("SalesOrder", order.id, as: .system)
        #expect(shipped["status"] == .text("shipped"))
    }

    private func shortageIsClearedByAReceipt(_ stage: Stage) async throws {
        let buyers = "state == 'open' and assignee.login == 'bea'"
        #expect(try await stage.count("Alert", "state == 'raised'") == 1)
        #expect(try await stage.count("Task", buyers) == 1)
        try await receive(stage, 20)
        #expect(try await stage.count("Alert", "state == 'raised'") == 0)
        #expect(try await stage.count("Alert", "state == 'cleared'") == 1)
        #expect(try await stage.count("Task", buyers) == 0)
    }

    private func wholeLife(_ stage: Stage, _ deal: Record) async throws {
        let life = try await stage.engine.history("Opportunity", deal.id, as: .system)
        #expect(life.first?.kind == "create")
        let story = life.flatMap(\.trace).joined(separator: "\n")
        for line in [
            "approval discount opened", "superseded: Line changed", "step manager: approved",
            "step finance: approved", "gate Contract signed of won passed",
            "gate Lines add up of won passed",
        ] {
            #expect(story.contains(line), "\(line) is not in the history")
        }
        #expect(life.contains { $0.cause?.contains("approval \"discount\"") == true })
        guard case .intact = try await stage.engine.verifyHistory() else {
            Issue.record("the history was touched")
            return
        }
        let spool = stage.folder.appending(path: "spool").path
        let sent = try await stage.engine.deliverMail(by: SpoolFolder(folder: spool))
        let files = try FileManager.default.contentsOfDirectory(atPath: spool)
        #expect(sent.failed == [])
        #expect(files.count == sent.sent)
        #expect(files.allSatisfy { $0.hasSuffix(".eml") })
        #expect(try await stage.engine.deliverMail(by: SpoolFolder(folder: spool)).sent == 0)
    }
}

/// Where the packs and the shared data are, seen from this file.
enum Repository {
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static func rules(_ pack: String) -> String { root.appending(path: "rules/\(pack)").path }

    /// Business data no one here wrote; `nil` where the folder is not beside the repository.
    static let data: URL? = {
        let folder = root.deletingLastPathComponent().appending(path: "shared/data")
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }()
}
