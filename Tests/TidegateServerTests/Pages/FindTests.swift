import Testing
import TidegateEngine
import TidegateModel

@testable import TidegateServer

@Suite("Search on pages and by the API")
struct FindTests {
    @Test func `shows what was found by object, marked, as text and never as HTML`() async throws {
        let deals = try await DealSite(["name": "Pumps <b>&amp; 水泵</b>"])
        let page = try await deals.ann.get("/find?q=%E6%B0%B4%E6%B3%B5")
        #expect(page.status == .ok)
        #expect(page.text.contains("Pumps &lt;b&gt;&amp;amp; <mark>水泵</mark>&lt;/b&gt;"))
        #expect(page.text.contains("href=\"\(deals.address)\""))
        let none = try await deals.ann.get("/find?q=%3Cscript%3Ezebra")
        #expect(none.text.contains("&lt;script&gt;zebra") && !none.text.contains("<script>zebra"))
    }

    @Test func `is in the reader's language, asked or not`() async throws {
        let deals = try await DealSite()
        for (language, words) in [
            ("en", ["Search", "Type words"]), ("zh-Hans", ["搜索", "输入词语"]),
            ("zh-Hant", ["搜尋", "輸入詞語"]),
        ] {
            _ = try await deals.ann.submit("/language", ["language": language, "next": "/"])
            let page = try await deals.ann.get("/find")
            for word in words { #expect(page.text.contains(word), "\(language): \(word)") }
        }
    }

    @Test func `goes on to the next page of one object`() async throws {
        let deals = try await DealSite(["name": "Zebra 0"])
        let account = try await deals.site.id("Account", "name", "Northlake Water Works")
        for number in 1...25 {
            _ = try await deals.site.make(
                "Opportunity",
                [
                    "name": "Zebra \(number)", "account": "\(account)", "amount": "1",
                    "discount": "0", "close_date": "2030-06-30", "requirement_confirmed": "false",
                ], as: "ann")
        }
        let all = try await deals.ann.get("/find?q=zebra")
        #expect(all.text.contains("href=\"/find?q=zebra&amp;object=Opportunity\""))
        let one = try await deals.ann.get("/find?q=zebra&object=Opportunity")
        #expect(one.text.contains("after=20"))
        let rest = try await deals.ann.get("/find?q=zebra&object=Opportunity&after=20")
        #expect(rest.text.contains("</mark> 0") && !rest.text.contains("after=40"))
        for wrong in ["after=-1", "after=9223372036854775807", "after=x", "object=Nothing"] {
            let page = try await deals.ann.get("/find?q=zebra&object=Opportunity&\(wrong)")
            #expect(page.status.code < 500, "\(wrong)")
        }
    }

    @Test func `offers choices by their words, and by parts of titles when no word is found`()
        async throws
    {
        let deals = try await DealSite()
        for (path, title) in [
            ("/search?q=waterw", "Waterworks north"), ("/search?q=terwor", "Waterworks north"),
            ("/search?object=Account&q=northlake", "Northlake Water Works"),
            ("/search?object=User&q=ann", "Ann"),
        ] {
            let reply = try await deals.ann.get(path)
            #expect(reply.text.contains(title), "\(path): \(reply.text)")
        }
        let marked = try await deals.ann.get("/search?q=waterw")
        #expect(marked.text.contains("\"ranges\":[[14,24]]"))
    }

    @Test func `answers the API with places in the text, and refuses what says nothing`()
        async throws
    {
        let stage = try await APIStage(packs: ["base", "sales"])
        let found = try await stage.get("/api/search?q=northlake&object=Account", as: "ann")
        #expect(found.status == 200)
        let page = found.json["results"]?.array?.first
        #expect(page?["object"]?.string == "Account" && page?["is_complete"] == true)
        let record = page?["records"]?.array?.first
        #expect(record?["title"]?.string == "Northlake Water Works")
        #expect(record?["ranges"] == [[0, 9]])
        #expect(record?["found"]?.array?.first?["field"]?.string == "name")
        for (query, code) in [
            ("", "request.parameter"), ("q=%22%20*", "request.parameter"),
            ("q=a&after=1", "request.parameter"), ("q=a&limit=0", "request.parameter"),
            ("q=a&object=Nothing", "object.unknown"), ("q=a&x=1", "request.parameter"),
        ] {
            let refused = try await stage.get("/api/search?\(query)", as: "ann")
            #expect(refused.json["code"]?.string == code, "\(query): \(refused.json)")
        }
        await stage.leave()
    }
}
