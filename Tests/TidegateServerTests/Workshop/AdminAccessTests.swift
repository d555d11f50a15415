import Testing
import TidegateEngine
import TidegateModel
import TidegateScript

@testable import TidegateServer

@Suite("Who may use an object that admins add")
struct AdminAccessTests {
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
}
