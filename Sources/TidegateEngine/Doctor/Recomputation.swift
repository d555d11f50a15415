import TidegateModel

/// What came of working out formulas and roll-ups anew.
public struct Recomputation: Sendable {
    /// A value that is kept and not true.
    public struct Difference: Sendable {
        public enum Outcome: Sendable, Hashable {
            case found
            case fixed
            /// The rules refused the save that would have put it right.
            case refused(String)
        }

        public var object: String
        public var record: RecordID
        public var field: String
        public var kept: Value
        public var computed: Value
        public var outcome: Outcome
    }

    public internal(set) var records = 0
    /// Values that were compared.
    public internal(set) var values = 0
    public internal(set) var differing = 0
    public internal(set) var fixed = 0
    /// The first ones, ``EngineLimits/toldDifferences`` at most.
    public internal(set) var differences: [Difference] = []

    /// Whether every kept value is true now.
    public var holds: Bool { differing == fixed }

    mutating func add(_ difference: Difference) {
        differing += 1
        if difference.outcome == .fixed { fixed += 1 }
        if differences.count < EngineLimits.toldDifferences { differences.append(difference) }
    }
}

/// How far a recomputation has come, in one object after the other.
public struct RecomputationProgress: Sendable {
    public var object: String
    public var done: Int
    public var total: Int
}
