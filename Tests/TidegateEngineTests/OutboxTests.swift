import Testing
import TidegateEngine
import TidegateModel

@Suite("A mail that cannot be sent")
struct OutboxTests {
    private final class Post: Postman {
        let fails = Lock(true)

        struct Closed: Error, CustomStringConvertible { let description = "the office is closed" }

        func deliver(_ mail: OutgoingMail) throws {
            if fails.withLock({ $0 }) { throw Closed() }
        }
    }

    private func waiting(_ bench: Workbench) async throws -> RecordID {
        var mail = Record(object: SystemObjects.mail, id: RecordID(number: 77), version: 1)
        mail["key"] = .text("k")
        mail["recipient"] = .text("bob@example.com")
        mail["state"] = .text("waiting")
        mail["created_at"] = .datetime(bench.clock.clock.now())
        try await bench.engine.store.write { [mail] in try $0.insert(mail) }
        return mail.id
    }

    @Test func `is tried again after waits that double, up to an hour`() async throws {
        let bench = try await Workbench("object \"Note\" { text \"name\" }")
        let (post, id) = (Post(), try await waiting(bench))
        for seconds in [5, 10, 20] {
            let tried = try await bench.engine.deliverMail(by: post)
            #expect(tried.failed == ["bob@example.com: the office is closed"])
            bench.clock.advance(Span(milliseconds: Int64(seconds) * 1000 - 1))
            #expect(try await bench.engine.deliverMail(by: post).failed.isEmpty)
            bench.clock.advance(Span(milliseconds: 1))
        }
        for _ in 0..<30 {
            _ = try await bench.engine.deliverMail(by: post)
            bench.clock.advance(.hours(1))
        }
        let mail = try await bench.engine.record("Mail", id, as: .system)
        #expect(mail["attempts"] == .integer(33))
        #expect(mail["error"] == .text("the office is closed"))
        post.fails.withLock { $0 = false }
        #expect(try await bench.engine.deliverMail(by: post).sent == 1)
        #expect(try await bench.engine.record("Mail", id, as: .system)["error"] == .none)
    }

    @Test func `is tried at once when an administrator says so, which its history tells`()
        async throws
    {
        let bench = try await Workbench(
            """
            object "Note" { text "name" }
            access "boss" { label = "Boss", permissions = { "administer" } }
            """)
        let boss = try await bench.user("ada", roles: ["boss"])
        let seller = try await bench.user("sue", roles: ["seller"])
        let (post, id) = (Post(), try await waiting(bench))
        _ = try await bench.engine.deliverMail(by: post)
        post.fails.withLock { $0 = false }
        #expect(try await bench.engine.deliverMail(by: post).sent == 0)
        let forbidden = await #expect(throws: TidegateError.self) {
            try await bench.engine.retryMail(id, as: seller, through: .page)
        }
        #expect(forbidden?.code == "mail.forbidden")
        try await bench.engine.retryMail(id, as: boss, through: .page)
        #expect(try await bench.engine.deliverMail(by: post).sent == 1)
        let history = try await bench.engine.history("Mail", id, as: .system)
        #expect(history.map(\.who.name) == ["Ada"])
        #expect(history.first?.changes.map(\.field) == ["next_try_at"])
        let late = await #expect(throws: TidegateError.self) {
            try await bench.engine.retryMail(id, as: boss, through: .page)
        }
        #expect(late?.code == "mail.sent")
    }
}
