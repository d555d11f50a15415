import Testing
import TidegateEngine
import TidegateModel
import TidegateRules
import TidegateScript
import TidegateStore

@testable import TidegateServer

@Suite("The pages of packs")
struct PackPageTests {
    @Test("show rules to whoever has signed in, and data to those who may change packs")
    func reading() async throws {
        let site = try await Site(packs: ["base", "sales"])
        let ann = try await site.browser(signedInAs: "ann")
        #expect(try await ann.get("/packs").status == .ok)
        let file = try await ann.get("/packs/sales/pipelines/opportunity.lua")
        #expect(file.status == .ok)
        #expect(file.text.contains("id=\"L4\""))
        #expect(try await ann.get("/packs/sales/tests/discount_test.lua").status == .ok)
        #expect(try await ann.get("/packs/sales/data/products.csv").status == .notFound)
        #expect(!(try await ann.get("/packs/sales").text.contains("products.csv")))
        let ada = try await site.browser(signedInAs: "ada")
        #expect(try await ada.get("/packs/sales/data/products.csv").status == .ok)
    }

    @Test(
        "lead to no other file",
        arguments: [
            "/packs/sales/../../etc/passwd", "/packs/sales/%2e%2e/base/pack.lua",
            "/packs/sales/pipelines", "/packs/nothing/pack.lua", "/packs/sales/pack.lua%00",
        ])
    func tricks(path: String) async throws {
        let site = try await Site(packs: ["base", "sales"])
        let reply = try await site.browser(signedInAs: "ada").get(path)
        #expect(reply.status == .notFound || reply.status == .badRequest)
    }

    @Test("check the packs once, however many ask, and again after it failed")
    func oneReading() async throws {
        struct Failed: Error {}
        let engine = try await Engine.open(store: SQLiteStore.inMemory())
        let loads = Lock(0)
        let bench = PackBench(engine: engine) {
            let load = loads.withLock { count in
                count += 1
                return count
            }
            for _ in 0..<100 { await Task.yield() }
            if load == 1 { throw Failed() }
            return []
        }
        await #expect(throws: Failed.self) { try await bench.findings() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<50 { group.addTask { _ = try await bench.findings() } }
            try await group.waitForAll()
        }
        #expect(loads.withLock { $0 } == 2)
    }

    @Test("draw pipelines and approvals")
    func diagrams() async throws {
        let site = try await Site(packs: ["base", "sales"])
        let page = try await site.browser(signedInAs: "ann").get("/packs/sales").text
        #expect(page.contains("<svg class=\"diagram\""))
        #expect(page.contains("/packs/sales/pipelines/opportunity.lua#L"))
        #expect(page.contains("Owner › Manager") && !page.contains("owner.manager"))
        #expect(!page.contains("style="))
    }

    @Test("run the tests for those who may, and mark the lines afterwards")
    func tests() async throws {
        let site = try await Site(packs: ["base", "sales"])
        let ann = try await site.browser(signedInAs: "ann")
        #expect(try await ann.submit("/packs/sales/tests").status == .forbidden)
        let ada = try await site.browser(signedInAs: "ada")
        let before = try await ada.get("/packs/sales/pipelines/opportunity.lua").text
        #expect(!before.contains("source-full"))
        #expect(try await ada.submit("/packs/sales/tests").status == .seeOther)
        let results = try await ada.get("/packs/sales/tests").text
        #expect(results.contains("Won: Discount cleared") && results.contains("Qualify → Propose"))
        let after = try await ada.get("/packs/sales/pipelines/opportunity.lua").text
        #expect(after.contains("source-full"))
    }

    @Test("an address that leads nowhere is said to be one")
    func nowhere() async throws {
        let site = try await Site(packs: ["base", "sales"])
        let reply = try await site.browser(signedInAs: "ada").get("/admin/jobs")
        #expect(reply.status == .notFound)
        #expect(reply.text.contains("There is no such page."))
    }

    @Test("try a condition on a record, as far as the reader may see it")
    func trial() async throws {
        let site = try await Site(packs: ["base", "sales"])
        let ada = try await site.browser(signedInAs: "ada")
        let tried = try await ada.get(
            "/packs/sales/try?object=Opportunity&record=OPP-2026-0001"
                + "&condition=amount+%3E+50000+and+count(lines)+%3E+0")
        #expect(tried.text.contains("tree-failed"))
        #expect(tried.text.contains("12,500.00"))
        let wrong = try await ada.get(
            "/packs/sales/try?object=Opportunity&condition=%3Cb%3Eamuont")
        #expect(wrong.text.contains("&lt;b&gt;amuont") || wrong.text.contains("<mark>&lt;</mark>"))
        #expect(!wrong.text.contains("<b>amuont"))
        let ann = try await site.browser(signedInAs: "ann")
        let hidden = try await ann.get(
            "/packs/sales/try?object=Account&condition=revenue+%3E+5"
        ).text
        #expect(hidden.contains("unknown field revenue"))
    }
}

@Suite("Lua as HTML")
struct LuaHighlighterTests {
    @Test("keeps every character and closes every tag on its line")
    func lines() {
        let source = "-- a <comment>\nlocal x = [[two\nlines]] gate \"A & B\" { must = 'x > 1' }"
        let lines = LuaHighlighter.lines(Array(source.utf8))
        #expect(lines.count == 3)
        #expect(
            lines[0] == "<span class=\"lua-comment\">-- a &lt;comment&gt;</span>")
        #expect(lines[1].hasSuffix("<span class=\"lua-text\">[[two</span>"))
        #expect(lines[2].hasPrefix("<span class=\"lua-text\">lines]]</span>"))
        #expect(lines[2].contains("<span class=\"lua-word\">gate</span>"))
        #expect(lines[2].contains("&quot;A &amp; B&quot;"))
        for line in lines {
            #expect(line.matches(of: /<span/).count == line.matches(of: /<\/span>/).count)
        }
    }

    @Test("shows what is no Lua as it is")
    func broken() {
        #expect(LuaHighlighter.lines(Array("x = \"no end".utf8)) == ["x = &quot;no end"])
    }
}
