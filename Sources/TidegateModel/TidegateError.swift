/// Where a rule stands: pack, file and line, so that every refusal can be looked up.
public struct RuleLocation: Hashable, Sendable, CustomStringConvertible {
    public let pack: String
    /// Relative to the pack's folder.
    public let file: String
    public let line: Int
    public let column: Int
    /// `sales/hooks/price.lua:12`, put together once: every save of the rule's record writes it.
    public let description: String

    public init(pack: String, file: String, line: Int, column: Int = 1) {
        self.pack = pack
        self.file = file
        self.line = line
        self.column = column
        description = "\(pack)/\(file):\(line)"
    }
}

/// The one error of Tidegate. Its kind alone decides what the outside sees.
///
///     throw TidegateError(.notFound, "record.not_found", "There is no Account 0D3…",
///         hint: "tidegate query Account lists them.")
public struct TidegateError: Error, Hashable, Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        case invalid, unauthenticated, forbidden, notFound = "not_found", conflict, rejected
        case exhausted, unavailable, ruleFailed = "rule_failed", `internal`
    }

    public var kind: Kind
    /// A stable string, `area.what`.
    public var code: String
    public var message: String
    public var reasons: [Reason]
    public var hint: String?
    public var rule: RuleLocation?
    /// The message for a person's own language; `nil`: there is only ``message``.
    public var speech: Speech?
    /// What a driver said: for whoever runs the program. No answer to a request holds it.
    public var cause: String?

    public init(
        _ kind: Kind, _ code: String, _ message: String, reasons: [Reason] = [],
        hint: String? = nil, rule: RuleLocation? = nil, speech: Speech? = nil,
        cause: String? = nil
    ) {
        self.kind = kind
        self.code = code
        self.message = message
        self.reasons = reasons
        self.hint = hint
        self.rule = rule
        self.speech = speech
        self.cause = cause
    }

    /// Codes of `sysexits.h` where one fits; 1 for a refusal by a rule.
    public var exitCode: Int32 {
        switch kind {
        case .invalid: 65
        case .unauthenticated, .forbidden: 77
        case .notFound: 66
        case .conflict, .exhausted: 75
        case .rejected: 1
        case .unavailable: 69
        case .ruleFailed, .internal: 70
        }
    }
}

/// One of several reasons behind an error: a failed gate, a field that cannot be.
public struct Reason: Hashable, Sendable {
    public var code: String
    public var message: String
    public var field: String?
    public var hint: String?
    public var rule: RuleLocation?
    /// Message and hint for a person's own language.
    public var speech: Speech?
    public var hintSpeech: Speech?

    public init(
        code: String, message: String, field: String? = nil, hint: String? = nil,
        rule: RuleLocation? = nil, speech: Speech? = nil, hintSpeech: Speech? = nil
    ) {
        self.code = code
        self.message = message
        self.field = field
        self.hint = hint
        self.rule = rule
        self.speech = speech
        self.hintSpeech = hintSpeech
    }
}
