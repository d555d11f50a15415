import HTTPTypes
import Testing
import TidegateEngine
import TidegateModel

@testable import TidegateServer

@Suite("Signing in")
struct SignInTests {
    @Test func `who knows the password comes in, and goes where they wanted to`() async throws {
        let site = try await Site()
        try await site.setPassword(of: "ann")
        let browser = site.browser()
        let turnedAway = try await browser.get("/account?x=1")
        #expect(turnedAway.status == .seeOther)
        #expect(turnedAway.location == "/sign-in?next=/account%3Fx%3D1")
        let page = try await browser.get(turnedAway.location ?? "")
        #expect(page.field("next") == "/account?x=1")

        let reply = try await browser.post(
            "/sign-in", ["login": "ann", "password": Site.password, "next": "/account?x=1"])

        #expect(reply.status == .seeOther)
        #expect(reply.location == "/account?x=1")
        #expect(try await browser.get("/account").text.contains("Ann Lee"))
    }

    @Test func `the cookie is for this host, this browser and no script`() async throws {
        let plain = try await Site()
        let secure = try await Site { $0.publicURL = "https://crm.example.com" }
        for (site, name, end) in [
            (plain, "tg_session", "; Path=/; HttpOnly; SameSite=Lax"),
            (secure, "__Host-tg_session", "; Path=/; HttpOnly; SameSite=Lax; Secure"),
        ] {
            try await site.setPassword(of: "ann")
            let reply = try await site.browser().post(
                "/sign-in", ["login": "ann", "password": Site.password])
            let cookie = try #require(reply.cookies.first)
            #expect(cookie.hasPrefix(name + "=") && cookie.hasSuffix(end))
            #expect(!cookie.contains("Domain"))
        }
    }

    @Test func `a login is the same in capitals`() async throws {
        let site = try await Site()
        try await site.setPassword(of: "ann")
        let reply = try await site.browser().post(
            "/sign-in", ["login": "ANN", "password": Site.password])
        #expect(!reply.cookies.isEmpty)
    }

    @Test(arguments: [
        ("ann", "wrong password"), ("nobody", Site.password), ("bob", Site.password),
        ("ann", ""), ("ann", String(repeating: "x", count: 5_000)), ("gone", Site.password),
    ])
    func `all who may not come in are told the same`(login: String, password: String) async throws {
        let site = try await Site()
        try await site.setPassword(of: "ann")
        _ = try await site.engine.addUser(
            login: "gone", name: "Gone", email: nil, manager: nil, roles: [], as: .system,
            through: .test
        ).get()
        try await site.setPassword(of: "gone")
        let gone = try await site.engine.actor(login: "gone")
        _ = try await site.engine.update(
            "User", #require(gone.user), ["active": .bool(false)], as: .system, through: .test
        ).get()

        let browser = site.browser()
        let reply = try await browser.post("/sign-in", ["login": login, "password": password])

        #expect(reply.status == .unauthorized)
        #expect(reply.text.contains("Login and password do not fit together."))
        #expect(reply.cookies.isEmpty)
        if !password.isEmpty { #expect(!reply.text.contains(password)) }
    }

    @Test func `the page to sign in at says why one is there`() async throws {
        let site = try await Site()
        let browser = try await site.browser(signedInAs: "ann")
        let gone = browser.cookies
        let left = try await browser.submit("/sign-out")
        #expect(try await browser.get(left.location ?? "").text.contains("You are signed out."))
        browser.cookies = gone
        let ended = try await browser.get("/account")
        #expect(ended.location == "/sign-in?next=/account&why=ended")
        let page = try await site.browser().get(ended.location ?? "").text
        #expect(page.contains("Your session has ended."))
        #expect(!(try await site.browser().get("/sign-in").text.contains("banner-info")))
    }

    @Test func `signing out ends the session, not only the cookie`() async throws {
        let site = try await Site()
        let browser = try await site.browser(signedInAs: "ann")
        let stolen = browser.cookies
        let reply = try await browser.submit("/sign-out")
        #expect(reply.location == "/sign-in?why=out")
        #expect(browser.cookies.isEmpty)
        browser.cookies = stolen
        #expect(try await browser.get("/account").status == .seeOther)
    }

    @Test func `a session ends when nobody uses it, and at last however busy it is`() async throws {
        let site = try await Site()
        let idle = try await site.browser(signedInAs: "ann")
        let busy = try await site.browser(signedInAs: "bob")
        for _ in 0..<27 {
            site.clock.advance(.hours(11))
            #expect(try await busy.get("/account").status == .ok)
        }
        #expect(try await idle.get("/account").status == .seeOther)
        for _ in 0..<4 {
            site.clock.advance(.hours(11))
            _ = try await busy.get("/account")
        }
        #expect(try await busy.get("/account").status == .seeOther)
    }

    @Test func `a session that was there before is not the one that is signed in`() async throws {
        let site = try await Site()
        try await site.setPassword(of: "bob")
        let attacker = try await site.browser(signedInAs: "ann")
        let victim = site.browser()
        victim.cookies = attacker.cookies
        let reply = try await victim.post("/sign-in", ["login": "bob", "password": Site.password])
        #expect(reply.status == .seeOther)
        #expect(victim.cookies != attacker.cookies)
        #expect(try await victim.get("/account").text.contains("Bob Keller"))
        #expect(try await attacker.get("/account").status == .seeOther)
    }

    @Test func `who is no longer active is out at once, whichever door shut them out`() async throws
    {
        let site = try await Site()
        let browser = try await site.browser(signedInAs: "ann")
        let token = try await site.desk.makeToken(
            for: "ann", name: "sync", scopes: [.read], days: nil, by: .system)
        let ann = try await site.engine.actor(login: "ann")
        #expect(try await browser.get("/account").status == .ok)
        for active in [false, true] {
            _ = try await site.engine.update(
                "User", #require(ann.user), ["active": .bool(active)], as: .system, through: .test
            ).get()
            #expect(try await browser.get("/account").status == .seeOther)
            let reply = try await site.send(
                .get, "/api/x", headers: [("Authorization", "Bearer \(token)")])
            #expect(reply.status == .unauthorized)
        }
    }

    @Test func `another role means another cookie; the old one opens for a moment`() async throws {
        let site = try await Site()
        let browser = try await site.browser(signedInAs: "ann")
        let form = try await browser.formToken
        let before = browser.cookies
        let ann = try await site.engine.actor(login: "ann")
        _ = try await site.engine.create(
            "UserRole", ["user": .reference(#require(ann.user)), "role": .text("administrator")],
            as: .system, through: .test
        ).get()

        #expect(try await browser.get("/account").status == .ok)
        #expect(browser.cookies != before)
        #expect(try await browser.formToken == form)
        let late = site.browser()
        late.cookies = before
        #expect(try await late.get("/account").status == .ok)
        #expect(late.cookies == before)
        site.clock.advance(ServerLimits.replacedSessionTime)
        #expect(try await late.get("/account").status == .seeOther)
        #expect(try await browser.get("/account").status == .ok)
    }

    @Test(arguments: [
        "//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)",
        "/x\r\nSet-Cookie: a=b", "/x\u{1}", "/sign-out", "/sign-in?next=/", "", "evil",
        "/" + String(repeating: "x", count: 3_000),
    ])
    func `no address leads to another site or into a header`(next: String) async throws {
        let site = try await Site()
        try await site.setPassword(of: "ann")
        let reply = try await site.browser().post(
            "/sign-in", ["login": "ann", "password": Site.password, "next": next])
        #expect(reply.location == "/")
        #expect(reply.cookies.count == 1)
    }

    @Test func `coming in and going out stands in the history, without secrets`() async throws {
        let site = try await Site()
        try await site.setPassword(of: "ann")
        let browser = site.browser()
        _ = try await browser.post("/sign-in", ["login": "ann", "password": Site.password])
        _ = try await browser.submit("/sign-out")
        guard
            case .records(let events) = try await site.engine.list(
                ListRequest("AccessEvent"), as: .system)
        else { return }
        #expect(
            events.map { $0["what"].text } == [
                "link_made", "link_used", "password_set", "signed_in", "signed_out",
            ])
        for event in events {
            let history = try await site.engine.history("AccessEvent", event.id, as: .system)
            #expect(history.count == 1)
            #expect(!history.contains { $0.json.contains(Site.password) })
        }
    }
}
