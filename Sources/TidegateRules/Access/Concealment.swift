import TidegateModel

/// Tells which values of a condition a viewer may not see: those of hidden fields, and those read
/// from records that are not there for them.
struct Concealment {
    private let viewer: Viewer
    private let context: ConditionContext

    /// `nil`: nobody looks, or someone who may see everything.
    init?(_ context: ConditionContext) {
        guard let viewer = context.viewer, !viewer.book.isUnlimited else { return nil }
        self.viewer = viewer
        self.context = context
    }

    /// Whether the part's own value is out of sight; its operands are asked by themselves.
    func conceals(_ expression: Expression) throws -> Bool {
        switch expression.form {
        case .field(let path): try conceals(path)
        case .changed(let slot): viewer.book.hides(context.record.object, slot)
        case .aggregate(let aggregate): try conceals(aggregate)
        case .constant, .and, .or, .not, .comparison, .member, .isEmpty, .contains, .distance,
            .rate,
            .matches,
            .arithmetic, .negate, .absolute, .round, .span, .shift, .difference, .part, .dayOf,
            .length, .coalesce, .today, .now, .me, .hasRole, .approved, .inReports, .inTeams,
            .shared:
            false
        }
    }

    private func conceals(_ path: FieldPath) throws -> Bool {
        var record: Record?
        switch path.root {
        case .record: record = context.record
        case .old: record = context.old
        case .me:
            record = try context.actor.user.flatMap { try viewer.source.record(path.start, $0) }
            if let record, try !viewer.mayRead(record) { return true }
        }
        var object = path.start
        for hop in path.hops {
            if viewer.book.hides(object, hop.slot) { return true }
            record = try record?[hop.slot].reference.flatMap {
                try viewer.source.record(hop.target, $0)
            }
            if let record, try !viewer.mayRead(record) { return true }
            object = hop.target
        }
        return path.slot.map { viewer.book.hides(object, $0) } ?? false
    }

    /// What is gathered from records is seen by who sees all of them and all that is gathered.
    private func conceals(_ aggregate: Aggregate) throws -> Bool {
        let book = viewer.book
        if book.hides(aggregate.object, aggregate.slot) { return true }
        for part in [aggregate.argument, aggregate.condition].compactMap({ $0 })
        where part.reads(hiddenFrom: book, aggregate.object) {
            return true
        }
        if book[aggregate.object].read.isAlways { return false }
        var owner: RecordID? = context.record.id
        if let path = aggregate.owner {
            guard case .field(let found) = path.form else { return true }
            owner = try value(of: found)
        }
        guard let owner else { return false }
        return try viewer.source.children(aggregate.collection, of: owner)
            .contains { try !viewer.mayRead($0) }
    }

    private func value(of path: FieldPath) throws -> RecordID? {
        var record: Record? = path.root == .old ? context.old : context.record
        if path.root == .me {
            record = try context.actor.user.flatMap { try viewer.source.record(path.start, $0) }
        }
        for hop in path.hops {
            record = try record?[hop.slot].reference.flatMap {
                try viewer.source.record(hop.target, $0)
            }
        }
        return path.slot.flatMap { record?[$0].reference } ?? record?.id
    }
}

extension Condition {
    /// Whether its value is out of sight of the context's viewer.
    func isConcealed(_ context: ConditionContext) throws -> Bool {
        guard let concealment = Concealment(context) else { return false }
        return try root.any { try concealment.conceals($0) }
    }
}

extension Expression {
    func any(_ test: (Expression) throws -> Bool) rethrows -> Bool {
        if try test(self) { return true }
        return try children.contains { try $0.any(test) }
    }

    /// Whether a part of an aggregate looks at what is hidden, or at records of others of which it
    /// is not known that all may be read.
    fileprivate func reads(hiddenFrom book: AccessBook, _ object: Object) -> Bool {
        any { part in
            if case .field(let path) = part.form { return path.reads(hiddenFrom: book) }
            guard case .aggregate(let inner) = part.form else { return false }
            return !book[inner.object].read.isAlways
                || book.hides(inner.object, inner.slot)
                || [inner.argument, inner.condition].compactMap { $0 }
                    .contains { $0.reads(hiddenFrom: book, inner.object) }
        }
    }
}

extension FieldPath {
    fileprivate func reads(hiddenFrom book: AccessBook) -> Bool {
        var before = start
        for hop in hops {
            if book.hides(before, hop.slot) || !book[hop.target].read.isAlways { return true }
            before = hop.target
        }
        return slot.map { book.hides(before, $0) } ?? false
    }
}
