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
    /// The message for a person's own language.
    public var speech: Speech
    public var location: RuleLocation

    /// - Parameter instead: what was probably meant.
    public init(
        _ severity: Severity = .error, _ code: String, _ text: FindingText,
        instead: String? = nil, at location: RuleLocation
    ) {
        self.severity = severity
        self.code = code
        message = text.message + (instead.map { "; did you mean \($0)?" } ?? "")
        speech =
            instead.map {
                .sentence("fault.instead", ["what": text.speech, "instead": .text($0)])
            } ?? text.speech
        self.location = location
    }

    /// `pipelines/opportunity.lua:14:22: unknown field closing_date; did you mean close_date?`
    public var line: String {
        "\(location.file):\(location.line):\(location.column): "
            + (severity == .warning ? "warning: " : "") + message
    }
}

extension JSONWriter {
    public mutating func finding(_ finding: PackFinding) {
        object { json in
            json.member("severity", finding.severity.rawValue)
            json.member("code", finding.code)
            json.member("message", finding.message)
            json.member("pack", finding.location.pack)
            json.member("file", finding.location.file)
            json.member("line", finding.location.line)
            json.member("column", finding.location.column)
        }
    }
}
