import Testing
import TidegateModel
import TidegateRules
import TidegateScript
import TidegateStore

@testable import TidegateEngine

@Suite("What a person is told, in their language")
struct SpokenTests {
    static let rules = """
        object "Deal" {
          label = "Deal", title = "{name}",
          text "name" { required = true, help = "What it is about." },
          choice "stage" { values = { "open", "offer", "won" }, default = "open" },
          money "amount" { min = 0 },
          percent "discount",
          date "close_date",
          boolean "confirmed",
          reference "owner" { to = "User" },
          unique { "name" },
        }
        pipeline "Deal.stage" {
          stage "open"  { to = { "offer" } },
          stage "offer" { to = { "won" },
            gate "Basics known" { need = { "amount", "close_date" } },
            gate "Cheap enough" { must = "discount <= 15 or approved('rebate')" },
            gate "Confirmed"    { must = "confirmed and amount > 1000" },
            gate "Said so"      { must = "amount > 5000", say = "{name} is {stage}, worth {amount}." } },
          stage "won"   { final = true },
        }
        approval "rebate" {
          on = "Deal", when = "discount > 50", freeze = { "discount" },
          step "boss" { who = role "chief" },
        }
        validation "Deal" "No jokes" { must = "name != 'joke'", say = "{name} is a joke.", at = "name" }
        action "Ring" { on = "Deal", when = "confirmed", run = function(deal) return deal end }
        action "Forbid" { on = "Deal", run = function(deal)
          refuse("deal.never", "{name} is never to be rung.", { name = deal.name }) end }
        """

    static let locale = """
        locale "zh-Hans" {
          Deal = {
            label   = "商机",
            fields  = { name = "名称", stage = "阶段", amount = "金额", discount = "折扣", close_date = "成交日期",
                        confirmed = "已确认", owner = "负责人" },
            help    = { name = "说明内容。" },
            choices = { stage = { open = "进行中", offer = "报价", won = "赢单" } },
            gates   = { ["Basics known"] = "基本信息", ["Cheap enough"] = "折扣合理",
                        Confirmed = "已确认", ["Said so"] = "已说明" },
            validations = { ["No jokes"] = "不接受玩笑" },
            actions = { Ring = "致电", Forbid = "禁止" },
          },
          approvals = { rebate = "折扣审批" },
          messages  = {
            ["{name} is {stage}, worth {amount}."] = "{name}处于“{stage}”，价值{amount}。",
            ["{name} is a joke."] = "{name}是玩笑。",
            ["{name} is never to be rung."] = "切勿致电{name}。",
          },
        }
        """

    func bench() async throws -> Workbench {
        try await Workbench(Self.rules + "\n" + Self.locale)
    }

    func spoken(
        _ bench: Workbench, _ answer: Answer<Record>, _ language: Language = .simplifiedChinese
    ) throws -> Refusal {
        let refusal = try #require(bench.refusal(answer))
        return bench.engine.bundle.spoken(refusal, in: language)
    }

    @Test(
        "a move that is refused says in Chinese what is missing, on which values, and what opens it"
    )
    func gates() async throws {
        let bench = try await bench()
        let ann = try await bench.user("ann")
        let deal = try await bench.create(
            "Deal", ["name": .text("水泵"), "discount": .money("20"), "amount": .money("800")])
        let refusal = try spoken(
            bench, await bench.engine.move("Deal", deal.id, to: "offer", as: ann, through: .test))
        #expect(refusal.error.message == "商机还不能进入“报价”：有 4 项条件未满足。")
        let closed = refusal.gates.filter { !$0.passed }
        #expect(closed.map(\.name) == ["基本信息", "折扣合理", "已确认", "已说明"])
        #expect(
            closed.map(\.message) == [
                "成交日期未填写",
                "折扣不得超过 15%（现为 20%），或者“折扣审批”须已通过",
                "已确认须为“是”；金额须大于 1,000（现为 800.00）",
                "水泵处于“报价”，价值 800.00。",
            ])
        #expect(closed[0].unblock == ["填写成交日期"])
        #expect(closed[1].unblock == ["“折扣审批”在满足以下条件时自动发起：discount > 50"])
        #expect(closed[3].who == ["您"])
        #expect(refusal.error.reasons[0].message == "基本信息：成交日期未填写")
        #expect(refusal.error.reasons[0].hint == "填写成交日期")
    }

    @Test("a page in English calls fields by their labels and gives no advice for the command line")
    func english() async throws {
        let bench = try await bench()
        let deal = try await bench.create(
            "Deal", ["name": .text("Pump"), "amount": .money("9000")])
        let answer = try await bench.engine.move(
            "Deal", deal.id, to: "offer", as: bench.operatorActor, through: .test)
        let refusal = try spoken(bench, answer, .english)
        #expect(
            refusal.error.message == "The Deal cannot enter “Offer” yet. Gates closed: 3.")
        #expect(refusal.gates[0].message == "Close date is empty")
        #expect(
            refusal.gates[1].message == "Discount is empty, or approval “Rebate” must be granted")

        let stale = try await #require(throws: TidegateError.self) {
            try await bench.engine.update(
                "Deal", deal.id, ["amount": .money("1")], as: bench.operatorActor, through: .test,
                RequestOptions(version: 7)
            ).get()
        }
        #expect(
            bench.engine.bundle.spoken(stale, in: .english).hint
                == "Look at both versions and save again.")
    }

    @Test("a stage that cannot be reached names the way there by its labels")
    func noWay() async throws {
        let bench = try await bench()
        let deal = try await bench.create("Deal", ["name": .text("水泵")])
        let refusal = try spoken(
            bench,
            await bench.engine.move(
                "Deal", deal.id, to: "won", as: bench.operatorActor, through: .test))
        #expect(refusal.gates[0].name == "进入“赢单”的路径")
        #expect(refusal.gates[0].message == "不能从“进行中”直接进入“赢单”；应依次经过报价、赢单")
        #expect(refusal.gates[0].unblock == ["先移至“报价”"])
    }

    @Test("a field that is wrong, missing or taken is named by its label")
    func fields() async throws {
        let bench = try await bench()
        _ = try await bench.create("Deal", ["name": .text("水泵")])
        func message(_ values: [String: Value]) async throws -> String {
            try spoken(
                bench,
                await bench.engine.create(
                    "Deal", values, as: bench.operatorActor, through: .test)
            ).error.message
        }
        #expect(try await message([:]) == "商机无法保存：名称为必填项。")
        #expect(
            try await message(["name": .text("阀"), "amount": .money("-1")])
                == "商机无法保存：金额：“-1”低于下限 0。")
        #expect(
            try await message(["name": .text("阀"), "stage": .text("lost")])
                == "商机无法保存：阶段：“lost”不在可选范围内，可选：进行中、报价、赢单。")
        #expect(
            try await message(["name": .text("阀"), "amount": .money("-1"), "stage": .text("x")])
                == "商机无法保存：有 2 处需要修改。")
        #expect(try await message(["name": .text("水泵")]) == "已经有名称为水泵的商机。")
        #expect(try await message(["name": .text("joke")]) == "商机无法保存：不接受玩笑：joke 是玩笑。")
    }

    @Test("the help of a required field is the hint, in the language")
    func hints() async throws {
        let bench = try await bench()
        let refusal = try spoken(
            bench,
            await bench.engine.create("Deal", [:], as: bench.operatorActor, through: .test))
        #expect(refusal.error.reasons.map(\.hint) == ["说明内容。"])
    }

    @Test("an action that cannot be pressed, and one that refuses, say why")
    func actions() async throws {
        let bench = try await bench()
        let deal = try await bench.create("Deal", ["name": .text("水泵"), "confirmed": .bool(false)])
        func message(_ action: String) async throws -> String {
            try spoken(
                bench,
                await bench.engine.act(
                    action, "Deal", deal.id, as: bench.operatorActor, through: .test)
            ).error.message
        }
        #expect(try await message("Ring") == "现在不能执行“致电”：已确认须为“是”。")
        #expect(try await message("Forbid") == "切勿致电水泵。")
    }

    @Test("a language the pack does not speak gets the engine's words around the pack's own")
    func partly() async throws {
        let bench = try await bench()
        let deal = try await bench.create("Deal", ["name": .text("水泵")])
        let answer = try await bench.engine.move(
            "Deal", deal.id, to: "offer", as: bench.operatorActor, through: .test)
        let refusal = try spoken(bench, answer, .traditionalChinese)
        #expect(refusal.error.message == "Deal 還不能進入「Offer」：有 4 項條件尚未符合。")
        #expect(refusal.gates[0].message == "Amount 尚未填寫；Close date 尚未填寫")
    }

    @Test("a program gets the words it always got")
    func programs() async throws {
        let bench = try await bench()
        let refusal = try #require(
            bench.refusal(
                try await bench.engine.create(
                    "Deal", [:], as: bench.operatorActor, through: .test)))
        #expect(refusal.error.message == "The Deal cannot be saved: name is required.")
    }
}

@Suite("The engine's own texts")
struct EngineTextTests {
    let texts = EngineTexts.translations

    @Test("are there in both kinds of Chinese alike")
    func sameKeys() {
        #expect(
            texts.sentenceKeys(.simplifiedChinese) == texts.sentenceKeys(.traditionalChinese))
        #expect(
            texts.sentenceKeys(.english).subtracting(texts.sentenceKeys(.simplifiedChinese)) == [])
    }

    @Test("are filled with the same values in every language", arguments: Language.allCases)
    func samePlaceholders(language: Language) throws {
        for key in texts.sentenceKeys(.english).intersection(texts.sentenceKeys(language)) {
            let english = try #require(texts.sentence(key, .english).map(Template.placeholders))
            let other = try #require(texts.sentence(key, language).map(Template.placeholders))
            #expect(english == other, "\(key)")
        }
    }

    @Test("say a finding with its names and what was meant, and a count as it is counted")
    func findings() async throws {
        let bundle = try await Engine.open(store: SQLiteStore.inMemory()).bundle
        let place = RuleLocation(pack: "p", file: "objects.lua", line: 1)
        let finding = PackFinding(
            .error, "field.unknown", "unknown field \("amout") of \("Deal")", instead: "amount",
            at: place)
        #expect(finding.message == "unknown field amout of Deal; did you mean amount?")
        #expect(
            bundle.text(finding.speech, in: .simplifiedChinese)
                == "Deal 没有字段 amout；是否想写 amount？")
        let kind = PackFinding(
            .error, "gate.type",
            "\("must") of \("gate") must be \(phrase: "a text"), not \(phrase: "a number")",
            at: place)
        #expect(
            bundle.text(kind.speech, in: .traditionalChinese) == "gate 的 must 應為文字，而不是數字")
    }

    @Test("say by its code what has no words of its own, with what happened where that helps")
    func byCode() async throws {
        let bundle = try await Engine.open(store: SQLiteStore.inMemory()).bundle
        let failed = TidegateError(.ruleFailed, "script.failed", "Hook \"a\" failed: no field b.")
        #expect(
            bundle.spoken(failed, in: .simplifiedChinese).message
                == "规则脚本出错：Hook \"a\" failed: no field b.")
        let list = TidegateError(.invalid, "list.too_much", "A list has 9 fields at most.")
        let spoken = bundle.spoken(list, in: .traditionalChinese)
        #expect(spoken.message == "清單中顯示欄位、合計或排序太多。")
        #expect(spoken.hint == "請減少一些。")
        #expect(bundle.spoken(list, in: .english) == list)
    }

    @Test("name every object, field and choice of the engine", arguments: Language.allCases)
    func labels(language: Language) {
        guard language != .english else { return }
        for object in SystemObjects.all {
            #expect(texts.label(.object(object.name), language) != nil, "\(object.name)")
            for field in object.fields {
                let own = texts.label(.field(object.name, field.name), language)
                let shared = texts.label(.field(Bundle.everyObject, field.name), language)
                #expect((own ?? shared) != nil, "\(object.name).\(field.name)")
                guard let values = field.type.choices else { continue }
                for value in values {
                    #expect(
                        texts.label(.choice(object.name, field.name, value), language) != nil,
                        "\(object.name).\(field.name).\(value)")
                }
            }
        }
    }
}

@Suite("Who is asked and told")
struct TongueTests {
    static let rules = """
        object "Deal" {
          label = "Deal", title = "{name}",
          text "name", choice "kind" { values = { "new", "old" }, default = "new" },
          percent "discount", reference "owner" { to = "User", default = "me()" },
        }
        approval "rebate" {
          on = "Deal", when = "discount > 15",
          step "boss" { who = role "chief" },
          rejected = { tell = "owner", say = "{name}: {verdict.by} said no: {verdict.comment}" },
        }
        alert "cheap" {
          on = "Deal", raise = "discount > 50", clear = "discount < 40",
          say = "{name} is {kind} and {discount} off",
          level "red" { task = role "chief" },
        }
        action "Nudge" { on = "Deal", run = function(deal)
          notify(deal.owner, "Look at {name}.", { name = deal.name }) end }
        locale "zh-Hans" {
          Deal = { label = "商机", choices = { kind = { new = "新", old = "旧" } } },
          approvals = { rebate = "折扣审批" }, alerts = { cheap = "低价" },
          levels = { cheap = { red = "红色" } },
          messages = {
            ["{name}: {verdict.by} said no: {verdict.comment}"] = "{name}：{verdict.by}驳回：{verdict.comment}",
            ["{name} is {kind} and {discount} off"] = "{name}为{kind}商机，折扣{discount}",
            ["Look at {name}."] = "请查看{name}。",
          },
        }
        """

    /// Ann and Li are asked, one in English, one in Chinese.
    func bench() async throws -> (Workbench, ann: Actor, li: Actor) {
        let bench = try await Workbench(Self.rules)
        let ann = try await bench.user("ann", roles: ["chief"])
        let li = try await bench.user("li", roles: ["chief"])
        let id = try #require(li.user)
        _ = try await bench.engine.update(
            "User", id, ["language": .text("zh-Hans")], as: .system, through: .test
        ).get()
        return (bench, ann, li)
    }

    func texts(
        _ bench: Workbench, _ object: String, _ field: String, _ condition: String
    ) async throws -> [String] {
        let request = ListRequest(object, where: condition)
        guard case .records(let found) = try await bench.engine.list(request, as: .system)
        else { return [] }
        return found.compactMap { $0[field].text }
    }

    @Test("get their tasks and mails in their own language")
    func tasks() async throws {
        let (bench, _, li) = try await bench()
        let deal = try await bench.create(
            "Deal",
            [
                "name": .text("水泵"), "discount": .money("20"),
                "owner": .reference(try #require(li.user)),
            ])
        #expect(
            try await texts(bench, "Task", "title", "kind == 'approval'").sorted() == [
                "Decide Rebate of 水泵", "请处理水泵的“折扣审批”",
            ])
        let mails = try await texts(bench, "Mail", "body", "subject contains '折扣审批'")
        #expect(mails.count == 1)
        #expect(mails.first?.hasPrefix("请处理水泵的“折扣审批”\n\n发起人：operator\n任务：") == true)

        let chief = try await bench.engine.actor(login: "ann")
        _ = try await bench.engine.decide(
            "rebate", "Deal", deal.id, yes: false, comment: "太多", as: chief, through: .test
        ).get()
        #expect(
            try await texts(bench, "Mail", "subject", "subject contains '太多'")
                == ["水泵：Ann 驳回：太多"])
        _ = try await bench.engine.act("Nudge", "Deal", deal.id, as: li, through: .test).get()
        #expect(
            try await texts(bench, "Mail", "subject", "subject contains '查看'") == ["请查看水泵。"])
    }

    @Test("see an alert as it was raised, each in their own language")
    func alerts() async throws {
        let (bench, _, _) = try await bench()
        _ = try await bench.create("Deal", ["name": .text("水泵"), "discount": .money("60")])
        guard
            case .records(let alerts) = try await bench.engine.list(
                ListRequest("Alert"), as: .system)
        else { return }
        let alert = try #require(alerts.first)
        let bundle = bench.engine.bundle
        #expect(bundle.title(ofAlert: alert, in: .simplifiedChinese) == "水泵为新商机，折扣 60%")
        #expect(bundle.title(ofAlert: alert, in: .english) == "水泵 is New and 60% off")
        #expect(alert["title"].text == "水泵 is new and 60.00 off")
        #expect(
            try await texts(bench, "Task", "title", "kind == 'alert'").sorted() == [
                "Red: 水泵 is New and 60% off", "红色：水泵为新商机，折扣 60%",
            ])
    }
}
