import TidegateEngine
import TidegateModel
import TidegateRules

/// What was decided about questions the reader has asked: by whom, and why.
struct Answers: Sendable {
    private struct Answer: Sendable {
        var names: [String]
        var comment: String?
    }

    private var answers: [RecordID: Answer] = [:]

    /// - Parameter questions: approvals; those that were not answered are left out.
    static func read(
        _ engine: Engine, to questions: [Record], as actor: Actor
    ) async throws -> Answers {
        var all = Answers()
        for question in questions {
            guard let verdict = verdict(question), let object = question["object"].text,
                let record = question["record"].reference,
                let standing = try? await engine.approvals(of: object, record, as: actor)
                    .first(where: { $0.row.id == question.id })
            else { continue }
            // A no ends a question; a yes is of all who had to say it.
            let votes = standing.steps.flatMap(\.asked).filter { $0.verdict == verdict }
            all.answers[question.id] = Answer(
                names: votes.map(\.person.name),
                comment: votes.last { $0.task["comment"].text != nil }?.task["comment"].text)
        }
        return all
    }

    private static func verdict(_ question: Record) -> Bool? {
        switch question["state"].text {
        case "approved": true
        case "rejected": false
        default: nil
        }
    }

    /// `Rejected by Bob: too much`; empty for a question that waits for its answer.
    func text(_ question: Record, _ wording: Wording) -> String {
        guard let answer = answers[question.id], let verdict = Self.verdict(question) else {
            return ""
        }
        let said = wording(
            verdict ? "answer.yes" : "answer.no", ["who": wording.list(answer.names)])
        guard let comment = answer.comment, !comment.isEmpty else { return said }
        return wording.texts.pair(said, comment, wording.language)
    }
}
