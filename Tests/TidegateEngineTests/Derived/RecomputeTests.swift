import Testing
import TidegateEngine
import TidegateModel
import TidegateStore

@Suite("A recomputation")
struct RecomputeTests {
    private static let before = """
        object "Deal" {
          title = "{name}", text "name", money "total", money "net",
          children "lines" { of = "Line.deal" },
        }
        object "Line" { money "price", reference "deal" { to = "Deal", on_delete = "cascade" } }
        """
    private static let after =
        before
        .replacing("money \"total\"", with: "money \"total\" { rollup = \"sum(lines.price)\" }")
        .replacing("money \"net\"", with: "money \"net\" { formula = \"total / 2\" }")

    /// Deals that were saved before their fields were computed.
    private static func stage(_ more: String = "") async throws -> (Workbench, [Record]) {
        let bench = try await Workbench(before)
        var deals: [Record] = []
        for (name, total) in [("Pump", "5.00"), ("Valve", "1.00"), ("Hose", "7.00")] {
            let deal = try await bench.create(
                "Deal", ["name": .text(name), "total": .money(total), "net": .money("1.00")])
            _ = try await bench.create(
                "Line", ["deal": .reference(deal.id), "price": .money("2.50")])
            deals.append(deal)
        }
        _ = try await bench.engine.install(
            [Workbench.pack(after + more)], acceptingLoss: true)
        return (bench, deals)
    }

    @Test("tells every value that is not true, and changes nothing")
    func tells() async throws {
        let (bench, deals) = try await Self.stage()
        let found = try await bench.engine.recompute(as: .system, through: .test)
        #expect(!found.holds)
        #expect(found.records == 3)
        #expect(found.values == 6)
        #expect(
            found.differences.map { "\($0.field) \($0.kept) \($0.computed)" } == [
                "total 5.00 2.50", "net 1.00 1.25", "total 1.00 2.50", "net 1.00 1.25",
                "total 7.00 2.50", "net 1.00 1.25",
            ])
        let deal = try await bench.engine.record("Deal", deals[0].id, as: .system)
        #expect(deal.version == 1)
    }

    @Test("puts right what differs by saves whose history says so, and then finds nothing")
    func fixes() async throws {
        let (bench, deals) = try await Self.stage()
        let fixed = try await bench.engine.recompute(fixing: true, as: .system, through: .test)
        #expect(fixed.holds)
        #expect(fixed.fixed == 6)
        let deal = try await bench.engine.record("Deal", deals[0].id, as: .system)
        #expect(deal["total"] == .money("2.50"))
        #expect(deal["net"] == .money("1.25"))
        let entry = try await bench.engine.history("Deal", deal.id, as: .system).last
        #expect(entry?.because?.rule == "recomputation")
        let again = try await bench.engine.recompute(fixing: true, as: .system, through: .test)
        #expect(again.differing == 0)
        #expect(try await bench.engine.record("Deal", deal.id, as: .system).version == 2)
    }

    @Test("leaves a record whose save is refused as it is, says why, and goes on")
    func refused() async throws {
        let (bench, _) = try await Self.stage(
            """
            validation "Deal" "No valves" {
              must = "name != 'Valve'", say = "No valves here.", at = "name" }
            """)
        let found = try await bench.engine.recompute(fixing: true, as: .system, through: .test)
        #expect(!found.holds)
        #expect(found.fixed == 4)
        let refusals = found.differences.compactMap { difference -> String? in
            if case .refused(let why) = difference.outcome { why } else { nil }
        }
        #expect(refusals.count == 2)
        #expect(refusals.allSatisfy { $0.contains("No valves here.") })
    }

    @Test("is for those who may change what fields are")
    func rights() async throws {
        let (bench, _) = try await Self.stage()
        let ann = try await bench.user("ann", roles: ["seller"])
        let error = await #expect(throws: TidegateError.self) {
            _ = try await bench.engine.recompute(as: ann, through: .test)
        }
        #expect(error?.kind == .forbidden)
    }
}
