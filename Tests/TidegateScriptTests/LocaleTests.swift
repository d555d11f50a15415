import Testing
import TidegateModel
import TidegateRules
import TidegateScript

@Suite("A locale")
struct LocaleTests {
    static let rules = """
        object "Deal" {
          label = "Deal",
          text "name" { required = true, help = "What it is about." },
          choice "stage" { values = { "open", "won" }, default = "open" },
          money "amount",
        }
        access "seller" { label = "Seller" }
        pipeline "Deal.stage" {
          stage "open" { to = { "won" }, guide = "Talk." },
          stage "won"  { final = true,
            gate "Large enough" { must = "amount > 100", say = "{name} is worth {amount} only." } },
        }
        hook "Deal" "no jokes" {
          before_save = function(deal)
            if deal.name == "joke" then refuse("deal.joke", "{name} is " .. "a joke.", { name = deal.name }) end
          end,
        }
        """

    static let complete = """
        locale "zh-Hans" {
          label = "演示",
          Deal = {
            label   = "交易",
            fields  = { name = "名称", stage = "阶段", amount = "金额" },
            help    = { name = "说明内容。" },
            choices = { stage = { open = "进行中", won = "赢单" } },
            guides  = { open = "沟通。" },
            gates   = { ["Large enough"] = "金额足够" },
            hooks   = { ["no jokes"] = "不接受玩笑" },
          },
          roles    = { seller = "销售" },
          messages = {
            ["{name} is worth {amount} only."] = "{name}仅值 {amount}。",
            ["{name} is a joke."] = "{name}是玩笑。",
          },
        }
        """

    func load(_ locale: String, rules: String = Self.rules) throws -> PackSet.Loaded {
        let pack = PackFiles(
            name: "demo",
            files: [
                .init(path: "pack.lua", text: Array("pack \"demo\" { version = \"1.0.0\" }".utf8)),
                .init(path: "rules.lua", text: Array(rules.utf8)),
                .init(path: "locales/zh-Hans.lua", text: Array(locale.utf8)),
            ])
        return try PackSet.load([pack], engineObjects: [])
    }

    func findings(_ locale: String) throws -> [String] {
        try load(locale).findings.map(\.line)
    }

    @Test("gives everything a pack names its word in the language, and nothing is found wrong")
    func labels() throws {
        let loaded = try load(Self.complete)
        let bundle = loaded.bundle
        #expect(loaded.findings == [])
        #expect(loaded.untranslated == [])
        let want: [(Term, String)] = [
            (.pack("demo"), "演示"), (.object("Deal"), "交易"), (.plural("Deal"), "交易"),
            (.field("Deal", "amount"), "金额"), (.help("Deal", "name"), "说明内容。"),
            (.choice("Deal", "stage", "won"), "赢单"), (.guide("Deal", "open"), "沟通。"),
            (.gate("Deal", "Large enough"), "金额足够"), (.hook("Deal", "no jokes"), "不接受玩笑"),
            (.role("seller"), "销售"),
        ]
        for (term, text) in want { #expect(bundle.label(term, .simplifiedChinese) == text) }
    }

    @Test("leaves other languages as the pack has them")
    func fallback() throws {
        let bundle = try load(Self.complete).bundle
        #expect(bundle.label(.object("Deal"), .english) == "Deal")
        #expect(bundle.label(.plural("Deal"), .traditionalChinese) == "Deals")
        #expect(bundle.label(.field("Deal", "amount"), .english) == "Amount")
        #expect(bundle.label(.choice("Deal", "stage", "won"), .traditionalChinese) == "Won")
        #expect(bundle.label(.help("Deal", "amount"), .english) == "")
        #expect(bundle.label(.guide("Deal", "open"), .english) == "Talk.")
    }

    @Test(
        "finds one planted fault, at its line and column, with a suggestion",
        arguments: [
            (
                "\"zh-Hans\"", "\"pt-BR\"",
                "locales/zh-Hans.lua:1:1: unknown language pt-BR; there is en, zh-Hans, zh-Hant"
            ),
            (
                "Deal = {", "Dael = {",
                "locales/zh-Hans.lua:3:3: unknown object Dael; did you mean Deal?"
            ),
            (
                "amount = \"金额\"", "amuont = \"金额\"",
                "locales/zh-Hans.lua:5:44: there is no field amuont of Deal; did you mean amount?"
            ),
            (
                "won = \"赢单\"", "wom = \"赢单\"",
                "locales/zh-Hans.lua:7:41: there is no choice wom of Deal.stage; did you mean won?"
            ),
            (
                "[\"Large enough\"]", "[\"Large enouhg\"]",
                "locales/zh-Hans.lua:9:18: there is no gate \"Large enouhg\" of Deal; did you mean Large enough?"
            ),
            (
                "fields  =", "field   =",
                "locales/zh-Hans.lua:5:5: unknown key field of Deal; did you mean fields?"
            ),
            (
                "seller = ", "sellers = ",
                "locales/zh-Hans.lua:12:16: there is no role \"sellers\"; did you mean seller?"
            ),
            (
                "[\"{name} is a joke.\"]", "[\"{name} is a yoke.\"]",
                "locales/zh-Hans.lua:15:6: no rule says \"{name} is a yoke.\"; did you mean \"{name} is a joke.\"?"
            ),
            (
                "{name}仅值 {amount}。", "{name}仅值 {amuont}。",
                "locales/zh-Hans.lua:14:42: the translation leaves out {amount}"
            ),
            (
                "{name}是玩笑。", "{name}是{what}。",
                "locales/zh-Hans.lua:15:29: the translation has {what}, which the message has not"
            ),
        ])
    func faults(right: String, wrong: String, want: String) throws {
        let spoilt = Self.complete.replacing(right, with: wrong)
        let found = try findings(spoilt)
        #expect(found.contains(want), "\(found)")
    }

    @Test("that leaves something out is a warning with a count, and the list says what and where")
    func missing() throws {
        let loaded = try load(
            Self.complete.replacing("guides  = { open = \"沟通。\" },", with: "")
                .replacing("[\"{name} is a joke.\"] = \"{name}是玩笑。\",", with: ""))
        #expect(
            loaded.findings.map(\.line) == [
                "locales/zh-Hans.lua:1:1: warning: 2 labels and messages of the pack are not in "
                    + "简体中文 yet; tidegate check --untranslated lists them"
            ])
        #expect(
            loaded.untranslated.map { "\($0.location) \($0.what)" } == [
                "demo/rules.lua:9 guide of open of Deal",
                "demo/rules.lua:15 message \"{name} is a joke.\"",
            ])
        #expect(loaded.bundle.label(.guide("Deal", "open"), .simplifiedChinese) == "Talk.")
    }

    @Test("that a pack does not have is missed by nobody")
    func none() throws {
        let loaded = try load("-- nothing yet")
        #expect(loaded.findings == [])
        #expect(loaded.untranslated == [])
    }

    @Test("may call English things otherwise, without having to name all of them")
    func renaming() throws {
        let loaded = try load(
            "locale \"en\" { Deal = { label = \"Project\", plural = \"Projects\" } }")
        #expect(loaded.findings == [])
        #expect(loaded.bundle.label(.plural("Deal"), .english) == "Projects")
    }

    @Test("stands once in a pack for each language")
    func twice() throws {
        let found = try findings(Self.complete + "\nlocale \"zh-Hans\" {}")
        #expect(
            found.contains(
                "locales/zh-Hans.lua:18:1: locale \"demo: zh-Hans\" is already declared at "
                    + "demo/locales/zh-Hans.lua:1"), "\(found)")
    }
}
