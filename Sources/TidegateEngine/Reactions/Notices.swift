import TidegateModel
import TidegateRules

/// Phase 10: notices whose condition the finished save meets go into the outbox.
extension Save {
    func sendNotices() throws {
        for notice in rules.notices {
            let context = transaction.context(record, old: old)
            guard try transaction.truth(of: notice.when, context) == .yes else { continue }
            try send(notice, context)
        }
    }

    private func send(_ notice: Notice, _ context: ConditionContext) throws {
        let applying = try notice.cases.first {
            try $0.when.map { try transaction.truth(of: $0, context) == .yes } ?? true
        }
        guard let applying else { return }
        let key = try notice.once.render(context)
        let recipients = try recipients(of: notice, context)
        guard recipients.count <= EngineLimits.noticeRecipients else {
            throw Sentences.tooManyRecipients(notice, recipients.count)
        }
        for recipient in recipients {
            let text = applying.message.text(in: recipient["language"].text)
            let tongue = Tongue(of: recipient, transaction.bundle)
            func said(_ template: Template) throws -> String {
                tongue(
                    try template.speech(context, as: .name), or: try template.render(context))
            }
            try Postbox(transaction: transaction).put(
                key: "notice/\(notice.name)/\(key)/\(recipient.id)", to: recipient,
                subject: try said(text.subject), body: try said(text.body),
                about: record, rule: applying.location)
        }
    }

    private func recipients(of notice: Notice, _ context: ConditionContext) throws -> [Record] {
        switch notice.to {
        case .selection(let selection): try selection.records(context)
        case .role(let role): try People(transaction: transaction).users(withRole: role)
        }
    }
}
