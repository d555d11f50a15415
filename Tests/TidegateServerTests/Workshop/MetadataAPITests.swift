import Testing
import TidegateEngine
import TidegateModel
import TidegateScript

@testable import TidegateServer

@Suite("The API for objects and fields")
struct MetadataAPITests {
    private func post(
        _ browser: Browser, _ path: String, _ body: String
    ) async throws -> Reply {
        try await browser.send(
            .post, path,
            [
                ("Content-Type", "application/json"), ("Sec-Fetch-Site", "same-origin"),
                ("X-Form-Token", try await browser.formToken),
            ], Array(body.utf8))
    }

    private let change = """
        "change": "add_field", "object": "Account", "definition":
        {"name": "segment", "kind": "choice", "values": ["A", "B"], "default": "B", "required": true}
        """

    @Test("plans, then applies what was planned")
    func planAndApply() async throws {
        let site = try await Site(packs: ["base"])
        let ada = try await site.browser(signedInAs: "ada")
        let planned = try await post(ada, "/api/metadata/plan", "{\(change)}")
        #expect(planned.status == .ok)
        let plan = try JSONReader.read(Array(planned.text.utf8), maximumBytes: 1 << 20)
        #expect(plan["possible"]?.bool == true)
        #expect(plan["done"]?.bool == false)
        let basis = try #require(plan["basis"]?.string)
        let applied = try await post(
            ada, "/api/metadata/apply", "{\(change), \"basis\": \"\(basis)\"}")
        #expect(applied.status == .ok)
        #expect(applied.text.contains("\"filled\":12"))
        let stale = try await post(
            ada, "/api/metadata/apply",
            """
            {"change": "add_field", "object": "Account", "basis": "\(basis)",
             "definition": {"name": "other", "kind": "text"}}
            """)
        #expect(stale.status == .conflict)
    }

    @Test("calls objects and fields otherwise in each language; what is not named stays")
    func labels() async throws {
        let site = try await Site(packs: ["base"])
        let ada = try await site.browser(signedInAs: "ada")
        for change in [
            #""change": "relabel_object", "object": "Account", "label_zh_hans": "顾客""#,
            #""change": "relabel_field", "object": "Account", "field": "name", "label_zh_hant": "公司名稱""#,
        ] {
            let plan = try JSONReader.read(
                Array(try await post(ada, "/api/metadata/plan", "{\(change)}").text.utf8),
                maximumBytes: 1 << 20)
            let basis = try #require(plan["basis"]?.string)
            let done = try await post(
                ada, "/api/metadata/apply", "{\(change), \"basis\": \"\(basis)\"}")
            #expect(done.status == .ok)
        }
        let bundle = site.engine.bundle
        #expect(bundle.label(.object("Account"), .simplifiedChinese) == "顾客")
        #expect(bundle.label(.object("Account"), .english) == "Account")
        #expect(bundle.label(.field("Account", "name"), .traditionalChinese) == "公司名稱")
        let nothing = try await post(
            ada, "/api/metadata/plan", #"{"change": "relabel_object", "object": "Account"}"#)
        #expect(nothing.status == .badRequest)
    }

    @Test("says who may use an object that was added; rights that are not named are gone")
    func access() async throws {
        let site = try await Site(packs: ["base"])
        let ada = try await site.browser(signedInAs: "ada")
        let draft = try ObjectRequest(
            name: "Visit", fields: [FieldRequest(name: "name", kind: "text")],
            access: [AccessRequest(role: "everyone", rights: ["create": "true"])]
        ).draft()
        _ = try await site.engine.apply(.addObject(draft), as: .system, through: .test)
        let forgotten = try await post(
            ada, "/api/metadata/plan", #"{"change": "set_access", "object": "Visit"}"#)
        #expect(forgotten.status == .badRequest)
        let wanted = """
            "change": "set_access", "object": "Visit",
            "access": [{"role": "everyone", "read": "created_by == me()"}]
            """
        let planned = try await post(ada, "/api/metadata/plan", "{\(wanted)}")
        let plan = try JSONReader.read(Array(planned.text.utf8))
        #expect(plan["possible"]?.bool == true, "\(planned.text)")
        let basis = try #require(plan["basis"]?.string)
        let applied = try await post(
            ada, "/api/metadata/apply", "{\(wanted), \"basis\": \"\(basis)\"}")
        #expect(applied.status == .ok)
        let ann = try await site.engine.access(of: site.engine.actor(login: "ann"), to: "Visit")
        #expect(ann.create.isNever)
        #expect(!ann.read.isNever && !ann.read.isAlways)
        let wrong = try await post(
            ada, "/api/metadata/plan",
            """
            {"change": "set_access", "object": "Visit",
             "access": [{"role": "everyone", "fly": true}, {"role": "everyone"}]}
            """)
        #expect(wrong.status == .badRequest)
        #expect(wrong.text.contains("the role everyone is given twice"))
    }

    @Test(
        "refuses what it does not understand",
        arguments: [
            "{}", "{\"change\": \"drop_everything\"}", "{\"change\": \"add_field\"}",
            "{\"change\": \"add_field\", \"object\": \"Account\", \"definition\": 5}",
            "{\"change\": \"add_object\", \"object\": \"X\", \"fields\": [[]]}",
            "{\"change\": \"add_field\", \"object\": \"Account\", \"definition\": {\"name\": \"x\"}, \"y\": 1}",
        ])
    func refused(body: String) async throws {
        let site = try await Site(packs: ["base"])
        let ada = try await site.browser(signedInAs: "ada")
        #expect(try await post(ada, "/api/metadata/plan", body).status == .badRequest)
    }

    @Test("is for those who may customize, and stands in their document alone")
    func permission() async throws {
        let site = try await Site(packs: ["base", "sales"])
        let ann = try await site.browser(signedInAs: "ann")
        #expect(try await post(ann, "/api/metadata/plan", "{\(change)}").status == .forbidden)
        #expect(!(try await ann.get("/api/openapi.json").text.contains("/api/metadata/plan")))
        let ada = try await site.browser(signedInAs: "ada")
        #expect(try await ada.get("/api/openapi.json").text.contains("/api/metadata/plan"))
    }
}
