import TidegateModel

/// Puts mails into the outbox, once a key: whatever is retried, one row, one mail.
struct Postbox {
    let transaction: Transaction

    /// Does nothing when the key was used before, or the recipient has no address.
    func put(
        key: @autoclosure () -> String, to recipient: Record, subject: String,
        body: @autoclosure () throws -> String, about record: Record?, rule: RuleLocation?
    ) throws {
        guard let address = Self.address(of: recipient) else { return }
        let (mails, key) = (SystemObjects.mail, key())
        guard let keySlot = mails.slot(of: "key"),
            try transaction.writer.first(mails, slot: keySlot, equals: .text(key)) == nil
        else { return }
        var mail = Record(object: mails, id: transaction.newID(), version: 1)
        mail["key"] = .text(key)
        mail["recipient"] = .text(address)
        mail["name"] = recipient["name"]
        mail["subject"] = .text(subject)
        mail["body"] = .text(try body())
        mail["state"] = .text("waiting")
        mail["created_at"] = .datetime(transaction.now)
        mail["rule"] = rule.map { .text($0.description) } ?? .none
        if let record {
            mail["object"] = .text(record.object.name)
            mail["record"] = .reference(record.id)
        }
        try transaction.writer.insert(mail)
    }

    static func address(of recipient: Record) -> String? {
        let slot = recipient.object.fields.firstIndex { $0.type == .email }
        return slot.flatMap { recipient[$0].text }
    }
}
