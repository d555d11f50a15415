import Testing
import TidegateModel

@testable import TidegateServer

@Suite struct LanguageTests {
    @Test(arguments: [
        ("en-US,en;q=0.9", Language.english), ("zh-CN,zh;q=0.9,en;q=0.8", .simplifiedChinese),
        ("zh-TW", .traditionalChinese), ("fr, zh-HK;q=0.7, en;q=0.6", .traditionalChinese),
        ("en;q=0.3, zh-Hans;q=0.9", .simplifiedChinese),
    ])
    func `the browser's first wish that we speak is taken`(wishes: String, want: Language) {
        #expect(Language.preferred(by: wishes) == want)
    }

    @Test func `a browser that speaks none of ours gets no wish fulfilled`() {
        #expect(Language.preferred(by: "fr, de;q=0.8") == nil)
        #expect(Language.preferred(by: "") == nil)
    }
}
