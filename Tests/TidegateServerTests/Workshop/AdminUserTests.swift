import Testing
import TidegateEngine
import TidegateModel

@testable import TidegateServer

@Suite("The administration's users")
struct AdminUserTests {
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
}
