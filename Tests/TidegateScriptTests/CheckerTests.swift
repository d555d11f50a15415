import Testing
import TidegateScript

@Suite("The checker")
struct CheckerTests {
    /// A pack that is right; each case spoils one line of it.
    static let good = """
        object "Deal" {
          text "name" { required = true },
          choice "stage" { values = { "open", "won", "lost" }, default = "open" },
          money "amount",
          date "close_date",
          reference "owner" { to = "User" },
        }
        object "User" { text "name", email "mail" }
        access "finance" { label = "Finance" }
        pipeline "Deal.stage" {
          stage "open" { to = { "won", "lost" } },
          stage "won"  { final = true, gate "Amount" { must = "amount > 100" } },
          stage "lost" { final = true },
        }
        approval "large" {
          on = "Deal", when = "amount > 1000",
          step "finance" { who = role "finance", quorum = 2 },
        }
        hook "Deal" "round" { before_save = function(deal) deal.amount = 1 end }
        """

    func findings(_ rules: String) throws -> [String] {
        let pack = PackFiles(
            name: "demo",
            files: [
                .init(path: "pack.lua", text: Array("pack \"demo\" { version = \"1.0.0\" }".utf8)),
                .init(path: "rules.lua", text: Array(rules.utf8)),
            ])
        return try PackSet.load([pack], engineObjects: []).findings.map(\.line)
    }

    @Test("has nothing to say about a good pack")
    func good() throws {
        #expect(try findings(Self.good) == [])
    }

    @Test(
        "finds one planted fault, at its line and column, with a suggestion",
        arguments: [
            (
                "amount > 100", "amuont > 100",
                "rules.lua:12:56: unknown field amuont of Deal; did you mean amount?"
            ),
            (
                "money \"amount\",", "money \"amount\" { mim = 1 },",
                "rules.lua:4:20: unknown key mim of money; did you mean min?"
            ),
            (
                "to = { \"won\", \"lost\" }", "to = { \"wonn\", \"lost\" }",
                "rules.lua:11:25: unknown stage wonn; did you mean won?"
            ),
            (
                "to = \"User\"", "to = \"Usr\"",
                "rules.lua:6:3: unknown object Usr; did you mean User?"
            ),
            (
                "on = \"Deal\"", "on = \"Daal\"",
                "rules.lua:16:8: unknown object Daal; did you mean Deal?"
            ),
            (
                "role \"finance\"", "role \"finanse\"",
                "rules.lua:17:26: unknown role finanse; did you mean finance?"
            ),
            (
                "amount > 1000", "amount > 'x'",
                "rules.lua:16:24: a decimal cannot be compared with a text"
            ),
            (
                "required = true", "required = \"yes\"",
                "rules.lua:2:28: required of text must be true or false, not a text"
            ),
            (
                "stage \"lost\" { final = true }", "stage \"lost\" {}",
                "rules.lua:13:3: lost leads nowhere; add to = { … } or final = true"
            ),
            (
                "to = { \"won\", \"lost\" }", "to = { \"won\" }",
                "rules.lua:13:3: no stage leads to lost"
            ),
            (
                "date \"close_date\"", "date \"amount\"",
                "rules.lua:5:3: field \"amount\" is already declared at demo/rules.lua:4"
            ),
            (
                "before_save", "befor_save",
                "rules.lua:19:23: unknown key befor_save of hook; did you mean before_save?"
            ),
            ("quorum = 2", "quorum = 0", "rules.lua:17:51: a quorum is 1 to 100 votes, not 0"),
            (
                "pipeline \"Deal.stage\"", "pipeline \"Deal.stag\"",
                "rules.lua:10:1: unknown field stag of Deal; did you mean stage?"
            ),
        ])
    func planted(original: String, spoiled: String, want: String) throws {
        let rules = Self.good.replacing(original, with: spoiled, maxReplacements: 1)
        #expect(rules != Self.good)
        let found = try findings(rules)
        #expect(found.contains(want), "found \(found)")
    }

    @Test("reports a Lua error at its line, and goes on with the other files")
    func syntax() throws {
        let found = try findings(Self.good + "\nobject \"X\" {{")
        #expect(found.contains { $0.hasPrefix("rules.lua:2") })
    }

    @Test("a word in the wrong place is told")
    func stray() throws {
        #expect(
            try findings(Self.good + "\ngate \"Alone\" { must = \"true\" }").contains {
                $0.contains("gate stands alone")
            })
    }

    @Test("two hooks that write one field must say which comes last")
    func hookOrder() throws {
        let second = """

            hook "Deal" "floor" {
              before_save = function(deal)
                if deal.amount then deal.amount = deal.amount - 1 end
              end,
            }
            """
        #expect(
            try findings(Self.good + second) == [
                "rules.lua:22:25: amount is also set by hook \"round\" at rules.lua:19; "
                    + "say which comes last: after = { \"round\" }"
            ])
        let ordered = second.replacing("before_save", with: "after = { \"round\" }, before_save")
        #expect(try findings(Self.good + ordered) == [])
        let unknown = second.replacing("before_save", with: "after = { \"rund\" }, before_save")
        #expect(
            try findings(Self.good + unknown).contains {
                $0.contains("no hook \"rund\" runs at this point; did you mean round?")
            })
    }

    @Test(
        "a validation is asked at a save, before a deletion or both, and a deletion is not confirmed",
        arguments: [
            ("{ \"save\", \"delete\" }", ""), ("{ \"delte\" }", "on lists save, delete or both"),
            ("{ \"delete\" }, kind = \"warn\"", "a deletion is not confirmed"),
        ])
    func moments(on: String, want: String) throws {
        let found = try findings(
            Self.good + "\nvalidation \"Deal\" \"Kept\" { must = \"amount > 1\", on = \(on) }")
        #expect(want.isEmpty ? found == [] : found.contains { $0.contains(want) }, "\(found)")
    }

    @Test("finds names that would share a table, or the engine's own")
    func tables() throws {
        #expect(
            try findings(
                """
                object "ABTest" { text "name" }
                object "Abtest" { text "name" }
                object "TgTask" { text "name" }
                """) == [
                    "rules.lua:2:1: Abtest and ABTest would share the table abtest; choose another name",
                    "rules.lua:3:1: TgTask belongs to the engine; choose another name",
                ])
    }

    @Test("finds a key that no column fills, and a field that two columns fill")
    func importKeys() throws {
        #expect(
            try findings(
                """
                object "Deal" { text "name", text "code" }
                import "deals" {
                  into = "Deal", key = { "code" },
                  columns = {
                    a = "name",
                    b = "name",
                  },
                }
                """) == [
                    "rules.lua:3:26: no column is read into code, so it cannot be part of the key",
                    "rules.lua:6:9: name is read from a already",
                ])
    }

    @Test("warns of an exact decimal that is compared with a plain number")
    func numbers() throws {
        let hook = """

            hook "Deal" "twenty" {
              after_save = function(deal) if deal.amount == 20 then log("twenty") end end,
            }
            """
        #expect(
            try findings(Self.good + hook) == [
                "rules.lua:21:39: warning: amount is an exact decimal, which is never == a plain "
                    + "number; compare it with dec(…)"
            ])
    }

    @Test(
        "finds what an alert cannot watch, a default that does not fit, and rules that stay set",
        arguments: [
            (
                "alert \"late\" { on = \"Deal\", raise = \"close_date < today()\", clear = \"amount > 1\" }",
                "an alert is looked at when something is saved"
            ),
            (
                "extend \"Deal\" { choice \"size\" { values = { \"s\", \"l\" }, default = \"m\" } }",
                "default of size: \"m\" is not one of s, l"
            ),
            (
                "extend \"Deal\" { boolean \"ok\" } approval \"x\" { on = \"Deal\", when = \"amount > 1\", "
                    + "step \"f\" { who = role \"finance\" }, approved = { set = { ok = true } } }",
                "ok stays set when the approval is superseded"
            ),
        ])
    func limits(rule: String, want: String) throws {
        let found = try findings(Self.good + "\n" + rule)
        #expect(found.contains { $0.contains(want) }, "found \(found)")
    }
}
