import TidegateModel

/// A typed, pure, bounded expression.
public final class Condition: Sendable {
    public let source: String

    init(source: String) {
        self.source = source
    }
}

/// What to compute over a set of records: `count(), sum(amount)`.
public struct Summary: Sendable {
    public let source: String

    init(source: String) {
        self.source = source
    }
}
