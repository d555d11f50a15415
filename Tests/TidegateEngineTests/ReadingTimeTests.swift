import Testing
import TidegateModel

@testable import TidegateEngine

@Suite("How long somebody may read")
struct ReadingTimeTests {
    private static let rules = """
        object "Deal" { text "name", integer "size", children "lines" { of = "Line.deal" } }
        object "Line" { text "name", integer "price", reference "deal" { to = "Deal" } }
        """

    private func bench() async throws -> (Workbench, Record) {
        let bench = try await Workbench(Self.rules)
        let deal = try await bench.create("Deal", ["name": .text("Pump")])
        for _ in 0..<8 {
            _ = try await bench.create(
                "Line", ["deal": .reference(deal.id), "price": .integer(2)])
        }
        return (bench, deal)
    }

    private func code(_ body: () async throws -> Void) async -> String {
        do {
            try await ReadingTime.$milliseconds.withValue(-1, operation: body)
            return "done"
        } catch let error as TidegateError { return error.code } catch { return "\(error)" }
    }

    @Test("is bounded for figures, groups and lists as for pages")
    func queries() async throws {
        let (bench, _) = try await bench()
        // Enough work for the database to look at the clock.
        for index in 0..<2_000 {
            _ = try await bench.create("Deal", ["size": .integer(Int64(index % 7))])
        }
        var list = ListRequest(
            "Deal", where: "sum(lines.price) > 0 or count(lines) > 0 or size > 2")
        list.order = [.init("size")]
        var groups = ListRequest("Deal", where: list.condition)
        groups.groups = ["size"]
        groups.show = "count(), sum(size), max(size)"
        var totals = ListRequest("Deal", where: list.condition)
        totals.show = "count(), sum(size), max(size), min(size)"
        for request in [list, groups, totals] {
            #expect(
                await code { _ = try await bench.engine.list(request, as: bench.operatorActor) }
                    == "query.too_long")
        }
        #expect(
            await code { _ = try await bench.engine.page(list, as: bench.operatorActor) }
                == "query.too_long")
    }

    @Test("is bounded for a condition that is tried on one record")
    func trial() async throws {
        let (bench, deal) = try await bench()
        let source = "sum(lines.price where sum(deal.lines.price) > 3) > 5"
        #expect(
            await code {
                _ = try await bench.engine.tryCondition(
                    source, on: "Deal", id: deal.id, as: bench.operatorActor)
            } == "query.too_long")
        guard
            case .answered(let answer) = try await bench.engine.tryCondition(
                source, on: "Deal", id: deal.id, as: bench.operatorActor)
        else {
            Issue.record("it does not compile")
            return
        }
        #expect(answer.tree.truth == .yes)
    }
}
