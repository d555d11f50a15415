/// Every bound of the condition language, by name.
public enum ConditionLimits {
    public static let sourceBytes = 4_000
    public static let depth = 64
    public static let nodes = 500
    /// References followed by one path.
    public static let pathReferences = 6
    public static let listEntries = 200
    public static let patternWildcards = 8
    /// An aggregate inside the `where` of an aggregate, and no deeper.
    public static let aggregateDepth = 2
    /// Digits after the point that a division keeps at least.
    public static let divisionScale = 6
    /// Operations nested in one another that SQL is written for: SQLite's parser has a fixed stack.
    public static let queryDepth = 16
    public static let templateParts = 100
    public static let summaryItems = 20
    /// What one aggregate is taken to cost when a condition's cost is bounded.
    public static let assumedChildren = 100
}
