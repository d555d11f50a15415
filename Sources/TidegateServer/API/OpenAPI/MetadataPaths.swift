import TidegateModel
import TidegateScript

/// The addresses of changes of objects and fields, for callers who may make them.
enum MetadataPaths {
    static var paths: [JSON.Member] {
        [
            .init(
                "/api/metadata/plan",
                posting("metadata_plan", "Plan a change of objects and fields", [])),
            .init(
                "/api/metadata/apply",
                posting(
                    "metadata_apply", "Do what a plan says",
                    [
                        (
                            "basis",
                            ["type": "string", "description": "basis of the plan's answer."]
                        )
                    ])),
        ]
    }

    static let schemas: [(name: String, schema: JSON)] = [
        ("MetadataPlan", plan), ("FieldDefinition", field), ("AccessDefinition", access),
    ]

    private static func posting(
        _ id: String, _ summary: String, _ more: [(String, JSON)]
    ) -> JSON {
        let operation = Operation(
            id: id, summary: summary, tag: "Metadata",
            body: Operation.body(members + more, required: ["change"] + more.map(\.0)),
            success: ("200", AnswerSchemas.reference("MetadataPlan")),
            refusals: ["404", "409", "422", "500"])
        return ["post": operation.json]
    }

    private static let text: JSON = ["type": "string"]
    private static let option: JSON = ["type": ["string", "number", "boolean", "null"]]

    private static let members: [(String, JSON)] =
        [
            ("change", ["type": "string", "enum": JSON(MetadataInput.changes)]), ("object", text),
            ("field", text), ("label", text), ("plural", text), ("title", text),
            ("definition", AnswerSchemas.reference("FieldDefinition")),
            ("fields", AnswerSchemas.list(of: AnswerSchemas.reference("FieldDefinition"))),
            ("access", AnswerSchemas.list(of: AnswerSchemas.reference("AccessDefinition"))),
        ] + Language.translated.map { ($0.option("label"), text) }

    private static let field: JSON = AnswerSchemas.closed(
        [
            ("name", text), ("kind", ["type": "string", "enum": JSON(FieldRequest.kinds)]),
            ("values", AnswerSchemas.list(of: text)),
        ]
            + Set(FieldRequest.kinds.flatMap(FieldRequest.options)).subtracting(["values"]).sorted()
            .map { ($0, option) },
        optional: ["values"] + FieldRequest.kinds.flatMap(FieldRequest.options))

    private static let access: JSON = AnswerSchemas.closed(
        [("role", text)]
            + AccessRequest.rights.map {
                (
                    $0,
                    [
                        "type": ["boolean", "string"],
                        "description": "true, false or a condition.",
                    ] as JSON
                )
            }, optional: AccessRequest.rights)

    private static let count: JSON = ["type": "integer", "minimum": 0]

    private static let plan: JSON = AnswerSchemas.closed(
        [
            ("possible", ["type": "boolean"]), ("done", ["type": "boolean"]), ("basis", text),
            ("records", count), ("bundle", text), ("filled", count), ("unfilled", count),
            ("steps", AnswerSchemas.list(of: text)),
            (
                "files",
                AnswerSchemas.list(
                    of: AnswerSchemas.closed(
                        [("path", text), ("before", text), ("after", text)],
                        optional: ["before", "after"]))
            ),
            (
                "findings",
                AnswerSchemas.list(
                    of: AnswerSchemas.closed([
                        ("severity", ["type": "string", "enum": ["error", "warning"]]),
                        ("code", text), ("message", text), ("pack", text), ("file", text),
                        ("line", count), ("column", count),
                    ]))
            ),
            (
                "untranslated",
                AnswerSchemas.list(
                    of: AnswerSchemas.closed([("language", text), ("what", text)]))
            ),
            (
                "obstacles",
                AnswerSchemas.list(
                    of: AnswerSchemas.closed(
                        [("code", text), ("message", text), ("field", text), ("hint", text)],
                        optional: ["field", "hint"]))
            ),
        ], optional: ["bundle", "filled", "unfilled"])
}
