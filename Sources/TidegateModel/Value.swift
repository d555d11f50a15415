/// One value of any kind, as it travels between a person, a file and a record.
///
/// Inside a record values lie flat (see ``Record``); this form is for the doors.
public enum Value: Hashable, Sendable {
    /// Missing: a condition that needs it is *unknown*, which fails closed.
    case none
    case bool(Bool)
    case integer(Int64)
    case decimal(Decimal)
    case text(String)
    case date(Day)
    case datetime(Instant)
    case duration(Span)
    case reference(RecordID)
    /// A list, or anything else that JSON can say, as ``JSON/canonical`` writes it.
    case json(String)
}

/// What a slot of a record holds; the static type of a condition's sub-expression.
public enum ValueKind: UInt8, Hashable, Sendable, CaseIterable {
    case bool = 1
    case integer, decimal, text, date, datetime, duration, reference, json

    /// The word used in messages and in the reference.
    public var word: String {
        switch self {
        case .bool: "boolean"
        case .integer: "integer"
        case .decimal: "decimal"
        case .text: "text"
        case .date: "date"
        case .datetime: "datetime"
        case .duration: "duration"
        case .reference: "reference"
        case .json: "json"
        }
    }

    /// Whether a slot points to bytes instead of holding its value.
    public var hasBytes: Bool { self == .text || self == .json }
}

extension Value {
    public var kind: ValueKind? {
        switch self {
        case .none: nil
        case .bool: .bool
        case .integer: .integer
        case .decimal: .decimal
        case .text: .text
        case .date: .date
        case .datetime: .datetime
        case .duration: .duration
        case .reference: .reference
        case .json: .json
        }
    }

    public var isMissing: Bool { self == .none }
    public var text: String? { if case .text(let text) = self { text } else { nil } }
    public var integer: Int64? { if case .integer(let number) = self { number } else { nil } }
    public var bool: Bool? { if case .bool(let flag) = self { flag } else { nil } }
    public var reference: RecordID? { if case .reference(let id) = self { id } else { nil } }
    public var json: String? { if case .json(let text) = self { text } else { nil } }
    public var datetime: Instant? { if case .datetime(let time) = self { time } else { nil } }
    public var decimal: Decimal? {
        switch self {
        case .decimal(let number): number
        case .integer(let number): Decimal(number)
        default: nil
        }
    }
}

extension Value: CustomStringConvertible {
    /// As people read it in a message: `80000.00`, `2026-11-22`, `yes`, `(empty)`.
    public var description: String {
        switch self {
        case .none: "(empty)"
        case .bool(let flag): flag ? "yes" : "no"
        case .integer(let number): String(number)
        case .decimal(let number): number.description
        case .text(let text): text
        case .date(let day): day.description
        case .datetime(let instant): instant.description
        case .duration(let span): span.description
        case .reference(let id): id.description
        case .json(let text): text
        }
    }
}
