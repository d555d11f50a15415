import Testing
import TidegateModel

@testable import TidegateServer

@Suite struct ValueTextTests {
    private func text(_ language: Language) throws -> ValueText {
        ValueText(language: language, texts: Texts(try WebFiles()))
    }

    @Test(arguments: [
        ("0", "0"), ("999", "999"), ("1000", "1,000"), ("-1000.50", "-1,000.50"),
        ("1234567", "1,234,567"), ("-123", "-123"), ("123456.789", "123,456.789"),
    ])
    func `thousands are set apart`(number: String, want: String) {
        #expect(number.groupedDigits == want)
    }

    @Test func `dates and flags are written as the language writes them`() throws {
        let day = try #require(Day("2027-06-03"))
        #expect(try text(.english)(.date(day)) == "3 Jun 2027")
        #expect(try text(.simplifiedChinese)(.date(day)) == "2027年6月3日")
        #expect(try text(.traditionalChinese)(.bool(true)) == "是")
        #expect(try text(.english)(.bool(false)) == "No")
    }

    @Test func `a percentage has no idle zeros, money keeps its digits`() throws {
        let value = try text(.english)
        let number = try #require(Decimal("15.00"))
        #expect(value(.decimal(number), .percent(scale: 2)) == "15%")
        #expect(value(.decimal(number), .money(scale: 2)) == "15.00")
    }

    @Test(arguments: [
        ("Ann Miller", "AM"), ("Cher", "C"), ("王小明", "王"), ("Fiona O'Neill", "FN"), ("", "?"),
        ("élise dupont", "ÉD"),
    ])
    func `initials stand for a name`(name: String, want: String) {
        #expect(name.initials == want)
    }
}

@Suite struct HTMLWriterTests {
    @Test func `nothing in a text or an attribute becomes a tag`() {
        var html = HTMLWriter()
        html.raw("<a")
        html.attribute("href", "/x?a=1&b=\"><script>")
        html.raw(">")
        html.text("<b>'&\"</b> 王")
        html.raw("</a>")
        #expect(
            html.string
                == "<a href=\"/x?a=1&amp;b=&quot;&gt;&lt;script&gt;\">&lt;b&gt;&#39;&amp;&quot;&lt;/b&gt; 王</a>"
        )
    }
}
