import TidegateModel
import TidegateRules

/// Who may vote, now: people come and go while an approval is open.
extension Sight {
    func voters(
        of step: Approval.Step, _ approval: Approval, _ row: Record, _ record: Record
    ) throws -> [Record] {
        let excluded = try excluded(approval, row, record)
        return try People(self).users(step.who, for: record)
            .filter { !excluded.contains($0.id) }
    }

    /// Four eyes: the people too close to the record to decide about it.
    func excluded(
        _ approval: Approval, _ row: Record, _ record: Record
    ) throws -> Set<RecordID> {
        try submitter(approval, row).union(close(approval, record))
    }

    /// Who asks, if the approval keeps them from answering themselves.
    func submitter(_ approval: Approval, _ row: Record) -> Set<RecordID> {
        let isExcluded = approval.never.contains { if case .submitter = $0 { true } else { false } }
        return isExcluded ? Set([row["submitter"].reference].compactMap(\.self)) : []
    }

    /// Those the record itself names, such as its owner.
    func close(_ approval: Approval, _ record: Record) throws -> Set<RecordID> {
        if approval.never.isEmpty { return [] }
        let context = context(record)
        return Set(
            try approval.never.compactMap { who in
                switch who {
                case .submitter: nil
                case .path(let path): try path.value(context).reference
                }
            })
    }
}

extension ApprovalDesk {
    /// Takes the question back from those who may no longer answer it, and asks who may now.
    func refreshVoters(_ approval: Approval, _ row: Record, _ record: Record) throws {
        guard let name = row["step"].text,
            let step = approval.steps.first(where: { $0.name == name })
        else { return }
        let desk = TaskDesk(transaction: transaction)
        let tasks = try desk.tasks(of: row, step: name)
        let voters = try transaction.sight.voters(of: step, approval, row, record)
        try desk.cancelOpen(
            among: tasks.filter { task in
                !voters.contains { $0.id == task["assignee"].reference }
            })
        for voter in voters
        where !tasks.contains(where: {
            $0["assignee"].reference == voter.id && $0["state"] != .text("cancelled")
        }) {
            let (title, speech) = try asking(approval, record)
            try desk.ask(
                voter, .approval(row.id, step: name),
                title: title, speech: speech, about: record,
                due: step.within?.end(from: transaction.now), location: step.location)
        }
    }

    /// After a change of users or roles: every open approval may have other voters now.
    func refreshAllVoters() throws {
        let object = SystemObjects.approval
        guard let slot = object.slot(of: "state") else { return }
        for row in try transaction.writer.records(object, slot: slot, equals: .text("open")) {
            guard let approval = row["name"].text.flatMap({ transaction.bundle.approvals[$0] }),
                let target = row["object"].text.flatMap({ transaction.bundle.schema[$0] }),
                let id = row["record"].reference,
                let record = try transaction.writer.record(target, id)
            else { continue }
            try refreshVoters(approval, row, record)
        }
    }
}
