import HTTPTypes
import Logging
import Testing
import TidegateEngine
import TidegateModel
import TidegateScript
import TidegateStore
import TidegateTesting

@testable import TidegateServer

@Suite("What machines ask")
struct OperatorTests {
    @Test func `the program is there; ready it is until it is to stop`() async throws {
        let site = try await Site()
        #expect(try await site.send(.get, "/healthz").text == "ok\n")
        #expect(try await site.send(.get, "/readyz").status == .ok)
        site.server.state.stop()
        #expect(try await site.send(.get, "/healthz").status == .ok)
        #expect(try await site.send(.get, "/readyz").status == .serviceUnavailable)
    }

    @Test func `metrics are for this machine, not for who comes by its proxy`() async throws {
        let site = try await Site()
        func status(_ address: String, _ headers: [(String, String)] = []) async throws -> Int {
            try await site.send(.get, "/metrics", headers: headers, address: address).status.code
        }
        #expect(try await status("127.0.0.1") == 200)
        #expect(try await status("192.0.2.1") == 403)
        #expect(try await status("127.0.0.1", [("X-Forwarded-For", "127.0.0.1")]) == 403)
        #expect(try await status("127.0.0.1", [("Forwarded", "for=127.0.0.1")]) == 403)
    }

    @Test func `metrics can be for administrators, or for nobody`() async throws {
        let site = try await Site { $0.metrics = .administrators }
        #expect(try await site.browser().get("/metrics").status == .seeOther)
        #expect(
            try await site.browser(signedInAs: "ann").get("/metrics").status == .forbidden)
        #expect(try await site.browser(signedInAs: "ada").get("/metrics").status == .ok)
        let token = try await site.desk.makeToken(
            for: "ada", name: "prometheus", scopes: [.admin], days: nil, by: .operator)
        let reply = try await site.send(
            .get, "/metrics", headers: [("Authorization", "Bearer \(token)")])
        #expect(reply.status == .ok)
        let off = try await Site { $0.metrics = .off }
        #expect(try await off.send(.get, "/metrics", address: "127.0.0.1").status == .forbidden)
    }

    @Test func `metrics count by pattern, never by address`() async throws {
        let metrics = Metrics()
        var options = SQLiteStore.Options()
        options.observer = metrics
        let site = try await Site(
            packs: ["base"], store: SQLiteStore.inMemory(options: options), metrics: metrics)
        _ = try await site.browser(signedInAs: "ann").get("/account")
        for number in 0..<50 { _ = try await site.send(.get, "/nothing/\(number)?q=secret") }
        _ = try await site.send(HTTPRequest.Method("INVENTED") ?? .get, "/healthz")
        let text = try await site.send(.get, "/metrics", address: "127.0.0.1").text
        for line in [
            "# TYPE tidegate_request_seconds histogram",
            "tidegate_request_seconds_count{method=\"GET\",route=\"/account\",status=\"200\"} 1",
            "tidegate_request_seconds_count{method=\"GET\",route=\"/**\",status=\"404\"} 50",
            "tidegate_request_seconds_bucket{method=\"GET\",route=\"/account\",status=\"200\",le=\"+Inf\"} 1",
            "tidegate_requests_under_way 1", "tidegate_sessions 1",
            "tidegate_connections_cut_off_total{why=\"slow\"} 0",
        ] {
            #expect(text.split(separator: "\n").contains(Substring(line)), "\(line)\n\(text)")
        }
        #expect(!text.contains("secret") && !text.contains("INVENTED"))
        #expect(text.contains("tidegate_rule_calls_total{rule=\"base/"))
        #expect(!text.contains("tidegate_commit_bodies_count 0"))
        #expect(text.contains("tidegate_saves_total{outcome=\"done\"} "))
    }

    @Test func `every answer names its request; a proxy may name it, no one else`() async throws {
        let site = try await Site { $0.trustedProxies = ["10.0.0.1"] }
        let name = HTTPField.Name("X-Request-Id") ?? .via
        func id(_ sent: String, from address: String) async throws -> String? {
            try await site.send(
                .get, "/healthz", headers: [("X-Request-Id", sent)], address: address
            ).headers[name]
        }
        #expect(try await id("abc-123", from: "10.0.0.1") == "abc-123")
        #expect(try await id("abc-123", from: "192.0.2.1") != "abc-123")
        for odd in ["a b", "a\u{7f}", String(repeating: "a", count: 65), "<x>"] {
            #expect(try await id(odd, from: "10.0.0.1") != odd)
        }
    }

    @Test func `an address is believed from trusted proxies alone`() async throws {
        var settings = ServerSettings()
        settings.trustedProxies = ["10.0.0.1", "10.0.0.2"]
        let proxies = Proxies(settings)
        func origin(_ forwarded: String?, peer: String) -> String {
            var head = HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/")
            if let forwarded { head.headerFields[.xForwardedFor] = forwarded }
            return proxies.origin(
                of: .init(head: head, body: .init(buffer: .init())), peer: peer)
        }
        #expect(origin("203.0.113.5", peer: "192.0.2.1") == "192.0.2.1")
        #expect(origin(nil, peer: "10.0.0.1") == "10.0.0.1")
        #expect(origin("1.1.1.1, 203.0.113.5, 10.0.0.2", peer: "10.0.0.1") == "203.0.113.5")
        #expect(origin("10.0.0.2", peer: "10.0.0.1") == "10.0.0.1")
        #expect(origin("1.2.3.4:5678", peer: "10.0.0.1") == "1.2.3.4")
        #expect(origin("1.2.3.4:5678, 10.0.0.2:80", peer: "10.0.0.1") == "1.2.3.4")
        #expect(origin("[::1]:99", peer: "10.0.0.1") == "::1")
        #expect(origin("[2001:db8::1]", peer: "10.0.0.1") == "2001:db8::1")
        #expect(origin("2001:db8::1", peer: "10.0.0.1") == "2001:db8::1")
    }

    @Test func `who has one address of a network of IPv6 has all of it`() {
        let network = NetworkAddress.network
        #expect(network("2001:db8::1") == network("2001:DB8:0:0:ffff::"))
        #expect(network("2001:db8::1") != network("2001:db8:0:1::1"))
        #expect(network("::ffff:192.0.2.1") == "192.0.2.1")
        for text in ["192.0.2.1", "unknown", "", "::x"] { #expect(network(text) == text) }
    }

    @Test func `who asks too often waits; others do not`() async throws {
        let site = try await Site { $0.requestsASecond = 2 }
        var last = try await site.send(.get, "/healthz", address: "192.0.2.1")
        for _ in 0..<ServerLimits.requestBurstSeconds * 2 {
            last = try await site.send(.get, "/healthz", address: "192.0.2.1")
        }
        #expect(last.status == .tooManyRequests && last.headers[.retryAfter] == "1")
        #expect(try await site.send(.get, "/healthz", address: "192.0.2.2").status == .ok)
        site.clock.advance(Span(milliseconds: 500))
        #expect(try await site.send(.get, "/healthz", address: "192.0.2.1").status == .ok)
    }

    @Test func `a server that has too much to do says so`() async throws {
        let site = try await Site(packs: []) { $0.requestsAtOnce = 0 }
        let reply = try await site.send(.get, "/api/x")
        #expect(reply.status == .serviceUnavailable)
        #expect(reply.text.contains("server.busy"))
    }

    @Test func `what can be read can be asked for its head alone`() async throws {
        let site = try await Site()
        for path in ["/healthz", "/sign-in"] {
            let whole = try await site.send(.get, path)
            let head = try await site.send(.head, path)
            #expect(head.status == whole.status && head.text.isEmpty)
            #expect(head.headers[.contentType] == whole.headers[.contentType])
        }
        #expect(try await site.send(.head, "/nothing").status == .notFound)
    }

    @Test func `every answer keeps browsers within bounds`() async throws {
        let plain = try await Site()
        let secure = try await Site { $0.publicURL = "https://crm.example.com" }
        let transport = HTTPField.Name.strictTransportSecurity
        for path in ["/sign-in", "/nothing", "/api/nothing", "/healthz", "/account"] {
            for site in [plain, secure] {
                let reply = try await site.send(.get, path)
                let policy =
                    path.hasPrefix("/api/")
                    ? "default-src 'none'; frame-ancestors 'none'" : SecurityHeaders.policy
                #expect(reply.headers[.contentSecurityPolicy] == policy)
                #expect(reply.headers[.xContentTypeOptions] == "nosniff")
                #expect(reply.headers[.cacheControl] == "no-store")
            }
            #expect(try await plain.send(.get, path).headers[transport] == nil)
            #expect(try await secure.send(.get, path).headers[transport] != nil)
        }
        #expect(!SecurityHeaders.policy.contains("unsafe"))
    }
}

@Suite("The log")
struct LogTests {
    private let lines = Lock([String]())

    private func logger(_ format: LogFormat) -> Logger {
        Logger(label: "x") { [lines] _ in
            LineLog(
                level: .info, format: format, clock: ManualClock(Instant(milliseconds: 0)).clock
            ) {
                line in lines.withLock { $0.append(line) }
            }
        }
    }

    @Test func `is a line an entry, whatever is logged`() {
        var logger = logger(.text)
        logger[metadataKey: "hb.request.id"] = "7"
        logger.info(
            "two\nlines", metadata: ["user": "ann", "why": "a \"b\"\r\nc=d", "empty": ""])
        #expect(
            lines.withLock { $0 } == [
                "1970-01-01T00:00:00Z info two\\nlines empty=\"\" request=7 user=ann "
                    + "why=\"a \\\"b\\\"\\u{d}\\nc=d\"\n"
            ])
    }

    @Test func `is JSON for programs`() {
        logger(.json).warning("two\nlines", metadata: ["user": "ann", "level": "fake"])
        #expect(
            lines.withLock { $0 } == [
                #"{"at":"1970-01-01T00:00:00Z","level":"warning","message":"two\nlines","user":"ann"}"#
                    + "\n"
            ])
    }

    @Test func `holds who asked what, and nothing of what they sent`() async throws {
        let site = try await Site(logger: logger(.text))
        let ann = try await site.browser(signedInAs: "ann")
        _ = try await ann.get("/account?note=hush")
        _ = try await ann.post("/sign-in", ["login": "ann", "password": "my secret"])
        let text = lines.withLock { $0.joined() }
        #expect(text.contains("method=GET") && text.contains("route=/account"))
        #expect(text.contains("user=ann") && text.contains("status=200"))
        #expect(text.contains("route=/welcome/{link}"))
        let cookie = try #require(ann.cookies["tg_session"])
        for secret in ["hush", "my secret", cookie] { #expect(!text.contains(secret)) }
    }
}

@Suite("A server beside other programs")
struct NeighbourTests {
    private static func pack(_ version: String, _ rules: String) -> PackFiles {
        PackFiles(
            name: "demo",
            files: [
                .init(
                    path: "pack.lua", text: Array("pack \"demo\" { version = \"\(version)\" }".utf8)
                ),
                .init(path: "rules.lua", text: Array(rules.utf8)),
            ])
    }

    private let note = "object \"Note\" { title = \"{text}\", text \"text\" }"

    private func twoEngines(
        _ body: (Engine, Engine) async throws -> Void
    ) async throws {
        let folder = ScratchFolder()
        defer { folder.remove() }
        let path = folder.path + "/tidegate.db"
        let one = try await Engine.open(store: SQLiteStore.open(path: path))
        let two = try await Engine.open(store: SQLiteStore.open(path: path), node: 1)
        try await body(one, two)
        await one.close()
        await two.close()
    }

    @Test func `notices packs that another installed`() async throws {
        try await twoEngines { one, two in
            #expect(try await !two.refresh())
            _ = try await one.install([Self.pack("1.0.0", note)])
            #expect(try await two.refresh())
            #expect(two.bundle.hash == one.bundle.hash)
            #expect(try await !two.refresh())
            _ = try await two.create(
                "Note", ["text": .text("hello")], as: .operator, through: .test
            )
            .get()
        }
    }

    @Test func `judges no save by rules that are no longer in force`() async throws {
        try await twoEngines { one, two in
            _ = try await one.install([Self.pack("1.0.0", note)])
            try await two.refresh()
            let strict =
                note
                + "\nvalidation \"Note\" \"Say something\" { must = \"text is not empty\" }"
            _ = try await one.install([Self.pack("1.1.0", strict)])
            let answer = try await two.create("Note", [:], as: .operator, through: .test)
            guard case .refused = answer else {
                Issue.record("a rule was passed over")
                return
            }
            #expect(two.bundle.hash == one.bundle.hash)
        }
    }

    @Test func `sends mails and clears away what has expired, from time to time`() async throws {
        let site = try await Site()
        let upkeep = Upkeep(
            engine: site.engine, postman: nil,
            logger: Logger(label: "x") { _ in SwiftLogNoOpLogHandler() })
        await upkeep.look()
        _ = try await site.desk.makeLink(for: "ann", by: .operator)
        func links() async throws -> Int {
            try await site.engine.store.read { try $0.items("link").count }
        }
        site.clock.advance(.hours(25))
        #expect(try await links() == 1)
        await upkeep.look()
        #expect(try await links() == 0)
    }
}
