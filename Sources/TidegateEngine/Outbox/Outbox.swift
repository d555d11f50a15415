import TidegateModel
import TidegateRules
import TidegateStore

/// Carries mails away. At least once: a mail may be handed over twice, always with the same key.
public protocol Postman: Sendable {
    func deliver(_ mail: OutgoingMail) throws
}

public struct OutgoingMail: Sendable {
    public var id: RecordID
    public var key: String
    public var recipient: String
    public var name: String?
    public var subject: String
    public var body: String
    public var at: Instant

    public init(
        id: RecordID, key: String, recipient: String, name: String?, subject: String, body: String,
        at: Instant
    ) {
        self.id = id
        self.key = key
        self.recipient = recipient
        self.name = name
        self.subject = subject
        self.body = body
        self.at = at
    }
}

extension Engine {
    /// Hands every waiting mail to the postman, oldest first, and marks it as sent.
    ///
    /// A mail the postman cannot take stays waiting and does not stop the others.
    /// - Returns: how many were sent, and what went wrong with the rest.
    public func deliverMail(by postman: any Postman) async throws -> (sent: Int, failed: [String]) {
        let mails = SystemObjects.mail
        guard let slot = mails.slot(of: "state") else { return (0, []) }
        let waiting = try await read { try $0.records(mails, slot: slot, equals: .text("waiting")) }
        var failed: [String] = []
        var sent: [Record] = []
        for mail in waiting {
            do {
                try postman.deliver(OutgoingMail(mail))
                sent.append(mail)
            } catch {
                failed.append("\(mail["recipient"]): \(error)")
            }
        }
        guard !sent.isEmpty else { return (0, failed) }
        let now = clock.now()
        try await store.write { [sent] writer in
            for mail in sent {
                var done = mail
                done["state"] = .text("sent")
                done["sent_at"] = .datetime(now)
                done.version += 1
                try writer.update(done, from: mail)
            }
        }
        return (sent.count, failed)
    }
}

extension OutgoingMail {
    init(_ mail: Record) {
        self.init(
            id: mail.id, key: mail["key"].text ?? "", recipient: mail["recipient"].text ?? "",
            name: mail["name"].text, subject: mail["subject"].text ?? "",
            body: mail["body"].text ?? "",
            at: mail["created_at"].datetime ?? Instant(milliseconds: 0))
    }
}
