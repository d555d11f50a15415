import Testing
import TidegateEngine
import TidegateModel
import TidegateScript

@testable import TidegateServer

@Suite("Fields on the administration's pages")
struct AdminFieldTests {
    @Test("say where each of them comes from")
    func origins() async throws {
        let site = try await Site(packs: ["base", "sales"])
        let page = try await site.browser(signedInAs: "ada").get("/admin/objects/Opportunity").text
        #expect(page.contains("/packs/sales/objects/opportunity.lua#L"))
        #expect(page.contains("/admin/objects/Opportunity/fields/amount"))
    }

    @Test("a field is planned first, then added, and stands on the record's page at once")
    func addField() async throws {
        let site = try await Site(packs: ["base"])
        let ada = try await site.browser(signedInAs: "ada")
        let form: KeyValuePairs = [
            "name": "segment", "kind": "choice", "values": "A\r\nB", "default": "B", "max": "12",
        ]
        let planned = try await ada.submit("/admin/objects/Account/fields/new", form)
        #expect(planned.status == .ok)
        #expect(planned.text.contains("Account gets the field “Segment” (segment, Choice)."))
        #expect(planned.text.contains("choice &quot;segment&quot; { values = { &quot;A&quot;"))
        #expect(planned.text.contains("12 records of Account get “B” as “Segment”."))
        #expect(try site.engine.object("Account").field("segment") == nil)
        let digest = try #require(planned.field("planned"))
        let applied = try await ada.submit(
            "/admin/objects/Account/fields/new",
            [
                "name": "segment", "kind": "choice", "values": "A\r\nB", "default": "B",
                "planned": digest, "apply": "yes",
            ])
        #expect(applied.status == .seeOther)
        #expect(applied.location == "/admin/objects/Account?done=segment#field-segment")
        let accounts = try await site.engine.list(ListRequest("Account"), as: .system)
        guard case .records(let records) = accounts, let account = records.first else {
            Issue.record("no account")
            return
        }
        #expect(try await ada.get("/o/Account/\(account.id)").text.contains("Segment"))
    }

    @Test("the plan of a new field says which value records that are there get")
    func valuesOfRecords() async throws {
        let site = try await Site(packs: ["base"])
        let ada = try await site.browser(signedInAs: "ada")
        func plan(_ form: KeyValuePairs<String, String>) async throws -> String {
            try await ada.submit("/admin/objects/Account/fields/new", form).text
        }
        #expect(
            try await plan(["name": "note", "kind": "text"]).contains(
                "“Note” is empty in the 12 records of Account that are there already."))
        #expect(
            try await plan(["name": "keeper", "kind": "reference", "to": "User", "default": "me()"])
                .contains("there already; new ones begin with the default."))
        #expect(
            try await plan(["name": "vip", "kind": "boolean", "default": "true"]).contains(
                "12 records of Account get “Yes” as “Vip”."))
    }

    @Test(
        "a plan misses only labels that can be given and were not, and leads to where they are given"
    )
    func missingLabels() async throws {
        let site = try await Site(packs: ["base"])
        let ada = try await site.browser(signedInAs: "ada")
        let given: [(String, String)] = [
            ("name", "district"), ("kind", "choice"), ("values", "north\r\nsouth"),
            ("help", "Where it is"), ("label_zh_hans", "地区"), ("label_zh_hant", "地區"),
            ("values_zh_hans", "北\r\n南"),
        ]
        let lacking = try await ada.submit(
            "/admin/objects/Account/fields/new", given + [("values_zh_hant", "北")]
        ).text
        #expect(lacking.contains("“District: South” has no label in 繁體中文 yet."))
        #expect(lacking.contains("href=\"#values_zh_hant\""))
        #expect(!lacking.contains("in 简体中文 yet"))
        let whole = try await ada.submit(
            "/admin/objects/Account/fields/new", given + [("values_zh_hant", "北\r\n南")]
        ).text
        #expect(!whole.contains("has no label"))
    }

    @Test("a plan names things as the reader does, with the code of what is new")
    func plansInChinese() async throws {
        let site = try await Site(packs: ["base", "sales"])
        let ada = try await site.browser(signedInAs: "ada")
        _ = try await ada.submit("/language", ["language": "zh-Hant", "next": "/"])
        let page = try await ada.submit(
            "/admin/objects/Opportunity/fields/new",
            [("name", "lead_source"), ("kind", "text"), ("label_zh_hant", "線索來源")]
        ).text
        #expect(page.contains("商機將增加欄位「線索來源」（lead_source，文字）。"))
    }

    @Test("what was changed after the plan was shown is planned anew, not done")
    func changedAfterPlan() async throws {
        let site = try await Site(packs: ["base"])
        let ada = try await site.browser(signedInAs: "ada")
        let planned = try await ada.submit(
            "/admin/objects/Account/fields/new", ["name": "one", "kind": "text"])
        let digest = try #require(planned.field("planned"))
        let other = try await ada.submit(
            "/admin/objects/Account/fields/new",
            ["name": "two", "kind": "text", "planned": digest, "apply": "yes"])
        #expect(other.status == .ok)
        #expect(try site.engine.object("Account").field("two") == nil)
    }

    @Test("what stands against it is said, and everything typed is still there")
    func refused() async throws {
        let site = try await Site(packs: ["base"])
        let ada = try await site.browser(signedInAs: "ada")
        let required = try await ada.submit(
            "/admin/objects/Account/fields/new",
            ["name": "segment", "kind": "text", "required": "yes", "help": "<b>why</b>"])
        #expect(
            required.text.contains(
                "12 records of Account have no “segment”, so it cannot be required"))
        #expect(required.text.contains("&lt;b&gt;why&lt;/b&gt;"))
        let wrong = try await ada.submit(
            "/admin/objects/Account/fields/new",
            ["name": "Segment \"x\"", "kind": "choice", "values": ""])
        #expect(wrong.status == .badRequest)
        #expect(wrong.text.contains("value=\"Segment &quot;x&quot;\""))
        let formula = try await ada.submit(
            "/admin/objects/Account/fields/new",
            ["name": "twice", "kind": "integer", "formula": "employes * 2"])
        #expect(formula.text.contains("did you mean employees?"))
    }

    @Test(
        "a number may stand in groups, and a condition that is wrong is told by its option, not its line"
    )
    func numbers() async throws {
        let site = try await Site(packs: ["base"])
        let ada = try await site.browser(signedInAs: "ada")
        func planned(_ value: String) async throws -> String {
            try await ada.submit(
                "/admin/objects/Account/fields/new",
                ["name": "credit", "kind": "money", "default": value]
            ).text
        }
        #expect(
            try await planned("12,500").contains("money &quot;credit&quot; { default = 12500 }"))
        #expect(try await planned("12,50").contains("has its commas in the wrong places"))
        let wrong = try await planned("amont + 1")
        #expect(wrong.contains("default of credit: unknown field amont of Account"))
        #expect(!wrong.contains("Account.lua:"))
    }

    @Test("what is wrong with an option of a new field names the option")
    func options() async throws {
        let site = try await Site(packs: ["base", "sales"])
        let ada = try await site.browser(signedInAs: "ada")
        let refused = try await ada.submit(
            "/admin/objects/Opportunity/fields/new",
            [
                ("name", "score"), ("label", "Score"), ("kind", "integer"), ("min", "x"),
                ("label_zh_hans", String(repeating: "x", count: 300)),
            ])
        #expect(refused.text.contains("<li>Smallest: “x” is not a number"))
    }

    @Test(
        "what only the checker refuses is told at the box it was written in, and nowhere else",
        arguments: [
            ("money", "default", "amont + 1", "default of extra: unknown field amont of Account"),
            ("integer", "default", "'x'", "default of extra gives text"),
            ("integer", "formula", "employes * 2", "did you mean employees?"),
            ("integer", "rollup", "count(nothing)", "rollup of extra: "),
            ("children", "of", "Nope.account", "unknown object Nope"),
        ])
    func boxes(kind: String, option: String, text: String, said: String) async throws {
        let site = try await Site(packs: ["base"])
        let ada = try await site.browser(signedInAs: "ada")
        let page = try await ada.submit(
            "/admin/objects/Account/fields/new",
            [("name", "extra"), ("kind", kind), (option, text)]
        ).text
        let box = try #require(page.range(of: "id=\"\(option)\""))
        #expect(page[box.upperBound...].prefix { $0 != ">" }.contains("aria-invalid=\"true\""))
        #expect(page[box.upperBound...].prefix { $0 != "\n" }.contains(said))
        #expect(page.ranges(of: said).count == 1)
        #expect(!page.contains("id=\"plan-title\""))
    }

    @Test("what is wrong at another field, because of this one, stands in the plan")
    func elsewhere() async throws {
        let site = try await Site(packs: ["base"])
        let ada = try await site.browser(signedInAs: "ada")
        func draft(_ name: String, _ formula: String) throws -> FieldDraft {
            try FieldRequest(name: name, kind: "integer", options: ["formula": formula]).draft()
        }
        for change: MetadataChange in [
            .addField(try draft("first", "employees"), to: "Account"),
            .addField(try draft("second", "employees"), to: "Account"),
            .changeField(try draft("first", "second + 1"), of: "Account"),
        ] {
            _ = try await site.engine.apply(change, as: .system, through: .test)
        }
        let page = try await ada.submit(
            "/admin/objects/Account/fields/second",
            [("name", "second"), ("kind", "integer"), ("formula", "first + 1")]
        ).text
        #expect(page.contains("id=\"plan-title\""))
        #expect(
            page.contains(
                "fields are computed from each other: "
                    + "Account.first ← Account.second ← Account.first"))
        #expect(!page.contains("aria-invalid"))
    }
}
