import Testing
import TidegateEngine
import TidegateModel

@testable import TidegateServer

@Suite("A file sent over HTTP")
struct ImportAPITests {
    private static let heading =
        "name,industry,website,phone,street,city,region,country,employees,revenue,parent,owner\n"
    private static let file =
        heading + "Alder Works,,,,,,,,,,,\nBirch Works,,,,,,,,,,,\nBad,,,,,,,,many,,,\n"

    private func upload(
        _ stage: APIStage, _ file: String, key: String?, as login: String = "ada",
        query: String = ""
    ) async throws -> RawClient.Answer {
        try await stage.client.send(
            "POST", "/api/imports/base/accounts\(query)",
            headers: [("X-Test-Login", login), ("Content-Type", "text/csv")]
                + (key.map { [("Idempotency-Key", $0)] } ?? []), body: Array(file.utf8))
    }

    private func works(_ stage: APIStage) async throws -> JSON? {
        let condition = "name contains 'Works' and not (name contains 'Water')".percentEncoded
        return try await stage.get(
            "/api/records/Account?show=count()&where=\(condition)", as: "ada"
        ).json["totals"]?["count()"]
    }

    @Test func `is loaded once for its key, however often it is sent`() async throws {
        let stage = try await APIStage(packs: ["base"])
        let first = try await upload(stage, Self.file, key: "file-1")
        #expect(first.status == 200, "\(first.text)")
        #expect(first.json["created"] == 2, "\(first.text)")
        let again = try await upload(stage, Self.file, key: "file-1")
        #expect(again.status == 200)
        #expect(again.body == first.body)
        #expect(try await works(stage) == 2)
        let unkeyed = try await upload(stage, Self.file, key: nil)
        #expect(unkeyed.json["unchanged"] == 2, "\(unkeyed.text)")
        await stage.leave()
    }

    @Test func `is refused with the key of another file or of another write`() async throws {
        let stage = try await APIStage(packs: ["base"])
        _ = try await upload(stage, Self.file, key: "file-1")
        let other = try await upload(stage, Self.file + "Cedar Works,,,,,,,,,,,\n", key: "file-1")
        #expect(other.status == 409)
        #expect(other.json["code"] == "request.key_reused")
        let write = try await stage.send(
            "POST", "/api/records/Account", #"{"fields": {"name": "Cedar Works"}}"#, as: "ada",
            headers: [("Idempotency-Key", "file-1")])
        #expect(write.status == 409)
        #expect(try await works(stage) == 2)
        let long = try await upload(stage, Self.file, key: String(repeating: "k", count: 201))
        #expect(long.status == 400)
        await stage.leave()
    }

    @Test func `finds records by their names, is listed, and is taken back`() async throws {
        let stage = try await APIStage(packs: ["base"])
        let first = try await upload(stage, Self.file, key: nil, query: "?file=works.csv")
        #expect(first.json["created"] == 2, "\(first.text)")
        let file = Self.heading + "ALDER WORKS LTD,,,,,,,,,,,\nCedar Works,,,,,,,,,,,\n"
        let second = try await upload(stage, file, key: nil, query: "?match=~name&at_match=skip")
        #expect(second.json["skipped"] == 1 && second.json["created"] == 1, "\(second.text)")
        let bad = try await upload(stage, file, key: nil, query: "?at_match=merge")
        #expect(bad.status == 400)
        let list = try await stage.get("/api/import-runs?limit=1", as: "ada")
        #expect(list.json["imports"]?.array?.count == 1, "\(list.text)")
        let id = try #require(first.json["import"]?.string)
        let run = try await stage.get("/api/import-runs/\(id)", as: "ada")
        #expect(run.json["file"] == "works.csv" && run.json["state"] == "done", "\(run.text)")
        let look = try await stage.send(
            "POST", "/api/import-runs/\(id)/undo?dry_run=true", "", as: "ada")
        #expect(look.json["deleted"] == 2 && look.json["dry_run"] == true, "\(look.text)")
        let done = try await stage.send("POST", "/api/import-runs/\(id)/undo", "", as: "ada")
        #expect(done.json["deleted"] == 2, "\(done.text)")
        #expect(try await works(stage) == 1)
        let again = try await stage.send("POST", "/api/import-runs/\(id)/undo", "", as: "ada")
        #expect(again.status == 409)
        #expect(try await stage.get("/api/import-runs/0000000000000", as: "ada").status == 404)
        await stage.leave()
    }
}
