import Testing
import TidegateEngine
import TidegateModel
import TidegateScript

/// What a sentence of the rules says of a record: of values that are missing, and to those who may not.
@Suite("A sentence of the rules")
struct ToldTests {
    static let rules = """
        object "Deal" {
          title = "{name}",
          text "name" { required = true }, money "amount", boolean "locked" { default = false },
          choice "stage" { values = { "open", "won", "lost" }, default = "open" },
          date "due", reference "owner" { to = "User" },
        }
        validation "Deal" "Worth something" {
          must = "amount > 0 or name != 'Free'", say = "{name} of {owner} is worth {amount}.",
        }
        validation "Deal" "In time" {
          must = "due is empty or due >= today()", say = "The due date {due} is over.", kind = "warn",
        }
        access "seller" {
          Deal = { create = true, read = true, update = "stage not in {'won', 'lost'} and not locked" },
        }
        locale "zh-Hans" {
          Deal = { fields = { stage = "阶段", locked = "已锁定" },
                   choices = { stage = { open = "进行中", won = "赢单", lost = "输单" } } },
          messages = {
            ["{name} of {owner} is worth {amount}."] = "{owner}的{name}价值{amount}。",
            ["The due date {due} is over."] = "到期日{due}已过。",
          },
        }
        locale "zh-Hant" {
          Deal = { fields = { stage = "階段" },
                   choices = { stage = { open = "進行中", won = "成交", lost = "失單" } } },
        }
        """

    private func told(_ bench: Workbench, _ answer: Answer<Record>, _ language: Language) throws
        -> String
    {
        let refusal = try #require(bench.refusal(answer))
        return bench.engine.bundle.spoken(refusal, in: language).error.message
    }

    @Test("says of a missing value that there is none; a title leaves it out")
    func missing() async throws {
        let bench = try await Workbench(Self.rules)
        let answer = try await bench.engine.create(
            "Deal", ["name": .text("Free")], as: .system, through: .test)
        #expect(
            try told(bench, answer, .english).hasSuffix("Free of no value is worth no value."))
        #expect(try told(bench, answer, .simplifiedChinese).hasSuffix("无的 Free 价值无。"))
        #expect(
            try #require(bench.refusal(answer)).error.reasons[0].message.hasSuffix(
                "Free of no value is worth no value."))
    }

    @Test("says to who may not what is, and not what the rule would have")
    func facts() async throws {
        let bench = try await Workbench(Self.rules)
        let ann = try await bench.user("ann", roles: ["seller"])
        let deal = try await bench.create(
            "Deal", ["name": .text("Pump"), "stage": .text("won")], as: .system)
        let answer = try await bench.engine.update(
            "Deal", deal.id, ["name": .text("Mine")], as: ann, through: .test)
        #expect(
            try told(bench, answer, .english)
                == "You may not change this Deal: Stage is Won.")
        _ = try await bench.engine.update(
            "Deal", deal.id, ["locked": .bool(true), "stage": .text("lost")], as: .system,
            through: .test
        ).get()
        let locked = try await bench.engine.update(
            "Deal", deal.id, ["name": .text("Mine")], as: ann, through: .test)
        let message = try #require(bench.refusal(locked)).error.message
        #expect(
            message
                == "Ann may not change this Deal: stage is lost; locked is yes.")
        let chinese = try told(bench, locked, .simplifiedChinese)
        #expect(
            chinese == "您无权修改该 Deal：阶段为输单；已锁定为是。")
        #expect(try told(bench, locked, .traditionalChinese).contains("階段為失單"))
    }

    @Test("asks for a confirmation with what is, without the name of the rule")
    func confirmation() async throws {
        let bench = try await Workbench(Self.rules)
        let answer = try await bench.engine.create(
            "Deal", ["name": .text("Late"), "due": .date(Day(number: 0))], as: .system,
            through: .test)
        #expect(
            try told(bench, answer, .english) == "Please confirm: The due date 1970-01-01 is over.")
        #expect(try told(bench, answer, .simplifiedChinese).hasPrefix("请确认：到期日"))
    }
}
