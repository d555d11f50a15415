import TidegateModel

/// Told what saves came to and what rules cost. An engine without one measures nothing.
public protocol EngineObserver: Sendable {
    func answered(_ outcome: RequestOutcome)
    /// A script or a condition of the rule at this place ran. Called on the writer's thread.
    func ran(_ rule: RuleLocation, nanoseconds: Int64)
}

/// What came of something that wanted to write.
public enum RequestOutcome: String, Sendable, CaseIterable {
    case done, refused, failed
}

extension Transaction {
    /// Runs the body on the account of the rule.
    func metered<Answer>(
        _ rule: RuleLocation, _ body: () throws -> Answer
    ) rethrows -> Answer {
        guard let meter else { return try body() }
        let began = SystemTime.monotonicNanoseconds()
        defer { meter.ran(rule, nanoseconds: SystemTime.monotonicNanoseconds() - began) }
        return try body()
    }
}
