import TidegateModel
import TidegateRules

/// Raises an alert once for a record, and clears it when its clear condition holds.
struct AlertWatch {
    let transaction: Transaction

    func settle(_ alert: Alert, _ record: Record) throws -> AlertEvent? {
        let context = transaction.context(record, old: nil)
        let raised = try raised(alert, record)
        let decision = Alert.decide(
            isRaised: raised != nil,
            raise: try transaction.truth(of: alert.raise, context),
            clear: try transaction.truth(of: alert.clear, context))
        let level = try alert.levels.first {
            try $0.when.map { try transaction.truth(of: $0, context) == .yes } ?? true
        }
        switch decision {
        case .raise: return try raise(alert, level, record)
        case .clear: return try raised.map { try clear(alert, $0, record) }
        case .keep:
            guard let raised, let level, raised["level"] != .text(level.name) else { return nil }
            return try change(alert, raised, to: level, record)
        }
    }

    /// The record is deleted: whatever was raised about it is over.
    func clear(about record: Record) throws {
        for row in try raised(about: record) { try clear(row) }
    }

    private func raised(_ alert: Alert, _ record: Record) throws -> Record? {
        try raised(about: record).last { $0["name"] == .text(alert.name) }
    }

    private func raised(about record: Record) throws -> [Record] {
        let object = SystemObjects.alert
        guard let slot = object.slot(of: "record") else { return [] }
        return try transaction.writer.records(
            object, slot: slot, equals: .reference(record.id)
        )
        .filter { $0["state"] == .text("raised") && $0["object"] == .text(record.object.name) }
    }

    private func raise(_ alert: Alert, _ level: Alert.Level?, _ record: Record) throws -> AlertEvent
    {
        let (title, speech) = try title(alert, record)
        var row = Record(object: SystemObjects.alert, id: transaction.newID(), version: 1)
        row["object"] = .text(record.object.name)
        row["record"] = .reference(record.id)
        row["name"] = .text(alert.name)
        row["level"] = level.map { .text($0.name) } ?? .none
        row["title"] = .text(title)
        row["wording"] = speech.json.map { .text(String(decoding: $0, as: UTF8.self)) } ?? .none
        row["state"] = .text("raised")
        row["created_at"] = .datetime(transaction.now)
        try transaction.writer.insert(row)
        try ask(level, alert, row, (title, speech), record)
        return note(alert, level?.name, "raised", record)
    }

    private func change(
        _ alert: Alert, _ row: Record, to level: Alert.Level, _ record: Record
    ) throws -> AlertEvent {
        var changed = row
        changed["level"] = .text(level.name)
        changed.version += 1
        try transaction.writer.update(changed, from: row)
        try ask(level, alert, changed, try title(alert, record), record)
        return note(alert, level.name, "changed level", record)
    }

    private func clear(_ alert: Alert, _ row: Record, _ record: Record) throws -> AlertEvent {
        try clear(row)
        return note(alert, row["level"].text, "cleared", record)
    }

    private func clear(_ row: Record) throws {
        var cleared = row
        cleared["state"] = .text("cleared")
        cleared["cleared_at"] = .datetime(transaction.now)
        cleared.version += 1
        try transaction.writer.update(cleared, from: row)
        try TaskDesk(transaction: transaction).cancelOpen(ofAlert: row)
    }

    /// Asks those of the level who have not been asked yet.
    private func ask(
        _ level: Alert.Level?, _ alert: Alert, _ row: Record,
        _ title: (text: String, speech: Speech), _ record: Record
    ) throws {
        guard let level, let audience = level.task else { return }
        let desk = TaskDesk(transaction: transaction)
        let asked = Set(
            try desk.tasks(ofAlert: row).filter { $0["state"] == .text("open") }
                .compactMap { $0["assignee"].reference })
        for user in try People(transaction: transaction).users(audience, for: record)
        where !asked.contains(user.id) {
            try desk.ask(
                user, .alert(row.id), title: "\(level.name): \(title.text)",
                speech: .sentence(
                    "task.alert",
                    [
                        "level": .term(.level(alert: alert.name, level.name)),
                        "title": title.speech,
                    ]), about: record, due: nil,
                location: level.location)
        }
    }

    private func title(
        _ alert: Alert, _ record: Record
    ) throws -> (text: String, speech: Speech) {
        let context = transaction.context(record, old: nil)
        if let say = alert.say {
            return (try say.render(context, as: .sentence), try say.speech(context))
        }
        let name = try transaction.title(record)
        return (
            "\(alert.name): \(name)",
            .sentence("alert.title", ["alert": .term(.alert(alert.name)), "title": .text(name)])
        )
    }

    private func note(
        _ alert: Alert, _ level: String?, _ what: String, _ record: Record
    ) -> AlertEvent {
        let entry = transaction.entry.event("alert", cause: transaction.pendingCause) { json in
            json.member("alert", alert.name)
            json.member("what", what)
            json.member("level", optional: level)
            json.member("at", alert.location.description)
        }
        transaction.append(entry, about: record)
        return AlertEvent(name: alert.name, level: level, what: what, location: alert.location)
    }
}
