import HTTPTypes
import Testing
import TidegateEngine
import TidegateModel

@testable import TidegateServer

@Suite("One's own account")
struct AccountTests {
    @Test func `a new password ends every other session and keeps this one`() async throws {
        let site = try await Site()
        try await site.setPassword(of: "ann")
        let phone = try await site.browser(signedInAs: "ann")
        let desk = try await site.browser(signedInAs: "ann")
        let before = desk.cookies
        let wrong = try await desk.submit(
            "/account/password",
            ["present": "guess", "password": "a new password", "repeated": "a new password"])
        #expect(wrong.status == .badRequest && wrong.text.contains("password is another one"))
        let reply = try await desk.submit(
            "/account/password",
            ["present": Site.password, "password": "a new password", "repeated": "a new password"])
        #expect(reply.status == .seeOther)
        #expect(desk.cookies != before)
        #expect(try await desk.get("/account").status == .ok)
        #expect(try await phone.get("/account").status == .seeOther)
        desk.cookies = before
        #expect(try await desk.get("/account").status == .seeOther)
    }

    @Test func `sessions are listed and can be ended, one's own alone`() async throws {
        let site = try await Site()
        let phone = try await site.browser(signedInAs: "ann", address: "192.0.2.7")
        let desk = try await site.browser(signedInAs: "ann", address: "192.0.2.8")
        let bob = try await site.browser(signedInAs: "bob")
        #expect(try await desk.get("/account").text.contains("192.0.2.7"))
        let cookie = try #require(desk.cookies["tg_session"].flatMap { Secret(presented: $0) })
        let caller = try #require(try await site.desk.caller(session: cookie))
        let other = try #require(
            try await site.desk.sessions(of: caller).first { !$0.isCurrent })
        #expect(try await bob.submit("/account/sessions/\(other.id)/end").status == .notFound)
        #expect(try await phone.get("/account").status == .ok)
        #expect(try await desk.submit("/account/sessions/\(other.id)/end").status == .seeOther)
        #expect(try await phone.get("/account").status == .seeOther)
        #expect(try await desk.get("/account").status == .ok)
    }

    @Test func `the present password cannot be guessed at will`() async throws {
        let site = try await Site()
        try await site.setPassword(of: "ann")
        let ann = try await site.browser(signedInAs: "ann")
        let token = try await ann.formToken
        var statuses: Set<HTTPResponse.Status> = []
        for _ in 0...ServerLimits.attemptsAnAddress {
            statuses.insert(
                try await ann.post(
                    "/account/password",
                    [
                        "present": "guess", "password": "a new one here",
                        "repeated": "a new one here",
                    ],
                    token: token
                ).status)
        }
        #expect(statuses.contains(.tooManyRequests))
    }

    @Test func `administrators end everyone's sessions, others their own`() async throws {
        let site = try await Site()
        let browser = try await site.browser(signedInAs: "ann")
        let ann = try #require(try await site.engine.actor(login: "ann").user)
        let bob = try await site.engine.actor(login: "bob")
        await #expect(throws: TidegateError.self) {
            try await site.desk.endSessions(of: ann, by: bob)
        }
        #expect(try await browser.get("/account").status == .ok)
        try await site.desk.endSessions(of: ann, by: site.engine.actor(login: "ada"))
        #expect(try await browser.get("/account").status == .seeOther)
    }
}

@Suite("Attempts to sign in")
struct AttemptTests {
    private func attempt(
        _ site: Site, _ login: String, _ password: String, from address: String
    ) async throws -> Reply {
        try await site.browser(address: address).post(
            "/sign-in", ["login": login, "password": password])
    }

    @Test func `are few with one login from one address; others are not held up`() async throws {
        let site = try await Site()
        try await site.setPassword(of: "ann")
        for _ in 0..<ServerLimits.attemptsALoginAndAddress {
            #expect(
                try await attempt(site, "ann", "no", from: "192.0.2.9").status == .unauthorized)
        }
        let refused = try await attempt(site, "ANN", Site.password, from: "192.0.2.9")
        #expect(refused.status == .tooManyRequests)
        #expect(Int(refused.headers[.retryAfter] ?? "") ?? 0 > 0)
        #expect(
            try await attempt(site, "ann", Site.password, from: "192.0.2.10").status == .seeOther)
        site.clock.advance(ServerLimits.attemptALoginAndAddressEvery)
        #expect(
            try await attempt(site, "ann", Site.password, from: "192.0.2.9").status == .seeOther)
    }

    @Test func `of one who tries on and on do not keep the owner out elsewhere`() async throws {
        let site = try await Site()
        try await site.setPassword(of: "ann")
        for _ in 0..<12 {
            for _ in 0..<ServerLimits.attemptsALoginAndAddress {
                _ = try await attempt(site, "ann", "no", from: "192.0.2.9")
            }
            site.clock.advance(.minutes(2))
        }
        #expect(
            try await attempt(site, "ann", Site.password, from: "192.0.2.10").status == .seeOther)
    }

    @Test func `come back to a login faster than three addresses can use them up`() {
        let back = ServerLimits.attemptALoginEvery.milliseconds
        #expect(ServerLimits.attemptALoginAndAddressEvery.milliseconds > 3 * back)
    }

    @Test func `from one network of IPv6 are those of one address`() async throws {
        let site = try await Site()
        try await site.setPassword(of: "ann")
        for number in 0..<ServerLimits.attemptsALoginAndAddress {
            _ = try await attempt(site, "ann", "no", from: "2001:db8:1:2::\(number)")
        }
        #expect(
            try await attempt(site, "ann", Site.password, from: "2001:DB8:1:2:ffff::1").status
                == .tooManyRequests)
        #expect(
            try await attempt(site, "ann", Site.password, from: "2001:db8:1:3::1").status
                == .seeOther)
    }

    @Test func `of the present password count with those of the login`() async throws {
        let site = try await Site()
        try await site.setPassword(of: "ann")
        let ann = try await site.browser(signedInAs: "ann", address: "192.0.2.9")
        let token = try await ann.formToken
        for _ in 0..<ServerLimits.attemptsALoginAndAddress {
            _ = try await ann.post("/account/password", ["present": "no"], token: token)
        }
        #expect(
            try await attempt(site, "ann", Site.password, from: "192.0.2.9").status
                == .tooManyRequests)
    }

    @Test func `are few with one login from everywhere together`() async throws {
        let site = try await Site()
        var statuses: [HTTPResponse.Status] = []
        for number in 0...ServerLimits.attemptsALogin {
            statuses.append(
                try await attempt(site, "ann", "no", from: "192.0.2.\(number)").status)
        }
        #expect(statuses.last == .tooManyRequests)
    }

    @Test func `that are right use nothing up`() async throws {
        let site = try await Site()
        try await site.setPassword(of: "ann")
        for _ in 0..<ServerLimits.attemptsALoginAndAddress * 2 {
            #expect(
                try await attempt(site, "ann", Site.password, from: "192.0.2.9").status
                    == .seeOther)
        }
    }

    @Test func `leave a note for administrators, one for a burst`() async throws {
        let site = try await Site()
        for _ in 0..<40 { _ = try await attempt(site, "ann", "no", from: "192.0.2.9") }
        guard
            case .records(let notes) = try await site.engine.list(
                ListRequest("AccessEvent", where: "what == 'failures'"), as: .system)
        else { return }
        #expect(notes.count == 1)
        #expect(notes.first?["address"] == .text("192.0.2.9"))
    }

    @Test func `buckets fill up with time, whatever the clock does`() {
        let buckets = AttemptBuckets(burst: 2, every: .minutes(1), count: 8)
        let start = Instant(milliseconds: 1_000_000)
        #expect(buckets.take("a", at: start) == nil)
        #expect(buckets.take("a", at: start) == nil)
        #expect(buckets.take("a", at: start) == .minutes(1))
        #expect(buckets.take("a", at: start + .minutes(1)) == nil)
        #expect(buckets.take("a", at: start + .minutes(1)) != nil)
        buckets.giveBack("a", at: start + .minutes(1))
        #expect(buckets.take("a", at: start + .minutes(1)) == nil)
        #expect(buckets.take("a", at: start + .days(1)) == nil)
        #expect(buckets.take("a", at: start + .days(1)) == nil)
        #expect(buckets.take("a", at: start + .days(1)) != nil)
    }
}

@Suite("The language of the pages")
struct LanguageChoiceTests {
    @Test func `is the browser's, then the cookie's, then the user's own`() async throws {
        let site = try await Site()
        let browser = site.browser()
        let chinese = [("Accept-Language", "zh-CN")]
        #expect(try await browser.get("/sign-in", chinese).text.contains("lang=\"zh-Hans\""))
        let choice = try await browser.post(
            "/language", ["language": "zh-Hant", "next": "/sign-in"])
        #expect(choice.status == .seeOther && choice.location == "/sign-in")
        #expect(try await browser.get("/sign-in", chinese).text.contains("lang=\"zh-Hant\""))
        let wang = try await site.browser(signedInAs: "wang.fang")
        #expect(try await wang.get("/account").text.contains("lang=\"zh-Hans\""))
        _ = try await wang.submit("/language", ["language": "en", "next": "/account"])
        #expect(try await wang.get("/account").text.contains("lang=\"en\""))
        #expect(try await browser.post("/language", ["language": "xx"]).status == .badRequest)
    }
}
