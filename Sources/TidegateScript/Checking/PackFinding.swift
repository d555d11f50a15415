import TidegateModel

/// What the checker has to say about one place of a pack.
public struct PackFinding: Sendable, Hashable {
    public enum Severity: String, Sendable {
        case error, warning
    }

    public var severity: Severity
    /// `area.what`
    public var code: String
    public var message: String
    public var location: RuleLocation

    public init(
        _ severity: Severity = .error, _ code: String, _ message: String, at location: RuleLocation
    ) {
        self.severity = severity
        self.code = code
        self.message = message
        self.location = location
    }

    /// `pipelines/opportunity.lua:14:22: unknown field closing_date; did you mean close_date?`
    public var line: String {
        "\(location.file):\(location.line):\(location.column): "
            + (severity == .warning ? "warning: " : "") + message
    }
}
