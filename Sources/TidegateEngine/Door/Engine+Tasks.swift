import TidegateModel
import TidegateRules

extension Engine {
    /// Ticks off a task of the actor's own: one that a script gave them, or that an alert did. An
    /// approval is decided instead, with ``decide(_:_:_:yes:comment:as:through:_:)``.
    public func finishTask(
        _ id: RecordID, comment: String? = nil, as actor: Actor, through door: Door
    ) async throws -> Answer<Record> {
        try FreeText.checkComment(comment)
        return try await underRulesInForce {
            try await answer(as: actor, through: door, rehearse: false) { transaction in
                guard let task = try transaction.writer.record(SystemObjects.task, id),
                    task["assignee"].reference == actor.user, actor.user != nil
                else { throw Sentences.notFound(SystemObjects.task, id) }
                guard task["state"] == .text("open"), task["kind"] != .text("approval") else {
                    throw Refusal(Sentences.taskNotOpen(task))
                }
                return try TaskDesk(transaction: transaction).finish(task, comment: comment)
            }
        }
    }
}
