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
    /// What it is about, for those who wrote it into a box of a form; `nil` where that is not one option.
    public var option: Option?

    /// `default` of a field, `title` of an object.
    public struct Option: Sendable, Hashable {
        public var object: String
        /// `nil`: the object's own.
        public var field: String?
        public var key: String

        public init(_ key: String, of field: String? = nil, on object: String) {
            self.key = key
            self.field = field
            self.object = object
        }
    }

    /// - Parameter instead: what was probably meant.
    public init(
        _ severity: Severity = .error, _ code: String, _ text: FindingText,
        instead: String? = nil, at location: RuleLocation, about option: Option? = nil
    ) {
        self.severity = severity
        self.code = code
        message = text.message + (instead.map { "; did you mean \($0)?" } ?? "")
        speech =
            instead.map {
                .sentence("fault.instead", ["what": text.speech, "instead": .text($0)])
            } ?? text.speech
        self.location = location
        self.option = option
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
