import TidegateModel

/// What a condition says of a record: three values, as in SQL.
public enum Truth: Hashable, Sendable {
    case yes, no
    /// A value that was needed is missing. Enforcing code treats it as `no`: it fails closed.
    case unknown

    /// A value as an answer; what is not yes or no is unknown.
    init(_ value: Value) {
        switch value.bool {
        case true: self = .yes
        case false: self = .no
        case nil: self = .unknown
        }
    }

    /// Whether the condition lets the record pass.
    public var passes: Bool { self == .yes }
}
