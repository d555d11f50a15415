import Testing
import TidegateEngine
import TidegateModel

@testable import TidegateServer

@Suite struct NewRecordTests {
    private func ann() async throws -> (Site, Browser) {
        let site = try await Site(packs: ["base", "sales"])
        return (site, try await site.browser(signedInAs: "ann"))
    }

    @Test func `the form begins with the defaults, and with what the address says`() async throws {
        let (site, ann) = try await ann()
        let id = try #require(try await site.engine.actor(login: "ann").user)
        let page = try await ann.get("/o/Opportunity/new?name=Harbour%20pumps")
        #expect(page.field("field.owner") == "\(id)")
        #expect(page.text.contains("value=\"Ann Lee\""))
        #expect(page.text.contains("value=\"Harbour pumps\""))
        // The stage is the pipeline's, the code the engine's, the total worked out.
        for name in ["stage", "code", "net", "discount_ok"] {
            #expect(!page.text.contains("name=\"field.\(name)\""), "\(name)")
        }
    }

    @Test func `a created record is where the browser goes on`() async throws {
        let (site, ann) = try await ann()
        let form = try await ann.get("/o/Opportunity/new")
        let reply = try await ann.submit(
            "/o/Opportunity/new",
            [
                "field.name": "Harbour pumps", "field.amount": "1200.50",
                "key": form.field("key") ?? "",
            ])
        #expect(reply.status == .seeOther)
        let id = try #require(reply.location?.split(separator: "/").last.flatMap { RecordID($0) })
        let record = try await site.engine.record("Opportunity", id, as: .system)
        // The page that follows tells it by its name.
        let said = try #require(ann.cookies["said"])
        #expect(said.hasPrefix("Created%3A%20OPP-") && said.hasSuffix("Harbour%20pumps"))
        #expect(record["amount"] == .decimal(try #require(Decimal("1200.50"))))
        #expect(record["stage"] == .text("qualify"))
    }

    @Test func `the same form sent twice makes one record`() async throws {
        let (_, ann) = try await ann()
        let key = try #require(try await ann.get("/o/Opportunity/new").field("key"))
        let first = try await ann.submit(
            "/o/Opportunity/new", ["field.name": "Harbour pumps", "key": key])
        let second = try await ann.submit(
            "/o/Opportunity/new", ["field.name": "Harbour pumps", "key": key])
        #expect(first.location == second.location)
        #expect(first.location != nil)
    }

    @Test(
        arguments: [
            // What scripts send, and what a browser without them does.
            ("No such account", ""), ("", "No such account"),
        ])
    func `a reference that names nothing is refused at its field, and its text kept`(
        field: String, title: String
    ) async throws {
        let (_, ann) = try await ann()
        let reply = try await ann.submit(
            "/o/Opportunity/new",
            [
                "field.name": "Pumps", "field.account": field, "title.account": title,
                "shown.account": "", "key": "k",
            ])
        #expect(reply.status == .unprocessableContent)
        #expect(
            reply.text.contains(
                "nothing is called “No such account”; choose from the list or clear it"))
        #expect(reply.text.contains("value=\"No such account\""))
    }

    @Test func `what is missing is told together with what is wrong`() async throws {
        let (_, ann) = try await ann()
        let reply = try await ann.submit(
            "/o/Opportunity/new", ["field.name": "", "field.amount": "many", "key": "k"])
        for name in ["name", "amount"] {
            #expect(
                reply.text.contains(try Regex("id=\"field-\(name)-error\" data-error>[^<]")),
                "\(name)")
        }
    }

    @Test func `a refused save keeps everything typed and says at each field what is wrong`()
        async throws
    {
        let (site, ann) = try await ann()
        let before = try await count(site)
        let reply = try await ann.submit(
            "/o/Opportunity/new",
            [
                "field.name": "Harbour <pumps>", "field.amount": "12,5", "field.discount": "many",
                "field.lost_reason": "line one\nline two", "key": "k",
            ])
        #expect(reply.status == .unprocessableContent)
        #expect(reply.text.contains("value=\"Harbour &lt;pumps&gt;\""))
        #expect(reply.text.contains("value=\"12,5\""))
        #expect(reply.text.contains("value=\"many\""))
        #expect(reply.text.contains("line one\nline two</textarea>"))
        for name in ["amount", "discount"] {
            let error = reply.text.firstMatch(
                of: try Regex("id=\"field-\(name)-error\" data-error>([^<]+)</p>"))
            #expect(error != nil, "\(name)")
        }
        #expect(reply.text.contains("data-refused"))
        #expect(try await count(site) == before)
    }

    @Test func `a required field that is missing is named at the field`() async throws {
        let (_, ann) = try await ann()
        let reply = try await ann.submit("/o/Opportunity/new", ["field.amount": "5", "key": "k"])
        #expect(reply.status == .unprocessableContent)
        #expect(reply.text.contains("id=\"field-name-error\" data-error>"))
        #expect(reply.text.contains("value=\"5\""))
    }

    @Test func `one thing that is wrong is said once, at its field`() async throws {
        let (_, ann) = try await ann()
        let reply = try await ann.submit(
            "/o/Opportunity/new",
            ["field.name": "Pumps", "field.amount": "-5", "key": "k"])
        let said = try #require(
            reply.text.firstMatch(of: #/id="field-amount-error" data-error>([^<]+)</#)?.1)
        #expect(said.hasPrefix("“-5” is below"))
        #expect(!reply.text.contains("banner-bad"))
    }

    @Test func `a language is the reader's at first`() async throws {
        let (_, ann) = try await ann()
        let english = try await ann.get("/o/Contact/new").text
        #expect(english.contains("<option value=\"en\" selected>"))
        _ = try await ann.submit("/language", ["language": "zh-Hant"])
        let chinese = try await ann.get("/o/Contact/new").text
        #expect(chinese.contains("<option value=\"zh-Hant\" selected>"))
    }

    @Test func `fields that are not in the form cannot be set through it`() async throws {
        let (site, ann) = try await ann()
        let before = try await count(site)
        for name in ["code", "net", "discount_ok", "created_by", "version", "no_such_field"] {
            let reply = try await ann.submit(
                "/o/Opportunity/new", ["field.name": "x", "field.\(name)": "1", "key": name])
            #expect(reply.status.code >= 400 && reply.status.code < 500, "\(name)")
        }
        #expect(try await count(site) == before)
    }

    @Test func `who may not create has no form`() async throws {
        let site = try await Site.withClerk()
        let ann = try await site.browser(signedInAs: "ann")
        #expect(try await ann.get("/o/Box/new").status == .forbidden)
        #expect(try await ann.submit("/o/Box/new", ["field.name": "x"]).status == .forbidden)
        #expect(try await !ann.get("/o/Box").text.contains("/o/Box/new"))
    }

    private func count(_ site: Site) async throws -> Int {
        guard
            case .records(let all) = try await site.engine.list(
                ListRequest("Opportunity"), as: .system)
        else { return -1 }
        return all.count
    }
}
