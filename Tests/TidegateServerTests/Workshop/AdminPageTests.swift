import Testing

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
