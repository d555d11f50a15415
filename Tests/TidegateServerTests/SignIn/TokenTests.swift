import HTTPTypes
import Testing
import TidegateEngine
import TidegateModel

@testable import TidegateServer

@Suite("A token")
struct TokenTests {
    private func ask(
        _ site: Site, _ method: HTTPRequest.Method, _ path: String, _ token: String
    ) async throws -> Reply {
        try await site.send(method, path, headers: [("Authorization", "Bearer \(token)")])
    }

    private func token(
        _ site: Site, _ scopes: Set<TokenScope>, of login: String = "ann", days: Int64? = nil
    ) async throws -> String {
        try await site.desk.makeToken(
            for: login, name: "sync", scopes: scopes, days: days, by: .operator)
    }

    @Test(arguments: [
        (TokenScope.read, [HTTPRequest.Method.get, .head], "/api/x"),
        (.write, [.get, .post, .patch, .delete], "/api/records/Account"),
        (.import, [.get, .post], "/api/imports/base"),
        (.admin, [.get, .post], "/api/metadata/plan"),
    ])
    func `opens what its scope says and nothing else`(
        scope: TokenScope, methods: [HTTPRequest.Method], path: String
    ) async throws {
        let site = try await Site()
        // Who may everything, so that only the scope refuses.
        let token = try await token(site, [scope], of: "ada")
        for method in [HTTPRequest.Method.get, .head, .post, .put, .patch, .delete] {
            for other in [
                "/api/x", "/api/records/Account", "/api/imports/base", "/api/metadata/plan",
            ] {
                let reply = try await ask(site, method, other, token)
                let mayPass =
                    method.isSafe || (path == other && scope != .read)
                    || (scope == .write && other == "/api/x")
                #expect((reply.status != .forbidden) == mayPass, "\(method) \(other)")
            }
        }
    }

    @Test func `never may more than its user, nor more than its scopes`() async throws {
        let scopes = try TokenScopes([.write])
        let ada = Actor(
            kind: .user, name: "Ada",
            permissions: ["administer", "customize", "import_records", "waive_gates"])
        #expect(scopes.restrict(ada).permissions == ["waive_gates"])
        #expect(try TokenScopes([.admin, .import]).restrict(ada) == ada)
        let ann = Actor(kind: .user, name: "Ann")
        #expect(try TokenScopes(Set(TokenScope.allCases)).restrict(ann) == ann)
    }

    @Test func `is useless after it was revoked, its time is over, or was never one`() async throws
    {
        let site = try await Site()
        let long = try await token(site, [.read])
        let short = try await token(site, [.read], days: 1)
        #expect(try await ask(site, .get, "/api/none", long).status == .notFound)
        #expect(try await ask(site, .get, "/api/none", short).status == .notFound)
        let id = try #require(
            try await site.desk.tokens(of: "ann").first { $0.expires == nil }?.id)
        try await site.desk.revokeToken(id, of: "ann", by: .operator)
        #expect(try await ask(site, .get, "/api/none", long).status == .unauthorized)
        site.clock.advance(.days(1))
        #expect(try await ask(site, .get, "/api/none", short).status == .unauthorized)
        for made in ["", "tg_", "tg_" + String(repeating: "A", count: 43), long + "A", "x y"] {
            let reply = try await ask(site, .get, "/api/none", made)
            #expect(reply.status == .unauthorized)
            #expect(reply.headers[.wwwAuthenticate] != nil)
        }
        for other in ["Basic YW5uOnB3", "Bearer", ""] {
            let reply = try await site.send(
                .get, "/api/none", headers: [("Authorization", other)])
            #expect(reply.status == .unauthorized)
        }
    }

    @Test func `that is wrong is not made good by a cookie`() async throws {
        let site = try await Site()
        let ann = try await site.browser(signedInAs: "ann")
        let reply = try await ann.get("/api/none", [("Authorization", "Bearer tg_no")])
        #expect(reply.status == .unauthorized)
    }

    @Test func `makes no other token and touches no password`() async throws {
        let site = try await Site()
        let token = try await token(site, Set(TokenScope.allCases))
        for path in ["/account", "/account/tokens", "/account/password"] {
            #expect(try await ask(site, .post, path, token).status == .forbidden)
        }
        #expect(try await ask(site, .get, "/account", token).status == .forbidden)
    }

    @Test(arguments: [
        "//account/tokens", "/account//tokens", "/account/tokens/", "/./account/tokens",
        "/x/../account/tokens", "/%2e/account/tokens", "/account/%2E%2E/account/tokens",
        "/%61ccount/tokens", "//account/password", "//account/sessions/end-others",
    ])
    func `makes no other token by another spelling of the path`(path: String) async throws {
        let site = try await Site()
        let token = try await token(site, [.write])
        let reply = try await site.send(
            .post, path,
            headers: [
                ("Authorization", "Bearer \(token)"), ("Content-Type", Form.contentType),
            ], body: Array("name=more&scope=admin&scope=import".utf8))
        #expect(reply.status == .notFound || reply.status == .forbidden)
        #expect(try await site.desk.tokens(of: "ann").count == 1)
    }

    @Test func `makes no stronger one, whoever asks for it`() async throws {
        let site = try await Site()
        let ann = try await site.engine.actor(login: "ann")
        for scopes in [Set<TokenScope>([.admin]), [.write, .import]] {
            await #expect(throws: TidegateError.self) {
                try await site.desk.makeToken(
                    for: "ann", name: "x", scopes: scopes, days: nil, by: ann,
                    within: [.read, .write])
            }
        }
        _ = try await site.desk.makeToken(
            for: "ann", name: "x", scopes: [.read], days: nil, by: ann, within: [.read, .write])
        await #expect(throws: TidegateError.self) {
            try await site.desk.makeToken(
                for: "ann", name: "a\0b", scopes: [.read], days: nil, by: ann)
        }
    }

    @Test func `that opens nothing is counted like any other request`() async throws {
        let site = try await Site { $0.requestsASecond = 2 }
        var statuses: [HTTPResponse.Status] = []
        for _ in 0...ServerLimits.requestBurstSeconds * 2 {
            statuses.append(try await ask(site, .get, "/api/me", "tg_garbage").status)
        }
        #expect(statuses.first == .unauthorized && statuses.last == .tooManyRequests)
    }

    @Test func `is shown once, to its user, and can be revoked by them`() async throws {
        let site = try await Site()
        let ann = try await site.browser(signedInAs: "ann")
        let made = try await ann.submit(
            "/account/tokens",
            ["name": "<b>sync</b>", "scope": "read", "scope": "write", "days": "30"])
        let text = try #require(
            made.text.split(separator: "tg_").dropFirst().first.map { "tg_" + $0.prefix(43) })
        #expect(!made.text.contains("<b>sync</b>"))
        #expect(try await ask(site, .get, "/api/none", text).status == .notFound)
        let page = try await ann.get("/account").text
        #expect(!page.contains(text))
        let token = try #require(try await site.desk.tokens(of: "ann").first)
        #expect(token.detail == "read write")
        let bob = try await site.browser(signedInAs: "bob")
        #expect(try await bob.submit("/account/tokens/\(token.id)/revoke").status == .notFound)
        #expect(try await ann.submit("/account/tokens/\(token.id)/revoke").status == .seeOther)
        #expect(try await ask(site, .get, "/api/none", text).status == .unauthorized)
    }

    @Test(
        arguments: [
            (["name": "", "scope": "read"], "token.name"),
            (["name": "x"], "token.no_scope"),
            (["name": "x", "scope": "everything"], "token.unknown_scope"),
            (["name": "x", "scope": "read", "days": "0"], "token.days"),
            (["name": "x", "scope": "read", "days": "a week"], "token.days"),
        ] as [(KeyValuePairs<String, String>, String)])
    func `needs a name, scopes and days that make sense`(
        fields: KeyValuePairs<String, String>, code: String
    ) async throws {
        let site = try await Site()
        let ann = try await site.browser(signedInAs: "ann")
        let reply = try await ann.submit("/account/tokens", fields)
        #expect(reply.status == .badRequest)
        #expect(try await site.desk.tokens(of: "ann").isEmpty)
    }
}
