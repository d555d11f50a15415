import TidegateEngine
import TidegateModel

/// The addresses that do not depend on what the workspace holds.
enum FixedPaths {
    /// - Parameter imports: `nil` for who may not import.
    static func paths(imports: [String]?) -> [JSON.Member] {
        let paths: [JSON.Member] = [
            .init("/api/me", reading("me", "Who asks", "Me")),
            .init("/api/objects", reading("objects", "What kinds of records there are", "Objects")),
            .init("/api/objects/{object}", object),
            .init("/api/search", search),
            .init("/api/bin", bin),
            .init(
                "/api/tasks",
                waiting("tasks", "What the caller is asked", "Task", TaskRoutes.taskStates)),
            .init(
                "/api/alerts",
                waiting("alerts", "What is wrong now", "Alert", TaskRoutes.alertStates)),
        ]
        guard let imports else { return paths }
        let list = reading("imports", "Mappings a file can be loaded by", "Imports")
        return paths + [.init("/api/imports", list)] + importRuns
            + imports.map { .init("/api/imports/\($0)", upload($0)) }
    }

    private static func reading(_ id: String, _ summary: String, _ schema: String) -> JSON {
        let operation = Operation(
            id: id, summary: summary, tag: "Workspace",
            success: ("200", AnswerSchemas.reference(schema)))
        return ["get": operation.json]
    }

    private static var object: JSON {
        let operation = Operation(
            id: "object", summary: "One kind of records: fields, pipeline, approvals, actions",
            tag: "Workspace",
            parameters: [
                [
                    "name": "object", "in": "path", "required": true,
                    "schema": ["type": "string", "pattern": "^[A-Za-z][A-Za-z0-9]*$"],
                ]
            ], success: ("200", AnswerSchemas.reference("Object")), refusals: ["404"])
        return ["get": operation.json]
    }

    private static var search: JSON {
        let operation = Operation(
            id: "search", summary: "Find records by the words in their texts", tag: "Workspace",
            parameters: [
                [
                    "name": "q", "in": "query", "required": true,
                    "description":
                        "Words that all have to be there; a phrase in quotation marks. The last one may be unfinished.",
                    "schema": [
                        "type": "string", "minLength": 1,
                    ],
                ],
                Operation.query("object", "Only records of this object.", Operation.text),
                Operation.query(
                    "limit", "How many records of each object.",
                    [
                        "type": "integer", "minimum": 1,
                        "maximum": .number("\(ServerLimits.foundRecordsAtMost)"),
                    ]),
                Operation.query(
                    "after", "The next of the page before, with object.",
                    ["type": "integer", "minimum": 0]),
            ], success: ("200", AnswerSchemas.reference("Found")), refusals: ["404"])
        return ["get": operation.json]
    }

    private static var bin: JSON {
        let operation = Operation(
            id: "bin", summary: "Deleted records that the caller could read, newest first",
            tag: "Workspace",
            parameters: [
                Operation.query("object", "Only records of this object.", Operation.text),
                Operation.query(
                    "before", "next of the page before.", ["type": "integer", "minimum": 1]),
                Operation.shared("limit"),
            ], success: ("200", AnswerSchemas.reference("Bin")), refusals: ["404"])
        return ["get": operation.json]
    }

    private static func waiting(
        _ id: String, _ summary: String, _ object: String, _ states: [String]
    ) -> JSON {
        let operation = Operation(
            id: id, summary: summary, tag: "Work",
            parameters: [
                Operation.query(
                    "state", "In this state.", ["type": "string", "enum": JSON(states)]),
                Operation.shared("limit"), Operation.shared("after"),
            ], success: ("200", AnswerSchemas.reference("\(object).page")))
        return ["get": operation.json]
    }

    static var backups: [JSON.Member] {
        let list = Operation(
            id: "backups", summary: "Backups there are, newest first", tag: "Workspace",
            success: ("200", AnswerSchemas.reference("Backups")), refusals: ["404", "503"])
        let make = Operation(
            id: "make_backup", summary: "Make a backup now and check it", tag: "Workspace",
            success: ("201", AnswerSchemas.reference("Backup")),
            refusals: ["404", "409", "503"])
        return [.init("/api/backups", ["get": list.json, "post": make.json])]
    }

    private static var importRuns: [JSON.Member] {
        let id: JSON = [
            "name": "id", "in": "path", "required": true, "schema": Operation.text,
        ]
        let list = Operation(
            id: "import_runs", summary: "Files that were loaded, newest first", tag: "Imports",
            parameters: [Operation.shared("limit")],
            success: ("200", AnswerSchemas.reference("ImportRuns")))
        let show = Operation(
            id: "import_run", summary: "A file that was loaded", tag: "Imports", parameters: [id],
            success: ("200", AnswerSchemas.reference("ImportRun")), refusals: ["404"])
        let flag: JSON = ["type": "boolean"]
        let undo = Operation(
            id: "undo_import", summary: "Take an import back", tag: "Imports",
            parameters: [
                id,
                Operation.query("dry_run", "Report what would happen, change nothing.", flag),
                Operation.query(
                    "force", "Leave alone what was changed since, take back the rest.", flag),
                Operation.query("waiver", "Why closed gates shall be passed.", Operation.text),
            ], success: ("200", AnswerSchemas.reference("ImportUndo")),
            refusals: ["404", "409", "422", "500"])
        return [
            .init("/api/import-runs", ["get": list.json]),
            .init("/api/import-runs/{id}", ["get": show.json]),
            .init("/api/import-runs/{id}/undo", ["post": undo.json]),
        ]
    }

    private static func upload(_ name: String) -> JSON {
        let flag: JSON = ["type": "boolean"]
        let operation = Operation(
            id: "import_" + name.map { $0.isLetter || $0.isNumber ? String($0) : "_" }.joined(),
            summary: "Load a file by \(name)", tag: "Imports",
            parameters: [
                Operation.query("dry_run", "Report what would happen, change nothing.", flag),
                Operation.query("waiver", "Why closed gates shall be passed.", Operation.text),
                Operation.query("confirm", "Why warnings shall be passed.", Operation.text),
                Operation.query(
                    "match",
                    "Fields by which a row finds its record, with + between them; ~ before one "
                        + "compares names however they are spelt.", Operation.text),
                Operation.query(
                    "at_match", "What becomes of a row whose record is there.",
                    ["type": "string", "enum": JSON(ImportWay.AtMatch.allCases.map(\.rawValue))]),
                Operation.query("again", "Load a file that was loaded before.", flag),
                Operation.query("file", "What the file is called.", Operation.text),
                Operation.shared("idempotency_key"),
            ],
            body: [
                "required": true, "description": "CSV in UTF-8; the first row names the columns.",
                "content": ["text/csv": ["schema": Operation.text]],
            ], success: ("200", AnswerSchemas.reference("ImportReport")),
            refusals: ["404", "409", "422", "500"])
        return ["post": operation.json]
    }
}
