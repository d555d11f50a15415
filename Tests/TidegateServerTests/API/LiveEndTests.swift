import HTTPTypes
import Testing
import TidegateEngine
import TidegateModel

@testable import TidegateServer

/// How long an open page is told something: as long as who opened it may still ask.
@Suite("An event stream")
struct LiveEndTests {
    private static let beat = Span(milliseconds: LiveLimits.heartbeatMilliseconds)

    private func open(_ site: Site, _ browser: Browser) async throws -> OpenPage {
        let cookies = browser.cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
        return await OpenPage(
            try await site.response(
                .get, "/events?watch=object:Account", headers: [("Cookie", cookies)]))
    }

    private func change(_ site: Site, _ name: String) async throws {
        _ = try await site.engine.create(
            "Account", ["name": .text(name)], as: .system, through: .test
        ).get()
        await site.server.live.look()
    }

    private func stop(_ site: Site, _ page: OpenPage) async throws -> String {
        site.server.live.stop()
        return try await page.end()
    }

    @Test func `says every fifteen seconds that it is still there, and not before`() async throws {
        let site = try await Site()
        let page = try await open(site, site.browser(signedInAs: "ann"))
        site.clock.advance(Span(milliseconds: LiveLimits.heartbeatMilliseconds - 1))
        try await change(site, "Early")
        let early = await page.text { $0.contains("event: change") }
        #expect(!early.contains(": still here"))
        for beats in 1...2 {
            site.clock.advance(beats == 1 ? Span(milliseconds: 1) : Self.beat)
            await site.server.live.look()
            let text = await page.text { $0.beats == beats }
            #expect(text.beats == beats)
        }
        #expect(try await stop(site, page).beats == 2)
    }

    @Test func `ends with the next heartbeat once its session was signed out`() async throws {
        let site = try await Site()
        let ann = try await site.browser(signedInAs: "ann")
        let page = try await open(site, ann)
        _ = try await ann.submit("/sign-out")
        site.clock.advance(Self.beat)
        await site.server.live.look()
        #expect(try await !page.end().contains(": still here"))
        #expect(site.server.live.streamCount == 0)
    }

    @Test func `takes no place among those that wait when only its head was asked for`()
        async throws
    {
        let site = try await Site()
        let ann = try await site.browser(signedInAs: "ann")
        let head = try await ann.send(.head, "/events?watch=tasks")
        #expect(head.headers[.contentType]?.hasPrefix("text/event-stream") == true)
        #expect(site.server.live.streamCount == 0)
    }

    @Test func `tells nothing after its session was signed out, also before a heartbeat`()
        async throws
    {
        let site = try await Site()
        let ann = try await site.browser(signedInAs: "ann")
        let page = try await open(site, ann)
        try await change(site, "Before")
        #expect(await page.text { $0.contains("event: change") }.changes == 1)
        _ = try await ann.submit("/sign-out")
        try await change(site, "After")
        #expect(try await page.end().changes == 1)
    }

    @Test func `ends when its session is over, which an open page does not prolong`() async throws {
        let site = try await Site { $0.sessions.idle = .minutes(2) }
        let page = try await open(site, site.browser(signedInAs: "ann"))
        for beats in 1...7 {
            site.clock.advance(Self.beat)
            await site.server.live.look()
            #expect(await page.text { $0.beats == beats }.beats == beats)
        }
        site.clock.advance(Self.beat)
        await site.server.live.look()
        #expect(try await page.end().beats == 7)
    }

    @Test func `ends when its user is no longer active, or its token was revoked`() async throws {
        let site = try await Site()
        let token = try await site.desk.makeToken(
            for: "ann", name: "screen", scopes: [.read], days: nil, by: .operator)
        let byToken = await OpenPage(
            try await site.response(
                .get, "/events?watch=object:Account",
                headers: [("Authorization", "Bearer \(token)")]))
        let bySession = try await open(site, site.browser(signedInAs: "bob"))
        let made = try #require(try await site.desk.tokens(of: "ann").first)
        try await site.desk.revokeToken(made.id, of: "ann", by: .operator)
        let bob = try #require(try await site.engine.actor(login: "bob").user)
        _ = try await site.engine.update(
            "User", bob, ["active": .bool(false)], as: .system, through: .test
        ).get()
        try await change(site, "Secret")
        #expect(try await byToken.end().changes == 0)
        #expect(try await bySession.end().changes == 0)
    }

    @Test func `ends after an hour, so that the page comes back and is asked anew`() async throws {
        let site = try await Site()
        let page = try await open(site, site.browser(signedInAs: "ann"))
        site.clock.advance(Span(milliseconds: LiveLimits.lifeMilliseconds))
        await site.server.live.look()
        #expect(try await !page.end().contains("event:"))
    }
}

extension String {
    fileprivate var beats: Int { count(of: ": still here\n\n") }
    fileprivate var changes: Int { count(of: "event: change\n") }

    private func count(of part: String) -> Int {
        split(separator: part, omittingEmptySubsequences: false).count - 1
    }
}
