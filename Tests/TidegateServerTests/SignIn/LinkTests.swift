import HTTPTypes
import Testing
import TidegateEngine
import TidegateModel
import TidegateScript

@testable import TidegateServer

@Suite("A one-time link")
struct LinkTests {
    @Test func `signs its user in once, however often it was looked at`() async throws {
        let site = try await Site()
        let link = try await site.desk.makeLink(for: "ann", by: .operator)
        for _ in 0..<5 {
            let preview = try await site.browser().get(link.path)
            #expect(preview.status == .ok && preview.text.contains("Ann Lee"))
            #expect(preview.headers[HTTPField.Name("Referrer-Policy") ?? .via] == "strict-origin")
        }
        let first = site.browser(), second = site.browser()
        #expect(try await first.post(link.path).location == "/")
        #expect(try await first.get("/account").status == .ok)
        #expect(try await second.post(link.path).status == .notFound)
        #expect(try await second.get(link.path).status == .notFound)
        #expect(second.cookies.isEmpty)
    }

    @Test func `shows the login, and its user goes on in the language of the welcome`() async throws
    {
        let site = try await Site()
        let chinese = [("Accept-Language", "zh-CN")]
        func welcome() async throws -> Browser {
            let link = try await site.desk.makeLink(for: "ann", by: .operator)
            let browser = site.browser()
            #expect(try await browser.get(link.path).text.contains("name=\"login\" value=\"ann\""))
            _ = try await browser.post(
                link.path, [:], token: nil, chinese + [("Sec-Fetch-Site", "same-origin")])
            return browser
        }
        let first = try await welcome()
        #expect(try await first.get("/").text.contains("<html lang=\"zh-Hans\""))
        _ = try await first.submit("/language", ["language": "en"])
        // What she has chosen herself stands, whatever her next browser speaks.
        let second = try await welcome()
        #expect(try await second.get("/").text.contains("<html lang=\"en\""))
    }

    @Test func `is used up by one of many who try at once`() async throws {
        let site = try await Site()
        let link = try await site.desk.makeLink(for: "ann", by: .operator)
        let done = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<12 {
                group.addTask { try await site.browser().post(link.path).status == .seeOther }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(done == 1)
    }

    @Test func `is good for a day, and until there is a newer one`() async throws {
        let site = try await Site()
        let old = try await site.desk.makeLink(for: "ann", by: .operator)
        let new = try await site.desk.makeLink(for: "ann", by: .operator)
        #expect(try await site.browser().get(old.path).status == .notFound)
        site.clock.advance(.hours(24))
        #expect(try await site.browser().post(new.path).status == .notFound)
    }

    @Test func `sets a password, which ends the sessions there were`() async throws {
        let site = try await Site()
        let before = try await site.browser(signedInAs: "ann")
        let link = try await site.desk.makeLink(for: "ann", by: .operator)
        let browser = site.browser()
        for (password, repeated, says) in [
            ("short", "short", "8 to 256"), ("12345678", "12345678", "first"),
            ("long enough to do", "something else", "not the same"),
        ] {
            let reply = try await browser.post(
                link.path, ["password": password, "repeated": repeated])
            #expect(reply.status == .badRequest && reply.text.contains(says))
        }
        let reply = try await browser.post(
            link.path, ["password": Site.password, "repeated": Site.password])
        #expect(reply.status == .seeOther)
        #expect(try await before.get("/account").status == .seeOther)
        let again = try await site.browser().post(
            "/sign-in", ["login": "ann", "password": Site.password])
        #expect(again.status == .seeOther)
    }

    @Test(arguments: ["/welcome/", "/set-up/"])
    func `that is none says so in one sentence`(door: String) async throws {
        let site = try await Site()
        for end in ["x", String(repeating: "A", count: 43), "..%2f..%2fetc", "%00", "a'--"] {
            let reply = try await site.browser().get(door + end)
            #expect(reply.status == .notFound)
        }
    }

    @Test func `is made by administrators and the command line, not by anyone`() async throws {
        let site = try await Site()
        let ann = try await site.engine.actor(login: "ann")
        await #expect(throws: TidegateError.self) {
            try await site.desk.makeLink(for: "bob", by: ann)
        }
        await #expect(throws: TidegateError.self) {
            try await site.desk.makeLink(for: "nobody", by: .operator)
        }
    }
}

@Suite("The first start")
struct SetUpTests {
    private let admin: KeyValuePairs = [
        "login": "root.admin", "name": "Root Admin", "email": "root@example.com",
        "password": Site.password, "repeated": Site.password,
    ]

    @Test func `has a link by which the first administrator comes in, once`() async throws {
        let site = try await Site()
        let link = try #require(try await site.desk.setUpLink())
        let browser = site.browser()
        #expect(try await browser.get(link.path).status == .ok)
        #expect(try await browser.post(link.path, admin).location == "/")
        #expect(try await browser.get("/account").text.contains("Root Admin"))
        let actor = try await site.engine.actor(login: "root.admin")
        #expect(actor.may(.administer))

        #expect(try await site.desk.setUpLink() == nil)
        #expect(try await site.browser().post(link.path, admin).status == .notFound)
    }

    @Test func `has one good link: that of the last start`() async throws {
        let site = try await Site()
        let old = try #require(try await site.desk.setUpLink())
        let new = try #require(try await site.desk.setUpLink())
        #expect(try await site.browser().get(old.path).status == .notFound)
        #expect(try await site.browser().get(new.path).status == .ok)
        site.clock.advance(.hours(24))
        #expect(try await site.browser().post(new.path, admin).status == .notFound)
    }

    @Test func `says that no pack knows users only when none does`() async throws {
        let site = try await Site(packs: [])
        let error = await #expect(throws: TidegateError.self) { try await site.desk.setUpLink() }
        #expect(error?.code == "set_up.no_pack")
    }

    @Test func `says nothing while someone can sign in, though no role administers`() async throws {
        let site = try await Site(packs: [])
        let base = try PackFolder.read(Site.rules("base"))
        let files = base.files.map { file in
            let text = String(decoding: file.text, as: UTF8.self)
            return PackFiles.File(
                path: file.path, text: Array(text.replacing("\"administer\", ", with: "").utf8))
        }
        _ = try await site.engine.install([PackFiles(name: base.name, files: files)])
        _ = try await site.engine.importSamples(of: "base", as: .system)
        #expect(site.engine.administratorRoles.isEmpty)
        let error = await #expect(throws: TidegateError.self) { try await site.desk.setUpLink() }
        #expect(error?.code == "set_up.no_administrator")
        try await site.setPassword(of: "ann")
        #expect(try await site.desk.setUpLink() == nil)
    }

    @Test func `needs no link while an administrator has a way in`() async throws {
        let site = try await Site()
        let setUp = try #require(try await site.desk.setUpLink())
        let link = try await site.desk.makeLink(for: "ada", by: .operator)
        #expect(try await site.desk.setUpLink() == nil)
        #expect(try await site.browser().post(setUp.path, admin).status == .notFound)
        _ = try await site.browser().post(link.path)
        // Signed in without a password: once that session is over, nobody could come in.
        #expect(try await site.desk.setUpLink() != nil)
        try await site.setPassword(of: "ada")
        #expect(try await site.desk.setUpLink() == nil)
        try await site.setPassword(of: "ann")
    }

    @Test func `keeps what was typed when something of it cannot be`() async throws {
        let site = try await Site()
        let link = try #require(try await site.desk.setUpLink())
        let reply = try await site.browser().post(
            link.path,
            [
                "login": "ann", "name": "\"><script>alert(1)</script>", "email": "a@example.com",
                "password": Site.password, "repeated": Site.password,
            ])
        #expect(reply.status == .unprocessableContent)
        #expect(reply.field("login") == "ann")
        #expect(!reply.text.contains("<script>alert") && !reply.text.contains(Site.password))
        #expect(try await site.browser().post(link.path, admin).status == .seeOther)
    }

    @Test func `says that a pack is missing when none knows users`() async throws {
        let site = try await Site(packs: [])
        await #expect {
            try await site.desk.setUpLink()
        } throws: { ($0 as? TidegateError)?.code == "set_up.no_pack" }
    }
}
