import Testing
import TidegateEngine
import TidegateModel
import TidegateScript

@testable import TidegateServer

@Suite("The page of a record")
struct RecordPageTests {
    @Test func `every object of the sample packs has a page`() async throws {
        let site = try await Site(packs: ["base", "sales", "fulfilment"])
        let ada = try await site.browser(signedInAs: "ada")
        for object in site.engine.bundle.schema.objects where !object.table.hasPrefix("tg_") {
            var request = ListRequest(object.name)
            request.limit = 1
            guard case .records(let found) = try await site.engine.list(request, as: .system),
                let record = found.first
            else { continue }
            let reply = try await ada.get("/o/\(object.name)/\(record.id)")
            #expect(reply.status == .ok, "\(object.name)")
            #expect(reply.text.contains("id=\"part-fields\""), "\(object.name)")
        }
    }

    @Test func `what people type never becomes HTML, and no script or style stands in the page`()
        async throws
    {
        let hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
        let deals = try await DealSite(["name": hostile, "discount": "20"])
        _ = try await deals.site.make(
            "OpportunityLine",
            [
                "opportunity": "\(deals.deal)", "quantity": "1",
                "product": "\(deals.site.id("Product", "code", "P-100"))",
            ], as: "ann")
        let bob = try await deals.site.browser(signedInAs: "bob")
        let task = try await deals.site.task(of: "bob")
        for (browser, path) in [
            (deals.ann, deals.address), (deals.ann, "/o/Opportunity/board"), (bob, "/inbox"),
            (bob, "/inbox/\(task)"),
        ] {
            let reply = try await browser.get(path)
            #expect(reply.status == .ok, "\(path)")
            #expect(!reply.text.contains("<script>alert"), "\(path)")
            #expect(!reply.text.contains("<img src=x"), "\(path)")
            #expect(reply.text.contains("&lt;script&gt;alert(1)"), "\(path)")
            #expect(!reply.text.contains(" style=") && !reply.text.contains("<style"), "\(path)")
            #expect(!reply.text.contains(" onclick="), "\(path)")
        }
        let sent = try await deals.send("move", ["stage": "propose"])
        #expect(!sent.html.contains("<script>alert") && !sent.html.contains("<img"))
    }

    @Test func `it shows where the record stands and what is left to do`() async throws {
        let deals = try await DealSite()
        let page = try await deals.ann.get(deals.address).text

        #expect(page.contains("aria-current=\"step\""))
        #expect(page.contains("Budget, need, decision maker, date"))
        #expect(page.contains("Basics known") && page.contains("Requirement confirmed"))
        #expect(page.contains("name=\"field.requirement_confirmed\""))
        // Where a rule stands is for those who write rules.
        #expect(!page.contains("/packs/sales/pipelines/opportunity.lua#L"))
        let admin = try await deals.site.browser(signedInAs: "ada")
        #expect(
            try await admin.get(deals.address).text
                .contains("/packs/sales/pipelines/opportunity.lua#L"))
    }

    @Test func `an end that is not the aim stands apart from the way there, and can be gone to`()
        async throws
    {
        let deals = try await DealSite()
        let page = try await deals.ann.get(deals.address).text
        let way = try #require(page.firstMatch(of: #/(?s)<ol class="path">(.*?)<\/ol>/#)?.1)
        let exits = try #require(page.firstMatch(of: #/(?s)<ul class="exits"[^>]*>(.*?)<\/ul>/#)?.1)
        #expect(way.contains(">Won<") && !way.contains("Lost"))
        #expect(exits.contains("value=\"lost\"") && !exits.contains("Won"))
    }

    @Test func `a stage has one colour in every list and in every language`() async throws {
        let deals = try await DealSite()
        let tag = #/tag (hue-[a-z]+)">(?:Qualify|需求确认)</#
        let account = try #require(
            try await deals.record()["account"].reference.map { "/o/Account/\($0)" })
        var hues: Set<Substring> = []
        for language in ["en", "zh-Hans"] {
            _ = try await deals.ann.submit("/language", ["language": language, "next": "/"])
            for address in ["/o/Opportunity", account] {
                let found = try await deals.ann.get(address).text.matches(of: tag).map(\.1)
                #expect(!found.isEmpty, "\(address) in \(language)")
                hues.formUnion(found)
            }
        }
        #expect(hues.count == 1, "\(hues)")
    }

    @Test func `the timeline names whom a record was shared with`() async throws {
        let deals = try await DealSite()
        let bob = try await deals.site.id("User", "login", "bob")
        let sent = try await deals.send(
            "share", ["holder": "\(bob)", "kind": "user", "level": "read"])
        #expect(sent.reply.status == .ok)
        let page = try await deals.ann.get(deals.address).text
        #expect(page.contains("shared it with Bob") && !page.contains("user \(bob)"))
    }

    @Test func `the timeline tells the newest first, and below it what followed`() async throws {
        let deals = try await DealSite(["discount": "20", "amount": "20000"])
        deals.site.clock.advance(.minutes(5))
        let bob = try await deals.site.browser(signedInAs: "bob")
        _ = try await deals.send("decide", ["approval": "discount", "verdict": "yes"], as: bob)
        let page = try await deals.ann.get(deals.address).text
        let start = try #require(page.range(of: "<ol class=\"timeline\">"))
        let timeline = page[start.upperBound...]
        let told = try ["approved Discount", "Discount is approved", "created it"].map {
            try #require(timeline.range(of: $0), "\($0)").lowerBound
        }
        #expect(told == told.sorted())
    }

    @Test func `a step that is passed over as the record stands is seen to be`() async throws {
        let small = try await DealSite(["discount": "20", "amount": "40000"])
        let needed = "<span class=\"tag\">Not needed</span>"
        let page = try await small.ann.get(small.address).text
        #expect(page.contains(needed) && page.contains("Only if Amount &gt; 50,000"))
        let large = try await DealSite(["discount": "20", "amount": "60000"])
        #expect(!(try await large.ann.get(large.address).text.contains(needed)))
    }

    @Test func `each of two fields that a change names is quoted`() async throws {
        let deals = try await DealSite()
        _ = try await deals.send("save", ["field.amount": "5"])
        #expect(
            try await deals.ann.get(deals.address).text
                .contains("changed “Amount” and “Net of discount”"))
    }

    @Test
    func `that a change takes an approval back is said before, at the field and at the action`()
        async throws
    {
        let deals = try await DealSite(["discount": "20", "amount": "20000"])
        let product = try await deals.site.id("Product", "code", "P-100")
        _ = try await deals.site.make(
            "OpportunityLine",
            ["opportunity": "\(deals.deal)", "product": "\(product)", "quantity": "2"], as: "ann")
        let page = try await deals.ann.get(deals.address).text
        #expect(page.contains("A change takes back approval “Discount”"))
        #expect(page.contains("data-confirm-text=\"This changes Amount. Approval “Discount”"))
        let plain = try await DealSite(["discount": "0"])
        #expect(try await !plain.ann.get(plain.address).text.contains("takes back"))
    }

    @Test func `an answer that a change has overtaken is said to be, here and to who gave it`()
        async throws
    {
        let deals = try await DealSite(["discount": "20", "amount": "20000"])
        let bob = try await deals.site.browser(signedInAs: "bob")
        _ = try await deals.send("decide", ["approval": "discount", "verdict": "yes"], as: bob)
        deals.site.clock.advance(.minutes(5))
        let version = try await deals.record().version
        _ = try await deals.send("save", ["version": "\(version)", "field.amount": "21000"])
        let page = try await deals.ann.get(deals.address).text
        #expect(page.contains("Discount: superseded") && page.contains("Discount: opened"))
        let question = try await bob.get("/inbox/\(deals.site.task(of: "bob"))").text
        #expect(question.contains("<details class=\"card last\" open>"))
        #expect(question.contains("<del>20,000.00</del>"))
        // That the approval is taken back is no news beside it.
        #expect(!question.contains("Changed since you were asked"))
    }

    @Test
    func `a stage that was passed is ticked, though there is a shorter way; titles name titles`()
        async throws
    {
        let site = try await Site()
        let pack = Site.pack(
            """
            object "Depot" { title = "{name}", text "name" }
            object "Van" { title = "Van of {depot}", reference "depot" { to = "Depot" } }
            object "Tour" { title = "Tour of {van}", reference "van" { to = "Van" },
              choice "stage" { values = { "first", "second", "third" } } }
            pipeline "Tour.stage" {
              stage "first" { to = { "second", "third" } },
              stage "second" { to = { "third" } },
              stage "third" { final = true },
            }
            access "everyone" { Tour = { read = true } }
            """)
        _ = try await site.engine.install([PackFolder.read(Site.rules("base")), pack])
        func make(_ object: String, _ values: [String: Value]) async throws -> RecordID {
            try await site.engine.create(object, values, as: .system, through: .test).get().id
        }
        let depot = try await make("Depot", ["name": .text("North")])
        let van = try await make("Van", ["depot": .reference(depot)])
        let tour = try await make("Tour", ["van": .reference(van)])
        for stage in ["second", "third"] {
            _ = try await site.engine.move("Tour", tour, to: stage, as: .system, through: .test)
                .get()
        }
        let ada = try await site.browser(signedInAs: "ada")
        let page = try await ada.get("/o/Tour/\(tour)").text
        #expect(page.contains("Tour of Van of North"))
        #expect(page.matches(of: /step-done/).count == 2)
    }

    @Test func `sharing with who could not look at it is refused with what to do`() async throws {
        let deals = try await DealSite()
        let site = deals.site
        func share(_ kind: String, _ holder: RecordID) async throws -> Sent {
            try await deals.send(
                "share", ["holder": "\(holder)", "kind": kind, "level": "read"])
        }
        let wes = try await share("user", site.id("User", "login", "wes"))
        #expect(wes.code == "share.no_right")
        #expect(wes.html.contains("Wes Harding could not read this Opportunity"))
        #expect(wes.html.contains("Ask an administrator"))
        let logistics = try await share("team", site.id("Team", "name", "Logistics"))
        #expect(logistics.html.contains("Nobody in Logistics could read this Opportunity"))
        // Bob is in a team below.
        let sales = try await share("team", site.id("Team", "name", "Sales"))
        #expect(sales.reply.status == .ok)
    }

    @Test func `a record of an object one knows nothing of is a page that is not there`()
        async throws
    {
        let deals = try await DealSite()
        let wes = try await deals.site.browser(signedInAs: "wes")
        for path in [deals.address, "/o/Opportunity", "/o/Opportunity/new", "/o/Nonsense/1"] {
            let reply = try await wes.get(path)
            #expect(reply.status == .notFound, "\(path)")
            #expect(!reply.text.contains("pack list"), "\(path)")
        }
        let page = try await wes.get(deals.address).text
        #expect(page.contains("There is no such page, or it is not for you."))
    }

    @Test func `a rule's condition is told in words`() async throws {
        let deals = try await DealSite()
        let page = try await deals.ann.get(deals.address).text
        #expect(page.contains("Opens by itself when Discount &gt; 15%"))
        #expect(!page.contains("discount &gt; 15") && !page.contains("count("))
    }

    @Test func `who has no records of their own finds what is new of what they may see`()
        async throws
    {
        let order = try await OrderSite()
        let page = try await order.site.browser(signedInAs: "wes").get("/").text
        #expect(
            page.contains("New lately") && page.contains("href=\"/o/Shipment/\(order.parcel)\""))
        #expect(!page.contains("list-item\" href=\"/o/Opportunity/"))
    }

    @Test func `a seller without a deal is offered to begin one`() async throws {
        let site = try await Site(packs: ["base", "sales"])
        _ = try await site.engine.addUser(
            login: "nina", name: "Nina", email: nil, manager: nil, roles: ["seller"], as: .system,
            through: .test
        ).get()
        let page = try await site.browser(signedInAs: "nina").get("/").text
        #expect(page.contains("href=\"/o/Opportunity/new\""))
    }

    @Test func `in Chinese it speaks Chinese`() async throws {
        let deals = try await DealSite()
        _ = try await deals.ann.submit("/language", ["language": "zh-Hans", "next": "/"])
        let page = try await deals.ann.get(deals.address).text
        #expect(page.contains("商机") && page.contains("需求确认"))
        #expect(!page.contains("Requirement confirmed"))
    }

    @Test func `who may only read edits nothing`() async throws {
        let deals = try await DealSite()
        let account = try await deals.site.id("Account", "name", "Northlake Water Works")
        let wes = try await deals.site.browser(signedInAs: "wes")
        let page = try await wes.get("/o/Account/\(account)").text
        #expect(page.contains("Northlake Water Works"))
        #expect(!page.contains("data-edit"))
        #expect(!page.contains("dialog-delete"))
    }

    @Test func `a record that is not theirs is not there`() async throws {
        let deals = try await DealSite()
        let wes = try await deals.site.browser(signedInAs: "wes")
        #expect(try await wes.get(deals.address).status != .ok)
        #expect(try await deals.ann.get("/o/Opportunity/nonsense").status == .notFound)
    }
}

extension Site {
    /// The first open task of a user.
    func task(of login: String) async throws -> RecordID {
        let actor = try await engine.actor(login: login)
        let request = ListRequest("Task", where: "assignee == me() and state == 'open'")
        guard case .records(let tasks) = try await engine.list(request, as: actor),
            let task = tasks.first
        else { throw TidegateError(.notFound, "test.missing", "no task of \(login)") }
        return task.id
    }
}
