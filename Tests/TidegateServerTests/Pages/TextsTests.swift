import Testing
import TidegateModel

@testable import TidegateServer

@Suite struct TextsTests {
    let files: WebFiles
    let texts: Texts

    init() throws {
        files = try WebFiles()
        texts = Texts(files)
    }

    @Test(arguments: [Language.simplifiedChinese, .traditionalChinese])
    func `every text is there in every language`(language: Language) {
        let english = texts.keys(.english)
        #expect(english.subtracting(texts.keys(language)) == [])
        #expect(texts.keys(language).subtracting(english) == [])
    }

    @Test func `a text has the same places to fill in in every language`() {
        for key in texts.keys(.english) {
            let places = Language.allCases.map { language in
                Set(texts[key, language].matches(of: #/\{(\w+)\}/#).map { String($0.1) })
            }
            #expect(Set(places).count == 1, "\(key)")
        }
    }

    @Test func `blanks that are meant stand in quotation marks`() {
        #expect(texts["js.comma", .english] == ", ")
        #expect(texts["js.comma", .simplifiedChinese] == "、")
    }

    @Test(arguments: [("1", "1 closed gate"), ("2", "2 closed gates"), ("0", "0 closed gates")])
    func `one thing is not spoken of as several`(number: String, want: String) {
        #expect(texts("stage.closed_gates", .english, ["n": number]) == want)
    }

    @Test func `a key stands once in a file`() {
        for name in files.names(in: "texts/") {
            let keys = (files.text(name) ?? "").split(separator: "\n").filter { !$0.hasPrefix("#") }
                .compactMap { $0.split(separator: "=").first.map(String.init) }
            #expect(keys.count == Set(keys).count, "\(name)")
        }
    }

    @Test func `templates say only what there is a text for`() {
        for name in files.names(in: "templates/") {
            let used = (files.text(name) ?? "").matches(of: #/\{\{#?t\.([a-z0-9_.]+)\}\}/#)
                .map { String($0.1) }
            #expect(Set(used).subtracting(texts.keys(.english)) == [], "\(name)")
        }
    }

    @Test func `scripts say only what there is a text for`() {
        let known = texts.keys(.english)
        for name in files.names(in: "static/") where name.hasSuffix(".js") {
            let used = (files.text(name) ?? "").matches(of: #/\bt\("([a-z0-9_.]+)"/#)
                .map { "js." + $0.1 }
            #expect(Set(used).subtracting(known) == [], "\(name)")
        }
    }

    @Test func `no text is Chinese on an English page`() {
        for key in texts.keys(.english) {
            #expect(
                !texts[key, .english].unicodeScalars.contains {
                    $0.value >= 0x4E00 && $0.value < 0xA000
                }, "\(key)")
        }
    }

    @Test(arguments: Language.allCases)
    func `no text is taken for a template`(language: Language) {
        for key in texts.keys(language) {
            #expect(!texts[key, language].contains("{{"), "\(key)")
        }
    }

    @Test func `templates hold their constants before anything is filled in`() throws {
        let constants = TemplateConstants(
            texts, .english, icons: Icons(sheet: "/static/1/icons.svg"), files: ["app_js": "/a.js"])
        let made = constants.filling(
            "{{#a}}{{t.error.home}}{{{icon.home}}}{{file.app_js}} {{lang}} {{t.no.such}} {{b}}{{/a}}"
        )
        #expect(
            made == "{{#a}}Go to the start page<svg class=\"icon\" aria-hidden=\"true\">"
                + "<use href=\"/static/1/icons.svg#home\"/></svg>/a.js en no.such {{b}}{{/a}}")
    }

    @Test func `what scripts say cannot end the element it stands in`() {
        for language in Language.allCases {
            for key in texts.keys(language) where key.hasPrefix("js.") {
                #expect(!texts[key, language].contains("</"), "\(key)")
            }
        }
    }

    @Test(arguments: [
        ("'won'", "改用 'won'"), ("==", "改用 =="), ("stage", "改用 stage"), ("阶段", "改用阶段"),
    ])
    func `Chinese sets signs of a condition apart`(text: String, said: String) {
        #expect(texts("list.use", .simplifiedChinese, ["text": text]) == said)
    }
}
