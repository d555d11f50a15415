import TidegateModel

/// JSON Schema of fields: what an answer holds, and what a request may send. The second is what
/// ``TidegateModel/Field/parse(_:)`` takes.
enum FieldSchemas {
    static let id = "^[0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{13}$"

    /// As an answer shows it; a missing value is null.
    static func answer(_ field: Field) -> JSON {
        described(nullable(answerType(field)), field)
    }

    /// As a request may send it. Null takes the value away.
    static func input(_ field: Field) -> JSON {
        var schema: JSON
        switch field.type.kind {
        case .decimal:
            let written: JSON = ["type": "string", "pattern": .string(pattern(field.type.scale))]
            // A number may hold no more digits than the field: a multiple of its last place.
            schema = ["anyOf": [written, number(field), ["type": "null"]]]
        case .integer: schema = nullable(integer(field))
        case .text, .bool, .date, .datetime, .duration, .reference:
            schema = nullable(answerType(field))
        }
        if case .email = field.type { schema = schema.with("format", "email") }
        return described(schema, field).with("examples", [example(field)])
    }

    private static func answerType(_ field: Field) -> JSON {
        switch field.type {
        case .text(let maximumLength): ["type": "string", "maxLength": JSON(maximumLength)]
        case .choice(let values): ["type": "string", "enum": JSON(values)]
        case .integer: ["type": "integer", "format": "int64"]
        case .decimal(let scale), .money(let scale), .percent(let scale):
            ["type": "string", "pattern": .string(pattern(scale))]
        case .boolean: ["type": "boolean"]
        case .date: ["type": "string", "format": "date"]
        case .datetime: ["type": "string", "format": "date-time"]
        case .duration: ["type": "string"]
        case .reference(let target, _):
            ["type": "string", "pattern": .string(id), "x-object": .string(target)]
        case .email: ["type": "string", "maxLength": JSON(Limits.emailBytes)]
        case .phone, .url, .autonumber:
            ["type": "string", "maxLength": JSON(Limits.shortTextBytes)]
        }
    }

    private static func integer(_ field: Field) -> JSON {
        bounded(["type": "integer", "format": "int64"], field)
    }

    private static func number(_ field: Field) -> JSON { bounded(["type": "number"], field) }

    private static func bounded(_ schema: JSON, _ field: Field) -> JSON {
        schema.with("minimum", field.minimum.map { .number($0.description) })
            .with("maximum", field.maximum.map { .number($0.description) })
    }

    private static func pattern(_ scale: Int) -> String {
        scale == 0 ? "^-?[0-9]{1,18}$" : "^-?[0-9]{1,18}(\\.[0-9]{1,\(scale)})?$"
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
        switch field.type {
        case .text: .string(field.label)
        case .choice(let values): values.first.map(JSON.string) ?? .null
        case .integer: .number((field.minimum ?? Decimal(1)).description)
        case .decimal, .money, .percent: .string((field.minimum ?? Decimal(10)).description)
        case .boolean: true
        case .date: "2026-11-22"
        case .datetime: "2026-11-22T08:30:00Z"
        case .duration: "14 days"
        case .reference: "0D3K7Z0000000"
        case .email: "ann@example.com"
        case .phone: "+44 20 7946 0958"
        case .url: "https://example.com"
        case .autonumber: "A-1"
        }
    }
}
