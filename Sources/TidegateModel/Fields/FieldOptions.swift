/// Where the options of a declared field come from: the body of a node in a pack, or a form.
///
/// Both report in their own words and at their own place, so a type says only *what* is wrong.
public protocol FieldOptionReader {
    /// One line of text; `nil` when it is not given.
    mutating func text(_ option: String) -> String?
    mutating func texts(_ option: String) -> [String]?
    /// A whole number; one outside the range is reported and `nil`.
    mutating func whole(_ option: String, in range: ClosedRange<Int>) -> Int?
    mutating func flag(_ option: String) -> Bool?
    mutating func report(_ problem: FieldOptionProblem)
}

extension FieldOptionReader {
    /// A text that has to be there.
    mutating func required(_ option: String) -> String? {
        let text = text(option)
        if text == nil { report(.missing(option)) }
        return text
    }
}

/// What can be wrong with the options of a type.
public enum FieldOptionProblem: Hashable, Sendable {
    case missing(String)
    /// Of a choice: none, or two alike.
    case values
    /// Of a choice of several: it could not be told from its neighbours.
    case listValue(String)
    case format(String)
    case onDelete(String)
    /// Of money: neither a currency nor a field.
    case currency(String)

    /// The option it is about.
    public var option: String {
        switch self {
        case .missing(let option): option
        case .values, .listValue: "values"
        case .format: "format"
        case .onDelete: "on_delete"
        case .currency: "currency"
        }
    }
}

/// An option as it is written down.
public struct FieldOption: Hashable, Sendable {
    public enum Content: Hashable, Sendable {
        case text(String)
        case texts([String])
        case whole(Int)
        case flag(Bool)
    }

    public let name: String
    public let content: Content

    init(_ name: String, _ content: Content) {
        self.name = name
        self.content = content
    }
}
