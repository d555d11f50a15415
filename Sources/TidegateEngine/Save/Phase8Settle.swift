import TidegateModel
import TidegateRules

/// Phase 8: what follows from the change for rows that are derived: computed fields of other records,
/// alerts, approvals to open, supersede or withdraw.
extension Save {
    mutating func settle() throws {
        if try transaction.settleDerived() { record = try current() }
        try settleParents()
        let desk = ApprovalDesk(transaction: transaction)
        for approval in rules.approvals {
            try desk.settle(approval, record, old: old, writtenAt: written)
                .forEach { trace.append(.approval($0)) }
        }
        if !rules.approvals.isEmpty { record = try current() }
        let watch = AlertWatch(transaction: transaction)
        for alert in rules.alerts {
            try watch.settle(alert, record).map { trace.append(.alert($0)) }
        }
        try settleWatchers()
    }

    /// Of a record that is deleted: its parents and watchers follow, and nobody is asked about it
    /// any more.
    mutating func settleDeletion() throws {
        written = transaction.ids.latest
        try ApprovalDesk(transaction: transaction).close(about: record)
        try AlertWatch(transaction: transaction).clear(about: record)
        try ShareDesk(transaction: transaction).drop(about: record)
        try transaction.settleDerived()
        try settleParents()
        try settleWatchers()
    }

    private func settleParents() throws {
        for freeze in rules.effects.freezes { try supersede(freeze) }
        if [People.Names.user, People.Names.userRole].contains(object.name) {
            try ApprovalDesk(transaction: transaction).refreshAllVoters()
        }
    }

    private mutating func settleWatchers() throws {
        let watch = AlertWatch(transaction: transaction)
        for watched in rules.effects.alerts {
            for other in try records(of: watched) {
                try watch.settle(watched.alert, other).map { trace.append(.alert($0)) }
            }
        }
    }

    /// The parent now and the one before, when the child has moved.
    private func parents(_ slot: Int) -> [RecordID] {
        let now = record[slot].reference
        let before = old?[slot].reference
        return [now, before == now ? nil : before].compactMap { $0 }
            .filter { !transaction.leaving.contains($0) }
    }

    private func supersede(_ freeze: ObjectRules.ParentFreeze) throws {
        for id in parents(freeze.slot) {
            guard let parent = try transaction.writer.record(freeze.parent, id) else { continue }
            let desk = ApprovalDesk(transaction: transaction)
            try desk.supersede(
                freeze.approval, parent, because: "\(object.label) changed", writtenAt: written)
        }
    }

    /// Approvals that this save will supersede: to what comes before that they are none.
    func outdatedApprovals() -> Set<Transaction.Outdated> {
        if rules.approvals.isEmpty, rules.effects.freezes.isEmpty { return [] }
        var outdated: Set<Transaction.Outdated> = []
        if let old {
            for approval in rules.approvals
            where approval.freeze.contains(where: { !record.equals(old, at: $0) }) {
                outdated.insert(.init(approval: approval.name, record: record.id))
            }
        }
        for freeze in rules.effects.freezes {
            for parent in parents(freeze.slot) {
                outdated.insert(.init(approval: freeze.approval.name, record: parent))
            }
        }
        return outdated
    }

    private func records(of watched: ObjectRules.WatchedAlert) throws -> [Record] {
        switch watched.way {
        case .referringTo(let slot):
            return try transaction.writer.records(
                watched.object, slot: slot, equals: .reference(record.id))
        case .parent(let slot):
            return try parents(slot).compactMap {
                try transaction.writer.record(watched.object, $0)
            }
        }
    }
}
