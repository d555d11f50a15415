import Testing
import TidegateEngine
import TidegateModel

@testable import TidegateServer

@Suite("Pages of what was")
struct PastPageTests {
    /// A deal that was 80,000 once and is 90,000 now, an hour later.
    private static func stage() async throws -> (deals: DealSite, then: Instant) {
        let deals = try await DealSite()
        let then = deals.site.engine.clock.now()
        deals.site.clock.advance(.hours(1))
        _ = try await deals.site.engine.update(
            "Opportunity", deals.deal,
            ["amount": .decimal(#require(Decimal("90000.00"))), "name": .text("Renamed")],
            as: deals.site.engine.actor(login: "ann"), through: .test
        ).get()
        return (deals, then)
    }

    @Test func `show both values of a field, where it comes from, and what would follow`()
        async throws
    {
        let (deals, then) = try await Self.stage()
        let page = try await deals.ann.get("\(deals.address)/past?as_of=\(then)")
        #expect(page.status == .ok)
        #expect(page.text.contains("80,000.00") && page.text.contains("90,000.00"))
        #expect(page.text.contains("Waterworks north") && page.text.contains("Renamed"))
        #expect(page.text.contains("a formula (sales "))
        #expect(page.text.contains("These fields would follow"))
        let early = try await deals.ann.get("\(deals.address)/past?as_of=2001-01-01")
        #expect(early.status == .ok && early.text.contains("was not there"))
        #expect(try await deals.ann.get("\(deals.address)/past?as_of=x").status == .badRequest)
    }

    @Test func `put back what was chosen, and nothing else`() async throws {
        let (deals, then) = try await Self.stage()
        let done = try await deals.ann.submit(
            "\(deals.address)/past", ["as_of": "\(then)", "only": "amount"])
        #expect(done.status == .seeOther, "\(done.text)")
        let now = try await deals.record()
        #expect(now["amount"] == .decimal(try #require(Decimal("80000.00"))))
        #expect(now["name"] == .text("Renamed"))
        let none = try await deals.ann.submit("\(deals.address)/past", ["as_of": "\(then)"])
        #expect(none.status == .badRequest)
        let stale = try await deals.ann.submit(
            "\(deals.address)/past", ["as_of": "\(then)", "only": "name", "version": "1"])
        #expect(stale.status == .conflict)
    }

    @Test func `list what was, and lead to the record as it was, deleted or not`() async throws {
        let (deals, then) = try await Self.stage()
        let list = "/o/Opportunity?as_of=\(then)"
        let page = try await deals.ann.get(list)
        #expect(page.text.contains("Waterworks north") && !page.text.contains("Renamed"))
        #expect(page.text.contains("\(deals.address)/past?as_of=\(QueryText.encoded("\(then)"))"))
        #expect(page.text.contains("As it is now"))
        let narrowed = try await deals.ann.get(list + "&where=amount+%3E+85000")
        #expect(!narrowed.text.contains("Waterworks north"))
        _ = try await deals.site.engine.delete(
            "Opportunity", deals.deal, as: deals.site.engine.actor(login: "ann"), through: .test
        ).get()
        let after = try await deals.ann.get(list)
        #expect(after.text.contains("Waterworks north"))
        let gone = try await deals.ann.get("\(deals.address)/past?as_of=\(then)")
        #expect(gone.status == .seeOther)
        #expect(try await deals.ann.get("/o/Opportunity?as_of=x").status == .badRequest)
    }
}
