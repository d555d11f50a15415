import Testing
import TidegateEngine
import TidegateModel
import TidegateScript

@testable import TidegateServer

@Suite("The administration's pages")
struct AdminPageTests {
    private static let tabs = ["objects", "users", "roles", "teams", "imports", "outbox"]

    @Test("are for administrators", arguments: tabs)
    func permissions(tab: String) async throws {
        let site = try await Site(packs: ["base", "sales"])
        #expect(try await site.browser(signedInAs: "ada").get("/admin/\(tab)").status == .ok)
        #expect(try await site.browser(signedInAs: "ann").get("/admin/\(tab)").status == .forbidden)
        #expect(try await site.browser(signedInAs: "ann").get("/admin").status == .forbidden)
    }

    @Test("show where each field comes from")
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

    @Test("a new object's fields have labels in every language, and stand in their order")
    func labelledFields() async throws {
        let site = try await Site(packs: ["base"])
        let ada = try await site.browser(signedInAs: "ada")
        let form: [(String, String)] = [
            ("name", "Visit"), ("label", "Visit"), ("field.0.label", "Purpose"),
            ("field.0.name", "purpose"), ("field.0.kind", "text"),
            ("field.0.label_zh_hant", "目的"), ("field.0.label_zh_hans", "目的"),
            ("field.1.name", "amount"), ("field.1.kind", "money"),
        ]
        let planned = try await ada.submit("/admin/objects/new", form)
        #expect(planned.text.contains("value=\"目的\""))
        let digest = try #require(planned.field("planned"))
        let applied = try await ada.submit(
            "/admin/objects/new", form + [("planned", digest), ("apply", "yes")])
        #expect(applied.status == .seeOther)
        #expect(
            site.engine.bundle.label(.field("Visit", "purpose"), .traditionalChinese) == "目的")
        let page = try await ada.get("/o/Visit/new").text
        let places = try ["purpose", "amount"].map {
            try #require(page.range(of: "data-input=\"\($0)\"")).lowerBound
        }
        #expect(places[0] < places[1])
    }

    @Test("a label without a name is no field that vanishes")
    func labelAlone() async throws {
        let site = try await Site(packs: ["base"])
        let ada = try await site.browser(signedInAs: "ada")
        let refused = try await ada.submit(
            "/admin/objects/new",
            [("name", "Visit"), ("field.0.label", "目的"), ("field.0.kind", "text")])
        #expect(refused.status == .badRequest)
        #expect(refused.text.contains("value=\"目的\""))
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

    @Test("what is wrong with a field of a new object names its row and marks its box")
    func rowOfAField() async throws {
        let site = try await Site(packs: ["base"])
        let ada = try await site.browser(signedInAs: "ada")
        let refused = try await ada.submit(
            "/admin/objects/new",
            [
                ("name", "Visit"), ("field.0.name", "name"), ("field.0.kind", "text"),
                ("field.1.label", "Costs"), ("field.1.name", "Not so"), ("field.1.kind", "money"),
            ]
        ).text
        #expect(refused.contains("Field 2, Name in rules: "))
        let box = try #require(refused.range(of: "id=\"field-1-name\""))
        #expect(refused[box.upperBound...].prefix { $0 != ">" }.contains("aria-invalid"))
    }

    @Test("an object that was added has an import of its own, by its fields' names or labels")
    func importOfAddedObject() async throws {
        let site = try await Site(packs: ["base"])
        let request = ObjectRequest(
            name: "Visit", words: [.traditionalChinese: "拜訪"], title: "{purpose}",
            fields: [
                FieldRequest(
                    name: "purpose", kind: "text",
                    options: ["required": "true", "label_zh_hant": "目的"]),
                FieldRequest(
                    name: "account", kind: "reference",
                    options: ["to": "Account", "label_zh_hant": "客戶"]),
            ])
        _ = try await site.engine.apply(
            .addObject(try request.draft()), as: .system, through: .page)
        let ada = try await site.browser(signedInAs: "ada")
        #expect(try await ada.get("/admin/imports").text.contains("value=\"custom/Visit\""))
        func load(_ file: String) async throws -> ImportReport {
            try await site.engine.importFile(Array(file.utf8), with: "custom/Visit", as: .system)
        }
        #expect(try await load("Purpose\nPumps\n").created == 1)
        let again = try await load("目的,客戶\nPumps,\nValves,Nobody\n")
        #expect(again.unchanged == 1 && again.refusedRows == 1)
        #expect(again.problems.map(\.column) == ["account"])
    }

    @Test("imports read the fields that were added in the workspace")
    func addedColumns() async throws {
        let site = try await Site(packs: ["base"])
        let ada = try await site.browser(signedInAs: "ada")
        _ = try await site.engine.apply(
            .addField(try FieldRequest(name: "segment", kind: "text").draft(), to: "Account"),
            as: .system, through: .page)
        let page = try await ada.get("/admin/imports").text
        #expect(page.contains("title=\"Segment\">segment</span>"))
        let template = try await ada.get("/admin/imports/template?import=base%2Faccounts").text
        #expect(template.contains(",segment\r\n"))
    }

    @Test(
        "the palette finds the outbox by the words people look for", arguments: ["jobs", "mails"])
    func outboxByOtherWords(word: String) async throws {
        let site = try await Site(packs: ["base"])
        let page = try await site.browser(signedInAs: "ada").get("/").text
        let link = try #require(
            page.firstMatch(of: #/<a href="\/admin\/outbox" data-words="([^"]*)"/#))
        #expect(link.1.contains(word))
        #expect(try await !site.browser(signedInAs: "ann").get("/").text.contains("/admin/outbox"))
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

    @Test("a label is given in each language, and only what was changed is kept")
    func labels() async throws {
        let site = try await Site(packs: ["base"])
        let ada = try await site.browser(signedInAs: "ada")
        let now = try site.engine.object("Account")
        let done = try await ada.submit(
            "/admin/objects/Account",
            [
                "label": now.label, "plural": now.plural, "label_zh_hans": "顾客",
                "label_zh_hant": site.engine.bundle.label(.object("Account"), .traditionalChinese),
            ])
        #expect(done.status == .seeOther)
        let pack = try await site.engine.customPack()
        #expect(pack.files.files.map(\.path).contains("locales/zh-Hans.lua"))
        #expect(!pack.files.files.map(\.path).contains("locales/zh-Hant.lua"))
        #expect(site.engine.bundle.label(.object("Account"), .simplifiedChinese) == "顾客")
        #expect(try await ada.get("/admin/objects/Account").text.contains("value=\"顾客\""))
    }

    @Test("imports into one object are told apart, with all the columns they need")
    func imports() async throws {
        let site = try await Site(packs: ["base", "sales", "crm_sales"])
        let page = try await site.browser(signedInAs: "ada").get("/admin/imports").text
        let options = page.matches(of: #/<option value="crm_sales\/[^"]*">([^<]*)</#).map(\.1)
        #expect(options.count > 5)
        #expect(Set(options).count == options.count)
        #expect(options.contains("Accounts (Parent accounts)"))
        let start = try #require(page.firstRange(of: "data-facts-of=\"crm_sales/seller roles\""))
        let facts = page[start.upperBound...].prefix { $0 != "§" }.prefix(900)
        #expect(facts.contains("title=\"User\">sales_agent</span>"))
        #expect(facts.contains("A record with the same User is updated; otherwise one is made"))
        #expect(
            facts.contains("Role: &#39;seller&#39;") || facts.contains("Role: &apos;seller&apos;")
                || facts.contains("Role: 'seller'"))
    }

    @Test("an object is added with who may use it")
    func addObject() async throws {
        let site = try await Site(packs: ["base", "sales"])
        let ada = try await site.browser(signedInAs: "ada")
        let form = [
            ("name", "Equipment"), ("plural", "Equipment"), ("field.0.name", "name"),
            ("field.0.kind", "text"), ("field.0.required", "yes"), ("access", "read seller"),
            ("access", "create seller"),
        ]
        let planned = try await ada.submit("/admin/objects/new", form)
        #expect(planned.text.contains("There will be a new object “Equipment” (Equipment)."))
        #expect(planned.text.contains("may create, read records of Equipment."))
        let digest = try #require(planned.field("planned"))
        let done = try await ada.submit(
            "/admin/objects/new", form + [("planned", digest), ("apply", "yes")])
        #expect(done.location == "/admin/objects/Equipment?done=Equipment")
        let ann = try await site.engine.actor(login: "ann")
        _ = try await site.engine.create(
            "Equipment", ["name": .text("Pump")], as: ann, through: .test
        ).get()
        let wes = try await site.engine.actor(login: "fiona")
        #expect(throws: TidegateError.self) { try site.engine.object("Equipment", as: wes) }
    }

    @Test("who may use an object that was added is changed by a plan, and holds at once")
    func changeAccess() async throws {
        let site = try await Site(packs: ["base", "sales"])
        let draft = try ObjectRequest(
            name: "Visit", fields: [FieldRequest(name: "name", kind: "text")],
            access: [
                AccessRequest(
                    role: "seller", rights: ["read": "created_by == me()", "create": "true"]),
                AccessRequest(role: "finance", rights: ["read": "true"]),
            ]
        ).draft()
        _ = try await site.engine.apply(.addObject(draft), as: .system, through: .test)
        let ada = try await site.browser(signedInAs: "ada")
        let page = try await ada.get("/admin/objects/Visit").text
        #expect(page.contains("value=\"create seller\" aria-label=\"Seller: create\" checked"))
        #expect(page.contains("created_by == me()"))
        #expect(page.contains("value=\"read everyone\""))

        let boxes = [("access", "read seller"), ("access", "read everyone")]
        let planned = try await ada.submit("/admin/objects/Visit/access", boxes)
        #expect(planned.status == .ok)
        #expect(planned.text.contains("Who has the role Seller may read records of Visit."))
        #expect(planned.text.contains("Who has the role Everyone may read records of Visit."))
        #expect(planned.text.contains("Who has only the role Finance will have no right"))
        let before = try await site.engine.actor(login: "ann")
        #expect(try site.engine.access(of: before, to: "Visit").create.isAlways)
        let digest = try #require(planned.field("planned"))
        let other = try await ada.submit(
            "/admin/objects/Visit/access",
            [("access", "read everyone"), ("planned", digest), ("apply", "yes")])
        #expect(other.status == .ok)
        let done = try await ada.submit(
            "/admin/objects/Visit/access", boxes + [("planned", digest), ("apply", "yes")])
        #expect(done.location == "/admin/objects/Visit?done=Visit")

        let ann = try await site.engine.actor(login: "ann")
        #expect(try site.engine.access(of: ann, to: "Visit").create.isNever)
        #expect(try site.engine.access(of: ann, to: "Visit").read.isAlways)
        let kept = try await site.engine.customPack()
        let visit = try #require(ObjectName("Visit"))
        #expect(
            kept.objects[visit]?.access.map(\.request) == [
                AccessRequest(role: "everyone", rights: ["read": "true"]),
                AccessRequest(role: "seller", rights: ["read": "created_by == me()"]),
            ])
    }

    @Test("rights of an object of a pack are the pack's, and only an admin changes any")
    func foreignAccess() async throws {
        let site = try await Site(packs: ["base", "sales"])
        let ada = try await site.browser(signedInAs: "ada")
        let page = try await ada.get("/admin/objects/Account").text
        #expect(!page.contains("/admin/objects/Account/access"))
        let own = try await ada.submit(
            "/admin/objects/Account/access", [("access", "delete everyone")])
        #expect(own.status == .badRequest)
        #expect(own.text.contains("comes from a pack"))
        let ann = try await site.browser(signedInAs: "ann")
        #expect(
            try await ann.submit("/admin/objects/Account/access", [("access", "read everyone")])
                .status == .forbidden)
    }

    @Test("a mail that could not be sent says why, and is tried again at a button's press")
    func retryMail() async throws {
        let site = try await Site(packs: ["base"])
        let mail = try await site.mail()
        _ = try await site.engine.deliverMail(by: Postman(error: "the folder <spool> is full"))
        #expect(try await site.engine.deliverMail(by: Postman(error: nil)).sent == 0)
        let ada = try await site.browser(signedInAs: "ada")
        let page = try await ada.get("/admin/outbox?state=failed").text
        #expect(page.contains("the folder &lt;spool&gt; is full"))
        #expect(page.contains("action=\"/admin/outbox/\(mail)/retry\""))
        let ann = try await site.browser(signedInAs: "ann")
        #expect(try await ann.submit("/admin/outbox/\(mail)/retry").status == .forbidden)
        #expect(try await ada.submit("/admin/outbox/\(mail)/retry").status == .seeOther)
        #expect(try await site.engine.deliverMail(by: Postman(error: nil)).sent == 1)
        #expect(try await !ada.get("/admin/outbox").text.contains("/retry"))
        #expect(try await ada.submit("/admin/outbox/\(mail)/retry").status == .conflict)
        #expect(try await ada.submit("/admin/outbox/0000000000001/retry").status == .notFound)
    }

    @Test("the outbox says that no mail server is set up and what becomes of mails")
    func wayOfMails() async throws {
        let site = try await Site(packs: ["base"])
        let page = try await site.browser(signedInAs: "ada").get("/admin/outbox").text
        #expect(page.contains("No mail server and no mail folder is set up: mails wait here."))
        #expect(page.contains("<h1>Jobs and outbox</h1>"))
        #expect(!page.contains(">Sent<"))
    }

    @Test("a user is added, changed, given a link and signed out")
    func users() async throws {
        let site = try await Site(packs: ["base", "sales"])
        let ada = try await site.browser(signedInAs: "ada")
        let added = try await ada.submit(
            "/admin/users/new",
            [("login", "kim"), ("name", "Kim <i>Lo</i>"), ("role", "seller"), ("language", "en")])
        let address = try #require(added.location?.split(separator: "?").first.map(String.init))
        let page = try await ada.get(address)
        #expect(page.text.contains("Kim &lt;i&gt;Lo&lt;/i&gt;"))
        let link = try await ada.submit("\(address)/link")
        let welcome = try #require(link.text.firstMatch(of: /\/welcome\/[A-Za-z0-9_-]+/)).output
        let kim = site.browser()
        #expect(try await kim.post(String(welcome)).status == .seeOther)
        #expect(try await kim.get("/account").status == .ok)
        #expect(try await ada.submit("\(address)/end-sessions").status == .seeOther)
        #expect(try await kim.get("/account").status != .ok)
        let version = try #require(page.field("version"))
        let changed = try await ada.submit(
            address,
            [
                ("login", "kim"), ("name", "Kim Lo"), ("active", "yes"), ("version", version),
                ("role", "finance"),
            ])
        #expect(changed.status == .seeOther)
        #expect(try await site.engine.actor(login: "kim").roles.contains("finance"))
        #expect(try await site.engine.actor(login: "kim").roles.contains("seller") == false)
    }

    @Test("a login that is taken or badly written is refused at its field")
    func logins() async throws {
        let site = try await Site(packs: ["base", "sales"])
        let ada = try await site.browser(signedInAs: "ada")
        for (login, why) in [("ann", "Login ann is taken"), ("Kim Lo!", "cannot be a login")] {
            let refused = try await ada.submit(
                "/admin/users/new", [("login", login), ("name", "Kim Lo")])
            let input = try #require(refused.text.range(of: "id=\"login\""))
            let place = refused.text[input.upperBound...].prefix { $0 != "\n" }
            #expect(place.contains("error-text") && place.contains(why), "\(place)")
        }
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

    @Test("a role is taken from a user who was changed before")
    func takenRole() async throws {
        let site = try await Site(packs: ["base", "sales"])
        let ada = try await site.browser(signedInAs: "ada")
        let kim = try await site.engine.addUser(
            login: "kim", name: "Kim", email: nil, manager: nil, roles: ["seller"], as: .system,
            through: .test
        ).get()
        for name in ["Kim L", "Kim Lo"] {
            _ = try await site.engine.update(
                "User", kim.id, ["name": .text(name)], as: .system, through: .test
            ).get()
        }
        func send(_ version: Int) async throws -> Reply {
            try await ada.submit(
                "/admin/users/\(kim.id)",
                [("login", "kim"), ("name", "Kim"), ("active", "yes"), ("version", "\(version)")])
        }
        #expect(try await send(2).status == .conflict)
        #expect(try await site.engine.actor(login: "kim").roles.contains("seller"))
        #expect(try await send(3).status == .seeOther)
        #expect(try await !site.engine.actor(login: "kim").roles.contains("seller"))
    }

    @Test("a new user is there with all that was said, or not at all")
    func wholeUser() async throws {
        let site = try await Site(packs: ["base", "sales"])
        let ada = try await site.browser(signedInAs: "ada")
        for (field, value) in [("manager", "0CN4JHY591FFF"), ("manager", "x"), ("team", "zzz")] {
            let refused = try await ada.submit(
                "/admin/users/new", [("name", "Half"), ("login", "half"), (field, value)])
            #expect(refused.status == .unprocessableContent, "\(field) \(value)")
            #expect(field == "team" || refused.text.contains("error-text"), "\(value)")
            await #expect(throws: TidegateError.self) {
                _ = try await site.engine.actor(login: "half")
            }
        }
        let boss = try #require(try await site.engine.actor(login: "bob").user)
        let added = try await ada.submit(
            "/admin/users/new", [("name", "Whole"), ("login", "whole"), ("manager", "\(boss)")])
        #expect(added.status == .seeOther)
        let whole = try await site.engine.record("User", "login", .text("whole"), as: .system)
        #expect(whole?["manager"] == .reference(boss))
        #expect(whole?.version == 1)
    }

    @Test("show every role's rights with their conditions and their place")
    func roles() async throws {
        let site = try await Site(packs: ["base", "sales"])
        let page = try await site.browser(signedInAs: "ada").get("/admin/roles").text
        #expect(page.contains("owner in my_reports()"))
        #expect(page.contains("/packs/sales/access/"))
        // What a permission allows, not the role's name once more.
        #expect(page.contains("<span class=\"tag hue-violet\">manages everything</span>"))
    }
}

private struct Postman: TidegateEngine.Postman {
    let error: String?

    struct Failure: Error, CustomStringConvertible { let description: String }

    func deliver(_ mail: OutgoingMail) throws {
        if let error { throw Failure(description: error) }
    }
}

extension Site {
    /// A mail that waits in the outbox.
    fileprivate func mail() async throws -> RecordID {
        var mail = Record(object: SystemObjects.mail, id: RecordID(number: 77), version: 1)
        mail["key"] = .text("k")
        mail["recipient"] = .text("bob@example.com")
        mail["subject"] = .text("Look at this")
        mail["state"] = .text("waiting")
        mail["created_at"] = .datetime(engine.clock.now())
        try await engine.store.write { [mail] in try $0.insert(mail) }
        return mail.id
    }
}
