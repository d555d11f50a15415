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
    /// Hands the waiting mails whose time has come to the postman, oldest first, and marks them as
    /// sent.
    ///
    /// A mail the postman cannot take stays waiting and does not stop the others. It keeps what went
    /// wrong and is tried again later, each time after a longer wait; ``retryMail(_:as:through:)``
    /// has it tried at once.
    /// - Returns: how many were sent, and what went wrong with the rest.
    public func deliverMail(by postman: any Postman) async throws -> (sent: Int, failed: [String]) {
        let mails = SystemObjects.mail
        guard let slot = mails.slot(of: "state") else { return (0, []) }
        let now = clock.now()
        let waiting = try await read { reader in
            try reader.records(mails, slot: slot, equals: .text("waiting")).filter {
                ($0["next_try_at"].datetime ?? now) <= now
            }
        }
        var failed: [String] = []
        var outcomes: [(mail: RecordID, error: String?)] = []
        for mail in waiting {
            do {
                try postman.deliver(OutgoingMail(mail))
                outcomes.append((mail.id, nil))
            } catch {
                failed.append("\(mail["recipient"]): \(error)")
                outcomes.append((mail.id, "\(error)"))
            }
        }
        guard !outcomes.isEmpty else { return (0, []) }
        let tried = clock.now()
        try await store.write { [outcomes] writer in
            for (id, error) in outcomes {
                guard let mail = try writer.record(mails, id), mail["state"] == .text("waiting")
                else { continue }
                try writer.update(mail.tried(at: tried, error), from: mail)
            }
        }
        return (outcomes.count - failed.count, failed)
    }

    /// Has a mail that could not be sent tried again with the next delivery. Who asked for it stands
    /// in the mail's history.
    ///
    /// - Throws: `mail.sent` when it has left meanwhile.
    public func retryMail(
        _ id: RecordID, as actor: Actor, through door: Door
    ) async throws {
        guard actor.kind != .user || actor.may(.administer) else {
            throw MailSentences.mayNotRetry(actor)
        }
        try await transact(as: actor, through: door, needsPacks: false) { transaction in
            let mail = try transaction.existing(SystemObjects.mail, id)
            guard mail["state"] == .text("waiting") else { throw MailSentences.sent(mail) }
            var again = mail
            again["next_try_at"] = .datetime(transaction.now)
            again.version += 1
            try transaction.writer.update(again, from: mail)
            transaction.append(
                transaction.entry.save(
                    .update, old: mail, record: again, cause: nil, trace: Trace()),
                about: again)
        }
    }
}

extension Record {
    /// The mail after it was handed over, or could not be.
    fileprivate func tried(at now: Instant, _ error: String?) -> Record {
        var mail = self
        mail.version += 1
        guard let error else {
            mail["state"] = .text("sent")
            mail["sent_at"] = .datetime(now)
            mail["error"] = .none
            mail["next_try_at"] = .none
            return mail
        }
        let attempts = (mail["attempts"].integer ?? 0) + 1
        mail["attempts"] = .integer(attempts)
        mail["error"] = .text(String(error.prefix(EngineLimits.mailErrorCharacters)))
        mail["next_try_at"] = .datetime(now + Self.wait(after: attempts))
        return mail
    }

    private static func wait(after attempts: Int64) -> Span {
        let longest = EngineLimits.longestMailWait.milliseconds
        // Past twenty doublings every wait is the longest one.
        let doubled = EngineLimits.mailWait.milliseconds << min(attempts - 1, 20)
        return Span(milliseconds: min(doubled, longest))
    }
}

enum MailSentences {
    static func mayNotRetry(_ actor: Actor) -> TidegateError {
        TidegateError(
            .forbidden, "mail.forbidden", "\(actor.name) may not send mails again.",
            hint: "A role with the permission administer may.")
    }

    static func sent(_ mail: Record) -> TidegateError {
        TidegateError(
            .conflict, "mail.sent",
            "The mail to \(mail["recipient"].text ?? "?") has been sent already.")
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
