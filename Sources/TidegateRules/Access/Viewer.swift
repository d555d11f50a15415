import TidegateModel

/// Someone who looks at records, with their rights: which records are there for them, and what of
/// those. Rights are judged on the truth, not on what the viewer sees of it.
public final class Viewer {
    public let book: AccessBook
    public let actor: Actor
    public let now: Instant
    /// The truth.
    public let source: any RecordSource

    public init(book: AccessBook, actor: Actor, now: Instant, source: any RecordSource) {
        self.book = book
        self.actor = actor
        self.now = now
        self.source = source.truth
    }

    public func mayRead(_ record: Record) throws -> Bool {
        if book.isUnlimited { return true }
        return try has(book[record.object].read, on: record)
    }

    /// Whether the record passes the right's tests. An answer that is unknown is no.
    public func has(_ right: Right, on record: Record) throws -> Bool {
        switch right {
        case .never: false
        case .always: true
        case .when(let tests): try tests.contains { try passes($0, record) }
        }
    }

    /// The record without what is hidden; `nil`: it is not there for the viewer.
    public func shown(_ record: Record) throws -> Record? {
        try mayRead(record) ? masked(record) : nil
    }

    /// The record without what is hidden, whether or not it may be read.
    public func masked(_ record: Record) -> Record {
        if book.isUnlimited { return record }
        return record.hiding(book[record.object].hidden)
    }

    /// Records of one object without what is hidden, whether or not they may be read.
    public func masked(_ records: [Record], of object: Object) -> [Record] {
        let hidden = book[object].hidden
        return hidden.isEmpty ? records : records.map { $0.hiding(hidden) }
    }

    private func passes(_ test: Right.Test, _ record: Record) throws -> Bool {
        switch test {
        case .condition(let condition):
            return try condition.holds(
                ConditionContext(record: record, actor: actor, now: now, source: source)) == .yes
        case .isActor(let slot):
            return actor.user != nil && record[slot].reference == actor.user
        case .readsSubject(let object, let slot):
            guard let name = record[object].text, let id = record[slot].reference,
                let subject = book.subjects.first(where: { $0.object.name == name })
            else { return false }
            if subject.read.isAlways { return true }
            return try source.record(subject.object, id).map { try has(subject.read, on: $0) }
                ?? false
        }
    }
}

/// Records as a viewer sees them: what may not be read is not there, what is hidden is missing.
public final class VisibleSource: RecordSource {
    private let viewer: Viewer

    public init(_ viewer: Viewer) { self.viewer = viewer }

    public var truth: any RecordSource { viewer.source }

    public func record(_ object: Object, _ id: RecordID) throws -> Record? {
        try viewer.source.record(object, id).flatMap { try viewer.shown($0) }
    }

    public func children(_ field: ChildrenField, of owner: RecordID) throws -> [Record] {
        try viewer.source.children(field, of: owner).compactMap { try viewer.shown($0) }
    }

    public func isApproved(
        _ approval: String, _ object: Object, _ record: RecordID
    ) throws -> Bool {
        try viewer.source.isApproved(approval, object, record)
    }

    public func shares(of record: RecordID, _ object: Object) throws -> [Share] {
        try viewer.source.shares(of: record, object)
    }

    public func rate(
        _ currency: String, on day: Day, in rates: ExchangeRates
    ) throws -> Decimal? {
        try viewer.source.rate(currency, on: day, in: rates)
    }
}
