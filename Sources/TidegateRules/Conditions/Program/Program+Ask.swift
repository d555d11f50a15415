import TidegateModel

/// Operations that look at the context: other records, the actor, the time.
extension Program {
    func ask(
        _ step: Instruction, _ registers: Registers, _ context: ConditionContext,
        _ workspace: inout Workspace?
    ) throws -> Slot {
        switch step.operation {
        case .path:
            let space = workspace ?? Workspace(hops: tables.hops.count)
            workspace = space
            return try value(of: tables.paths[Int(step.word)], context, space)
        case .changed: return Slot(hasChanged(Int(step.word), context))
        case .today: return Slot(kind: .date, word: context.now.day.number)
        case .now: return Slot(kind: .datetime, word: context.now.milliseconds)
        case .me: return Slot(.reference, context.actor.user?.number)
        case .hasRole: return Slot(context.actor.roles.contains(tables.names[Int(step.word)]))
        case .approved:
            return Slot(
                try context.source.isApproved(
                    tables.names[Int(step.word)], context.record.object, context.record.id))
        case .people:
            return try people(tables.people[Int(step.word)], registers[Int(step.left)], context)
        case .rate:
            return try rate(
                tables.rates[Int(step.word)], registers[Int(step.left)],
                registers[Int(step.right)], context)
        case .aggregate:
            let aggregate = tables.aggregates[Int(step.word)]
            let owner =
                aggregate.aggregate.owner == nil
                ? Slot(kind: .reference, word: context.record.id.number)
                : registers[Int(step.left)]
            return try self.aggregate(aggregate, owner, context)
        case .constant, .field, .compareField, .compareFieldText, .compare, .conjoinFirst,
            .conjoin, .disjoinFirst, .disjoin, .not, .memberTexts, .memberWords, .compareScaled,
            .compareText, .isEmpty, .isNotEmpty, .contains, .holds, .distance, .matches, .add,
            .subtract, .multiply,
            .divide, .negate, .absolute, .rescale, .later, .earlier, .difference, .part, .dayOf,
            .length, .clear, .fill:
            preconditionFailure("belongs to the loop")
        }
    }

    private func people(
        _ test: PeopleTest, _ tested: Slot, _ context: ConditionContext
    ) throws -> Slot {
        switch test {
        case .report(let reporting):
            guard tested.tag != 0 else { return .missing }
            return Slot(try isReport(RecordID(number: tested.word), reporting, context))
        case .team(let tree):
            guard tested.tag != 0 else { return .missing }
            return Slot(try isMine(RecordID(number: tested.word), tree, context))
        case .shared(let test):
            if test.of == nil { return Slot(try isShared(context.record.id, test, context)) }
            guard tested.tag != 0 else { return .missing }
            return Slot(try isShared(RecordID(number: tested.word), test, context))
        }
    }

    private func hasChanged(_ slot: Int, _ context: ConditionContext) -> Bool {
        guard let old = context.old else { return !context.record.slots[slot].isMissing }
        let (new, before) = (context.record.slots[slot], old.slots[slot])
        if new.kind == .decimal, before.kind == .decimal {
            return ExactArithmetic.compare(
                new.word, Int(new.scale), before.word, Int(before.scale)) != 0
        }
        return !context.record.equals(old, at: slot)
    }

    // MARK: Paths

    private func value(
        of path: Path, _ context: ConditionContext, _ workspace: Workspace
    ) throws -> Slot {
        let record: Record?
        if let hop = path.hop {
            record = try fetch(hop, context, workspace)
        } else {
            record = path.root == .old ? context.old : context.record
        }
        guard let record else { return .missing }
        guard let slot = path.slot else { return Slot(kind: .reference, word: record.id.number) }
        let value = record.slots[slot]
        if value.hasBytes {
            guard path.type.kind.rawValue == value.tag else { return .missing }
            return record.withText(value) { Slot(text: workspace.keep($0), as: path.type.kind) }
        }
        let wanted = Instruction(
            operation: .field, kind: path.type.kind.rawValue, scale: UInt8(path.type.scale),
            target: 0)
        return value.tag == 0 ? .missing : rescaled(value, wanted)
    }

    private func fetch(
        _ index: Int, _ context: ConditionContext, _ workspace: Workspace
    ) throws -> Record? {
        switch workspace.hops[index] {
        case .missing: return nil
        case .found(let record): return record
        case .notYet:
            let hop = tables.hops[index]
            let found = try identity(at: hop, context, workspace).flatMap {
                try context.source.record(hop.target, $0)
            }
            workspace.hops[index] = found.map { .found($0) } ?? .missing
            return found
        }
    }

    private func identity(
        at hop: Hop, _ context: ConditionContext, _ workspace: Workspace
    ) throws -> RecordID? {
        guard let slot = hop.slot else { return context.actor.user }
        let before: Record?
        if let parent = hop.parent {
            before = try fetch(parent, context, workspace)
        } else {
            before = hop.root == .old ? context.old : context.record
        }
        guard let reference = before?.slots[slot], reference.kind == .reference else { return nil }
        return RecordID(number: reference.word)
    }

    // MARK: Aggregates

    private func aggregate(
        _ aggregate: AggregateProgram, _ owner: Slot, _ context: ConditionContext
    ) throws -> Slot {
        guard owner.tag != 0 else { return .missing }
        let children = try context.source.children(
            aggregate.aggregate.collection, of: RecordID(number: owner.word))
        var total = Accumulator(aggregate.aggregate)
        var inner = context
        inner.old = nil
        for child in children {
            inner.record = child
            let (truth, value) = try aggregate.share(inner)
            if total.take(truth) { total.take(value) }
        }
        return total.answer
    }

    /// The answer of a program that yields no text, which would not outlive the run.
    fileprivate func answer(_ context: ConditionContext) throws -> Slot {
        try run(context, fully: false) { $0[root] }
    }
}

extension Program.AggregateProgram {
    /// What the context's record adds to the whole: whether it counts, and with which value.
    func share(_ context: ConditionContext) throws -> (truth: Truth, value: Slot) {
        let truth = try condition?.answer(context).truth ?? .yes
        guard truth == .yes, let argument else { return (truth, .missing) }
        return (truth, try argument.answer(context))
    }
}
