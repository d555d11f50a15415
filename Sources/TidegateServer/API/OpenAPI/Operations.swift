import TidegateModel

/// One operation of the document, put together from what operations have in common.
struct Operation {
    var id: String
    var summary: String
    var tag: String
    var parameters: [JSON] = []
    var body: JSON?
    /// Status and schema of success; no schema: no body.
    var success: (status: String, schema: JSON?) = ("200", nil)
    /// Types of a file that is answered instead of JSON.
    var file: [String] = []
    var headers: [String] = []
    /// 304 for who names a tag in If-None-Match.
    var isConditional = false
    /// Statuses of refusals beside those every operation may answer with.
    var refusals: [String] = []

    /// 400: cannot be understood; 401, 403: who asks; 429, 503: not now.
    private static let always = ["400", "401", "403", "429", "503"]

    var json: JSON {
        var operation: JSON = [
            "operationId": .string(id), "summary": .string(summary), "tags": [.string(tag)],
        ]
        if !parameters.isEmpty { operation = operation.with("parameters", .array(parameters)) }
        if let body { operation = operation.with("requestBody", body) }
        return operation.with("responses", responses)
    }

    private var responses: JSON {
        var members = [JSON.Member(success.status, successAnswer)]
        if isConditional {
            members.append(.init("304", ["description": "The same would be shown."]))
        }
        for status in (Self.always + refusals).sorted() {
            members.append(
                .init(status, ["$ref": .string("#/components/responses/Refusal\(status)")]))
        }
        return .object(members)
    }

    private var successAnswer: JSON {
        var answer: JSON = ["description": "Done."]
        if !headers.isEmpty {
            answer = answer.with(
                "headers",
                .object(
                    headers.map { .init($0, ["$ref": .string("#/components/headers/\($0)")]) }))
        }
        guard file.isEmpty else {
            return answer.with(
                "content",
                .object(
                    file.map {
                        .init($0, ["schema": ["type": "string", "format": "binary"]])
                    }))
        }
        return answer.with("content", success.schema.map(Self.content))
    }

    private static func content(_ schema: JSON) -> JSON { ["application/json": ["schema": schema]] }

    // MARK: Bodies and parameters

    static func body(_ members: [(String, JSON)], required: [String]) -> JSON {
        let schema: JSON = [
            "type": "object",
            "properties": .object(members.map { JSON.Member($0.0, $0.1) }),
            "additionalProperties": false,
        ]
        return [
            "required": .bool(!required.isEmpty),
            "content": content(required.isEmpty ? schema : schema.with("required", JSON(required))),
        ]
    }

    static func query(_ name: String, _ text: String, _ schema: JSON) -> JSON {
        ["name": .string(name), "in": "query", "description": .string(text), "schema": schema]
    }

    static func required(_ parameter: JSON) -> JSON { parameter.with("required", true) }

    static func shared(_ name: String) -> JSON {
        ["$ref": .string("#/components/parameters/\(name)")]
    }

    static let text: JSON = ["type": "string"]

    /// Members of every body that writes.
    static let options: [(String, JSON)] = [
        ("version", ["type": "integer", "description": "The version that was seen."]),
        (
            "waiver",
            [
                "type": "string", "minLength": 1, "maxLength": 2000,
                "description": "Why closed gates shall be passed; needs the permission.",
            ]
        ),
        (
            "confirm",
            [
                "type": "string", "minLength": 1, "maxLength": 2000,
                "description": "Why warnings shall be passed.",
            ]
        ),
    ]
}
