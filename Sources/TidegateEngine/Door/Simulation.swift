import TidegateModel
import TidegateRules
import TidegateStore

/// What a write would do: everything was done, looked at, and rolled back.
public struct Simulation: Sendable {
    public enum Outcome: Sendable {
        /// The record as it would stand.
        case done(Record)
        case refused(Refusal)
    }

    public var outcome: Outcome
    /// Every record that would be written, the asked one and what rules bring about, in the order
    /// of writing: old → new, and the rules that fired.
    public var changes: [HistoryEntry] = []
    /// Approvals that would be asked for.
    public var approvals: [Asked] = []
    /// Alerts that would be raised.
    public var alerts: [String] = []
    /// Mails that would leave.
    public var mails: [Mail] = []

    public struct Asked: Sendable, Hashable {
        public var approval: String
        public var object: String
        public var record: RecordID
        public var step: String?
        /// The people who would be asked first.
        public var people: [String]
    }

    public struct Mail: Sendable, Hashable {
        public var recipient: String
        public var subject: String
    }
}

extension Engine {
    /// Does everything a write would do, tells what came of it, and leaves nothing behind.
    ///
    ///     let what = try await engine.simulate(
    ///         .move(object: "Opportunity", id: id, stage: "won"), as: ann, through: .api)
    ///     for entry in what.changes { print(entry.object, entry.changes, entry.trace) }
    public func simulate(
        _ write: Write, as actor: Actor, through door: Door,
        _ options: RequestOptions = RequestOptions()
    ) async throws -> Simulation {
        do {
            return try await underRulesInForce {
                let body = try body(of: write, as: actor, options)
                return try await transact(as: actor, through: door, rehearse: true) { transaction in
                    transaction.confirmation = options.confirmation
                    let record = try transaction.handedOut(body(transaction))
                    return try transaction.simulation(of: record)
                }
            }
        } catch let refusal as Refusal {
            return Simulation(outcome: .refused(refusal))
        }
    }
}

extension Transaction {
    fileprivate func simulation(of record: Record) throws -> Simulation {
        var simulation = Simulation(outcome: .done(record))
        simulation.changes = try changes.compactMap { $0 }.compactMap(shown)
        simulation.approvals = try made(SystemObjects.approval).compactMap(asked)
        simulation.alerts = try made(SystemObjects.alert).compactMap { $0["title"].text }
        simulation.mails = try made(SystemObjects.mail).compactMap { mail in
            guard let recipient = mail["recipient"].text else { return nil }
            return .init(recipient: recipient, subject: mail["subject"].text ?? "")
        }
        return simulation
    }

    /// A change as far as the actor may see it: of a record they may not read, nothing.
    private func shown(_ change: Change) throws -> HistoryEntry? {
        if actorAccess.isUnlimited { return try HistoryEntry(change, sequence: 0, hiding: nil) }
        guard let object = bundle.schema[change.object],
            let record = try writer.record(object, change.record), try onlooker.mayRead(record)
        else { return nil }
        return try HistoryEntry(
            change, sequence: 0, hiding: HiddenHistory(of: object, from: onlooker, bundle))
    }

    private func asked(_ approval: Record) throws -> Simulation.Asked? {
        guard approval["state"] == .text("open"), let name = approval["name"].text,
            let about = approval["record"].reference
        else { return nil }
        let step = approval["step"].text
        let tasks = try TaskDesk(transaction: self).tasks(of: approval, step: step ?? "")
        return .init(
            approval: name, object: approval["object"].text ?? "", record: about, step: step,
            people: try tasks.compactMap { try personName($0["assignee"]) })
    }

    /// Records of the engine's own that this transaction made: ids only grow, so they are those
    /// after its own.
    private func made(_ object: Object) throws -> [Record] {
        var query = Query(object, actor: actor, now: now)
        query.after = Query.Position(values: [], id: id)
        query.limit = EngineLimits.simulatedRecords
        query.access = actorAccess
        return try writer.records(query)
    }
}
