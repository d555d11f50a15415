import Testing
import TidegateEngine
import TidegateModel

@Suite("The bin")
struct BinTests {
    private static func stage() async throws -> UndeletionTests.Stage {
        try await UndeletionTests.stage()
    }

    @Test("lists what is deleted, newest first, with who, when and because of what")
    func lists() async throws {
        let stage = try await Self.stage()
        let (bench, me) = (stage.bench, stage.bench.operatorActor)
        _ = try await bench.engine.delete(
            "Customer", stage.customer.id, as: me, through: .test
        ).get()
        let page = try await bench.engine.bin(limit: 10, as: me)
        #expect(page.records.map(\.record.object.name) == ["Customer", "Deal", "Line"])
        #expect(page.records.map(\.title) == ["Acme", "Pump", "Hello"])
        #expect(
            page.records.map(\.with) == [
                nil, stage.customer.place, stage.deal.place,
            ])
        #expect(page.records.allSatisfy { $0.entry.at == bench.engine.clock.now() })
        #expect(page.records.map(\.mayUndelete) == [true, true, true])
        #expect(page.next == nil)
        #expect(
            try await bench.engine.bin("Deal", limit: 10, as: me).records.map(\.record.id)
                == [stage.deal.id])
    }

    @Test("forgets what came back, and shows a record once that was deleted twice")
    func comesBack() async throws {
        let stage = try await Self.stage()
        let (bench, me, id) = (stage.bench, stage.bench.operatorActor, stage.deal.id)
        func delete() async throws {
            _ = try await bench.engine.delete("Deal", id, as: me, through: .test).get()
        }
        try await delete()
        _ = try await bench.engine.undelete("Deal", id, as: me, through: .test).get()
        #expect(try await bench.engine.bin("Deal", limit: 10, as: me).records.isEmpty)
        bench.clock.advance(.hours(1))
        try await delete()
        let page = try await bench.engine.bin("Deal", limit: 10, as: me)
        #expect(page.records.map(\.entry.at) == [bench.engine.clock.now()])
    }

    @Test("goes on page by page, over objects")
    func pages() async throws {
        let stage = try await Self.stage()
        let (bench, me) = (stage.bench, stage.bench.operatorActor)
        for number in 1...5 {
            let memo = try await bench.create("Memo", ["text": .text("m\(number)")])
            let line = try await bench.create(
                "Line", ["what": .text("l\(number)"), "deal": .reference(stage.deal.id)])
            for record in [memo, line] {
                _ = try await bench.engine.delete(
                    record.object.name, record.id, as: me, through: .test
                ).get()
            }
        }
        var titles: [String] = []
        var before: Int64?
        repeat {
            let page = try await bench.engine.bin(before: before, limit: 3, as: me)
            #expect(page.records.count <= 3)
            titles += page.records.map(\.title)
            before = page.next
        } while before != nil
        #expect(titles == (1...5).reversed().flatMap { ["l\($0)", "m\($0)"] })
    }

    @Test(
        "is for whoever could read the record and may delete or create such; what is hidden stays so"
    )
    func rights() async throws {
        let stage = try await Self.stage()
        let (bench, me) = (stage.bench, stage.bench.operatorActor)
        let bob = try await bench.user("bob", roles: ["seller"])
        let eve = try await bench.user("eve", roles: ["buyer"])
        _ = try await bench.engine.delete(
            "Customer", stage.customer.id, as: me, through: .test
        ).get()
        func names(_ actor: Actor) async throws -> [String] {
            try await bench.engine.bin(limit: 10, as: actor).records.map(\.record.object.name)
        }
        #expect(try await names(stage.ann) == ["Customer", "Deal"])
        #expect(try await names(bob) == ["Customer"])
        #expect(try await names(eve) == [])
        let seen = try await bench.engine.bin("Customer", limit: 10, as: bob).records[0]
        #expect(seen.record["credit"] == .none)
        #expect(!seen.entry.json.contains("credit"))
        // Who sees it in the bin may look at its life.
        let life = try await bench.engine.history("Deal", stage.deal.id, as: stage.ann)
        #expect(life.map(\.kind) == ["create", "delete"])
    }
}
