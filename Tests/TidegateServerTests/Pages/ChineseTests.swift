import Foundation
import Testing
import TidegateEngine
import TidegateModel
import TidegateRules
import TidegateScript
import TidegateStore

@testable import TidegateServer

/// How Chinese is set, by rule, over everything that is written in it: the texts of pages, those of the
/// engine, the sample packs.
@Suite("Chinese texts")
struct ChineseTests {
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func source(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// Key and text of each line of a file of texts.
    static func texts(_ path: String) throws -> [(key: String, text: String)] {
        try source(path).split(separator: "\n").compactMap { line in
            guard !line.hasPrefix("#"), let sign = line.firstRange(of: " = ") else { return nil }
            return (String(line[..<sign.lowerBound]), String(line[sign.upperBound...]))
        }
    }

    static let files = ["Sources/TidegateServer/Web/texts", "Sources/TidegateEngine/Texts"]

    static func ownTexts(_ language: Language) throws -> [(key: String, text: String)] {
        try files.flatMap { try texts("\($0)/\(language.rawValue).txt") }
    }

    static let packs = ["base", "sales", "fulfilment", "crm_sales", "northwind"]

    /// What the sample packs say in a language.
    static func packTexts(_ language: Language) throws -> [(key: String, text: String)] {
        try packs.flatMap { pack in
            try source("rules/\(pack)/locales/\(language.rawValue).lua")
                .matches(of: #/= +"((?:[^"\\]|\\.)*)"/#).map { ("\(pack): \($0.1)", String($0.1)) }
        }
    }

    static let chinese = [Language.simplifiedChinese, .traditionalChinese]

    // MARK: Marks and blanks

    /// A mark of Latin script beside a character, a blank inside a sentence.
    static func mistake(in text: String) -> Substring? {
        text.firstMatch(
            of: #/[\u{3400}-\u{9fff}] ?[,.:;()]|[\u{3400}-\u{9fff}]!|[,:;(] ?[\u{3400}-\u{9fff}]/#)?
            .output
            ?? text.firstMatch(of: #/[\u{3400}-\u{9fff}] +[\u{3400}-\u{9fff}]|[，。：；！？）] /#)?
            .output ?? text.firstMatch(of: #/\.\.\./#)?.output
    }

    @Test("have the marks of Chinese, and no blanks between characters", arguments: chinese)
    func marks(language: Language) throws {
        for (key, text) in try Self.ownTexts(language) + Self.packTexts(language) {
            #expect(Self.mistake(in: text) == nil, "\(key) = \(text)")
        }
    }

    @Test("leave the blank beside a value to who fills it in", arguments: chinese)
    func places(language: Language) throws {
        for (key, text) in try Self.texts("\(Self.files[0])/\(language.rawValue).txt")
        // They show names of fields as one writes them.
        where !["admin.title_help", "admin.format_help"].contains(key) {
            #expect(
                text.firstMatch(of: #/[\u{3400}-\u{9fff}] \{|\} [\u{3400}-\u{9fff}]/#) == nil,
                "\(key) = \(text)")
        }
    }

    @Test("set names and numbers apart from the characters around them, and characters not")
    func filled() throws {
        let texts = Texts(try WebFiles())
        func approval(_ object: String, _ language: Language) -> String {
            texts("packs.approval", language, ["object": object])
        }
        #expect(approval("商机", .simplifiedChinese) == "商机的审批")
        #expect(approval("Deal", .simplifiedChinese) == "Deal 的审批")
        #expect(approval("Deal", .english) == "Approval of Deal")
        #expect(texts.list(["甲", "乙"], .simplifiedChinese) == "甲、乙")
        #expect(texts.pair("金额", "5", .simplifiedChinese) == "金额：5")
        #expect(texts.pair("Amount", "5", .english) == "Amount: 5")
        #expect(texts.sentences(["一。", "二。"], .traditionalChinese) == "一。二。")
    }

    @Test("take what stands between from the texts, in templates as well")
    func templates() throws {
        let files = try WebFiles()
        for name in files.names(in: "templates/") {
            let text = files.text(name) ?? ""
            let found = text.firstMatch(of: #/\}\}[:,;] ?(\{\{|<)|>[:,;] \{\{/#)?.output.0
            #expect(found == nil, "\(name)")
        }
    }

    // MARK: Traditional characters

    /// The text as ICU writes it in traditional characters.
    static func traditional(_ text: String) -> String? {
        text.applyingTransform(StringTransform("Hans-Hant"), reverse: false)
    }

    @Test("hold no simplified character where they are traditional")
    func characters() throws {
        #expect(Self.traditional("审核客户记录") == "審核客戶記錄")
        let language = Language.traditionalChinese
        for (key, text) in try Self.ownTexts(language) + Self.packTexts(language)
        where !Language.allCases.map(\.ownName).contains(text) {
            #expect(Self.traditional(text) == text, "\(key)")
        }
    }

    @Test("hold no traditional character where they are simplified")
    func simplifiedCharacters() throws {
        let language = Language.simplifiedChinese
        for (key, text) in try Self.ownTexts(language) + Self.packTexts(language)
        where !Language.allCases.map(\.ownName).contains(text) {
            let simplified = text.applyingTransform(StringTransform("Hant-Hans"), reverse: false)
            #expect(simplified == text, "\(key)")
        }
    }

    // MARK: What is said at all

    @Test("are there for every error and every reason, by its code")
    func errors() async throws {
        let engine = try await Engine.open(store: SQLiteStore.inMemory())
        let pages = Texts(try WebFiles())
        let translations = engine.bundle.translations
        let reference = try Self.source("docs/reference/errors.md")
        let errors = reference.split(separator: "\n## Findings")[0]
        let codes = Set(
            errors.matches(of: #/\n\| `([a-z_]+\.[a-z_]+)` \|/#).map { String($0.1) })
        #expect(codes.count > 150)
        for code in codes.sorted() {
            for language in Self.chinese {
                let isSaid =
                    translations.sentence(code, language) != nil
                    || pages.keys(language).contains("error." + code)
                #expect(isSaid, "\(code) in \(language.rawValue)")
            }
        }
    }

    @Test("are there for what Lua says of a syntax, and for a locale that names nothing")
    func syntax() async throws {
        let engine = try await Engine.open(store: SQLiteStore.inMemory())
        func told(_ path: String, _ text: String) throws -> [String] {
            let pack = PackFiles(
                name: "demo",
                files: [
                    .init(
                        path: "pack.lua", text: Array("pack \"demo\" { version = \"1.0.0\" }".utf8)
                    ), .init(path: path, text: Array(text.utf8)),
                ])
            return try PackSet.load([pack], engineObjects: []).findings.map {
                engine.bundle.text($0.speech, in: .simplifiedChinese) ?? ""
            }
        }
        #expect(try told("a.lua", "if true then") == ["文件结尾附近缺少 'end'"])
        #expect(try told("a.lua", "x = = 1") == ["'=' 附近有意外的符号"])
        #expect(try told("a.lua", "x = 'abc") == ["这段文字没有结束"])
        #expect(
            try told("locales/zh-Hans.lua", "locale \"zh-Hans\" { roles = { nobody = \"x\" } }")
                .contains("没有角色“nobody”"))
    }

    @Test("are there for every finding of the checker", arguments: chinese)
    func findings(language: Language) async throws {
        let engine = try await Engine.open(store: SQLiteStore.inMemory())
        let patterns = try FindingSource.patterns(in: Self.root)
        #expect(patterns.count > 80)
        for pattern in patterns.sorted() {
            #expect(
                engine.bundle.translations.message(pattern, language) != nil, "\(pattern)")
        }
    }
}
