/// A JSON value as someone sent it.
///
/// A number stays the text it was, so that `80000.10` is that amount and not the binary float next
/// to it; members keep their order.
public enum JSON: Hashable, Sendable {
    case null
    case bool(Bool)
    case number(String)
    case string(String)
    case array([JSON])
    case object([Member])

    public struct Member: Hashable, Sendable {
        public var name: String
        public var value: JSON

        public init(_ name: String, _ value: JSON) {
            self.name = name
            self.value = value
        }
    }

    /// The member of an object; `nil` when there is none, or when this is no object.
    public subscript(name: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    public var string: String? { if case .string(let text) = self { text } else { nil } }
    public var bool: Bool? { if case .bool(let flag) = self { flag } else { nil } }
    public var array: [JSON]? { if case .array(let values) = self { values } else { nil } }
    public var members: [Member]? {
        if case .object(let members) = self { members } else { nil }
    }

    /// A whole number of 64 bits.
    public var integer: Int64? {
        if case .number(let text) = self { Int64(text) } else { nil }
    }

    /// The shortest way to write it, members in the order of their names: equal values are equal texts.
    public var canonical: String {
        var json = JSONWriter()
        json.json(sorted)
        return json.text
    }

    private var sorted: JSON {
        switch self {
        case .null, .bool, .number, .string: self
        case .array(let values): .array(values.map(\.sorted))
        case .object(let members):
            .object(
                members.map { Member($0.name, $0.value.sorted) }.sorted { $0.name < $1.name })
        }
    }

    /// What it is, for a message: `an array`.
    public var phrase: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a text"
        case .array: "an array"
        case .object: "an object"
        }
    }
}

extension JSONWriter {
    public mutating func json(_ value: JSON) {
        switch value {
        case .null: null()
        case .bool(let flag): bool(flag)
        case .number(let text): raw(text)
        case .string(let text): string(text)
        case .array(let values): array { json in values.forEach { json.json($0) } }
        case .object(let members):
            object { json in
                for member in members {
                    json.key(member.name)
                    json.json(member.value)
                }
            }
        }
    }
}
