import TidegateModel
import TidegateRules

/// Opens single records to users and teams, and closes them again. Both stand in the record's
/// history.
struct ShareDesk {
    let transaction: Transaction
    private let object = SystemObjects.share

    init(transaction: Transaction) {
        self.transaction = transaction
    }

    /// Sharing a second time with the same holder sets the level anew.
    func share(_ record: Record, _ share: Share) throws -> Record {
        try checkRight(record)
        let holder = try existing(share.holder)
        let row = try write(record, share)
        try checkUse(share, of: record, for: holder)
        return row
    }

    private func write(_ record: Record, _ share: Share) throws -> Record {
        if let known = try row(record, share.holder) {
            guard known["level"] != .text(share.level.rawValue) else { return known }
            var changed = known
            changed["level"] = .text(share.level.rawValue)
            changed["updated_at"] = .datetime(transaction.now)
            changed["updated_by"] = transaction.actor.user.map(Value.reference) ?? .none
            changed.version += 1
            try transaction.writer.update(changed, from: known)
            note(record, share.holder, share.level.rawValue)
            return changed
        }
        var row = Record(object: object, id: transaction.newID(), version: 1)
        row["object"] = .text(record.object.name)
        row["record"] = .reference(record.id)
        switch share.holder {
        case .user(let user): row["user"] = .reference(user)
        case .team(let team): row["team"] = .reference(team)
        }
        row["level"] = .text(share.level.rawValue)
        row["created_at"] = .datetime(transaction.now)
        row["created_by"] = transaction.actor.user.map(Value.reference) ?? .none
        try transaction.writer.insert(row)
        note(record, share.holder, share.level.rawValue)
        return row
    }

    func unshare(_ record: Record, with holder: Share.Holder) throws -> Record {
        try checkRight(record)
        guard let known = try row(record, holder) else {
            throw AccessSentences.notShared(record.object)
        }
        try transaction.writer.delete(known)
        note(record, holder, "ended")
        return known
    }

    /// The record is deleted: there is nothing left to be open.
    func drop(about record: Record) throws {
        for row in try transaction.writer.shareRows(of: record.id, record.object) {
            try transaction.writer.delete(row)
        }
    }

    /// Who may change a record may share it.
    private func checkRight(_ record: Record) throws {
        guard !record.object.isEngineOwned else { throw AccessSentences.shareOfEngine }
        let access = transaction.access
        guard !access.isUnlimited else { return }
        let right = access[record.object].update
        guard try transaction.viewer.has(right, on: record) else {
            throw try transaction.mayNot(.share, record, right)
        }
    }

    private func existing(_ holder: Share.Holder) throws -> Record {
        let (name, id) =
            switch holder {
            case .user(let id): (People.Names.user, id)
            case .team(let id): (People.Names.team, id)
            }
        guard let target = transaction.bundle.schema[name], try transaction.isThere(target, id)
        else { throw AccessSentences.noHolder(name) }
        return try transaction.existing(target, id)
    }

    /// A share adds to what roles allow and stands in for none of them: where the roles' conditions do
    /// not speak of shares, it would open nothing, and whoever shared would not know.
    private func checkUse(_ share: Share, of record: Record, for holder: Record) throws {
        let people =
            switch share.holder {
            case .user: [holder]
            case .team: try People(transaction: transaction).members(of: holder)
            }
        // Who joins the team later may have a right.
        guard !people.isEmpty, try !people.contains(where: { try may(share.level, $0, record) })
        else { return }
        throw Refusal(
            AccessSentences.uselessShare(
                share, record.object, with: try transaction.title(holder)))
    }

    private func may(_ level: Share.Level, _ user: Record, _ record: Record) throws -> Bool {
        let viewer = try transaction.viewer(of: user)
        guard try viewer.mayRead(record) else { return false }
        switch level {
        case .read: return true
        case .update: return try viewer.has(viewer.book[record.object].update, on: record)
        }
    }

    private func row(_ record: Record, _ holder: Share.Holder) throws -> Record? {
        try transaction.writer.shareRows(of: record.id, record.object).first { row in
            switch holder {
            case .user(let id): row["user"].reference == id
            case .team(let id): row["team"].reference == id
            }
        }
    }

    private func note(_ record: Record, _ holder: Share.Holder, _ level: String) {
        let (kind, id) =
            switch holder {
            case .user(let id): ("user", id)
            case .team(let id): ("team", id)
            }
        let entry = transaction.entry.event("share", cause: transaction.pendingCause) { json in
            json.member("with", "\(kind) \(id)")
            json.member("level", level)
        }
        transaction.append(entry, about: record)
    }
}
