import Testing
import TidegateEngine
import TidegateModel
import TidegateScript

@testable import TidegateServer

/// What the API says of records beside the story: trying, paging, figures, rights, files.
@Suite("The API of records")
struct RecordAPITests {
    private static let rules = """
        access "seller" { Deal = {
          create = true, read = "owner == me() or shared()", update = true, hide = { "margin" },
          readonly = { "rating" } } }
        access "keeper" { permissions = { "import_records" }, Deal = { create = true, read = true, update = true } }
        object "Deal" {
          title = "{name}",
          text "name" { required = true, max = 20 }, integer "margin", integer "rating",
          money "amount" { min = 0 }, choice "stage" { values = { "open", "won" } },
          reference "owner" { to = "User", default = "me()" },
          unique { "name" },
        }
        pipeline "Deal.stage" {
          stage "open" { to = { "won" } },
          stage "won" { final = true, gate "Amount known" { need = { "amount" } } },
        }
        hook "Deal" "twice" { before_save = function(o) if o.rating then o.margin = o.rating * 2 end end }
        validation "Deal" "Worth it" { must = "name != 'Dud'", say = "{name} is worth nothing.", kind = "warn" }
        approval "check" {
          on = "Deal", when = "amount > 100",
          step "first" { who = role "keeper" },
        }
        import "own/deals" { into = "Deal", key = { "name" }, columns = { Name = "name", Amount = "amount" } }
        """

    private static func stage() async throws -> APIStage {
        try await APIStage { engine in
            let base = try PackFolder.read(Site.rules("base"))
            _ = try await engine.install([base, Site.pack(rules)])
            for (login, role) in [("eve", "seller"), ("kim", "keeper"), ("mia", "seller")] {
                _ = try await engine.addUser(
                    login: login, name: login, email: nil, manager: nil, roles: [role],
                    as: .system, through: .test
                ).get()
            }
        }
    }

    private static func create(
        _ stage: APIStage, _ fields: String, as login: String = "eve"
    ) async throws -> JSON {
        let answer = try await stage.send(
            "POST", "/api/records/Deal", "{\"fields\": {\(fields)}}", as: login)
        #expect(answer.status == 201, "\(answer.text)")
        return answer.json
    }

    @Test("tells what a write would do, and leaves nothing behind")
    func simulation() async throws {
        let stage = try await Self.stage()
        let deal = try await Self.create(stage, #""name": "Pump", "rating": 1"#, as: "kim")
        let tried = try await stage.send(
            "POST", deal.path + "/simulate",
            #"{"do": "update", "fields": {"amount": "500", "rating": 4}}"#, as: "kim")
        #expect(tried.status == 200, "\(tried.text)")
        #expect(tried.json["would"]?.string == "done")
        let change = tried.json["changes"]?.array?.first
        #expect(
            change?["changes"]
                == [
                    ["field": "amount", "old": .null, "new": "500.00"],
                    ["field": "margin", "old": 2, "new": 8],
                    ["field": "rating", "old": 1, "new": 4],
                ] as JSON)
        #expect(change?["trace"]?.array?.contains { $0["hook"] == "twice" } == true)
        #expect(tried.json["approvals"]?.array?.first?["approval"] == "check")
        #expect(tried.json["approvals"]?.array?.first?["people"] == ["kim"])
        let after = try await stage.get(deal.path, as: "kim")
        #expect(after.json == deal)
        #expect(try await stage.get("/api/tasks", as: "kim").json["totals"]?["count()"] == 0)

        let refused = try await stage.send(
            "POST", deal.path + "/simulate", #"{"do": "move", "to": "won"}"#, as: "kim")
        #expect(refused.json["would"]?.string == "refused")
        #expect(refused.json["error"]?["gates"]?.array?.first?["name"] == "Amount known")
        let creation = try await stage.send(
            "POST", "/api/records/Deal/simulate", #"{"fields": {"name": "Pump"}}"#, as: "kim")
        #expect(creation.json["error"]?["code"] == "record.not_unique")
        await stage.leave()
    }

    @Test("knows no field that is hidden, and no record that is another's")
    func rights() async throws {
        let stage = try await Self.stage()
        let deal = try await Self.create(stage, #""name": "Pump""#)
        #expect(deal["fields"]?["margin"] == nil)
        #expect(deal["fields"]?["amount"] == .null)
        for query in [
            "fields=margin", "sort=margin", "group=margin", "show=sum(margin)",
            "where=margin%20%3E%201",
        ] {
            let answer = try await stage.get("/api/records/Deal?\(query)", as: "eve")
            #expect(answer.status == 400, "\(query)")
            #expect(!answer.text.contains("hidden"))
        }
        for query in [
            "fields=margin", "sort=margin", "where=margin%20%3E%201", "format=pdf", "limit=3",
        ] {
            let answer = try await stage.get("/api/exports/Deal?\(query)", as: "eve")
            #expect(answer.status == 400 && !answer.text.contains("hidden"), "\(query)")
        }
        let whole = try await stage.get("/api/exports/Deal?titles=true", as: "eve")
        #expect(whole.status == 200 && whole.text.hasPrefix("id,"))
        #expect(whole.text.contains("Pump") && !whole.text.contains("margin"))
        #expect(
            whole.headers["content-disposition"] == "attachment; filename=\"Deal.csv\"")
        let lines = try await stage.get("/api/exports/Deal?format=jsonl&fields=name", as: "eve")
        #expect(lines.text.contains("{\"name\":\"Pump\"}\n"))
        #expect(try await stage.get("/api/exports/Deal", as: "mia").text.contains("Pump") == false)
        #expect(try await stage.get("/api/exports/Nothing", as: "eve").status == 404)
        for body in [#"{"margin": 1}"#, #"{"margin": "text"}"#] {
            let answer = try await stage.send(
                "PATCH", deal.path, "{\"fields\": \(body)}", as: "eve",
                headers: [("If-Match", "*")])
            #expect(answer.json["code"] == "field.unknown", "\(answer.text)")
        }
        let readonly = try await stage.send(
            "PATCH", deal.path, #"{"fields": {"rating": 5}}"#, as: "eve",
            headers: [("If-Match", "*")])
        #expect(readonly.json["reasons"]?.array?.first?["code"] == "field.readonly")
        #expect(try await stage.get(deal.path, as: "mia").status == 404)
        #expect(try await stage.get(deal.path + "/history", as: "mia").status == 404)
        let hers = try await stage.get("/api/records/Deal?show=count()", as: "mia")
        #expect(hers.json["records"] == [])
        #expect(hers.json["totals"]?["count()"] == 0)
        for path in ["/api/openapi.json", "/api/objects/Deal"] {
            #expect(!(try await stage.get(path, as: "eve").text.contains("margin")), "\(path)")
            #expect(try await stage.get(path, as: "kim").text.contains("margin"), "\(path)")
        }
        await stage.leave()
    }

    @Test("a record is told as it was, and where its values come from")
    func past() async throws {
        let stage = try await Self.stage()
        let deal = try await Self.create(stage, #""name": "Pump", "amount": 5"#)
        _ = try await stage.send(
            "PATCH", deal.path, #"{"fields": {"rating": 4}}"#, as: "kim",
            headers: [("If-Match", "*")])
        let today = try await stage.get(deal.path + "?as_of=2999-01-01", as: "eve")
        #expect(today.status == 200, "\(today.text)")
        #expect(today.json["fields"]?["amount"] == deal["fields"]?["amount"])
        #expect(today.json["fields"]?["margin"] == nil)
        let never = try await stage.get(deal.path + "?as_of=1999-01-01", as: "eve")
        #expect(never.status == 404)
        #expect(never.json["code"] == "record.not_there_then")
        let unread = try await stage.get(deal.path + "?as_of=last-week", as: "eve")
        #expect(unread.json["code"] == "request.parameter")
        #expect(try await stage.get(deal.path + "?as_of=2999-01-01", as: "mia").status == 404)

        let blame = try await stage.get(deal.path + "/blame", as: "kim")
        let fields = try #require(blame.json["fields"]?.array)
        let margin = try #require(fields.first { $0["field"] == "margin" })
        #expect(margin["value"] == 8)
        #expect(margin["actor"]?["name"] == "kim")
        let cause = try #require(margin["causes"]?.array?.first)
        #expect(cause["rule"] == "hook \"twice\"")
        #expect(cause["pack_version"] != nil)
        let one = try await stage.get(deal.path + "/blame?field=amount", as: "eve")
        #expect(one.json["fields"]?.array?.count == 1)
        #expect(!(try await stage.get(deal.path + "/blame", as: "eve").text.contains("margin")))
        #expect(try await stage.get(deal.path + "/blame?field=margin", as: "eve").status == 400)
        #expect(try await stage.get(deal.path + "/blame", as: "mia").status == 404)
        await stage.leave()
    }

    @Test("a record is set to what it was, once tried and once done")
    func revert() async throws {
        let stage = try await Self.stage()
        let deal = try await Self.create(stage, #""name": "Pump""#)
        let time = try #require(deal["fields"]?["updated_at"]?.string)
        stage.clock.advance(.hours(1))
        _ = try await stage.send(
            "PATCH", deal.path, #"{"fields": {"name": "Valve"}}"#, as: "eve",
            headers: [("If-Match", "*")])
        let trial = try await stage.send(
            "POST", deal.path + "/simulate", #"{"do": "revert", "to": "\#(time)"}"#, as: "eve")
        #expect(trial.json["would"] == "done", "\(trial.text)")
        #expect(trial.text.contains(#""old":"Valve","new":"Pump""#))
        let unseen = try await stage.send(
            "POST", deal.path + "/revert", #"{"to": "\#(time)"}"#, as: "eve")
        #expect(unseen.json["code"] == "request.version")
        let done = try await stage.send(
            "POST", deal.path + "/revert", #"{"to": "\#(time)", "only": ["name"]}"#, as: "eve",
            headers: [("If-Match", "*")])
        #expect(done.json["fields"]?["name"] == "Pump", "\(done.text)")
        for body in [#"{"to": "x"}"#, #"{"to": "2026-11-01", "only": "name"}"#, "{}"] {
            let answer = try await stage.send(
                "POST", deal.path + "/revert", body, as: "eve", headers: [("If-Match", "*")])
            #expect(answer.status == 400, "\(answer.text)")
        }
        await stage.leave()
    }

    @Test("pages have every record once, and figures of the whole list")
    func pages() async throws {
        let stage = try await Self.stage()
        for number in 1...7 {
            let amount = number % 3 == 0 ? "null" : "\"\(number % 2 * 10).50\""
            _ = try await Self.create(stage, "\"name\": \"D\(number)\", \"amount\": \(amount)")
        }
        var names: [String] = []
        var path =
            "/api/records/Deal?limit=2&sort=-amount,name&fields=name&show=count(),sum(amount)"
        let first = path
        while true {
            let page = try await stage.get(path, as: "eve")
            #expect(page.json["totals"] == ["count()": 7, "sum(amount)": "32.50"])
            names += (page.json["records"]?.array ?? []).compactMap {
                $0["fields"]?["name"]?.string
            }
            guard let next = page.json["next"]?.string else { break }
            path = first + "&after=\(next)"
        }
        #expect(names == ["D1", "D5", "D7", "D2", "D4", "D3", "D6"])
        let groups = try await stage.get(
            "/api/records/Deal?group=stage&show=count(),sum(amount)", as: "eve")
        #expect(
            groups.json["groups"]
                == [
                    ["by": ["stage": "open"], "totals": ["count()": 7, "sum(amount)": "32.50"]]
                ])
        let byYear = try await stage.get(
            "/api/records/Deal?group=created_at:fiscal_year(4)&show=distinct(name)"
                + "&sort=-distinct(name)&limit=5", as: "eve")
        let year = byYear.json["groups"]?.array?.first
        #expect(year?["totals"] == ["distinct(name)": 7])
        let april = try #require(year?["by"]?["created_at:fiscal_year(4)"]?.string)
        #expect(april.hasSuffix("-04-01"))
        let top = try await stage.get(
            "/api/records/Deal?group=stage&top=2&sort=-amount,name&fields=name", as: "eve")
        #expect(
            (top.json["records"]?.array ?? []).map { $0["fields"]?["name"]?.string }
                == ["D1", "D5"])
        #expect(top.json["next"] == .null)
        for (query, code) in [
            ("group=name:month", "list.no_date"), ("group=created_at:era", "list.bucket"),
            ("group=stage&sort=amount", "list.no_column"), ("top=2", "list.top"),
            ("top=2&group=stage&show=count()", "list.top"),
        ] {
            let answer = try await stage.get("/api/records/Deal?\(query)", as: "eve")
            #expect(answer.status == 400 && answer.json["code"]?.string == code, "\(query)")
        }
        await stage.leave()
    }

    @Test(
        "what is missing is told together with what cannot be read, at a creation and at a change")
    func missing() async throws {
        let stage = try await Self.stage()
        func fields(_ answer: RawClient.Answer) -> Set<String> {
            Set((answer.json["reasons"]?.array ?? []).compactMap { $0["field"]?.string })
        }
        let made = try await stage.send(
            "POST", "/api/records/Deal", #"{"fields": {"amount": "12,5"}}"#, as: "kim")
        #expect(made.status == 422 && fields(made) == ["amount", "name"])
        let deal = try await Self.create(stage, #""name": "Pump""#, as: "kim")
        let id = try #require(deal["id"]?.string)
        let changed = try await stage.send(
            "PATCH", "/api/records/Deal/\(id)",
            #"{"version": 1, "fields": {"amount": "12,5", "name": null}}"#, as: "kim")
        #expect(changed.status == 422 && fields(changed) == ["amount", "name"])
        await stage.leave()
    }

    @Test("values that do not fit are told together, a reason a field")
    func values() async throws {
        let stage = try await Self.stage()
        let answer = try await stage.send(
            "POST", "/api/records/Deal",
            #"{"fields": {"name": 5, "amount": "12,5", "stage": "lost", "rating": 1.5}}"#, as: "kim"
        )
        #expect(answer.status == 422)
        #expect(answer.json["code"] == "record.invalid")
        let fields = (answer.json["reasons"]?.array ?? []).compactMap { $0["field"]?.string }
        #expect(fields == ["name", "amount", "stage", "rating"])
        let negative = try await stage.send(
            "POST", "/api/records/Deal", #"{"fields": {"name": "x", "amount": -1}}"#, as: "kim")
        #expect(negative.json["reasons"]?.array?.first?["code"] == "field.range")
        await stage.leave()
    }

    @Test("a file is loaded with a report, and only by who may")
    func files() async throws {
        let stage = try await Self.stage()
        func upload(_ query: String, as login: String) async throws -> RawClient.Answer {
            try await stage.client.send(
                "POST", "/api/imports/own/deals\(query)",
                headers: [("X-Test-Login", login), ("Content-Type", "text/csv")],
                body: Array("Name,Amount\nA,1.00\nB,x\n".utf8))
        }
        let forbidden = try await upload("", as: "eve")
        #expect(forbidden.status == 403, "\(forbidden.text)")
        let tried = try await upload("?dry_run=true", as: "kim")
        #expect(tried.json["created"] == 1, "\(tried.text)")
        #expect(tried.json["refused"] == 1)
        #expect(tried.json["problems"]?.array?.first?["column"] == "Amount")
        let none = try await stage.get("/api/records/Deal?show=count()", as: "kim")
        #expect(none.json["totals"]?["count()"] == 0)
        let done = try await upload("", as: "kim")
        #expect(done.json["refused_file"] == "Name,Amount\nB,x\n")
        let one = try await stage.get("/api/records/Deal?show=count()", as: "kim")
        #expect(one.json["totals"]?["count()"] == 1)
        await stage.leave()
    }

    @Test("a record is shared, and the share is ended")
    func shares() async throws {
        let stage = try await Self.stage()
        let deal = try await Self.create(stage, #""name": "Pump""#)
        let mia = try await stage.engine.actor(login: "mia").user?.description ?? ""
        let stranger = try await stage.send(
            "POST", deal.path + "/shares", #"{"user": "\#(mia)", "level": "update"}"#, as: "mia")
        #expect(stranger.status == 404)
        let shared = try await stage.send(
            "POST", deal.path + "/shares", #"{"user": "\#(mia)", "level": "read"}"#, as: "eve")
        #expect(shared.status == 200, "\(shared.text)")
        #expect(shared.json["shares"] == [["user": .string(mia), "level": "read"]])
        let ended = try await stage.send("DELETE", deal.path + "/shares?user=\(mia)", "", as: "eve")
        #expect(ended.status == 204, "\(ended.text)")
        let twice = try await stage.send("DELETE", deal.path + "/shares?user=\(mia)", "", as: "eve")
        #expect(twice.status == 404)
        await stage.leave()
    }

    @Test("what only needs a confirmation says what is asked and how to give it")
    func confirmation() async throws {
        let stage = try await Self.stage()
        let asked = try await stage.send(
            "POST", "/api/records/Deal", #"{"fields": {"name": "Dud"}}"#, as: "kim")
        #expect(asked.status == 422, "\(asked.text)")
        #expect(asked.json["code"] == "validation.unconfirmed")
        #expect(asked.json["message"] == "Please confirm: Dud is worth nothing.")
        #expect(asked.json["hint"] == #"Send it again with "confirm": "why it is right"."#)
        #expect(asked.json["reasons"]?.array?.first?["message"] == "Dud is worth nothing.")
        let made = try await stage.send(
            "POST", "/api/records/Deal", #"{"fields": {"name": "Dud"}, "confirm": "a gift"}"#,
            as: "kim")
        #expect(made.status == 201, "\(made.text)")
        // The history keeps which rule it was.
        let history = try await stage.get(made.json.path + "/history", as: "kim")
        #expect(history.text.contains("Worth it: Dud is worth nothing."))
        await stage.leave()
    }

    @Test("the address of a DELETE says which share ends, and its body nothing")
    func shareEndedByAddress() async throws {
        let stage = try await Self.stage()
        let deal = try await Self.create(stage, #""name": "Pump""#)
        func id(_ login: String) async throws -> String {
            try await stage.engine.actor(login: login).user?.description ?? ""
        }
        let (mia, kim) = (try await id("mia"), try await id("kim"))
        for user in [mia, kim] {
            _ = try await stage.send(
                "POST", deal.path + "/shares", #"{"user": "\#(user)", "level": "read"}"#, as: "eve")
        }
        let inBody = try await stage.send(
            "DELETE", deal.path + "/shares", #"{"user": "\#(mia)"}"#, as: "eve")
        #expect(inBody.status == 400)
        #expect(inBody.json["code"] == "share.holder")
        #expect(
            inBody.json["hint"] == "The address says which share ends: ?user=ID or ?team=ID.")
        let both = try await stage.send(
            "DELETE", deal.path + "/shares?user=\(mia)", #"{"user": "\#(kim)"}"#, as: "eve")
        #expect(both.status == 204, "\(both.text)")
        let left = try await stage.get(deal.path + "/shares", as: "eve")
        #expect(left.json["shares"] == [["user": .string(kim), "level": "read"]])
        await stage.leave()
    }
}
