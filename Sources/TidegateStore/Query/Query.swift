import TidegateModel
import TidegateRules

/// Which records of one object, in which order, how many.
public struct Query: Sendable {
    public struct Order: Sendable, Hashable {
        public var field: String
        public var isDescending: Bool

        public init(_ field: String, descending: Bool = false) {
            self.field = field
            isDescending = descending
        }
    }

    /// What a summary is grouped by: a field, or the stretch of the calendar that its date lies in.
    public struct Group: Sendable, Hashable, CustomStringConvertible {
        public var field: String
        public var bucket: DateBucket?
        /// By the normal form of a name.
        public var byName = false

        public init(_ field: String, by bucket: DateBucket? = nil) {
            self.field = field
            self.bucket = bucket
        }

        public init(_ field: String, byName: Bool) {
            self.field = field
            self.byName = byName
        }

        /// Reads `stage` or `closed_at:month`; `nil` when what follows the colon is no bucket.
        public init?(written text: String) {
            guard let colon = text.firstIndex(of: ":") else {
                self.init(text)
                return
            }
            guard let bucket = DateBucket(text[text.index(after: colon)...]) else { return nil }
            self.init(String(text[..<colon]), by: bucket)
        }

        public var description: String { bucket.map { "\(field):\($0)" } ?? field }
    }

    public var object: Object
    /// `nil`: all of them.
    public var condition: Condition?
    /// A second one, which has to hold, too.
    public var typed: Condition?
    /// What a person typed to find records by what they are called.
    public var search: Search?
    /// Whose records are meant: what the actor may not read is not there, neither among the records
    /// nor behind a path or in a collection, so that a page is full and a count is true.
    public var access = AccessBook.unlimited
    package var rightsWay = RightsWay.collect
    /// Whether records are read as they were, by a ``PastReader``. Rights are asked of what they are today, or
    /// were last.
    public var isPast = false
    /// For `me()`, `today()` and `now()` in the condition.
    public var actor: Actor
    public var now: Instant
    /// Ties are broken by id, so the order is always the same.
    public var order: [Order] = []
    public var limit: Int?
    /// Only what comes after this place in the order: the next page.
    public var after: Position?
    /// Of what comes after a place, the part that is read now; see ``stretched(_:)``.
    package var stretch: Stretch?
    /// What a summary is grouped by; its order may name a group as it is written, or a figure.
    public var groups: [Group] = []
    public var summary: Summary?
    /// Of a summary, only groups of several records, and none where a value is missing.
    public var repeated = false
    /// Records, and of each group only so many, the first in the order: `nil`: all of them.
    public var top: Int?

    public init(_ object: Object, where condition: Condition? = nil, actor: Actor, now: Instant) {
        self.object = object
        self.condition = condition
        self.actor = actor
        self.now = now
    }
}
