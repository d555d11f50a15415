import HTTPTypes
import Testing

@testable import TidegateServer

@Suite("A form that is sent")
struct FormGuardTests {
    private let form = [("Content-Type", Form.contentType)]

    @Test func `acts only with the token of its own session`() async throws {
        let site = try await Site()
        let ann = try await site.browser(signedInAs: "ann")
        let bob = try await site.browser(signedInAs: "bob")
        let foreign = try await bob.formToken
        for token in [nil, "", "x", foreign] {
            let reply = try await ann.post("/account/sessions/end-others", token: token)
            #expect(reply.status == .forbidden)
            #expect(reply.text.contains("form.stale"))
        }
        #expect(try await ann.submit("/account/sessions/end-others").status == .seeOther)
    }

    @Test func `may bring its token in a field of the header, as scripts do`() async throws {
        let site = try await Site()
        let ann = try await site.browser(signedInAs: "ann")
        let token = try await ann.formToken
        let reply = try await ann.send(
            .post, "/account/sessions/end-others", form + [("X-Form-Token", token)])
        #expect(reply.status == .seeOther)
    }

    @Test(arguments: [
        [("Sec-Fetch-Site", "cross-site")], [("Sec-Fetch-Site", "same-site")],
        [("Origin", "https://evil.example")], [("Origin", "null")],
        [("Origin", "http://tidegate.test.evil.example")],
    ])
    func `from another site is refused, even with the token and at the doors`(
        headers: [(String, String)]
    ) async throws {
        let site = try await Site()
        try await site.setPassword(of: "ann")
        let ann = try await site.browser(signedInAs: "ann")
        let token = try await ann.formToken
        let account = try await ann.post(
            "/account/sessions/end-others", token: token, headers)
        #expect(account.status == .forbidden && account.text.contains("form.foreign"))
        let door = try await site.browser().post(
            "/sign-in", ["login": "ann", "password": Site.password], headers)
        #expect(door.status == .forbidden && door.cookies.isEmpty)
    }

    @Test(arguments: ["http://tidegate.test", "https://crm.example.com"])
    func `from a page of ours is taken`(origin: String) async throws {
        let site = try await Site { $0.publicURL = "https://crm.example.com/" }
        try await site.setPassword(of: "ann")
        let reply = try await site.browser().post(
            "/sign-in", ["login": "ann", "password": Site.password], [("Origin", origin)])
        #expect(reply.status == .seeOther)
    }

    @Test func `is refused when it is not written in UTF-8 or has too many fields`() async throws {
        let site = try await Site()
        for body in [
            "login=%FF", "login=%4", "login=%zz", String(repeating: "a=b&", count: 1_001),
        ] {
            let reply = try await site.send(
                .post, "/sign-in", headers: form, body: Array(body.utf8))
            #expect(reply.status == .badRequest)
        }
        let broken = try await site.send(
            .post, "/sign-in", headers: form, body: Array("login=".utf8) + [0xC3])
        #expect(broken.status == .badRequest)
        let json = try await site.send(
            .post, "/sign-in", headers: [("Content-Type", "application/json")],
            body: Array("{}".utf8))
        #expect(json.status == .badRequest)
    }

    @Test func `that is too long is refused before it is read whole`() async throws {
        let site = try await Site()
        let body = [UInt8](repeating: UInt8(ascii: "a"), count: ServerLimits.bodyBytes + 1)
        let reply = try await site.send(.post, "/sign-in", headers: form, body: body)
        #expect(reply.status == .badRequest)
        #expect(reply.text.contains("request.too_large"))
    }

    @Test func `comes back to its page after the session has ended`() async throws {
        let site = try await Site()
        let ann = try await site.browser(signedInAs: "ann")
        let token = try await ann.formToken
        ann.cookies = [:]
        let reply = try await ann.post(
            "/account/password", ["password": "x"], token: token,
            [("Sec-Fetch-Site", "same-origin"), ("Referer", "http://tidegate.test/account?a=b")])
        #expect(reply.status == .seeOther)
        #expect(reply.location == "/sign-in?next=/account%3Fa%3Db")
        let foreign = try await ann.post(
            "/account/password", token: token, [("Referer", "https://evil.example/account")])
        #expect(foreign.location == "/sign-in")
    }

    @Test func `of a record is kept while one signs in, and the page says so`() async throws {
        let site = try await Site()
        let ann = try await site.browser(signedInAs: "ann")
        let token = try await ann.formToken
        ann.cookies = [:]
        let reply = try await ann.post(
            "/o/Account/new", ["field.name": "Quay"], token: token,
            [
                ("Sec-Fetch-Site", "same-origin"),
                ("Referer", "http://tidegate.test/o/Account/new"),
            ])
        let address = try #require(reply.location)
        #expect(address == "/sign-in?next=/o/Account/new&why=kept")
        #expect(try await ann.get(address).text.contains("What you typed is kept"))
    }

    @Test func `with an absurd cookie is one of nobody`() async throws {
        let site = try await Site()
        for cookie in [
            "tg_session=", "tg_session=" + String(repeating: "A", count: 10_000),
            "tg_session=\"quoted\"", "tg_session", ";;;=;", "tg_session=../../etc/passwd",
            "tg_sessionx=a", "tg_session=Ünïcödé", String(repeating: "a=b;", count: 5_000),
        ] {
            let reply = try await site.send(.get, "/account", headers: [("Cookie", cookie)])
            #expect(reply.status == .seeOther, "\(cookie.prefix(20))")
        }
    }
}
