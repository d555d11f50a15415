import TidegateModel
import TidegateRules
import TidegateStore

/// How one approval of a record stands, step by step: who has answered, who is asked, who comes next.
public struct ApprovalStanding: Sendable {
    public var rule: Approval
    /// The engine's row: state, step, submitter, when it opened and closed.
    public var row: Record
    public var steps: [Step]

    public struct Step: Sendable {
        public enum State: String, Sendable {
            case approved, rejected, waiting, skipped, later
            /// The approval ended before the step did.
            case ended
        }

        public var rule: Approval.Step
        public var state: State
        /// Everyone who was asked, in the order of asking.
        public var asked: [Asked]
        /// Who would be asked if the step began now; empty for a step that has begun.
        public var expected: [Person]
    }

    public struct Person: Sendable, Hashable {
        public var id: RecordID
        public var name: String
    }

    /// One person's task in a step.
    public struct Asked: Sendable {
        public var person: Person
        public var task: Record

        public var isOpen: Bool { task["state"] == .text("open") }
        /// `nil` as long as there is no answer.
        public var verdict: Bool? { task["verdict"].text.map { $0 == "yes" } }
    }

    public var isOpen: Bool { row["state"] == .text("open") }

    /// The open task of this user, if they are asked right now.
    public func task(of user: RecordID?) -> Record? {
        guard let user else { return nil }
        return steps.lazy.flatMap(\.asked).first { $0.isOpen && $0.person.id == user }?.task
    }
}

extension Engine {
    /// The approvals of a record, the newest of each rule first and older ones after it.
    public func approvals(
        of object: String, _ id: RecordID, as actor: Actor
    ) async throws -> [ApprovalStanding] {
        let (object, bundle) = (try self.object(object, asked: actor), bundle)
        guard !object.isEngineOwned, !(bundle.rules(of: object)?.approvals ?? []).isEmpty else {
            return []
        }
        return try await read(as: actor) { reader, viewer in
            let record = try viewer.decidable(object, id, reader, bundle.schema)
            let sight = Sight(
                bundle: bundle, reader: reader, actor: actor, now: viewer.now,
                source: viewer.source)
            return try sight.standings(of: record)
        }
    }
}

extension Engine {
    /// What an approval asks about, for who is asked and may not read the record: the fields it
    /// freezes, but for those that are hidden from them. Everything else is missing.
    ///
    ///     let asked = try await engine.question(of: "discount", "Opportunity", id, as: cat)
    public func question(
        of approval: String, _ object: String, _ id: RecordID, as actor: Actor
    ) async throws -> Record {
        let object = try self.object(object, asked: actor)
        let (rule, schema) = (try self.approval(approval, on: object), bundle.schema)
        return try await read(as: actor) { reader, viewer in
            let record = try viewer.decidable(object, id, reader, schema)
            let shown = rule.freeze.subtracting(viewer.book[object].hidden)
            return record.hiding(Set(object.fields.indices).subtracting(shown))
        }
    }
}

extension Sight {
    func standings(of record: Record) throws -> [ApprovalStanding] {
        guard let slot = SystemObjects.approval.slot(of: "record") else { return [] }
        let rows = try reader.records(
            SystemObjects.approval, slot: slot, equals: .reference(record.id))
        return try rows.reversed().compactMap { row in
            guard row["object"] == .text(record.object.name),
                let rule = row["name"].text.flatMap({ bundle.approvals[$0] })
            else { return nil }
            return ApprovalStanding(rule: rule, row: row, steps: try steps(rule, row, record))
        }
    }

    private func steps(
        _ rule: Approval, _ row: Record, _ record: Record
    ) throws -> [ApprovalStanding.Step] {
        let here = rule.steps.firstIndex { $0.name == row["step"].text }
        return try rule.steps.enumerated().map { index, step in
            let tasks = try reader.tasks(of: row, step: step.name)
            var state = Self.state(
                row["state"].text ?? "", index: index, here: here, wasAsked: !tasks.isEmpty)
            // It would be passed over as the record stands now.
            if state == .later, try step.when?.holds(context(record)) == .no { state = .skipped }
            return ApprovalStanding.Step(
                rule: step, state: state, asked: try tasks.compactMap(asked),
                expected: state == .later ? try expected(step, rule, row, record) : [])
        }
    }

    static func state(
        _ approval: String, index: Int, here: Int?, wasAsked: Bool
    ) -> ApprovalStanding.Step.State {
        guard wasAsked, let here else {
            guard approval == "open", index > here ?? -1 else { return .skipped }
            return .later
        }
        if index < here { return .approved }
        switch approval {
        case "open": return .waiting
        case "approved": return .approved
        case "rejected": return .rejected
        default: return .ended
        }
    }

    private func asked(_ task: Record) throws -> ApprovalStanding.Asked? {
        guard let id = task["assignee"].reference else { return nil }
        let name = try personName(task["assignee"]) ?? "\(id)"
        return ApprovalStanding.Asked(person: .init(id: id, name: name), task: task)
    }

    private func expected(
        _ step: Approval.Step, _ rule: Approval, _ row: Record, _ record: Record
    ) throws -> [ApprovalStanding.Person] {
        try voters(of: step, rule, row, record).map {
            ApprovalStanding.Person(id: $0.id, name: People(self).name($0))
        }
    }
}
