import Testing
import TidegateModel
import TidegateScript

@testable import TidegateServer

@Suite("Objects that admins add")
struct AdminObjectTests {
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

    @Test("a title that names no field is told at its box")
    func title() async throws {
        let site = try await Site(packs: ["base"])
        let ada = try await site.browser(signedInAs: "ada")
        let page = try await ada.submit(
            "/admin/objects/new",
            [
                ("name", "Visit"), ("title", "{porpose}"), ("field.0.name", "purpose"),
                ("field.0.kind", "text"),
            ]
        ).text
        let box = try #require(page.range(of: "id=\"title\""))
        #expect(page[box.upperBound...].prefix { $0 != ">" }.contains("aria-invalid=\"true\""))
        #expect(page[box.upperBound...].prefix { $0 != "\n" }.contains("did you mean purpose?"))
        #expect(!page.contains("id=\"plan-title\""))
    }
}
