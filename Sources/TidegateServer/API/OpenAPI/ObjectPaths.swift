import TidegateEngine
import TidegateModel
import TidegateRules

/// The addresses of one object's records, as far as they are there for who asks.
struct ObjectPaths {
    let object: Object
    let rules: ObjectRules?
    let actions: [Action]
    let access: ObjectAccess

    private var name: String { object.name }
    private var root: String { "/api/records/\(name)" }
    private var one: String { root + "/{id}" }
    private var isWritten: Bool { rules != nil && !object.isEngineOwned }
    private var record: JSON { AnswerSchemas.reference("\(name).record") }
    private var shown: [Field] {
        object.fields.indices.filter { !access.hidden.contains($0) }.map { object.fields[$0] }
    }
    private var settable: [Field] {
        object.fields.indices.filter { access.isWritable($0, of: object, rules) }
            .map { object.fields[$0] }
    }

    // MARK: Schemas

    var schemas: [(name: String, schema: JSON)] {
        var schemas = [("\(name).record", recordSchema), ("\(name).page", pageSchema)]
        if isWritten, !settable.isEmpty { schemas.append(("\(name).input", inputSchema)) }
        return schemas
    }

    private var recordSchema: JSON {
        AnswerSchemas.closed([
            ("id", ["type": "string", "pattern": .string(RecordID.pattern)]),
            ("object", ["const": .string(name)]), ("version", ["type": "integer", "minimum": 0]),
            ("title", Operation.text),
            (
                "fields",
                [
                    "type": "object", "additionalProperties": false,
                    "properties": .object(
                        shown.map { .init($0.name, FieldSchemas.answer($0)) }),
                ]
            ),
        ])
    }

    private var pageSchema: JSON {
        AnswerSchemas.closed(
            [
                ("object", ["const": .string(name)]), ("records", AnswerSchemas.list(of: record)),
                ("next", ["type": ["string", "null"]]),
                (
                    "totals",
                    [
                        "type": "object",
                        "additionalProperties": ["type": ["string", "number", "boolean", "null"]],
                    ]
                ),
            ], optional: ["totals"])
    }

    private var inputSchema: JSON {
        [
            "type": "object", "additionalProperties": false,
            "properties": .object(settable.map { .init($0.name, FieldSchemas.input($0)) }),
        ]
    }

    // MARK: Paths

    var paths: [JSON.Member] {
        var paths = [JSON.Member(root, rootItem), JSON.Member(one, oneItem)]
        guard isWritten else { return paths }
        paths.append(.init(one + "/history", item(["get": history])))
        paths.append(.init(one + "/blame", item(["get": blame])))
        if !access.create.isNever {
            paths.append(.init(root + "/simulate", ["post": creation(trying: true).json]))
        }
        paths.append(.init(one + "/simulate", item(["post": simulation])))
        if let pipeline = access.seen(rules?.pipeline) {
            let stages: JSON = ["type": "string", "enum": JSON(pipeline.stages.map(\.name))]
            paths.append(
                .init(
                    one + "/move",
                    item(["post": verb("move", "Move it to a stage", ("to", stages))])))
            paths.append(.init(one + "/explain", item(["get": explanation(stages)])))
        }
        if !actions.isEmpty {
            let names: JSON = ["type": "string", "enum": JSON(actions.map(\.name))]
            paths.append(
                .init(
                    one + "/act",
                    item(["post": verb("act", "Press an action on it", ("action", names))])))
        }
        if !access.create.isNever {
            paths.append(.init(one + "/undelete", item(["post": undeletion])))
        }
        if !access.update.isNever {
            paths.append(.init(one + "/revert", item(["post": reversion])))
            paths.append(
                .init(
                    one + "/shares",
                    item(["get": shares, "post": sharing, "delete": unsharing])))
        }
        return paths + approvalPaths
    }

    private var approvalPaths: [JSON.Member] {
        guard let approvals = rules?.approvals, !approvals.isEmpty else { return [] }
        let names: JSON = ["type": "string", "enum": JSON(approvals.map(\.name))]
        let comment: (String, JSON) = ("comment", ["type": "string", "maxLength": 2000])
        return [
            ("approve", "Say yes to an approval"), ("reject", "Say no to an approval"),
            ("withdraw", "Take an approval back"),
            ("ask", "Ask again for an approval that was taken back"),
        ].map { path, summary in
            .init(
                "\(one)/\(path)",
                item(["post": verb(path, summary, ("approval", names), more: [comment])]))
        }
    }

    private func item(_ operations: [String: Operation]) -> JSON {
        let item: JSON = ["parameters": [Operation.shared("id")]]
        return operations.sorted { $0.key < $1.key }.reduce(item) {
            $0.with($1.key, $1.value.json)
        }
    }

    private var rootItem: JSON {
        let item: JSON = ["get": list.json]
        guard isWritten, !access.create.isNever else { return item }
        return item.with("post", creation(trying: false).json)
    }

    private var oneItem: JSON {
        var operations = ["get": reading]
        if isWritten, !access.update.isNever, !settable.isEmpty { operations["patch"] = update }
        if isWritten, !access.delete.isNever { operations["delete"] = deletion }
        return item(operations)
    }

    // MARK: Operations

    private func operation(_ verb: String, _ summary: String) -> Operation {
        Operation(id: "\(verb)\(name)", summary: summary, tag: name)
    }

    private var list: Operation {
        var operation = operation("list", "Records by condition, or figures over them")
        operation.parameters = RecordRoutes.listParameters.map { Operation.shared($0) }
        operation.success = (
            "200",
            ["anyOf": [AnswerSchemas.reference("\(name).page"), AnswerSchemas.reference("Groups")]]
        )
        return operation
    }

    private var reading: Operation {
        var operation = operation("get", "One record")
        operation.parameters = [Operation.shared("fields"), Operation.shared("if_none_match")]
        if isWritten {
            operation.parameters.append(
                Operation.query(
                    "as_of",
                    "As it was then, also one that is deleted: a day (its end in UTC) or an instant.",
                    Operation.text))
        }
        operation.success = ("200", record)
        operation.headers = ["ETag"]
        operation.isConditional = true
        operation.refusals = ["404"]
        return operation
    }

    private func creation(trying: Bool) -> Operation {
        var operation =
            trying
            ? operation("simulateCreate", "What creating a record would do")
            : operation("create", "Create a record")
        if !trying { operation.parameters = [Operation.shared("idempotency_key")] }
        let needed = settable.filter { $0.isRequired && $0.defaultSource == nil }.map(\.name)
        let fields = AnswerSchemas.reference("\(name).input")
        operation.body = Operation.body(
            [
                (
                    "fields",
                    settable.isEmpty
                        ? ["type": "object", "maxProperties": 0]
                        : needed.isEmpty
                            ? fields : ["allOf": [fields, ["required": JSON(needed)]]]
                )
            ] + Operation.options, required: ["fields"])
        operation.success =
            trying ? ("200", AnswerSchemas.reference("Simulation")) : ("201", record)
        operation.headers = trying ? [] : ["ETag", "Location"]
        operation.refusals = Self.writing
        return operation
    }

    private var update: Operation {
        var operation = operation("update", "Change a record")
        operation.parameters = [
            Operation.shared("if_match"), Operation.shared("idempotency_key"),
        ]
        operation.body = Operation.body(
            [("fields", AnswerSchemas.reference("\(name).input"))] + Operation.options,
            required: ["fields"])
        operation.success = ("200", record)
        operation.headers = ["ETag"]
        operation.refusals = Self.writing
        return operation
    }

    private var deletion: Operation {
        var operation = operation("delete", "Delete a record")
        operation.parameters = [
            Operation.shared("if_match"), Operation.shared("idempotency_key"),
            Operation.query("confirm", "Why warnings shall be passed.", Operation.text),
        ]
        operation.success = ("204", nil)
        operation.refusals = Self.writing
        return operation
    }

    private func verb(
        _ verb: String, _ summary: String, _ what: (String, JSON), more: [(String, JSON)] = []
    ) -> Operation {
        var operation = operation(verb, summary)
        operation.parameters = [
            Operation.shared("if_match"), Operation.shared("idempotency_key"),
        ]
        operation.body = Operation.body([what] + more + Operation.options, required: [what.0])
        // An action may return a record of another object.
        operation.success = ("200", verb == "act" ? AnswerSchemas.reference("AnyRecord") : record)
        operation.headers = ["ETag"]
        operation.refusals = Self.writing
        return operation
    }

    private var reversion: Operation {
        verb(
            "revert", "Set fields to what they were",
            (
                "to",
                [
                    "type": "string",
                    "description": "A day (its end in UTC) or an instant.",
                ]
            ),
            more: [
                (
                    "only",
                    [
                        "type": "array", "items": Operation.text,
                        "description": "Names of fields; without it all that differ.",
                    ]
                )
            ])
    }

    private var undeletion: Operation {
        var operation = operation(
            "undelete", "Bring a deleted record back, with what was deleted with it")
        operation.parameters = [Operation.shared("idempotency_key")]
        operation.body = Operation.body(
            [
                (
                    "fields",
                    settable.isEmpty
                        ? ["type": "object", "maxProperties": 0]
                        : AnswerSchemas.reference("\(name).input")
                )
            ] + Operation.options, required: [])
        operation.success = ("200", record)
        operation.headers = ["ETag"]
        operation.refusals = Self.writing
        return operation
    }

    private var simulation: Operation {
        var operation = operation("simulate", "What a write would do; nothing is written")
        operation.parameters = [Operation.shared("if_match")]
        operation.body = Operation.body(
            [
                ("do", ["type": "string", "enum": JSON(RecordVerbRoutes.simulated)]),
                (
                    "fields",
                    settable.isEmpty
                        ? ["type": "object"] : AnswerSchemas.reference("\(name).input")
                ),
                ("to", Operation.text), ("only", ["type": "array", "items": Operation.text]),
                ("action", Operation.text), ("approval", Operation.text),
                ("comment", Operation.text),
            ] + Operation.options, required: ["do"])
        operation.success = ("200", AnswerSchemas.reference("Simulation"))
        operation.refusals = Self.writing
        return operation
    }

    private func explanation(_ stages: JSON) -> Operation {
        var operation = operation("explain", "How the gates of a stage stand, and why")
        operation.parameters = [
            Operation.required(Operation.query("to", "The stage.", stages))
        ]
        operation.success = ("200", AnswerSchemas.reference("Explanation"))
        operation.refusals = ["404", "422", "500"]
        return operation
    }

    private var shares: Operation {
        var operation = operation("shares", "With whom it is shared")
        operation.success = ("200", AnswerSchemas.reference("Shares"))
        operation.refusals = ["404"]
        return operation
    }

    private static let identity: JSON = ["type": "string", "pattern": .string(RecordID.pattern)]

    private var sharing: Operation {
        var operation = operation("share", "Share it with a user or a team")
        operation.body = Operation.body(
            [
                ("user", Self.identity), ("team", Self.identity),
                ("level", ["type": "string", "enum": JSON(Share.Level.allCases.map(\.rawValue))]),
            ], required: ["level"])
        operation.success = ("200", AnswerSchemas.reference("Shares"))
        operation.refusals = Self.writing
        return operation
    }

    private var unsharing: Operation {
        var operation = operation("unshare", "End a share")
        operation.parameters = [
            Operation.query("user", "The user.", Self.identity),
            Operation.query("team", "The team.", Self.identity),
        ]
        operation.success = ("204", nil)
        operation.refusals = Self.writing
        return operation
    }

    private var history: Operation {
        var operation = operation("history", "Its life, newest first")
        operation.parameters = [
            Operation.query(
                "before", "next of the page before.", ["type": "integer", "minimum": 1]),
            Operation.query(
                "limit", "Entries on a page.",
                [
                    "type": "integer", "minimum": 1,
                    "maximum": JSON(ServerLimits.historyEntriesAtMost),
                ]),
        ]
        operation.success = ("200", AnswerSchemas.reference("History"))
        operation.refusals = ["404"]
        return operation
    }

    private var blame: Operation {
        var operation = operation("blame", "Where its values come from")
        operation.parameters = [
            Operation.query(
                "field", "One field; without it all.",
                ["type": "string", "enum": JSON(shown.filter { !$0.isSystem }.map(\.name))])
        ]
        operation.success = ("200", AnswerSchemas.reference("Blame"))
        operation.refusals = ["404"]
        return operation
    }

    /// 500 is a rule of a pack that failed.
    private static let writing = ["404", "409", "422", "500"]
}
