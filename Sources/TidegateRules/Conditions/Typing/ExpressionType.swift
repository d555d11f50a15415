import TidegateModel

/// The static type of a sub-expression.
package struct ExpressionType: Hashable, Sendable {
    package var kind: ValueKind
    /// Digits after the point; zero for whatever is not a decimal.
    package var scale = 0
    /// The object a reference points at; `nil` where only the value is known.
    package var target: String?
    /// The values of a choice, or of a choice of several.
    package var choices: [String]?
    package var isList = false
    var isPlace = false
    /// A `?` for which nothing was passed in: fits every type and makes every comparison unknown.
    package var isMissing = false

    package static let bool = ExpressionType(kind: .bool)
    package static let integer = ExpressionType(kind: .integer)
    package static let text = ExpressionType(kind: .text)
    package static let date = ExpressionType(kind: .date)
    package static let datetime = ExpressionType(kind: .datetime)
    package static let duration = ExpressionType(kind: .duration)
    static let missing = ExpressionType(kind: .bool, isMissing: true)

    package static func decimal(_ scale: Int) -> ExpressionType {
        ExpressionType(kind: .decimal, scale: scale)
    }

    package static func reference(_ target: String?) -> ExpressionType {
        ExpressionType(kind: .reference, target: target)
    }

    init(
        kind: ValueKind, scale: Int = 0, target: String? = nil, choices: [String]? = nil,
        isMissing: Bool = false
    ) {
        self.kind = kind
        self.scale = scale
        self.target = target
        self.choices = choices
        self.isMissing = isMissing
    }

    init(_ type: FieldType) {
        self.init(kind: type.kind, scale: type.scale)
        if case .reference(let reference) = type { target = reference.target }
        choices = type.choices
        isList = type.isList
        isPlace = type == .geopoint
    }

    init(of value: Value) {
        guard let kind = value.kind else {
            self = .missing
            return
        }
        self.init(kind: kind)
        if case .decimal(let number) = value { scale = number.scale }
    }

    package var isNumber: Bool { kind == .integer || kind == .decimal }
    /// Whether `<` has a meaning.
    var isOrdered: Bool {
        kind != .bool && kind != .reference && kind != .json && choices == nil && !isPlace
    }

    /// With its article, as a message names it: `an integer`, `a choice`, `a reference to User`.
    var phrase: String {
        if let target { return "a reference to \(target)" }
        if isList { return "a list" }
        if choices != nil { return "a choice" }
        if isPlace { return "a place" }
        return kind == .integer ? "an integer" : "a \(kind.word)"
    }
}
