import TidegateEngine
import TidegateModel
import TidegateRules

/// One task with what its reader needs to answer it.
struct TaskReading: Sendable {
    var task: Record
    /// What it is about; `nil` when that is gone, or not there for the reader.
    var record: Record?
    var title: String
    var approval: ApprovalStanding?
    /// Earlier rounds of the same question, newest first.
    var earlier: [ApprovalStanding] = []
    var alert: Record?
    /// Changes of the record, newest first, as far back as the question's first round.
    var history: [HistoryEntry] = []
    var hidden: Set<Int> = []
    var names: [RecordID: String] = [:]

    static func read(
        _ engine: Engine, _ id: RecordID, as actor: Actor
    ) async throws -> TaskReading {
        let task = try await engine.record("Task", id, as: actor)
        var reading = TaskReading(task: task, title: task["title"].text ?? "")
        if let alert = task["alert"].reference {
            reading.alert = try? await engine.record("Alert", alert, as: actor)
        }
        guard let name = task["object"].text, let about = task["record"].reference,
            let found = try? await engine.titled(name, about, as: actor)
        else { return reading }
        reading.record = found.record
        reading.title = found.title
        reading.hidden = try engine.access(of: actor, to: name).hidden
        if let row = task["approval"].reference {
            let all = try await engine.approvals(of: name, about, as: actor)
            reading.approval = all.first { $0.row.id == row }
            reading.earlier = all.filter {
                $0.rule.name == reading.approval?.rule.name && $0.row.id < row
            }
            reading.history = try await engine.history(
                name, about, before: nil, limit: ServerLimits.questionChanges, as: actor
            ).entries
        }
        var references = RecordReading.references(of: found.record)
        for standing in [reading.approval].compactMap(\.self) + reading.earlier {
            if let id = standing.row["submitter"].reference { references.append(("User", id)) }
        }
        reading.names = try await engine.names(of: references, as: actor)
        return reading
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
