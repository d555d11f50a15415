import TidegateModel
import TidegateRules
import TidegateStore

/// Opens, advances and closes approvals. What a vote means is decided by ``StepTally``; who may vote
/// and what is written is decided here.
struct ApprovalDesk {
    let transaction: Transaction
    private let object = SystemObjects.approval

    init(transaction: Transaction) {
        self.transaction = transaction
    }

    /// After every save of the record: opens what has become necessary, withdraws what no longer
    /// is, and asks again when what was decided about has changed.
    ///
    /// - Parameter writtenAt: the newest id when the save wrote its row; see ``Save/written``.
    func settle(
        _ approval: Approval, _ record: Record, old: Record?, writtenAt: RecordID?
    ) throws -> [ApprovalEvent] {
        let isNeeded =
            try transaction.truth(
                of: approval.when, transaction.context(record, old: old)) == .yes
        if !isNeeded, old == nil { return [] }
        let newest = try transaction.newestApproval(approval.name, record.object, record.id)
        let isChanged =
            !knows(newest, writtenAt)
            && old.map { old in
                approval.freeze.contains { !record.equals(old, at: $0) }
            } ?? false
        guard let newest, !isChanged else {
            return try askAgain(
                approval, newest, record, because: "what was asked has changed", isNeeded: isNeeded)
        }
        switch newest["state"].text {
        case "open" where !isNeeded:
            try closeUndecided(newest, "lapsed")
            return [event(approval, "lapsed: \(approval.when.source) no longer holds")]
        case "open":
            try refreshVoters(approval, newest, record)
            return []
        case "lapsed" where isNeeded, "superseded" where isNeeded:
            return [try open(approval, record)]
        default: return []
        }
    }

    /// A child the approval freezes has changed: the decision no longer speaks of what is there.
    func supersede(
        _ approval: Approval, _ record: Record, because why: String, writtenAt: RecordID?
    ) throws {
        guard
            let newest = try transaction.newestApproval(approval.name, record.object, record.id),
            !knows(newest, writtenAt), Self.stands(newest) || newest["state"] == .text("rejected")
        else { return }
        let isNeeded =
            try transaction.truth(
                of: approval.when, transaction.context(record, old: nil)) == .yes
        if Self.stands(newest) { write(record, approval, "superseded: \(why)", kind: "approval") }
        _ = try askAgain(approval, newest, record, because: why, isNeeded: isNeeded)
    }

    /// Whether the approval was opened after the row was written, so that it is about what was
    /// written.
    private func knows(_ approval: Record?, _ writtenAt: RecordID?) -> Bool {
        guard let approval, let writtenAt else { return false }
        return approval.id > writtenAt
    }

    /// The record is deleted: nobody is to decide about it any more.
    func close(about record: Record) throws {
        guard let slot = object.slot(of: "record") else { return }
        for row in try transaction.writer.records(
            object, slot: slot, equals: .reference(record.id))
        where row["state"] == .text("open") && row["object"] == .text(record.object.name) {
            try closeUndecided(row, "withdrawn")
            if let approval = row["name"].text.flatMap({ transaction.bundle.approvals[$0] }) {
                write(
                    record, approval, "withdrawn: the \(record.object.label) was deleted",
                    kind: "approval")
            }
        }
    }

    private static func stands(_ row: Record) -> Bool {
        ["open", "approved"].contains(row["state"].text)
    }

    private func askAgain(
        _ approval: Approval, _ newest: Record?, _ record: Record, because why: String,
        isNeeded: Bool
    ) throws -> [ApprovalEvent] {
        var happened: [ApprovalEvent] = []
        if let newest, Self.stands(newest) {
            try closeUndecided(newest, "superseded")
            happened.append(event(approval, "superseded: \(why)"))
        }
        if isNeeded { happened.append(try open(approval, record)) }
        if newest?["state"] == .text("approved") {
            _ = try set(approval.superseded, approval, record)
        }
        return happened
    }

    // MARK: Opening and advancing

    private func open(_ approval: Approval, _ record: Record) throws -> ApprovalEvent {
        var row = Record(object: object, id: transaction.newID(), version: 1)
        row["object"] = .text(record.object.name)
        row["record"] = .reference(record.id)
        row["name"] = .text(approval.name)
        row["state"] = .text("open")
        row["submitter"] = transaction.actor.user.map(Value.reference) ?? .none
        stamp(&row)
        let first = try nextStep(from: 0, of: approval, record)
        row["step"] = first.map { .text($0.name) } ?? .none
        try transaction.writer.insert(row)
        if let first {
            try ask(first, of: approval, row, record)
        } else {
            try finish(approval, row, record, granted: true, verdict: nil)
        }
        return event(approval, "opened")
    }

    /// The first step from this index that applies; without one the approval is granted. A step
    /// that cannot be told to be unnecessary is asked.
    private func nextStep(
        from index: Int, of approval: Approval, _ record: Record
    ) throws -> Approval.Step? {
        try approval.steps[index...].first { step in
            guard let when = step.when else { return true }
            return try transaction.truth(of: when, transaction.context(record, old: nil)) != .no
        }
    }

    private func ask(
        _ step: Approval.Step, of approval: Approval, _ row: Record, _ record: Record
    ) throws {
        let voters = try transaction.sight.voters(of: step, approval, row, record)
        guard voters.count >= step.quorum else {
            throw Refusal(try tooFew(voters.count, for: step, of: approval, row, record))
        }
        let desk = TaskDesk(transaction: transaction)
        let (title, speech) = try asking(approval, record)
        for voter in voters {
            try desk.ask(
                voter, .approval(row.id, step: step.name), title: title, speech: speech,
                about: record,
                due: step.within?.end(from: transaction.now), location: step.location)
        }
    }

    /// Why there are too few. People who are there but stand too close are another thing than people
    /// who are missing, and so is what to do about it.
    private func tooFew(
        _ found: Int, for step: Approval.Step, of approval: Approval, _ row: Record,
        _ record: Record
    ) throws -> TidegateError {
        let sight = transaction.sight
        let (asker, close) = (
            sight.submitter(approval, row), try sight.close(approval, record)
        )
        let people = try People(sight).users(step.who, for: record)
        let askers = people.filter { asker.contains($0.id) && !close.contains($0.id) }
        if !askers.isEmpty, found + askers.count >= step.quorum {
            return Sentences.ownRequest(
                approval, step, askers.map(People(sight).name),
                isReader: askers.contains { $0.id == transaction.actor.user })
        }
        let barred = people.filter { asker.contains($0.id) || close.contains($0.id) }
        if !barred.isEmpty, found + barred.count >= step.quorum {
            return Sentences.ownRecord(approval, step, barred.map(People(sight).name))
        }
        return Sentences.noVoters(approval, step, record, found: found)
    }

    /// The title of a voter's task.
    func asking(_ approval: Approval, _ record: Record) throws -> (title: String, speech: Speech) {
        let name = try transaction.title(record)
        let parts = ["approval": Speech.term(.approval(approval.name)), "title": .text(name)]
        return ("Decide \(approval.name) of \(name)", .sentence("task.decide", parts))
    }

    // MARK: Deciding

    /// Takes one person's answer.
    ///
    /// - Returns: the record as it stands then: the last verdict may set fields.
    @discardableResult
    func decide(
        _ approval: Approval, _ record: Record, yes: Bool, comment: String?
    ) throws -> Record {
        guard let row = try transaction.newestApproval(approval.name, record.object, record.id),
            row["state"] == .text("open"), let stepName = row["step"].text,
            let index = approval.steps.firstIndex(where: { $0.name == stepName })
        else {
            throw Refusal(Sentences.nothingToDecide(approval, try transaction.title(record)))
        }
        let user = transaction.actor.user
        if let user, try transaction.sight.excluded(approval, row, record).contains(user) {
            throw Refusal(Sentences.fourEyes(transaction.actor, approval))
        }
        let desk = TaskDesk(transaction: transaction)
        let tasks = try desk.tasks(of: row, step: stepName)
        let asked = tasks.filter { $0["assignee"].reference == user && user != nil }
        guard let mine = asked.first(where: { $0["state"] == .text("open") }) else {
            let hasVoted = asked.contains { $0["state"] == .text("done") }
            throw Refusal(
                hasVoted
                    ? Sentences.alreadyDecided(transaction.actor, approval)
                    : Sentences.notAsked(transaction.actor, approval, step: stepName))
        }
        let answered = try desk.answer(mine, yes: yes, comment: comment)
        write(record, approval, yes ? "approved" : "rejected", step: stepName, comment: comment)
        let all = tasks.map { $0.id == answered.id ? answered : $0 }
        switch tally(all, approval.steps[index]).standing {
        case .open: return record
        case .rejected:
            transaction.observer?.decided(approval.steps[index], granted: false)
            try desk.cancelOpen(among: all)
            return try finish(approval, row, record, granted: false, verdict: answered)
        case .approved:
            transaction.observer?.decided(approval.steps[index], granted: true)
            try desk.cancelOpen(among: all)
            guard let next = try nextStep(from: index + 1, of: approval, record) else {
                return try finish(approval, row, record, granted: true, verdict: nil)
            }
            var advanced = row
            advanced["step"] = .text(next.name)
            advanced.version += 1
            try transaction.writer.update(advanced, from: row)
            try ask(next, of: approval, advanced, record)
            return record
        }
    }

    private func tally(_ tasks: [Record], _ step: Approval.Step) -> StepTally {
        StepTally(
            quorum: step.quorum, hasVeto: step.hasVeto,
            yes: tasks.count { $0["verdict"] == .text("yes") },
            no: tasks.count { $0["verdict"] == .text("no") },
            waiting: tasks.count { $0["state"] == .text("open") })
    }

    /// Takes an open approval back; only who submitted it may.
    func withdraw(_ approval: Approval, _ record: Record, comment: String?) throws {
        guard let row = try transaction.newestApproval(approval.name, record.object, record.id),
            row["state"] == .text("open")
        else {
            throw Refusal(Sentences.nothingToDecide(approval, try transaction.title(record)))
        }
        guard row["submitter"].reference == transaction.actor.user else {
            throw Refusal(Sentences.notSubmitter(transaction.actor, approval))
        }
        try closeUndecided(row, "withdrawn")
        write(record, approval, "withdrawn", comment: comment)
    }

    /// Asks anew what was withdrawn and is still needed; whoever may change the record may.
    func ask(_ approval: Approval, _ record: Record, comment: String?) throws {
        guard let row = try transaction.newestApproval(approval.name, record.object, record.id),
            try transaction.sight.canBeAsked(approval, row, record)
        else {
            throw Refusal(Sentences.nothingToAsk(approval, try transaction.title(record)))
        }
        let (access, right) = (transaction.access, transaction.access[record.object].update)
        guard try access.isUnlimited || transaction.viewer.has(right, on: record) else {
            throw try transaction.mayNot(.update, record, right)
        }
        write(record, approval, "asked again", comment: comment)
        _ = try open(approval, record)
    }

    // MARK: Closing

    @discardableResult
    private func finish(
        _ approval: Approval, _ row: Record, _ record: Record, granted: Bool, verdict: Record?
    ) throws -> Record {
        try close(row, granted ? "approved" : "rejected")
        let outcome = granted ? approval.approved : approval.rejected
        let context = transaction.context(record, old: nil)
        if let audience = outcome.tell, let say = outcome.say {
            let extras = [
                "verdict.by": transaction.actor.name,
                "verdict.comment": verdict?["comment"].text ?? "",
            ]
            let text = try say.render(context, as: .sentence, extras: extras)
            let speech = try say.speech(context, extras: extras)
            for user in try People(transaction: transaction).users(audience, for: record) {
                let text = Tongue(of: user, transaction.bundle)(speech, or: text)
                try Postbox(transaction: transaction).put(
                    key: "approval/\(row.id)/\(user.id)", to: user, subject: text, body: text,
                    about: record, rule: approval.location)
            }
        }
        return try set(outcome, approval, record)
    }

    /// Sets what only an approval may set, in a save of its own.
    private func set(
        _ outcome: Approval.Outcome, _ approval: Approval, _ record: Record
    ) throws -> Record {
        guard !outcome.set.isEmpty else { return record }
        let record = try transaction.existing(record.object, record.id)
        let values = try outcome.set.map { field in
            (slot: field.slot, value: try transaction.value(of: field, record, old: nil))
        }
        let cause = Transaction.Cause(
            what: "approval \"\(approval.name)\"", location: approval.location,
            object: record.object.name, record: record.id)
        return try transaction.because(cause) {
            try Save.run(byEngine: values, on: record, in: transaction)
        }
    }

    /// Closes what was not decided to its end: nobody is to answer any more.
    private func closeUndecided(_ row: Record, _ state: String) throws {
        try close(row, state)
        try TaskDesk(transaction: transaction).cancelOpen(of: row)
    }

    private func close(_ row: Record, _ state: String) throws {
        var closed = row
        closed["state"] = .text(state)
        closed["closed_at"] = .datetime(transaction.now)
        closed.version += 1
        try transaction.writer.update(closed, from: row)
    }

    private func stamp(_ row: inout Record) {
        row["created_at"] = .datetime(transaction.now)
        row["updated_at"] = .datetime(transaction.now)
    }

    // MARK: History

    private func event(_ approval: Approval, _ what: String) -> ApprovalEvent {
        ApprovalEvent(name: approval.name, what: what, location: approval.location)
    }

    private func write(
        _ record: Record, _ approval: Approval, _ what: String, step: String? = nil,
        comment: String? = nil, kind: String = "verdict"
    ) {
        let entry = transaction.entry.event(kind, cause: transaction.pendingCause) { json in
            json.member("approval", approval.name)
            json.member("step", optional: step)
            json.member("verdict", what)
            json.member("comment", optional: comment)
            json.member("at", approval.location.description)
        }
        transaction.append(entry, about: record)
    }
}
