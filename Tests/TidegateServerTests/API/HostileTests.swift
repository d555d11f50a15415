import Testing
import TidegateEngine
import TidegateModel
import TidegateScript
import TidegateStore

@testable import TidegateServer

/// Requests that no honest client sends. None may be answered with a server error, with another
/// caller's data, or with silence where something was wrong.
@Suite("A hostile request")
struct HostileTests {
    private static func stage() async throws -> APIStage {
        try await APIStage(packs: ["base", "sales"])
    }

    private static func deal(_ stage: APIStage) async throws -> JSON {
        let accounts = try await stage.get("/api/records/Account?limit=1", as: "ann")
        let account = accounts.json["records"]?.array?.first?.id ?? ""
        let made = try await stage.send(
            "POST", "/api/records/Opportunity",
            #"{"fields": {"name": "Pump", "account": "\#(account)", "amount": "10.00"}}"#, as: "ann"
        )
        #expect(made.status == 201, "\(made.text)")
        return made.json
    }

    private static func code(_ answer: RawClient.Answer) -> String? { answer.json["code"]?.string }

    private static let tricks = [
        "/api/records/../objects", "/api/records/Opportunity/../../etc/passwd",
        "/api/records/%2e%2e/%2e%2e/etc/passwd", "/api/records/tg_setting",
        "/api/records/Opportunity%00", "/api/records/Opportunity/%00%00",
        "/api/records/opportunity", "/api/objects/%F0%28%8C%28", "/api/imports/..%2f..%2fx",
        "/static/..%2f..%2fPackage.swift", "/static/x/../../Package.swift",
        "/api/records/Opportunity/0000000000000%27%20OR%201=1", "//api//me/", "/api/", "/api/me/",
        "/api//me", "/./api/me", "/api/%2e%2e/api/me", "/api/%zz/me",
    ]

    @Test("with tricks in its path finds nothing")
    func paths() async throws {
        let stage = try await Self.stage()
        for path in Self.tricks {
            for method in ["GET", "POST", "DELETE"] {
                let answer = try await stage.send(method, path, "{}", as: "ann")
                #expect((400..<500).contains(answer.status), "\(method) \(path): \(answer.status)")
                #expect(!answer.text.contains("root:"))
            }
        }
        await stage.leave()
    }

    private static let assignments = [
        #"{"fields": {"version": 99}}"#, #"{"fields": {"id": "0000000000001"}}"#,
        #"{"fields": {"created_by": null}}"#,
        #"{"fields": {"created_at": "2020-01-01T00:00:00Z"}}"#,
        #"{"fields": {"updated_by": null}}"#, #"{"fields": {"code": "OPP-1"}}"#,
        #"{"fields": {"net": "1"}}"#, #"{"fields": {"list_total": "1"}}"#,
        #"{"fields": {"discount_ok": true}}"#, #"{"fields": {"__proto__": {}}}"#,
        #"{"fields": {"stage": "won"}}"#, #"{"stage": "won"}"#, #"{"object": "User"}"#,
        #"{"fields": [], "version": 1}"#, #"{"fields": {"name": {"$ne": null}}}"#,
        #"{"as": "system", "fields": {}}"#,
    ]

    @Test("cannot assign what is not a field of the caller's")
    func massAssignment() async throws {
        let stage = try await Self.stage()
        let deal = try await Self.deal(stage)
        for body in Self.assignments {
            let answer = try await stage.send(
                "PATCH", deal.path, body, as: "ann", headers: [("If-Match", "*")])
            #expect([400, 403, 422].contains(answer.status), "\(answer.status) \(answer.text)")
            let after = try await stage.get(deal.path, as: "ann")
            #expect(after.json == deal)
        }
        await stage.leave()
    }

    @Test("cannot write what the engine keeps for itself")
    func engineOwned() async throws {
        let stage = try await Self.stage()
        for object in ["Task", "Approval", "Alert", "Mail", "Request", "PackFile", "Counter"] {
            let answer = try await stage.send(
                "POST", "/api/records/\(object)", #"{"fields": {}}"#, as: "ada")
            #expect([403, 404].contains(answer.status), "\(object): \(answer.status)")
        }
        await stage.leave()
    }

    @Test("with a foreign id learns nothing from it")
    func foreignIDs() async throws {
        let stage = try await Self.stage()
        let deal = try await Self.deal(stage)
        let other = "0000000000001"
        for path in [
            "/api/records/Account/\(deal.id)", "/api/records/Opportunity/\(other)",
            "/api/records/Opportunity/\(other)/history",
            "/api/records/Opportunity/\(other)/explain?to=won",
        ] {
            let answer = try await stage.get(path, as: "ann")
            #expect(answer.status == 404, "\(path)")
            #expect(Self.code(answer) == "record.not_found")
        }
        let wrong = try await stage.send(
            "POST", "/api/records/OpportunityLine",
            #"{"fields": {"opportunity": "\#(other)", "product": "\#(deal.id)", "quantity": 1}}"#,
            as: "ann")
        #expect(wrong.status == 422)
        await stage.leave()
    }

    @Test("with a broken body is told where it is broken")
    func bodies() async throws {
        let stage = try await Self.stage()
        let path = "/api/records/Opportunity"
        func answer(_ body: [UInt8], type: String? = "application/json") async throws
            -> RawClient.Answer
        {
            try await stage.client.send(
                "POST", path,
                headers: [("X-Test-Login", "ann")] + (type.map { [("Content-Type", $0)] } ?? []),
                body: body)
        }
        let broken: [[UInt8]] = [
            Array("{".utf8), Array("[]".utf8), Array("null".utf8), Array("\"text\"".utf8),
            Array("{\"fields\": {\"name\": \"".utf8) + [0xff, 0xfe] + Array("\"}}".utf8),
            Array("{\"fields\": {}, \"fields\": {}}".utf8),
            Array("{\"fields\": {\"name\": \"a\\u0000b\"}}".utf8),
            Array(String(repeating: "{\"fields\":", count: 5_000).utf8),
            Array(("{\"fields\": {\"name\": " + String(repeating: "[", count: 100_000)).utf8),
            Array(("[" + String(repeating: "1,", count: 100_000) + "1]").utf8),
        ]
        for body in broken {
            let answer = try await answer(body)
            #expect(answer.status == 400, "\(String(decoding: body.prefix(40), as: UTF8.self))")
            #expect(["request.json", "request.member"].contains(Self.code(answer)))
        }
        let large = try await answer([UInt8](repeating: 0x20, count: ServerLimits.bodyBytes + 1))
        #expect(large.status == 400)
        #expect(Self.code(large) == "request.too_large")
        for type in [nil, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]
        {
            let wrong = try await answer(Array(#"{"fields": {}}"#.utf8), type: type)
            #expect(wrong.status == 400)
            #expect(Self.code(wrong) == "request.type", "\(type ?? "none")")
        }
        await stage.leave()
    }

    @Test("whose body is no HTTP is told so, not an error of ours")
    func chunks() async throws {
        let stage = try await Self.stage()
        for type in ["application/json", Form.contentType] {
            let path = type == Form.contentType ? "/sign-in" : "/api/records/Opportunity"
            let bytes =
                "POST \(path) HTTP/1.1\r\nHost: a\r\nX-Test-Login: ann\r\n"
                + "Content-Type: \(type)\r\nTransfer-Encoding: chunked\r\n"
                + "Connection: close\r\n\r\nzz\r\n{}\r\n0\r\n\r\n"
            let answer = try await stage.client.exchange(Array(bytes.utf8))
            #expect(answer.status == 400, "\(answer.text)")
        }
        await stage.leave()
    }

    @Test("for more names or figures than a list has is refused, without words of the database")
    func names() async throws {
        let stage = try await Self.stage()
        let path = "/api/records/Opportunity"
        let many = (0..<2_200).map { "f\($0)" }.joined(separator: ",")
        let same = Array(repeating: "name", count: 2_200).joined(separator: ",")
        let counts = Array(repeating: "count()", count: 1_800).joined(separator: ",")
        let deep =
            String(repeating: "(", count: 200) + "amount > 1"
            + String(repeating: ")", count: 200)
        for query in [
            "group=\(many)", "sort=\(many)", "fields=\(many)", "show=\(counts)&group=stage",
            "show=\(counts)",
            "where=" + String(repeating: "not%20(", count: 90) + "amount%20%3E%201"
                + String(repeating: ")", count: 90),
            "where=\(QueryText.encoded(deep))",
        ] {
            let answer = try await stage.get("\(path)?\(query)", as: "ann")
            #expect([200, 400].contains(answer.status), "\(query.prefix(40)): \(answer.text)")
            #expect(!answer.text.contains("SQLite") && !answer.text.contains("column"))
        }
        #expect(try await stage.get("\(path)?group=\(many)", as: "ann").status == 400)
        for name in ["group", "sort", "fields"] {
            #expect(try await stage.get("\(path)?\(name)=\(same)", as: "ann").status == 200)
        }
        await stage.leave()
    }

    @Test("whose length is a lie is not waited for beyond its bound")
    func lengths() async throws {
        let stage = try await Self.stage()
        let head = """
            POST /api/records/Opportunity HTTP/1.1\r\nHost: a\r\nX-Test-Login: ann\r
            Content-Type: application/json\r\nContent-Length: 99999999999\r
            Connection: close\r\n\r\n{}
            """
        let answer = try await stage.client.exchange(Array(head.utf8))
        #expect(answer.status == 400)
        await stage.leave()
    }

    private static let wrongQueries = [
        "where=amount%20%3E", "where=nonsense%20==%201", "wher=amount%20%3E%201", "limit=0",
        "limit=501", "limit=-1", "limit=1e3", "limit=99999999999999999999", "sort=nothing",
        "sort=-", "fields=name,nothing", "after=x", "after=AAAA", "show=count(", "show=drop()",
        "group=nothing", "group=stage&sort=name", "limit=1&limit=2", "where=%FF", "where=%00",
        "where=%zz", "where=1%20==%201;%20DROP%20TABLE%20account", "where=name%20==%20'x'%20--",
        "where=" + String(repeating: "(", count: 2_000),
        "where=" + String(repeating: "not%20", count: 900) + "true",
        "where=" + String(repeating: "a", count: 20_000),
    ]

    @Test("with a wrong query is refused, not guessed at")
    func queries() async throws {
        let stage = try await Self.stage()
        for query in Self.wrongQueries {
            let answer = try await stage.get("/api/records/Opportunity?\(query)", as: "ann")
            #expect(answer.status == 400, "\(query.prefix(60)): \(answer.status) \(answer.text)")
            #expect(Self.code(answer) != nil)
        }
        await stage.leave()
    }

    @Test("with a place of another list, another order or another caller is refused")
    func cursors() async throws {
        let stage = try await Self.stage()
        let path = "/api/records/Product?limit=1"
        let first = try await stage.get(path + "&sort=name", as: "ann")
        let next = try #require(first.json["next"]?.string)
        #expect(try await stage.get(path + "&sort=name&after=\(next)", as: "ann").status == 200)
        for (query, login) in [
            ("&sort=-name", "ann"), ("", "ann"), ("&sort=name&where=id%20is%20not%20empty", "ann"),
            ("&sort=name", "bob"),
        ] {
            let wrong = try await stage.get(path + query + "&after=\(next)", as: login)
            #expect(wrong.status == 400, "\(query) \(login)")
            #expect(Self.code(wrong) == "list.cursor")
        }
        for index in next.indices.prefix(40) {
            var forged = next
            forged.replaceSubrange(index...index, with: forged[index] == "A" ? "B" : "A")
            let answer = try await stage.get(path + "&sort=name&after=\(forged)", as: "ann")
            #expect(answer.status == 400 || answer.status == 200)
        }
        await stage.leave()
    }

    @Test("that comes again with its key is done once; with another body it is refused")
    func replays() async throws {
        let stage = try await Self.stage()
        let path = "/api/records/Team"
        let key = [("Idempotency-Key", "team-1")]
        let body = #"{"fields": {"name": "North"}}"#
        let first = try await stage.send("POST", path, body, as: "ada", headers: key)
        #expect(first.status == 201, "\(first.text)")
        let again = try await stage.send("POST", path, body, as: "ada", headers: key)
        #expect(again.status == 201)
        #expect(again.json == first.json)
        #expect(again.headers["location"] == first.headers["location"])
        let other = try await stage.send(
            "POST", path, #"{"fields": {"name": "South"}}"#, as: "ada", headers: key)
        #expect(other.status == 409)
        #expect(Self.code(other) == "request.key_reused")
        let deleted = first.json.path
        let end = [("Idempotency-Key", "team-2"), ("If-Match", "*")]
        for _ in 1...2 {
            let answer = try await stage.send("DELETE", deleted, "", as: "ada", headers: end)
            #expect(answer.status == 204, "\(answer.text)")
        }
        #expect(try await stage.get(deleted, as: "ada").status == 404)
        let long = [("Idempotency-Key", String(repeating: "k", count: 201))]
        let refused = try await stage.send("POST", path, body, as: "ada", headers: long)
        #expect(refused.status == 400)
        await stage.leave()
    }

    @Test("without the version it has seen changes nothing; with an old one it gets the new record")
    func versions() async throws {
        let stage = try await Self.stage()
        let deal = try await Self.deal(stage)
        let change = #"{"fields": {"name": "Mine"}}"#
        let blind = try await stage.send("PATCH", deal.path, change, as: "ann")
        #expect(blind.status == 400)
        #expect(Self.code(blind) == "request.version")
        let seen = [("If-Match", "\"1\"")]
        let hers = try await stage.send(
            "PATCH", deal.path, #"{"fields": {"name": "Hers"}}"#, as: "ann", headers: seen)
        #expect(hers.status == 200, "\(hers.text)")
        let tag = try #require(hers.headers["etag"])
        #expect(tag.hasPrefix("\"2-"))
        let late = try await stage.send("PATCH", deal.path, change, as: "ann", headers: seen)
        #expect(late.status == 409)
        #expect(Self.code(late) == "record.stale")
        #expect(late.json["current"]?["fields"]?["name"]?.string == "Hers")
        #expect(late.json["current"]?["version"]?.integer == 2)
        for wrong in [
            "\"2-\"", "\"2-x\"", "1", "W/\"1\"", "\"1\", \"2\"", "\"\"", "\"x\"",
            "\"99999999999999999999\"",
        ] {
            let answer = try await stage.send(
                "PATCH", deal.path, change, as: "ann", headers: [("If-Match", wrong)])
            #expect(answer.status == 400, "\(wrong)")
        }
        let twice = try await stage.send(
            "PATCH", deal.path, #"{"fields": {}, "version": 2}"#, as: "ann",
            headers: [("If-Match", "\"1\"")])
        #expect(twice.status == 400)
        func status(_ path: String, as login: String, unless tag: String) async throws -> Int {
            try await stage.client.send(
                "GET", path, headers: [("X-Test-Login", login), ("If-None-Match", tag)]
            ).status
        }
        for same in [tag, "W/" + tag, "\"1-0000000000000000\", \(tag)", "*"] {
            #expect(try await status(deal.path, as: "ann", unless: same) == 304, "\(same)")
        }
        for other in ["\"2\"", "\"2-0000000000000000\"", String(tag.dropLast())] {
            #expect(try await status(deal.path, as: "ann", unless: other) == 200, "\(other)")
        }
        let again = try await stage.send(
            "PATCH", deal.path, #"{"fields": {"name": "Again"}}"#, as: "ann",
            headers: [("If-Match", tag)])
        #expect(again.status == 200, "\(again.text)")
        await stage.leave()
    }

    @Test("by nobody gets nothing but the way in")
    func nobody() async throws {
        let stage = try await Self.stage()
        for path in [
            "/api/me", "/api/objects", "/api/records/Opportunity", "/api/openapi.json",
            "/api/records/Nothing", "/api/tasks", "/api/imports",
        ] {
            let answer = try await stage.get(path, as: nil)
            #expect(answer.status == 401, "\(path)")
            #expect(answer.headers["content-type"]?.hasPrefix("application/json") == true)
        }
        let upload = try await stage.client.send(
            "POST", "/api/imports/base/accounts", headers: [("Content-Type", "text/csv")],
            body: Array("a,b\n".utf8))
        #expect(upload.status == 401)
        let badToken = try await stage.client.send(
            "GET", "/api/me", headers: [("Authorization", "Bearer tg_nothing")])
        #expect(badToken.status == 401)
        await stage.leave()
    }

    @Test("HTML in every text comes back as text, and as JSON alone")
    func html() async throws {
        let stage = try await Self.stage()
        let script = "<script>alert(1)</script>"
        let made = try await stage.send(
            "POST", "/api/records/Team", #"{"fields": {"name": "\#(script)"}}"#, as: "ada")
        #expect(made.json["fields"]?["name"]?.string == script)
        #expect(made.headers["content-type"] == "application/json; charset=utf-8")
        #expect(made.headers["x-content-type-options"] == "nosniff")
        let missing = try await stage.get("/api/objects/\(script.percentEncoded)", as: "ada")
        #expect(missing.headers["content-type"] == "application/json; charset=utf-8")
        await stage.leave()
    }

    @Test("with abused headers is bounded")
    func headers() async throws {
        let stage = try await Self.stage()
        let long = String(repeating: "a", count: 200_000)
        let heavy = try? await stage.client.send(
            "GET", "/api/me", headers: [("X-Test-Login", "ann"), ("X-Long", long)])
        #expect(heavy.map { (400..<500).contains($0.status) } ?? true)
        let line = try? await stage.client.exchange(
            Array("GET /api/me?\(long) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".utf8))
        #expect(line.map { (400..<500).contains($0.status) } ?? true)
        let twoLengths = try? await stage.client.exchange(
            Array(
                """
                POST /api/records/Team HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r
                Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n
                """.utf8))
        #expect(twoLengths.map { (400..<500).contains($0.status) } ?? true)
        #expect(try await stage.get("/api/me", as: "ann").status == 200)
        await stage.leave()
    }
}
