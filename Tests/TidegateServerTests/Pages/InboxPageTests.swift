import Testing
import TidegateEngine
import TidegateModel
import TidegateScript

@testable import TidegateServer

@Suite("The inbox")
struct InboxPageTests {
    @Test func `a question shows what is asked, by whom, and what has changed since`() async throws
    {
        let deals = try await DealSite(["discount": "20", "requirement_confirmed": "true"])
        let bob = try await deals.site.browser(signedInAs: "bob")
        let task = try await deals.site.task(of: "bob")
        let list = try await bob.get("/inbox").text
        #expect(list.contains("Waterworks north") && list.contains("/inbox/\(task)"))

        let before = try await bob.get("/inbox/\(task)").text
        #expect(before.contains("Ann Lee asks you"))
        #expect(before.contains("80,000.00") && before.contains("20%"))
        #expect(before.contains("Nothing has changed since you were asked."))

        deals.site.clock.advance(.minutes(5))
        _ = try await deals.send(
            "save", ["version": "1", "field.name": "Waterworks south"])
        let after = try await bob.get("/inbox/\(task)").text
        #expect(after.contains("Changed since you were asked"))
        #expect(after.contains("<del>Waterworks north</del>"))
        #expect(after.contains("<ins>Waterworks south</ins>"))
    }

    @Test func `who asked finds what became of it`() async throws {
        let deals = try await DealSite(["discount": "20"])
        #expect(try await deals.ann.get("/inbox?show=asked").text.contains("Waits"))
        let bob = try await deals.site.browser(signedInAs: "bob")
        _ = try await deals.send(
            "decide", ["approval": "discount", "verdict": "no", "comment": "too much"], as: bob)
        let page = try await deals.ann.get("/inbox?show=asked").text
        #expect(page.contains("Waterworks north") && page.contains("Rejected"))
        #expect(page.contains("href=\"\(deals.address)\""))
        #expect(page.contains("Rejected by Bob Keller: too much"))
        let home = try await deals.ann.get("/").text
        #expect(home.contains("Rejected by Bob Keller: too much"))
        #expect(!(try await bob.get("/").text.contains("Rejected by")))
        deals.site.clock.advance(.hours(24 * 8))
        let later = try await deals.site.browser(signedInAs: "ann")
        #expect(!(try await later.get("/").text.contains("Rejected by")))
        #expect(!(try await bob.get("/inbox?show=asked").text.contains("Waterworks north")))
    }

    @Test func `after an answer the page leads to what waits next`() async throws {
        let deals = try await DealSite(["discount": "20"])
        let bob = try await deals.site.browser(signedInAs: "bob")
        let task = try await deals.site.task(of: "bob")
        _ = try await deals.send("decide", ["approval": "discount", "verdict": "yes"], as: bob)
        let answered = try await bob.get("/inbox/\(task)").text
        #expect(answered.contains("href=\"/inbox\">To the inbox"))
        _ = try await deals.site.make(
            "Opportunity", ["name": "Second", "discount": "30"], as: "ann")
        let next = try await deals.site.task(of: "bob")
        #expect(
            try await bob.get("/inbox/\(task)").text
                .contains("href=\"/inbox/\(next)\">Next question"))
    }

    @Test func `what a question was before is said of this question, not of an earlier one`()
        async throws
    {
        let deals = try await DealSite(["discount": "20"])
        deals.site.clock.advance(.minutes(5))
        _ = try await deals.send("save", ["version": "1", "field.discount": "30"])
        let bob = try await deals.site.browser(signedInAs: "bob")
        let page = try await bob.get("/inbox/\(deals.site.task(of: "bob"))").text
        #expect(page.contains("30%") && !page.contains("class=\"then\""))
        // What has changed since the last time stands under that heading.
        #expect(page.contains("<del>20%</del>"))
    }

    @Test func `who may not read the record sees what is asked and can answer`() async throws {
        let site = try await Site()
        let pack = Site.pack(
            """
            object "Deal" { title = "{name}", text "name", money "amount", money "margin", text "note" }
            access "keeper" { Deal = { create = true, read = true, update = true } }
            access "chief" { label = "Chief" }
            approval "check" { on = "Deal", when = "amount > 100", freeze = { "amount" },
              step "first" { who = role "chief" } }
            """)
        _ = try await site.engine.install([PackFolder.read(Site.rules("base")), pack])
        _ = try await site.engine.addUser(
            login: "cat", name: "Cat", email: nil, manager: nil, roles: ["chief"], as: .system,
            through: .test
        ).get()
        let deal = try await site.make(
            "Deal", ["name": "Crane", "amount": "5000", "margin": "4711", "note": "unheard"],
            as: "ada")
        let cat = try await site.browser(signedInAs: "cat")
        let task = try await site.task(of: "cat")
        let page = try await cat.get("/inbox/\(task)").text
        #expect(page.contains("5,000.00") && page.contains("You may not open the record itself."))
        #expect(!page.contains("4,711") && !page.contains("unheard"))
        #expect(!page.contains("href=\"/o/Deal"))
        #expect(page.contains("action=\"/o/Deal/\(deal.id)/decide\""))
        #expect(try await cat.get("/inbox").text.contains("/inbox/\(task)"))
        let sent = Sent(
            try await cat.submit(
                "/o/Deal/\(deal.id)/decide", ["approval": "check", "verdict": "yes"]))
        #expect(sent.reply.status == .ok)
        let done = try await cat.get("/inbox/\(task)").text
        #expect(done.contains("You approved this.") && !done.contains("5,000.00"))
    }

    @Test func `a yes goes on to the next step, and the task is done`() async throws {
        let deals = try await DealSite(["discount": "20"])
        let bob = try await deals.site.browser(signedInAs: "bob")
        let task = try await deals.site.task(of: "bob")
        let sent = try await deals.send(
            "decide", ["approval": "discount", "verdict": "yes", "comment": "Good"], as: bob)
        #expect(sent.reply.status == .ok)
        let page = try await bob.get("/inbox/\(task)").text
        #expect(page.contains("You approved this."))
        #expect(!page.contains("id=\"part-answer\""))
        _ = try await deals.site.task(of: "fiona")
        #expect(try await bob.get("/inbox?show=done").text.contains("/inbox/\(task)"))
    }

    @Test func `who is not asked cannot answer`() async throws {
        let deals = try await DealSite(["discount": "20"])
        let sent = try await deals.send("decide", ["approval": "discount", "verdict": "yes"])
        #expect(sent.reply.status == .forbidden)
    }

    @Test func `a task of a script or an alert is ticked off by its own user alone`() async throws {
        let deals = try await DealSite()
        let engine = deals.site.engine
        // Goods that lie below their safety stock: an alert, and a task for the buyer.
        let level = try #require(
            try await engine.list(ListRequest("StockLevel"), as: .system).first)
        _ = try await engine.update(
            "Product", #require(level["product"].reference), ["safety_stock": .integer(9_999_999)],
            as: .system, through: .test
        ).get()
        let task = try await deals.site.task(of: "bea")
        let foreign = try await deals.ann.submit("/inbox/\(task)/done")
        #expect(foreign.status == .notFound)
        let bea = try await deals.site.browser(signedInAs: "bea")
        #expect(try await bea.submit("/inbox/\(task)/done", ["comment": "Ordered"]).status == .ok)
        #expect(try await bea.get("/inbox/\(task)").text.contains("You have done this."))
        #expect(try await bea.submit("/inbox/\(task)/done").status == .unprocessableContent)
    }

    @Test func `what a record was is today's with every later change taken back`() async throws {
        let deals = try await DealSite()
        let moment = deals.site.clock.clock.now()
        deals.site.clock.advance(.minutes(1))
        _ = try await deals.send("save", ["version": "1", "field.amount": "5"])
        _ = try await deals.send("save", ["version": "2", "field.amount": "7"])
        let history = try await deals.site.engine.history(
            "Opportunity", deals.deal, before: nil, limit: 50, as: .system
        ).entries
        let changes = ThenAndNow(record: try await deals.record(), history: history)
            .changes(since: moment)
        let amount = changes.first { $0.then.decimal == Decimal(80_000) }
        #expect(amount != nil)
    }
}

extension ListAnswer {
    fileprivate var first: Record? {
        if case .records(let records) = self { records.first } else { nil }
    }
}
