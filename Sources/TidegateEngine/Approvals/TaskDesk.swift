import TidegateModel
import TidegateRules
import TidegateStore

/// Asks people, and takes their answers. Every task is told by mail as well.
struct TaskDesk {
    let transaction: Transaction

    enum Kind {
        case approval(RecordID, step: String)
        case alert(RecordID)
        case todo
    }

    /// - Parameter speech: the title for who reads another language than English.
    func ask(
        _ user: Record, _ kind: Kind, title: String, speech: Speech? = nil,
        about record: Record?, due: Instant?, location: RuleLocation?
    ) throws {
        let tongue = Tongue(of: user, transaction.bundle)
        let title = tongue(speech, or: title)
        var task = Record(object: SystemObjects.task, id: transaction.newID(), version: 1)
        task["title"] = .text(String(title.prefix(500)))
        task["assignee"] = .reference(user.id)
        task["state"] = .text("open")
        task["due"] = due.map(Value.datetime) ?? .none
        task["created_at"] = .datetime(transaction.now)
        task["created_by"] = transaction.actor.user.map(Value.reference) ?? .none
        if let record {
            task["object"] = .text(record.object.name)
            task["record"] = .reference(record.id)
        }
        switch kind {
        case .approval(let id, let step):
            task["kind"] = .text("approval")
            task["approval"] = .reference(id)
            task["step"] = .text(step)
        case .alert(let id):
            task["kind"] = .text("alert")
            task["alert"] = .reference(id)
        case .todo: task["kind"] = .text("todo")
        }
        try transaction.writer.insert(task)
        let byline = tongue(
            .sentence("task.asked_by", ["actor": .text(transaction.actor.name)]),
            or: "Asked by: \(transaction.actor.name)")
        let deadline = due.map {
            "\n" + tongue(.sentence("task.due", ["due": .text("\($0)")]), or: "Due: \($0)")
        }
        let number = tongue(
            .sentence("task.id", ["task": .text("\(task.id)")]), or: "Task: \(task.id)")
        try Postbox(transaction: transaction).put(
            key: "task/\(task.id)", to: user, subject: title,
            body: "\(title)\n\n\(byline)\(deadline ?? "")\n\(number)",
            about: record, rule: location)
    }

    func tasks(of approval: Record, step: String) throws -> [Record] {
        try transaction.writer.tasks(of: approval, step: step)
    }

    func tasks(ofAlert alert: Record) throws -> [Record] {
        try transaction.writer.tasks("alert", alert.id)
    }

    func answer(_ task: Record, yes: Bool, comment: String?) throws -> Record {
        var done = task
        done["state"] = .text("done")
        done["verdict"] = .text(yes ? "yes" : "no")
        done["comment"] = comment.map(Value.text) ?? .none
        done["decided_at"] = .datetime(transaction.now)
        done.version += 1
        try transaction.writer.update(done, from: task)
        return done
    }

    /// Done without a verdict. What it was about keeps it in its history.
    func finish(_ task: Record, comment: String?) throws -> Record {
        var done = task
        done["state"] = .text("done")
        done["comment"] = comment.map(Value.text) ?? .none
        done["decided_at"] = .datetime(transaction.now)
        done.version += 1
        try transaction.writer.update(done, from: task)
        guard let object = task["object"].text.flatMap({ transaction.bundle.schema[$0] }),
            let id = task["record"].reference,
            let record = try transaction.writer.record(object, id)
        else { return done }
        let entry = transaction.entry.event("task", cause: transaction.pendingCause) { json in
            json.member("task", task["title"].text ?? "")
            json.member("what", "done")
            json.member("comment", optional: comment)
        }
        transaction.append(entry, about: record)
        return done
    }

    func cancelOpen(of approval: Record) throws {
        try cancelOpen(among: transaction.writer.tasks("approval", approval.id))
    }

    func cancelOpen(ofAlert alert: Record) throws {
        try cancelOpen(among: tasks(ofAlert: alert))
    }

    func cancelOpen(among tasks: [Record]) throws {
        for task in tasks where task["state"] == .text("open") {
            var cancelled = task
            cancelled["state"] = .text("cancelled")
            cancelled.version += 1
            try transaction.writer.update(cancelled, from: task)
        }
    }
}

extension StoreReader {
    func tasks(of approval: Record, step: String) throws -> [Record] {
        try tasks("approval", approval.id).filter { $0["step"] == .text(step) }
    }

    fileprivate func tasks(_ field: String, _ id: RecordID) throws -> [Record] {
        guard let slot = SystemObjects.task.slot(of: field) else { return [] }
        return try records(SystemObjects.task, slot: slot, equals: .reference(id))
    }
}
