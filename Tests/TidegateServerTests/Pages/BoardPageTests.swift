import Testing
import TidegateEngine
import TidegateModel

@testable import TidegateServer

@Suite("The board")
struct BoardPageTests {
    @Test func `a column says how many there are and what they come to, beyond its cards`()
        async throws
    {
        let deals = try await DealSite()
        let ann = try await deals.site.engine.actor(login: "ann")
        let reading = try await BoardReading.read(
            deals.site.engine, ListAddress(object: "Opportunity"), sizes: ["qualify": 1], as: ann)
        let lane = try #require(reading.lanes.first)
        #expect(
            reading.lanes.map(\.stage.name) == ["qualify", "propose", "negotiate", "won", "lost"])
        #expect(lane.cards.count == 1 && lane.hasMore)
        #expect(lane.count > 1)
        #expect(reading.amount.map { reading.object.fields[$0].name } == "amount")
        var request = ListRequest("Opportunity", where: "stage == 'qualify'")
        request.show = "sum(amount)"
        guard case .figures(_, let rows) = try await deals.site.engine.list(request, as: ann) else {
            return
        }
        #expect(rows == [[lane.sum]])
    }

    @Test func `a condition narrows it, a wrong one stays in its box with what is wrong`()
        async throws
    {
        let deals = try await DealSite()
        let good = try await deals.ann.get("/o/Opportunity/board?where=amount%20%3E%2070000").text
        #expect(good.contains("Waterworks north") && !good.contains("Cooling loop"))
        let bad = try await deals.ann.get("/o/Opportunity/board?where=amuont%20%3E%201").text
        #expect(bad.contains("value=\"amuont &gt; 1\""))
        #expect(bad.contains("id=\"findings\""))
        #expect(bad.contains("href=\"/o/Opportunity/board?where=amount%20%3E%201\""))
        #expect(bad.contains("Waterworks north"))
    }

    @Test func `a condition that closes a parenthesis it did not open is a wrong one`() async throws
    {
        let deals = try await DealSite()
        let typed = QueryText.encoded("stage == 'qualify') or (amount > 0")
        let page = try await deals.ann.get("/o/Opportunity/board?where=\(typed)").text
        #expect(page.contains("Waterworks north") && page.contains("value=\"stage == &"))
        let ann = try await deals.site.engine.actor(login: "ann")
        func read(_ condition: String) async throws -> BoardReading {
            var address = ListAddress(object: "Opportunity")
            address.condition = condition
            return try await BoardReading.read(deals.site.engine, address, sizes: [:], as: ann)
        }
        await #expect(throws: TidegateError.self) {
            try await read("stage == 'won') or (amount > 0")
        }
        for lane in try await read("amount > 0 or amount is empty").lanes {
            #expect(lane.cards.allSatisfy { $0["stage"] == .text(lane.stage.name) })
        }
    }

    @Test func `a search narrows it, and stays when someone changes to the list and back`()
        async throws
    {
        let deals = try await DealSite()
        let board = try await deals.ann.get("/o/Opportunity/board?q=cool").text
        #expect(board.contains("Cooling loop") && !board.contains("Waterworks north"))
        #expect(board.contains("href=\"/o/Opportunity?q=cool\""))
        let list = try await deals.ann.get("/o/Opportunity?q=cool&sort=amount").text
        #expect(list.contains("href=\"/o/Opportunity/board?q=cool\""))
        #expect(list.contains("href=\"/o/Opportunity?q=cool&amp;sort=amount\""))
    }

    @Test func `list and board have one bar: the same controls in the same order`() async throws {
        let deals = try await DealSite()
        let parts = [
            "topbar-title", "role=\"group\"", "data-create", "data-list-search",
            "data-condition=\"Opportunity\"", "class=\"chip\"",
        ]
        for address in ["/o/Opportunity", "/o/Opportunity/board"] {
            let page = try await deals.ann.get(address).text
            let places = parts.map { page.firstRange(of: $0)?.lowerBound }
            #expect(!places.contains(nil), "\(address)")
            #expect(places.compactMap(\.self) == places.compactMap(\.self).sorted(), "\(address)")
        }
    }

    @Test func `what has no pipeline has no board`() async throws {
        let deals = try await DealSite()
        #expect(try await deals.ann.get("/o/Account/board").status == .notFound)
    }
}
