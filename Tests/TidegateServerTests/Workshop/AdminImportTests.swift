import Testing
import TidegateEngine
import TidegateModel
import TidegateScript

@testable import TidegateServer

@Suite("The page of imports")
struct AdminImportTests {
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

    @Test("a loaded file is listed, and taken back after a look at what that would do")
    func takingBack() async throws {
        let site = try await Site(packs: ["base"])
        let ada = try await site.browser(signedInAs: "ada")
        let actor = try await site.engine.actor(login: "ada")
        let file = "name,phone\nAlder & <Works>,1\nBirch Works,2\n"
        let report = try await site.engine.importFile(
            Array(file.utf8), with: "base/accounts", as: actor, RequestOptions(),
            ImportWay(file: "new <b>.csv"))
        let run = try #require(report.run)
        let list = try await ada.get("/admin/imports").text
        #expect(list.contains("/admin/imports/\(run)") && list.contains("new &lt;b&gt;.csv"))
        let birch = try #require(
            try await site.engine.record("Account", "name", .text("Birch Works"), as: .system))
        _ = try await site.engine.update(
            "Account", birch.id, ["phone": .text("3")], as: .system, through: .test
        ).get()
        let page = try await ada.get("/admin/imports/\(run)").text
        #expect(page.contains("1 would be deleted, 0 put back as they were, 1 left as they are."))
        #expect(page.contains("was changed since: Phone"))
        let refused = try await ada.submit("/admin/imports/\(run)/undo")
        #expect(refused.status == 422)
        #expect(refused.text.contains("1 records of this import were changed since"))
        let done = try await ada.submit("/admin/imports/\(run)/undo?rest=true")
        #expect(done.status == 303)
        let after = try await ada.get("/admin/imports/\(run)").text
        #expect(after.contains("1 records were taken back, 1 left as they are."))
        let name = Value.text("Alder & <Works>")
        #expect(try await site.engine.record("Account", "name", name, as: .system) == nil)
        #expect(try await ada.get("/admin/imports/0000000000000").status == 404)
        #expect(try await ada.get("/admin/imports/x").status == 404)
    }
}
