import TidegateModel

/// Condition watched over records, raised once, cleared with hysteresis.
public struct Alert: Sendable {
    public var name: String
    public var object: String
    public var raise: Condition
    public var clear: Condition
    /// The first whose condition holds counts.
    public var levels: [Level]
    public var say: Template?
    public var location: RuleLocation

    public struct Level: Sendable {
        public var name: String
        public var when: Condition?
        public var task: Audience?
        public var location: RuleLocation

        public init(name: String, when: Condition?, task: Audience?, location: RuleLocation) {
            self.name = name
            self.when = when
            self.task = task
            self.location = location
        }
    }

    public init(
        name: String, object: String, raise: Condition, clear: Condition, levels: [Level],
        say: Template?, location: RuleLocation
    ) {
        self.name = name
        self.object = object
        self.raise = raise
        self.clear = clear
        self.levels = levels
        self.say = say
        self.location = location
    }

    public enum Decision: Sendable, Hashable {
        case raise, clear, keep
    }

    /// Between raise and clear nothing changes, so a value at the edge does not flap.
    public static func decide(isRaised: Bool, raise: Truth, clear: Truth) -> Decision {
        if isRaised { return clear == .yes ? .clear : .keep }
        return raise == .yes ? .raise : .keep
    }
}
