/// Documents that are written down in code: `["type": "object", "required": ["id"]]`.
extension JSON: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral,
    ExpressibleByStringInterpolation
{
    public init(stringLiteral text: String) { self = .string(text) }
    public init(booleanLiteral flag: Bool) { self = .bool(flag) }
    public init(integerLiteral number: Int) { self = .number("\(number)") }
    public init(arrayLiteral values: JSON...) { self = .array(values) }

    public init(dictionaryLiteral members: (String, JSON)...) {
        self = .object(members.map { Member($0.0, $0.1) })
    }

    public init(_ number: Int) { self = .number("\(number)") }
    public init(_ texts: some Sequence<String>) { self = .array(texts.map(JSON.string)) }

    /// The object with one more member.
    public func with(_ name: String, _ value: JSON?) -> JSON {
        guard let value, case .object(let members) = self else { return self }
        return .object(members + [Member(name, value)])
    }
}
