import Testing
import TidegateEngine
import TidegateModel

@testable import TidegateServer

@Suite("The bin's pages")
struct BinPageTests {
    private static func deleted() async throws -> DealSite {
        let deals = try await DealSite(["name": "Pumps <b>& 水泵</b>"])
        _ = try await deals.site.engine.delete(
            "Opportunity", deals.deal, as: deals.site.engine.actor(login: "ann"), through: .test
        ).get()
        return deals
    }

    private static func bin(_ deals: DealSite) -> String { "/bin/Opportunity/\(deals.deal)" }

    @Test func `lists what was deleted, in the reader's language`() async throws {
        let deals = try await Self.deleted()
        for (language, words) in [
            ("en", ["Bin", "Opportunity"]), ("zh-Hans", ["回收站"]), ("zh-Hant", ["資源回收筒"]),
        ] {
            _ = try await deals.ann.submit("/language", ["language": language, "next": "/"])
            let page = try await deals.ann.get("/bin")
            #expect(page.text.contains("Pumps &lt;b&gt;&amp; 水泵&lt;/b&gt;"))
            #expect(page.text.contains("href=\"\(Self.bin(deals))\""))
            for word in words { #expect(page.text.contains(word), "\(language): \(word)") }
        }
        let others = try await deals.ann.get("/bin?object=Account")
        #expect(!others.text.contains(Self.bin(deals)))
    }

    @Test func `shows the record as it was, and brings it back`() async throws {
        let deals = try await Self.deleted()
        let page = try await deals.ann.get(Self.bin(deals))
        #expect(page.text.contains("80,000.00") && page.text.contains("Bring back"))
        let done = try await deals.ann.submit(Self.bin(deals), [:])
        #expect(done.status == .seeOther)
        #expect(try await deals.record()["amount"] == .decimal(#require(Decimal("80000.00"))))
        // A second press finds it there.
        let again = try await deals.ann.submit(Self.bin(deals), [:])
        #expect(again.status == .seeOther)
        #expect(try await deals.ann.get(Self.bin(deals)).status == .conflict)
    }

    @Test func `tells before it is tried what refuses, and takes another value`() async throws {
        let deals = try await DealSite()
        let engine = deals.site.engine
        let account = try await deals.site.make("Account", ["name": "Short lived"], as: "ann").id
        _ = try await engine.update(
            "Opportunity", deals.deal, ["account": .reference(account)], as: .operator,
            through: .test
        ).get()
        for (object, id) in [("Opportunity", deals.deal), ("Account", account)] {
            _ = try await engine.delete(object, id, as: .operator, through: .test).get()
        }
        let page = try await deals.ann.get(Self.bin(deals))
        #expect(page.text.contains("cannot come back as it was"))
        #expect(page.text.contains("name=\"field.account\""))
        let refused = try await deals.ann.submit(Self.bin(deals), [:])
        #expect(refused.status.code == 422)
        let other = try await deals.site.make("Account", ["name": "Other"], as: "ann").id
        let done = try await deals.ann.submit(Self.bin(deals), ["field.account": "\(other)"])
        #expect(done.status == .seeOther, "\(done.text)")
        #expect(try await deals.record()["account"] == .reference(other))
    }

    @Test func `is not there for what was never deleted`() async throws {
        let deals = try await DealSite()
        #expect(try await deals.ann.get("/bin/Opportunity/0000000000001").status == .notFound)
        #expect(try await deals.ann.get("/bin/Nothing/0000000000001").status == .notFound)
        #expect(try await deals.ann.get("/bin?before=x").status == .ok)
    }
}
