import Testing
import TidegateEngine
import TidegateModel
import TidegateScript

@testable import TidegateServer

/// The bin by the API: listing, trying, bringing back.
@Suite("The API of the bin")
struct BinAPITests {
    private static let rules = """
        access "seller" { Deal = {
          create = true, read = "owner == me()", update = true, delete = true, hide = { "margin" } } }
        object "Deal" {
          title = "{name}",
          text "name" { required = true, max = 20 }, integer "margin",
          reference "owner" { to = "User", default = "me()" },
          unique { "name" },
        }
        """

    private static func stage() async throws -> APIStage {
        try await APIStage { engine in
            let base = try PackFolder.read(Site.rules("base"))
            _ = try await engine.install([base, Site.pack(rules)])
            for login in ["eve", "mia"] {
                _ = try await engine.addUser(
                    login: login, name: login, email: nil, manager: nil, roles: ["seller"],
                    as: .system, through: .test
                ).get()
            }
        }
    }

    @Test("a record is deleted, found in the bin, tried and brought back with another value")
    func story() async throws {
        let stage = try await Self.stage()
        func create(_ name: String) async throws -> JSON {
            let made = try await stage.send(
                "POST", "/api/records/Deal", #"{"fields": {"name": "\#(name)"}}"#, as: "eve")
            #expect(made.status == 201, "\(made.text)")
            return made.json
        }
        let deal = try await create("Pump")
        let id = try #require(deal["id"]?.string)
        let path = "/api/records/Deal/\(id)"
        let early = try await stage.send("POST", path + "/undelete", "{}", as: "eve")
        #expect(early.json["code"] == "record.not_deleted", "\(early.text)")
        let gone = try await stage.send(
            "DELETE", path, "", as: "eve", headers: [("If-Match", "*")])
        #expect(gone.status == 204, "\(gone.text)")

        let bin = try await stage.get("/api/bin?object=Deal", as: "eve")
        let line = try #require(bin.json["records"]?.array?.first, "\(bin.text)")
        #expect(line["id"]?.string == id)
        #expect(line["title"] == "Pump")
        #expect(line["actor"]?["name"] == "eve")
        #expect(line["may_undelete"] == true)
        #expect(bin.json["next"] == .null)
        #expect(try await stage.get("/api/bin", as: "mia").json["records"]?.array?.isEmpty == true)
        #expect(try await stage.get("/api/bin?object=Nothing", as: "eve").status == 404)
        #expect(try await stage.get("/api/bin?before=0", as: "eve").status == 400)
        #expect(
            try await stage.send("POST", path + "/undelete", "{}", as: "mia").status == 404)

        _ = try await create("Pump")
        let taken = try await stage.send(
            "POST", path + "/simulate", #"{"do": "undelete"}"#, as: "eve")
        #expect(taken.json["would"] == "refused", "\(taken.text)")
        #expect(taken.json["error"]?["code"] == "record.not_unique")
        let trial = try await stage.send(
            "POST", path + "/simulate", #"{"do": "undelete", "fields": {"name": "Valve"}}"#,
            as: "eve")
        #expect(trial.json["would"] == "done", "\(trial.text)")
        #expect(try await stage.get(path, as: "eve").status == 404)
        let back = try await stage.send(
            "POST", path + "/undelete", #"{"fields": {"name": "Valve"}}"#, as: "eve",
            headers: [("Idempotency-Key", "k1")])
        #expect(back.status == 200, "\(back.text)")
        #expect(back.json["fields"]?["name"] == "Valve")
        #expect(back.json["version"] == 3)
        let again = try await stage.send(
            "POST", path + "/undelete", #"{"fields": {"name": "Valve"}}"#, as: "eve",
            headers: [("Idempotency-Key", "k1")])
        #expect(again.status == 200, "\(again.text)")
        await stage.leave()
    }
}
