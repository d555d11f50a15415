import Testing
import TidegateEngine
import TidegateModel
import TidegateScript

@testable import TidegateServer

@Suite struct ListTests {
    /// A site where ann has this many deals beside the samples, named `Barge 1`, `Barge 2`…
    private func site(deals: Int) async throws -> (Site, Browser) {
        let site = try await Site(packs: ["base", "sales"])
        let ann = try await site.engine.actor(login: "ann")
        for number in 1...deals {
            _ = try await site.engine.create(
                "Opportunity",
                [
                    "name": .text("Barge \(number)"), "owner": .reference(try #require(ann.user)),
                    "amount": .decimal(Decimal(Int64(number * 1000))),
                ], as: ann, through: .page
            ).get()
        }
        return (site, try await site.browser(signedInAs: "ann"))
    }

    private func titles(_ page: Reply) -> [String] {
        page.text.matches(of: #/class="lead"[^>]*>([^<]*)</#).map { String($0.1) }
    }

    @Test func `a search finds by name, whatever the case`() async throws {
        let (_, ann) = try await site(deals: 12)
        let page = try await ann.get("/o/Opportunity?q=bARGE%2012")
        #expect(titles(page).contains { $0.hasSuffix("Barge 12") })
        #expect(titles(page).allSatisfy { $0.contains("Barge") && $0.contains("12") })
    }

    @Test func `a search finds by the name of what the title refers to`() async throws {
        let site = try await Site(packs: ["base", "sales", "fulfilment"])
        let bea = try await site.browser(signedInAs: "bea")
        let all = titles(try await bea.get("/o/StockLevel"))
        let found = titles(try await bea.get("/o/StockLevel?q=chicago"))
        #expect(!found.isEmpty && found.count < all.count)
        #expect(found.allSatisfy { $0.contains("Chicago") })
    }

    @Test
    func `stock is shown beside what an alert compares it with, and asked about by its number`()
        async throws
    {
        let site = try await Site(packs: ["base", "sales", "fulfilment"])
        let bea = try await site.browser(signedInAs: "bea")
        let page = try await bea.get("/o/StockLevel").text
        #expect(page.contains("class=\"number\">Safety stock</th>"))
        #expect(page.contains("data-label=\"Safety stock\""))
        #expect(page.contains("available &lt; 10"))
    }

    @Test func `what a reader may not see reads the same in a list and on its record`()
        async throws
    {
        let sample = try await OrderSite()
        let (site, engine) = (sample.site, sample.site.engine)
        let deal = try await site.make("Opportunity", ["name": "Pumps"], as: "ann").id
        let order = try #require(
            try await engine.record("SalesOrderLine", sample.line, as: .system)["order"].reference)
        _ = try await engine.update(
            "SalesOrder", order, ["opportunity": .reference(deal)], as: .system, through: .test
        ).get()
        let wes = try await site.browser(signedInAs: "wes")
        for page in ["/o/SalesOrder?columns=opportunity", "/o/SalesOrder/\(order)"] {
            #expect(try await wes.get(page).text.contains("Not visible to you"), "\(page)")
        }
    }

    @Test func `a percent sign is searched for, not a pattern`() async throws {
        let (_, ann) = try await site(deals: 2)
        #expect(titles(try await ann.get("/o/Opportunity?q=%25")) == [])
    }

    @Test func `a condition narrows, sorts and keeps its place in the address`() async throws {
        let (_, ann) = try await site(deals: 5)
        let page = try await ann.get(
            "/o/Opportunity?q=Barge&where=amount%20%3E%202000&sort=-amount")
        #expect(titles(page).map { $0.suffix(7) } == ["Barge 5", "Barge 4", "Barge 3"])
        #expect(page.text.contains("value=\"amount &gt; 2000\""))
        #expect(page.text.contains("aria-sort=\"descending\""))
        #expect(page.text.contains("12,000.00"))
    }

    @Test func `a wrong condition is shown with the place and the mended one`() async throws {
        let (_, ann) = try await site(deals: 1)
        let page = try await ann.get("/o/Opportunity?where=amout%20%3E%205")
        #expect(page.status == .ok)
        #expect(page.text.contains("<mark>amout</mark> &gt; 5"))
        #expect(page.text.contains("where=amount%20%3E%205"))
        #expect(titles(page) == [])
        let findings = try await ann.get("/o/Opportunity/findings?where=amout%20%3E%205")
        #expect(
            findings.text.contains(
                "\"length\":5,\"use\":\"Use amount\",\"mended\":\"amount > 5\""))
    }

    @Test func `pages follow each other without a gap, and the last says how many there are`()
        async throws
    {
        let (_, ann) = try await site(deals: 60)
        let first = try await ann.get("/o/Opportunity?q=Barge")
        #expect(titles(first).count == 50)
        let next = try #require(first.text.firstMatch(of: #/href="([^"]+)" rel="next"/#)?.1)
        let second = try await ann.get(String(next).replacing("&amp;", with: "&"))
        #expect(titles(second).count == 10)
        #expect(Set(titles(first) + titles(second)).count == 60)
        #expect(second.text.contains("data-range=\"51–60\">51–60 of 60</span>"))
        let totals = try await ann.get("/o/Opportunity/totals?q=Barge")
        #expect(totals.text.hasPrefix("{\"count\":\"60\""))
        #expect(totals.text.contains("\"amount\":\"1,830,000.00\""))
    }

    @Test func `a chip keeps the typed condition, and an empty list offers what one can do`()
        async throws
    {
        let (site, ann) = try await site(deals: 1)
        let page = try await ann.get("/o/Opportunity?where=amount%20%3E%205").text
        #expect(page.contains("where=amount%20%3E%205%20and%20owner%20%3D%3D%20me%28%29"))
        _ = try await site.engine.apply(
            .addObject(
                try ObjectRequest(
                    name: "Warranty", fields: [FieldRequest(name: "name", kind: "text")],
                    access: [
                        AccessRequest(role: "seller", rights: ["create": "true", "read": "true"])
                    ]
                ).draft()), as: .system, through: .page)
        let mine = try await ann.get("/o/Warranty").text
        #expect(mine.contains("<p>Create the first one.</p>"))
        #expect(mine.contains("Warranties"))
        let all = try await site.browser(signedInAs: "ada").get("/o/Warranty").text
        #expect(all.contains("<p>Create the first one, or import a file.</p>"))
    }

    @Test func `columns that were chosen before stand in the addresses of the list`() async throws {
        let (_, ann) = try await site(deals: 1)
        ann.cookies["columns"] = "discount.amount"
        let page = try await ann.get("/o/Opportunity").text
        #expect(page.contains("data-chosen=\"discount,amount\""))
        #expect(page.contains("sort=amount&amp;columns=discount%2Camount"))
    }

    @Test func `columns are those of the address, else those kept, else the usual`() async throws {
        let (_, ann) = try await site(deals: 1)
        func headings(_ page: Reply) -> [String] {
            page.text.matches(of: #/<th scope="col"[^>]*>(?:<a[^>]*>)?([^<]*)/#).map {
                String($0.1)
            }
        }
        let usual = headings(try await ann.get("/o/Opportunity"))
        #expect(Array(usual.prefix(3)) == ["Opportunity", "Stage", "Account"])
        ann.cookies["columns"] = "discount.no_such_field.discount"
        #expect(headings(try await ann.get("/o/Opportunity")) == ["Opportunity", "Discount"])
        let asked = try await ann.get("/o/Opportunity?columns=net")
        #expect(headings(asked) == ["Opportunity", "Net of discount"])
    }

    @Test func `amounts are added up under their column, prices are not`() async throws {
        let site = try await Site(packs: ["base", "sales", "fulfilment"])
        let bundle = site.engine.bundle
        func sums(_ object: String) throws -> [String] {
            try #require(bundle.schema[object]).fields.filter(\.isSummed).map(\.name)
        }
        #expect(try sums("SalesOrderLine") == ["net"])
        #expect(try sums("OpportunityLine") == ["total"])
        #expect(try sums("Product") == [])
        let ada = try await site.browser(signedInAs: "ada")
        let totals = try await ada.get("/o/Product/totals?columns=list_price,safety_stock")
        #expect(totals.text.hasSuffix("\"sums\":{}}"))
    }

    @Test func `a field added in the workspace stands behind the usual columns, in no one's place`()
        async throws
    {
        let site = try await Site(packs: ["base", "sales"])
        let ada = try await site.browser(signedInAs: "ada")
        func headings() async throws -> [String] {
            try await ada.get("/o/Opportunity").text
                .matches(of: #/<th scope="col"[^>]*>(?:<a[^>]*>)?([^<]*)/#).map { String($0.1) }
        }
        let usual = try await headings()
        _ = try await site.engine.apply(
            .addField(
                try FieldRequest(name: "bonus", kind: "money").draft(), to: "Opportunity"),
            as: .system, through: .page)
        #expect(try await headings() == usual + ["Bonus"])
    }

    @Test func `a hidden field is no column, no sort and no condition`() async throws {
        let site = try await Site.withClerk()
        let ann = try await site.browser(signedInAs: "ann")
        _ = try await site.engine.create(
            "Crate", ["name": .text("Teak"), "cost": .integer(7)], as: .system, through: .command
        ).get()
        let page = try await ann.get("/o/Crate?columns=size,cost")
        #expect(page.status == .ok)
        #expect(
            page.text.contains("<th scope=\"col\" class=\"number\"><a href=\"/o/Crate?sort=size"))
        #expect(!page.text.contains("Cost"))
        #expect(try await ann.get("/o/Crate?sort=cost").status == .badRequest)
        let narrowed = try await ann.get("/o/Crate?where=cost%20is%20empty")
        #expect(narrowed.text.contains("<mark>cost</mark>"))
        #expect(try await !ann.get("/o/Crate/new").text.contains("field.cost"))
    }

    @Test func `an address says what differs from the plain list`() throws {
        var address = ListAddress(object: "Opportunity")
        #expect(address.text == "/o/Opportunity")
        address.condition = "amount > 5 & 'ä'"
        address.sort = ["-amount", "name"]
        let text = "/o/Opportunity?where=amount%20%3E%205%20%26%20%27%C3%A4%27&sort=-amount%2Cname"
        #expect(address.text == text)
        let query = String(text.drop { $0 != "?" }.dropFirst())
        #expect(try ListAddress(object: "Opportunity", Form(Array(query.utf8))) == address)
    }
}
