/// What is to be said to a person, before it is in a language.
///
/// A refusal is made where nobody knows who will read it, and may be read by several: the parts are
/// kept, and `Bundle.text(_:in:)` puts them into words.
///
///     .sentence("gate.closed", ["object": .term(.object("Opportunity")), "stage": …])
///     .said("A discount of {discount} percent is too much.", ["discount": .text("20")])
public indirect enum Speech: Hashable, Sendable {
    /// The same in every language: a name, a number, a code.
    case text(String)
    /// A number as it is kept, such as `120000.00`; people read it with its digits in groups.
    case figure(String)
    case term(Term)
    /// Terms that lead to a field, such as `Account › Name`.
    case path([Term])
    /// A sentence of the engine, by its key, with what stands in its braces.
    case sentence(String, [String: Speech] = [:])
    /// A text of a pack, as it stands there, with what stands in its braces.
    case said(String, [String: Speech] = [:])
    /// Things one after the other, as the language lists them.
    case list([Speech])
    /// Sentences one after the other.
    case clauses([Speech])

    /// A value as a person reads it. A missing one is said to be empty.
    ///
    /// - Parameter field: whose value it is, if it is known, and its object.
    public static func value(_ value: Value, of field: (object: String, field: Field)? = nil)
        -> Speech
    {
        switch value {
        case .none: return .sentence("value.missing")
        case .bool(let flag): return .sentence(flag ? "value.yes" : "value.no")
        case .text(let text):
            guard let field, field.field.type.choices != nil else { return .text(text) }
            return .term(.choice(field.object, field.field.name, text))
        case .decimal(let number):
            return .figure(field?.field.type.behavior.shown(value) ?? number.description)
        case .integer(let number):
            guard case .percent? = field?.field.type else { return .figure(value.description) }
            return .figure("\(number)%")
        case .json:
            guard let field, let type = field.field.type.behavior as? any ListBehavior
            else { return .text(value.description) }
            return .list(
                type.items(of: value).map { item in
                    field.field.type.choices == nil
                        ? .text(item) : .term(.choice(field.object, field.field.name, item))
                })
        case .date, .datetime, .duration, .reference: return .text(value.description)
        }
    }
}
