import TidegateModel

/// JSON Schema of fields: what an answer holds, and what a request may send. The second is what
/// ``TidegateModel/Field/parse(_:)`` takes.
enum FieldSchemas {
    /// As an answer shows it; a missing value is null.
    static func answer(_ field: Field) -> JSON {
        described(nullable(field.type.behavior.schema), field)
    }

    /// As a request may send it. Null takes the value away.
    static func input(_ field: Field) -> JSON {
        let answer = field.type.behavior.schema
        var schema: JSON
        switch field.type.kind {
        // A number may hold no more digits than the field: a multiple of its last place.
        case .decimal: schema = ["anyOf": [answer, bounded(["type": "number"], field), null]]
        case .integer: schema = nullable(bounded(answer, field))
        case .text, .bool, .date, .datetime, .duration, .reference, .json:
            schema = nullable(answer)
        }
        if case .email = field.type { schema = schema.with("format", "email") }
        return described(schema, field).with("examples", [example(field)])
    }

    private static let null: JSON = ["type": "null"]

    private static func bounded(_ schema: JSON, _ field: Field) -> JSON {
        schema.with("minimum", field.minimum.map { .number($0.description) })
            .with("maximum", field.maximum.map { .number($0.description) })
    }

    private static func nullable(_ schema: JSON) -> JSON {
        guard case .object(let members) = schema else { return schema }
        return .object(
            members.map { member in
                switch (member.name, member.value) {
                case ("type", let type): .init("type", .array([type, "null"]))
                case ("enum", .array(let values)): .init("enum", .array(values + [.null]))
                default: member
                }
            })
    }

    private static func described(_ schema: JSON, _ field: Field) -> JSON {
        schema.with("title", .string(field.label)).with("description", field.help.map(JSON.string))
    }

    /// Something the field takes.
    static func example(_ field: Field) -> JSON {
        guard let minimum = field.minimum else { return field.type.behavior.example }
        return field.type.kind == .integer
            ? .number(minimum.description) : .string(minimum.description)
    }
}
