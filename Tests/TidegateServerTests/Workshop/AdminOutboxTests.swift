import Testing
import TidegateEngine
import TidegateModel

@testable import TidegateServer

@Suite("The page of the outbox")
struct AdminOutboxTests {
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
