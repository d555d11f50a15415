import TidegateModel

/// A process of decisions about a record. It opens by itself, in the save that makes `when` true.
public struct Approval: Sendable {
    public var name: String
    public var object: String
    public var when: Condition
    /// Slots whose change supersedes the approval.
    public var freeze: Set<Int>
    /// Collections whose change supersedes the approval.
    public var freezeCollections: Set<String>
    /// Who may never decide.
    public var never: [Excluded]
    public var steps: [Step]
    public var approved: Outcome
    public var rejected: Outcome
    /// What follows when a granted approval no longer holds, because what it was about changed.
    public var superseded: Outcome
    public var location: RuleLocation

    /// What its outcomes set, which nobody else may.
    public var setSlots: Set<Int> {
        Set((approved.set + rejected.set + superseded.set).map(\.slot))
    }

    /// Four eyes: people who are too close to the record.
    public enum Excluded: Sendable {
        case submitter
        /// A path to a user, such as `owner`.
        case path(Condition)
    }

    /// One round of the process.
    public struct Step: Sendable {
        public var name: String
        public var who: Audience
        /// How many must say yes.
        public var quorum: Int
        /// Whether one no ends it. Without veto it ends when the quorum is out of reach.
        public var hasVeto: Bool
        /// The step is skipped when this is not so as the step begins; unknown is asked.
        public var when: Condition?
        public var within: WorkTime?
        public var location: RuleLocation

        public init(
            name: String, who: Audience, quorum: Int, hasVeto: Bool, when: Condition?,
            within: WorkTime?, location: RuleLocation
        ) {
            self.name = name
            self.who = who
            self.quorum = quorum
            self.hasVeto = hasVeto
            self.when = when
            self.within = within
            self.location = location
        }
    }

    /// What follows from a verdict.
    public struct Outcome: Sendable {
        public var set: [FieldExpression]
        public var tell: Audience?
        public var say: Template?

        public init(set: [FieldExpression] = [], tell: Audience? = nil, say: Template? = nil) {
            self.set = set
            self.tell = tell
            self.say = say
        }
    }

    public init(
        name: String, object: String, when: Condition, freeze: Set<Int>,
        freezeCollections: Set<String>, never: [Excluded], steps: [Step], approved: Outcome,
        rejected: Outcome, superseded: Outcome, location: RuleLocation
    ) {
        self.name = name
        self.object = object
        self.when = when
        self.freeze = freeze
        self.freezeCollections = freezeCollections
        self.never = never
        self.steps = steps
        self.approved = approved
        self.rejected = rejected
        self.superseded = superseded
        self.location = location
    }
}

/// Whom a rule means.
public enum Audience: Sendable {
    /// A path that ends at a user: `owner.manager`.
    case path(Condition)
    /// Every active user who has the role.
    case role(String)

    /// As it stands in the pack, for messages.
    public var words: String {
        switch self {
        case .path(let condition): condition.source
        case .role(let name): "role \(name)"
        }
    }
}
