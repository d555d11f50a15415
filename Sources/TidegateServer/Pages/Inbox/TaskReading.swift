import TidegateEngine
import TidegateModel
import TidegateRules

/// One task with what its reader needs to answer it.
struct TaskReading: Sendable {
    var task: Record
    /// What it is about, as far as the reader may see it; `nil` when that is gone.
    var record: Record?
    /// Whether the record is there for the reader. Who is asked may answer without that, and sees
    /// what the question is about.
    var mayOpen = false
    var title: String
    var approval: ApprovalStanding?
    /// Earlier rounds of the same question, newest first.
    var earlier: [ApprovalStanding] = []
    var alert: Record?
    /// Changes of the record, newest first, as far back as the question's first round.
    var history: [HistoryEntry] = []
    var hidden: Set<Int> = []
    var names: [RecordID: String] = [:]
    /// What waits for the reader besides, once this is answered.
    var next: RecordID?

    static func read(
        _ engine: Engine, _ id: RecordID, as actor: Actor
    ) async throws -> TaskReading {
        let task = try await engine.record("Task", id, as: actor)
        var reading = TaskReading(task: task, title: task["title"].text ?? "")
        if task["state"] != .text("open") {
            var waiting = ListRequest("Task", where: "assignee == me() and state == 'open'")
            waiting.order = [.init("due"), .init("id", descending: true)]
            waiting.limit = 1
            reading.next = try await engine.page(waiting, as: actor).records.first?.id
        }
        if let alert = task["alert"].reference {
            reading.alert = try? await engine.record("Alert", alert, as: actor)
        }
        guard let name = task["object"].text, let about = task["record"].reference else {
            return reading
        }
        guard let found = try? await engine.titled(name, about, as: actor) else {
            try await reading.readQuestion(engine, name, about, as: actor)
            return reading
        }
        reading.record = found.record
        reading.mayOpen = true
        reading.title = found.title
        reading.hidden = try engine.access(of: actor, to: name).hidden
        if let row = task["approval"].reference {
            reading.take(try await engine.approvals(of: name, about, as: actor), of: row)
            reading.history = try await engine.history(
                name, about, before: nil, limit: ServerLimits.questionChanges, as: actor
            ).entries
        }
        reading.names = try await engine.names(
            of: found.record.references + reading.submitters, as: actor)
        return reading
    }

    /// For who is asked and may not read the record. A question that is answered is not theirs any
    /// more.
    private mutating func readQuestion(
        _ engine: Engine, _ object: String, _ id: RecordID, as actor: Actor
    ) async throws {
        guard let row = task["approval"].reference,
            let all = try? await engine.approvals(of: object, id, as: actor)
        else { return }
        take(all, of: row)
        guard let approval else { return }
        let question = try await engine.question(
            of: approval.rule.name, object, id, as: actor)
        record = question
        hidden = Set(question.object.fields.indices).subtracting(approval.rule.freeze)
            .union(try engine.access(of: actor, to: object).hidden)
        names = try await engine.names(
            of: question.references + submitters, as: actor)
    }

    private mutating func take(_ all: [ApprovalStanding], of row: RecordID) {
        approval = all.first { $0.row.id == row }
        earlier = all.filter { $0.rule.name == approval?.rule.name && $0.row.id < row }
    }

    private var submitters: [RecordPlace] {
        ([approval].compactMap(\.self) + earlier).compactMap { standing in
            standing.row["submitter"].reference.map { RecordPlace("User", $0) }
        }
    }
}

/// A record as it was: today's, with every change since then taken back.
struct ThenAndNow {
    let record: Record
    /// Newest first.
    let history: [HistoryEntry]

    /// The fields that have changed since a moment, with the value of then.
    func changes(since moment: Instant) -> [(slot: Int, then: Value)] {
        var then: [Int: Value] = [:]
        for entry in history where entry.at > moment {
            for change in entry.fields {
                guard let slot = record.object.slot(of: change.field),
                    slot < record.object.firstSystemSlot,
                    case .success(let old) = record.object.fields[slot].parse(change.old)
                else { continue }
                then[slot] = old
            }
        }
        return then.sorted { $0.key < $1.key }.compactMap { slot, value in
            value == record[slot] ? nil : (slot, value)
        }
    }
}
