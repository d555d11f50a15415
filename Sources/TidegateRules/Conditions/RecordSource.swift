import TidegateModel

/// What a condition may look at beside the record itself.
///
/// The engine answers from the running transaction, a test from memory. Nothing here writes.
public protocol RecordSource: AnyObject {
    /// Follows a reference; `nil` when the record is gone.
    func record(_ object: Object, _ id: RecordID) throws -> Record?
    /// The records whose `field.field` refers to `owner`, in id order.
    func children(_ field: ChildrenField, of owner: RecordID) throws -> [Record]
    /// Whether the newest approval of this name on the record was granted and still holds.
    func isApproved(_ approval: String, _ object: Object, _ record: RecordID) throws -> Bool
    /// To whom the record was opened.
    func shares(of record: RecordID, _ object: Object) throws -> [Share]
    /// What one unit of the currency is worth on the day; `nil` when no rate says.
    func rate(_ currency: String, on day: Day, in rates: ExchangeRates) throws -> Decimal?
    /// Behind a source that leaves things out, the one that does not: who stands above whom, and
    /// what is shared, does not depend on who asks.
    var truth: any RecordSource { get }
}

extension RecordSource {
    public var truth: any RecordSource { self }
}

/// Everything a condition is evaluated against. Time and actor are fixed for the whole save.
public struct ConditionContext {
    public var record: Record
    /// The record before this save; `nil` while it is created.
    public var old: Record?
    public var actor: Actor
    public var now: Instant
    public var source: any RecordSource
    /// For whom explanations and texts are made: what they may not see stays out. `nil`: anyone.
    public var viewer: Viewer?

    public init(
        record: Record, old: Record? = nil, actor: Actor, now: Instant, source: any RecordSource
    ) {
        self.record = record
        self.old = old
        self.actor = actor
        self.now = now
        self.source = source
    }
}
