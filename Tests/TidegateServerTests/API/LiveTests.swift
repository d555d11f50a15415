import Testing
import TidegateEngine
import TidegateModel
import TidegateScript
import TidegateStore

@testable import TidegateServer

/// What an open page is told, by whom it may be known.
@Suite("Live events")
struct LiveTests {
    private static let rules = """
        access "seller" { Deal = {
          create = true, read = "owner == me()", update = true, delete = true, hide = { "margin" } } }
        object "Deal" {
          title = "{name}",
          text "name" { required = true }, integer "margin",
          reference "owner" { to = "User", default = "me()" },
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

    private static func listen(
        _ stage: APIStage, as login: String, _ query: String, headers: [(String, String)] = []
    ) async throws -> EventReader {
        try await EventReader(
            stage.client, "/events?\(query)", headers: [("X-Test-Login", login)] + headers)
    }

    @Test("a change is told with name and version, and never with a value")
    func change() async throws {
        let stage = try await Self.stage()
        let eve = try #require(
            try await stage.engine.record("User", "login", .text("eve"), as: .system))
        let deal = try await stage.engine.create(
            "Deal", ["name": .text("first"), "owner": .reference(eve.id)],
            as: .system, through: .test
        ).get()
        let page = try await Self.listen(
            stage, as: "eve", "watch=record:Deal/\(deal.id),object:Deal")
        _ = try await stage.engine.update(
            "Deal", deal.id, ["name": .text("second"), "margin": .integer(918273645)], as: .system,
            through: .test
        ).get()
        let text = await page.text { $0.contains("\"version\":2") }
        #expect(
            text.contains("Content-Type: text/event-stream")
                || text.contains("content-type: text/event-stream"))
        #expect(text.contains("event: change\n"))
        #expect(text.contains(#""topic":"record:Deal/\#(deal.id)""#))
        #expect(!text.contains("second"))
        #expect(!text.contains("918273645"))
        await stage.leave()
    }

    @Test("nobody is told of a record they may not read")
    func rights() async throws {
        let stage = try await Self.stage()
        let eve = try await stage.engine.actor(login: "eve")
        let mia = try await stage.engine.actor(login: "mia")
        let page = try await Self.listen(stage, as: "eve", "watch=object:Deal")
        let hers = try await stage.engine.create(
            "Deal", ["name": .text("Mia's")], as: mia, through: .test
        ).get()
        let own = try await stage.engine.create(
            "Deal", ["name": .text("Eve's")], as: eve, through: .test
        ).get()
        let text = await page.text { $0.contains("event: change") }
        #expect(text.contains("\(own.id)"))
        #expect(!text.contains("\(hers.id)"))
        await stage.leave()
    }

    @Test("who watches a record learns that it was deleted, if they could read it")
    func deletion() async throws {
        let stage = try await Self.stage()
        let eve = try await stage.engine.actor(login: "eve")
        let deal = try await stage.engine.create(
            "Deal", ["name": .text("short")], as: eve, through: .test
        ).get()
        let page = try await Self.listen(stage, as: "eve", "watch=record:Deal/\(deal.id)")
        let stranger = try await Self.listen(
            stage, as: "mia", "watch=record:Deal/\(deal.id),object:Deal")
        _ = try await stage.engine.delete("Deal", deal.id, as: eve, through: .test).get()
        #expect(await page.text { $0.contains("\"gone\":true") }.contains("\(deal.id)"))
        let hers = try await stage.engine.create(
            "Deal", ["name": .text("Mia's")], as: stage.engine.actor(login: "mia"), through: .test
        ).get()
        let text = await stranger.text { $0.contains("event: change") }
        #expect(text.contains("\(hers.id)"))
        #expect(!text.contains("\(deal.id)\""))
        await stage.leave()
    }

    @Test("a page that comes back is told what it missed, from the place it names")
    func resume() async throws {
        let stage = try await Self.stage()
        let eve = try await stage.engine.actor(login: "eve")
        let place = try await stage.engine.latestChange()
        let missed = try await stage.engine.create(
            "Deal", ["name": .text("missed")], as: eve, through: .test
        ).get()
        for how in [
            ("watch=object:Deal&after=\(place)", [(String, String)]()),
            ("watch=object:Deal&after=0", [("Last-Event-ID", "\(place)")]),
        ] {
            let page = try await Self.listen(stage, as: "eve", how.0, headers: how.1)
            #expect(await page.text { $0.contains("event: change") }.contains("\(missed.id)"))
        }
        await stage.leave()
    }

    @Test("changes of another program are told, too")
    func otherProgram() async throws {
        let stage = try await Self.stage()
        let page = try await Self.listen(stage, as: "eve", "watch=object:Deal")
        let other = try await Engine.open(
            store: SQLiteStore.open(path: stage.file), clock: stage.clock.clock, node: 7)
        let made = try await other.create(
            "Deal", ["name": .text("from afar")], as: other.actor(login: "eve"), through: .command
        ).get()
        #expect(await page.text { $0.contains("event: change") }.contains("\(made.id)"))
        await other.close()
        await stage.leave()
    }

    @Test("an inbox is told how many tasks are open, at once and when that changes")
    func tasks() async throws {
        let stage = try await Self.stage()
        let page = try await Self.listen(stage, as: "eve", "watch=tasks,alerts")
        let text = await page.text {
            $0.contains("event: tasks") && $0.contains("event: alerts")
        }
        #expect(text.contains(#"data: {"count":0}"#))
        await stage.leave()
    }

    @Test("a stream is for who has signed in, and watches what can be watched")
    func refusals() async throws {
        let stage = try await Self.stage()
        let nobody = try await stage.get("/events?watch=tasks", as: nil)
        #expect(nobody.status == 303 || nobody.status == 401)
        for wrong in [
            "", "watch=", "watch=everything", "watch=record:Deal/short", "watch=tasks&x=1",
        ] {
            #expect(try await stage.get("/events?\(wrong)", as: "eve").status == 400, "\(wrong)")
        }
        let many = (1...51).map { "object:O\($0)" }.joined(separator: ",")
        #expect(try await stage.get("/events?watch=\(many)", as: "eve").status == 400)
        await stage.leave()
    }

    @Test("one caller has so many streams: one more ends the oldest; all end when the server stops")
    func bounds() async throws {
        let stage = try await Self.stage()
        var pages: [EventReader] = []
        for _ in 1...LiveLimits.streamsACaller {
            pages.append(try await Self.listen(stage, as: "eve", "watch=object:Deal"))
        }
        let newest = try await Self.listen(stage, as: "eve", "watch=object:Deal")
        #expect(await pages.removeFirst().text { _ in false }.contains("retry"))
        #expect(stage.server.live.streamCount == LiveLimits.streamsACaller)
        pages.append(newest)
        stage.server.live.stop()
        for page in pages { #expect(await page.text { _ in false }.contains("retry")) }
        #expect(try await stage.get("/events?watch=tasks", as: "mia").status == 503)
        await stage.leave()
    }
}
