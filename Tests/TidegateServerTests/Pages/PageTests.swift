import Testing
import TidegateEngine
import TidegateModel

@testable import TidegateServer

@Suite struct PageTests {
    static let packs = ["base", "sales", "fulfilment"]

    @Test(arguments: Language.allCases)
    func `every object has a list and a form, and no page breaks the policy`(
        language: Language
    ) async throws {
        let site = try await Site(packs: Self.packs)
        let ada = try await site.browser(signedInAs: "ada")
        ada.cookies["language"] = language.rawValue
        let actor = try await site.engine.actor(login: "ada")
        let objects = try site.engine.objects(as: actor)
            .filter { !$0.table.hasPrefix("tg_") }
        #expect(objects.count > 10)
        for object in objects {
            for path in ["/o/\(object.name)", "/o/\(object.name)/new"] {
                let page = try await ada.get(path)
                #expect(page.status == .ok, "\(path)")
                #expect(PageRules.faults(page.text) == [], "\(path)")
                #expect(PageRules.unnamed(page.text) == [], "\(path)")
            }
        }
    }

    @Test(arguments: [
        "/", "/find", "/find?q=ann", "/alerts", "/alerts?state=cleared", "/account", "/design",
        "/nowhere",
    ])
    func `the other pages keep to the policy`(path: String) async throws {
        let site = try await Site(packs: Self.packs)
        let ann = try await site.browser(signedInAs: "ann")
        let page = try await ann.get(path)
        #expect(page.status == (path == "/nowhere" ? .notFound : .ok))
        #expect(PageRules.faults(page.text) == [])
        #expect(PageRules.unnamed(page.text) == [])
    }

    @Test func `pages that need no session keep to the policy`() async throws {
        let site = try await Site(packs: Self.packs)
        let nobody = site.browser()
        let link = try await site.desk.makeLink(for: "ann", by: .system)
        for path in ["/sign-in", link.path] {
            let page = try await nobody.get(path)
            #expect(page.status == .ok, "\(path)")
            #expect(PageRules.faults(page.text) == [], "\(path)")
            #expect(PageRules.unnamed(page.text) == [], "\(path)")
        }
    }

    @Test func `the sidebar leads to what is the reader's`() async throws {
        let site = try await Site(packs: Self.packs)
        let wes = try await site.browser(signedInAs: "wes").get("/").text
        #expect(wes.contains("href=\"/o/Shipment\""))
        #expect(!wes.contains("href=\"/admin\""))
        let ada = try await site.browser(signedInAs: "ada").get("/").text
        #expect(ada.contains("href=\"/admin\""))
    }

    // MARK: Hostile texts

    static let hostile =
        #"<script>alert(1)</script>"'&{{t.shell.home}}<img src=x onerror=alert(1)>"#

    @Test func `HTML in any text is shown as the text it is`() async throws {
        let site = try await Site(packs: Self.packs)
        let ann = try await site.engine.actor(login: "ann")
        let hostile = Value.text(Self.hostile)
        let account = try await site.engine.create(
            "Account",
            [
                "name": hostile, "industry": .text("<b>x"), "city": .text("\"><i>"),
                "website": .text("https://x/\"onclick=\"alert(1)"),
                "phone": .text("\" onmouseover=\"x"),
            ], as: ann, through: .page
        ).get()
        let deal = try await site.engine.create(
            "Opportunity", ["name": hostile, "account": .reference(account.id)], as: ann,
            through: .page
        ).get()
        let browser = try await site.browser(signedInAs: "ann")
        for path in [
            "/", "/o/Account", "/o/Opportunity", "/o/Opportunity?q=%3Cscript%3E",
            "/o/Opportunity?where=%22%3E%3Cscript%3E", "/o/Contact/new?account=\(account.id)",
            "/o/Account?columns=name,industry,website,phone,city", "/o/Opportunity/\(deal.id)",
            "/o/Opportunity/new?name=%3Cscript%3Ealert(1)%3C/script%3E",
        ] {
            let page = try await browser.get(path)
            #expect(page.status == .ok, "\(path)")
            #expect(!page.text.contains("<script>alert"), "\(path)")
            #expect(!page.text.contains("<img src=x"), "\(path)")
            #expect(PageRules.faults(page.text.replacing("{{", with: "")) == [], "\(path)")
        }
    }

    // MARK: Addresses

    @Test(arguments: [
        "/o/Nothing", "/o/tg_task", "/o/..%2F..%2Fetc", "/o/Opportunity/nothing",
    ])
    func `what is not there is no page`(path: String) async throws {
        let site = try await Site(packs: Self.packs)
        let page = try await site.browser(signedInAs: "ann").get(path)
        #expect(page.status == .notFound)
        #expect(page.text.contains("class=\"stage-page\""))
    }

    @Test func `scripts are told in JSON what pages tell in HTML`() async throws {
        let site = try await Site(packs: Self.packs)
        let ann = try await site.browser(signedInAs: "ann")
        let reply = try await ann.get("/o/Nothing/totals", [("Accept", "application/json")])
        #expect(reply.status == .notFound)
        #expect(reply.text.hasPrefix("{\"code\":\"page.unknown\""))
    }
}
