import Testing
import TidegateModel

@testable import TidegateServer

@Suite("A password")
struct PasswordTests {
    /// Source: RFC 7914, section 12; the first 32 bytes of its 64, as PBKDF2 makes them in turn.
    @Test(arguments: [
        (
            "password", "NaCl", PasswordHash.Cost(logN: 10, r: 8, p: 16),
            "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
        ),
        (
            "pleaseletmein", "SodiumChloride", PasswordHash.Cost(logN: 14, r: 8, p: 1),
            "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
        ),
    ])
    func `is hashed as the standard has it`(
        password: String, salt: String, cost: PasswordHash.Cost, want: String
    ) throws {
        let hash = try PasswordHash(of: password, cost: cost, salt: Array(salt.utf8))
        let key = hash.key.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        #expect(key == want)
    }

    private let cheap = PasswordHash.Cost(logN: 10, r: 8, p: 1)

    @Test func `comes back from its text with salt and cost, and fits itself alone`() throws {
        let hash = try PasswordHash(of: "correct horse", cost: cheap)
        let read = try #require(PasswordHash(hash.description))
        #expect(read == hash)
        #expect(try read.matches("correct horse"))
        #expect(try !read.matches("correct horse "))
        #expect(try !read.matches(""))
        #expect(try PasswordHash(of: "correct horse", cost: cheap) != hash)
    }

    @Test(arguments: [
        "", "$scrypt$", "$bcrypt$ln=10,r=8,p=1$AAAA$AAAA", "$scrypt$ln=10,r=8,p=1$AAAA$AAAA",
        "$scrypt$ln=40,r=8,p=1$AAAA$" + String(repeating: "A", count: 43),
        "$scrypt$ln=10,r=8$AAAA$" + String(repeating: "A", count: 43),
    ])
    func `is not read from a damaged text`(text: String) {
        #expect(PasswordHash(text) == nil)
    }

    @Test(arguments: [
        ("short", "password.length"), (String(repeating: "x", count: 257), "password.length"),
        ("Password", "password.common"), ("passw0rd", "password.common"),
        ("Qwertz123!", "password.common"), ("aaaaaaaaaa", "password.common"),
        ("12345678", "password.common"), ("Ann.Lee.2026", "password.common"),
        ("tidegate1", "password.common"),
    ])
    func `must be long and not the first to be tried`(password: String, code: String) {
        #expect {
            try PasswordRules.check(password, login: "ann.lee.2026")
        } throws: { ($0 as? TidegateError)?.code == code }
    }

    @Test(arguments: [
        "correct horse battery", "四個不相干的詞語吧", "aB3$xY9!", String(repeating: "ab c", count: 64),
    ])
    func `may be anything else`(password: String) throws {
        try PasswordRules.check(password, login: "ann")
    }

    @Test func `is made anew when hashing has become dearer`() async throws {
        let site = try await Site()
        try await site.setPassword(of: "ann")
        let ann = try #require(try await site.engine.actor(login: "ann").user)
        let before = try await site.engine.store.read { try FrontDesk.password(of: ann, $0) }
        #expect(before?.cost == cheap)
        let dearer = PasswordHash.Cost(logN: 11, r: 8, p: 1)
        let desk = FrontDesk(engine: site.engine, times: SessionTimes(), cost: dearer)
        let visitor = Visitor(address: "192.0.2.1", userAgent: nil)
        _ = try await desk.signIn(login: "ann", password: Site.password, from: visitor)
        let after = try await site.engine.store.read { try FrontDesk.password(of: ann, $0) }
        #expect(after?.cost == dearer)
        _ = try await desk.signIn(login: "ann", password: Site.password, from: visitor)
    }

    @Test func `has no words in the drawer`() async throws {
        let site = try await Site()
        try await site.setPassword(of: "ann")
        let browser = try await site.browser(signedInAs: "ann")
        let cookie = try #require(browser.cookies["tg_session"])
        let items = try await site.engine.store.read { reader in
            try ["password", "session", "link"].flatMap { try reader.items($0) }
        }
        #expect(items.count >= 2)
        for item in items {
            let content = String(decoding: item.key + item.content, as: UTF8.self)
            #expect(!content.contains(Site.password) && !content.contains(cookie))
        }
    }
}
