import Testing
import TidegateEngine
import TidegateModel

@testable import TidegateServer

/// What was written before anyone knew who would read it.
@Suite("What a reader reads in their own language")
struct ReadersLanguageTests {
    @Test func `an alert and its task, wherever they are shown`() async throws {
        let deals = try await DealSite()
        let engine = deals.site.engine
        let levels = try await engine.list(ListRequest("StockLevel"), as: .system)
        guard case .records(let records) = levels else { return }
        let product = try #require(records.first?["product"].reference)
        _ = try await engine.update(
            "Product", product, ["safety_stock": .integer(9_999_999)], as: .system, through: .test
        ).get()
        let task = try await deals.site.task(of: "bea")
        let bea = try await deals.site.browser(signedInAs: "bea")
        _ = try await bea.submit("/language", ["language": "zh-Hans", "next": "/"])
        for address in ["/", "/alerts", "/inbox", "/inbox/\(task)"] {
            let page = try await bea.get(address).text
            #expect(page.contains("安全库存 9,999,999"), "\(address)")
            #expect(!page.contains("safety stock"), "\(address)")
        }
    }

    @Test func `why an approval ended, and the rule that made something happen`() async throws {
        let deals = try await DealSite(["discount": "20"])
        _ = try await deals.send("save", ["version": "1", "field.amount": "90000"])
        _ = try await deals.send("save", ["version": "2", "field.discount": "5"])
        _ = try await deals.ann.submit("/language", ["language": "zh-Hans", "next": "/"])
        let page = try await deals.ann.get(deals.address).text
        #expect(page.contains("审批所依据的内容已变动"))
        #expect(!page.contains("what was asked") && !page.contains("no longer holds"))
    }

    @Test func `a cause that nobody knows any more stays as it was written`() async throws {
        let site = try await DealSite().site
        let words = KeptWords(
            wording: Wording(
                try PageRenderer(WebFiles()), .simplifiedChinese,
                bundle: site.engine.bundle,
                now: Instant(milliseconds: 0)))
        #expect(words.cause("an old rule", about: "Gone/1") == "an old rule")
        #expect(
            words.cause("action \"Make order\"", about: "Gone/1")
                == "操作“Make order”")
        #expect(words.became("lapsed: discount > 15 no longer holds") == "已失效（不再满足 discount > 15）")
        #expect(words.became("something new") == "something new")
    }
}
