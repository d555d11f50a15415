import TidegateModel
import TidegateRules

/// What is said about approvals.
extension Sentences {
    static func noVoters(
        _ approval: Approval, _ step: Approval.Step, _ record: Record, found: Int
    ) -> TidegateError {
        TidegateError(
            .rejected, "approval.no_voters",
            "Approval \(approval.name) cannot go on: step \(step.name) asks \(step.who.words) for "
                + "\(step.quorum) vote\(step.quorum == 1 ? "" : "s"), and \(found) could vote.",
            hint: "Fill in who decides, or give more people the role.", rule: step.location,
            speech: .sentence(
                "approval.no_voters",
                [
                    "approval": .term(.approval(approval.name)),
                    "step": .term(.step(approval: approval.name, step.name)),
                    "quorum": .number(step.quorum), "found": .number(found),
                ]))
    }

    /// Who would answer is who asks.
    static func ownRequest(
        _ approval: Approval, _ step: Approval.Step, _ people: [String], isReader: Bool
    ) -> TidegateError {
        let names = people.joined(separator: ", ")
        return TidegateError(
            .rejected, "approval.own_vote",
            "Approval \(approval.name) cannot go on: step \(step.name) is for \(names), whose vote "
                + "does not count on a request of their own.",
            hint:
                "Let someone else make this change, then \(names) can answer; or name someone else "
                + "who decides.",
            rule: step.location,
            speech: .sentence(
                isReader ? "approval.own_request_yours" : "approval.own_request",
                parts(approval, step, people)))
    }

    /// Who would answer is who the record belongs to.
    static func ownRecord(
        _ approval: Approval, _ step: Approval.Step, _ people: [String]
    ) -> TidegateError {
        TidegateError(
            .rejected, "approval.own_vote",
            "Approval \(approval.name) cannot go on: step \(step.name) is for "
                + people.joined(separator: ", ")
                + ", whose vote does not count about a record of their own.",
            hint: "Name someone else who decides, or give more people the role.",
            rule: step.location,
            speech: .sentence("approval.own_record", parts(approval, step, people)))
    }

    private static func parts(
        _ approval: Approval, _ step: Approval.Step, _ people: [String]
    ) -> [String: Speech] {
        [
            "approval": .term(.approval(approval.name)),
            "step": .term(.step(approval: approval.name, step.name)),
            "people": .list(people.map(Speech.text)),
        ]
    }

    static func nothingToDecide(_ approval: Approval, _ title: String) -> TidegateError {
        TidegateError(
            .rejected, "approval.not_open", "No approval \(approval.name) of \(title) is open.",
            speech: .sentence(
                "approval.not_open",
                ["approval": .term(.approval(approval.name)), "title": .text(title)]))
    }

    static func nothingToAsk(_ approval: Approval, _ title: String) -> TidegateError {
        TidegateError(
            .rejected, "approval.not_withdrawn",
            "Approval \(approval.name) of \(title) cannot be asked for again: it was not withdrawn, "
                + "or is no longer needed.",
            speech: .sentence(
                "approval.not_withdrawn",
                ["approval": .term(.approval(approval.name)), "title": .text(title)]))
    }

    static func fourEyes(_ actor: Actor, _ approval: Approval) -> TidegateError {
        TidegateError(
            .forbidden, "approval.four_eyes",
            "\(actor.name) may not decide \(approval.name): it is about their own record.",
            hint: "Someone else has to vote.", rule: approval.location,
            speech: about("approval.four_eyes", actor, approval))
    }

    static func notAsked(_ actor: Actor, _ approval: Approval, step: String) -> TidegateError {
        TidegateError(
            .forbidden, "approval.not_asked",
            "\(actor.name) is not asked in step \(step) of \(approval.name).",
            rule: approval.location,
            speech: about("approval.not_asked", actor, approval, step: step))
    }

    private static func about(
        _ key: String, _ actor: Actor, _ approval: Approval, step: String? = nil
    ) -> Speech {
        var parts: [String: Speech] = [
            "actor": .text(actor.name), "approval": .term(.approval(approval.name)),
        ]
        if let step { parts["step"] = .term(.step(approval: approval.name, step)) }
        return .sentence(key, parts)
    }

    static func alreadyDecided(_ actor: Actor, _ approval: Approval) -> TidegateError {
        TidegateError(
            .conflict, "approval.decided", "\(actor.name) has already voted on \(approval.name).",
            speech: about("approval.decided", actor, approval))
    }

    static func taskNotOpen(_ task: Record) -> TidegateError {
        let isApproval = task["kind"] == .text("approval")
        return TidegateError(
            .rejected, "task.not_open",
            isApproval
                ? "An approval is not ticked off; it is decided."
                : "The task is \(task["state"]) already.",
            hint: isApproval ? "Approve or reject it." : nil)
    }

    static func notSubmitter(_ actor: Actor, _ approval: Approval) -> TidegateError {
        TidegateError(
            .forbidden, "approval.withdraw",
            "\(actor.name) did not submit \(approval.name), so they cannot withdraw it.",
            speech: about("approval.withdraw", actor, approval))
    }
}
