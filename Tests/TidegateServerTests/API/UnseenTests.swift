import Testing
import TidegateEngine
import TidegateModel
import TidegateScript

@testable import TidegateServer

/// What the doors do not tell those from whom something is hidden.
@Suite("What is hidden from a caller")
struct UnseenTests {
    private static let rules = """
        object "Vendor" { title = "{name}", text "name" }
        object "Deal" {
          title = "{name} {vendor}",
          text "name" { required = true }, integer "margin", text "code",
          reference "vendor" { to = "Vendor" },
          unique { "code" },
        }
        object "Vault" { text "secret" }
        access "seller" { Vendor = { read = true },
          Deal = { create = true, read = true, update = true, hide = { "margin", "code" } } }
        access "importer" { label = "Importer", permissions = { "import_records" },
          Deal = { create = true, read = true, update = true, hide = { "margin" } } }
        access "chief" { label = "Chief" }
        access "keeper" { Vault = { read = true } }
        hook "Deal" "codes" { before_save = function(deal) deal.code = "C-" .. deal.name end }
        approval "check" { on = "Deal", when = "name == 'Big'", step "first" { who = role "chief" } }
        import "own/deals" { into = "Deal", key = { "name" }, columns = { Name = "name", Margin = "margin" } }
        import "own/vaults" { into = "Vault", key = { "secret" }, columns = { Secret = "secret" } }
        """

    private static func stage() async throws -> APIStage {
        try await APIStage { engine in
            let base = try PackFolder.read(Site.rules("base"))
            _ = try await engine.install([base, Site.pack(rules)])
            for (login, role) in [
                ("eve", "seller"), ("ivo", "importer"), ("cat", "chief"), ("mia", "seller"),
            ] {
                _ = try await engine.addUser(
                    login: login, name: login, email: nil, manager: nil, roles: [role],
                    as: .system, through: .test
                ).get()
            }
        }
    }

    private static func deal(_ stage: APIStage, _ values: [String: Value]) async throws -> Record {
        try await stage.engine.create("Deal", values, as: .system, through: .test).get()
    }

    @Test("is refused by the API in the words for a field that is not there, whatever is sent")
    func fields() async throws {
        let stage = try await Self.stage()
        let deal = try await Self.deal(stage, ["name": .text("Pump")])
        for (method, path) in [
            ("POST", "/api/records/Deal"), ("PATCH", "/api/records/Deal/\(deal.id)"),
            ("PATCH", "/api/records/Deal/\(RecordID(number: 7))"),
        ] {
            for value in ["\"abc\"", "5", "null"] {
                for field in ["margin", "nowhere"] {
                    let answer = try await stage.send(
                        method, path, "{\"fields\": {\"\(field)\": \(value)}}", as: "eve",
                        headers: method == "PATCH" ? [("If-Match", "\"9\"")] : [])
                    #expect(answer.status == 400, "\(method) \(path) \(field) \(value)")
                    #expect(answer.json["message"]?.string == "Deal has no field \(field).")
                }
            }
        }
        await stage.leave()
    }

    @Test("is in no list of imports, and only who may import gets one")
    func imports() async throws {
        let stage = try await Self.stage()
        #expect(try await stage.get("/api/imports", as: "eve").status == 403)
        let mine = try await stage.get("/api/imports", as: "ivo")
        let own = (mine.json["imports"]?.array ?? []).filter {
            $0["name"]?.string?.hasPrefix("own/") == true
        }
        #expect(own.map { $0["name"]?.string } == ["own/deals"])
        #expect(own.first?["columns"] == .array([.string("Name")]))
        let all = try await stage.get("/api/imports", as: "operator")
        #expect(all.text.contains("own/vaults") && all.text.contains("Margin"))
        let csv = [("X-Test-Login", "ivo"), ("Content-Type", "text/csv")]
        for name in ["vaults", "nothing"] {
            let answer = try await stage.client.send(
                "POST", "/api/imports/own/\(name)", headers: csv, body: Array("Secret\nx\n".utf8))
            #expect(answer.status == 404, "\(name)")
        }
        await stage.leave()
    }

    @Test("an answer is the same as before only if the same would be shown")
    func entityTags() async throws {
        let stage = try await Self.stage()
        let vendor = try await stage.engine.create(
            "Vendor", ["name": .text("Acme")], as: .system, through: .test
        ).get()
        let deal = try await Self.deal(
            stage,
            ["name": .text("Pump"), "margin": .integer(4), "vendor": .reference(vendor.id)])
        let path = "/api/records/Deal/\(deal.id)"
        func tag(_ path: String, as login: String = "eve") async throws -> String {
            try #require(try await stage.get(path, as: login).headers["etag"])
        }
        func isKnown(_ tag: String, _ path: String, as login: String = "eve") async throws -> Bool {
            try await stage.client.send(
                "GET", path, headers: [("X-Test-Login", login), ("If-None-Match", tag)]
            ).status == 304
        }
        let some = try await tag(path + "?fields=name")
        let whole = try await tag(path)
        #expect(try await isKnown(some, path + "?fields=name"))
        #expect(try await !isKnown(some, path))
        #expect(try await isKnown(whole, path, as: "mia"))
        #expect(try await !isKnown(whole, path, as: "operator"))
        _ = try await stage.engine.update(
            "Vendor", vendor.id, ["name": .text("Zenith")], as: .system, through: .test
        ).get()
        #expect(try await stage.get(path, as: "eve").text.contains("Pump Zenith"))
        #expect(try await !isKnown(whole, path))
        let changed = try await stage.send(
            "PATCH", path, #"{"fields": {"name": "Valve"}}"#, as: "eve",
            headers: [("If-Match", some)])
        #expect(changed.status == 200, "\(changed.text)")
        await stage.leave()
    }

    @Test("who is asked to decide may, and learns nothing else; to others there is nothing there")
    func decisions() async throws {
        let stage = try await Self.stage()
        let deal = try await Self.deal(stage, ["name": .text("Big"), "margin": .integer(4711)])
        let other = try await Self.deal(stage, ["name": .text("Small")])
        func decide(_ path: String, as login: String) async throws -> RawClient.Answer {
            try await stage.send(
                "POST", "/api/records/\(path)/approve", #"{"approval": "check"}"#, as: login)
        }
        for path in ["Deal/\(other.id)", "Deal/\(RecordID(number: 7))", "Vaul/\(deal.id)"] {
            let answer = try await decide(path, as: "cat")
            let object = path.prefix { $0 != "/" }
            #expect(answer.status == 404, "\(path)")
            #expect(answer.json["message"]?.string == "There is no object \(object).")
            #expect(answer.json["hint"]?.string?.contains("Vault") != true)
        }
        func simulate(_ path: String) async throws -> RawClient.Answer {
            try await stage.send(
                "POST", "/api/records/\(path)/simulate",
                #"{"do": "approve", "approval": "check"}"#, as: "cat")
        }
        #expect(try await simulate("Deal/\(other.id)").status == 404)
        let tried = try await simulate("Deal/\(deal.id)")
        #expect(tried.json["would"]?.string == "done", "\(tried.text)")
        for hidden in ["Big", "4711", "margin"] { #expect(!tried.text.contains(hidden)) }
        let answer = try await decide("Deal/\(deal.id)", as: "cat")
        #expect(answer.status == 200, "\(answer.text)")
        #expect(answer.json["id"]?.string == "\(deal.id)")
        for hidden in ["Big", "4711", "margin"] { #expect(!answer.text.contains(hidden)) }
        await stage.leave()
    }

    @Test("a value that is taken is told without its field")
    func uniqueness() async throws {
        let stage = try await Self.stage()
        _ = try await Self.deal(stage, ["name": .text("Pump")])
        let body = #"{"fields": {"name": "Pump"}}"#
        let told = try await stage.send("POST", "/api/records/Deal", body, as: "ivo")
        #expect(told.status == 422)
        #expect(told.text.contains("C-Pump"))
        let unseen = try await stage.send("POST", "/api/records/Deal", body, as: "eve")
        #expect(unseen.status == 422)
        #expect(unseen.json["code"]?.string == "record.not_unique")
        #expect(!unseen.text.contains("C-Pump") && !unseen.text.contains("\"code\":\"C"))
        #expect(unseen.json["reasons"]?.array?.isEmpty == true)
        await stage.leave()
    }
}
