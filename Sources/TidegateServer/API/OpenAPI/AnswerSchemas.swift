import TidegateEngine
import TidegateModel

/// Schemas of what answers have in common, whatever the workspace holds.
enum AnswerSchemas {
    static let all: [(name: String, schema: JSON)] = [
        ("Error", error), ("Reason", reason), ("Gate", gate), ("Explanation", explanation),
        ("Entry", entry), ("History", history), ("Blame", blame), ("Simulation", simulation),
        ("Me", me),
        ("Objects", objects), ("Object", object), ("Imports", imports),
        ("ImportReport", importReport), ("ImportRun", importRun),
        ("ImportRuns", closed([("imports", list(of: reference("ImportRun")))])),
        ("ImportUndo", importUndo), ("Shares", shares), ("Backup", backup),
        (
            "Backups",
            closed(
                [("backups", list(of: reference("Backup"))), ("problem", text)],
                optional: ["problem"])
        ),
        ("Groups", groups), ("Bin", bin), ("AnyRecord", anyRecord), ("Found", found),
    ]

    static func reference(_ name: String) -> JSON {
        ["$ref": .string("#/components/schemas/\(name)")]
    }

    static func list(of schema: JSON) -> JSON { ["type": "array", "items": schema] }

    private static let text: JSON = ["type": "string"]
    private static let texts: JSON = list(of: text)
    private static let count: JSON = ["type": "integer", "minimum": 0]
    private static let identity: JSON = ["type": "string", "pattern": .string(RecordID.pattern)]
    private static let scalar: JSON = ["type": ["string", "number", "boolean", "null"]]

    /// - Parameter optional: members that may be left out.
    static func closed(_ members: [(String, JSON)], optional: [String] = []) -> JSON {
        [
            "type": "object",
            "properties": .object(members.map { JSON.Member($0.0, $0.1) }),
            "required": JSON(members.map(\.0).filter { !optional.contains($0) }),
            "additionalProperties": false,
        ]
    }

    private static let reason = closed(
        [("code", text), ("message", text), ("field", text), ("hint", text), ("rule", text)],
        optional: ["field", "hint", "rule"])

    private static let error = closed(
        [
            ("code", ["type": "string", "pattern": "^[a-z_]+\\.[a-z_]+$"]), ("message", text),
            ("reasons", list(of: reference("Reason"))), ("hint", text), ("rule", text),
            ("request_id", text), ("gates", list(of: reference("Gate"))),
            ("may_waive", ["type": "boolean"]), ("may_confirm", ["type": "boolean"]),
            ("current", reference("AnyRecord")),
        ],
        optional: ["hint", "rule", "gates", "may_waive", "may_confirm", "current"])

    private static let anyRecord = closed([
        ("id", identity), ("object", text), ("version", count), ("title", text),
        ("fields", ["type": "object", "additionalProperties": scalar]),
    ])

    /// Places are pairs of Unicode scalars: the first, and the one behind the last.
    private static let ranges = list(
        of: ["type": "array", "items": count, "minItems": 2, "maxItems": 2])

    private static let found = closed([
        (
            "results",
            list(
                of: closed([
                    ("object", text),
                    (
                        "records",
                        list(
                            of: closed([
                                ("id", identity), ("object", text), ("version", count),
                                ("title", text), ("ranges", ranges),
                                (
                                    "found",
                                    list(
                                        of: closed([
                                            ("field", text), ("text", text), ("ranges", ranges),
                                        ]))
                                ),
                            ]))
                    ), ("next", ["type": ["integer", "null"]]),
                    ("is_complete", ["type": "boolean"]),
                ]))
        )
    ])

    private static let gate = closed(
        [
            ("name", text), ("stage", text), ("passed", ["type": "boolean"]), ("message", text),
            (
                "saw",
                list(
                    of: closed([
                        ("text", text),
                        ("values", list(of: closed([("path", text), ("value", scalar)]))),
                    ]))
            ), ("unblock", texts), ("who", texts), ("opaque", ["type": "boolean"]),
            ("location", text),
        ], optional: ["location"])

    private static let explanation = closed([
        ("to", text), ("open", ["type": "boolean"]), ("gates", list(of: reference("Gate"))),
    ])

    private static let who = closed(
        [("kind", text), ("name", text), ("id", identity), ("on_behalf_of", identity)],
        optional: ["id", "on_behalf_of"])

    private static let entry = closed(
        [
            ("sequence", count), ("object", text), ("record", identity), ("version", count),
            ("at", ["type": "string", "format": "date-time"]), ("kind", text),
            ("actor", who), ("door", text), ("bundle", text),
            (
                "because",
                closed([("rule", text), ("at", text), ("record", text)], optional: ["at"])
            ),
            ("import", closed([("id", identity), ("row", count), ("undo", ["type": "boolean"])])),
            ("changes", list(of: closed([("field", text), ("old", scalar), ("new", scalar)]))),
            ("trace", list(of: ["type": "object"])),
        ], optional: ["sequence", "because", "import"])

    private static let bin = closed([
        (
            "records",
            list(
                of: closed(
                    [
                        ("object", text), ("id", identity), ("version", count), ("title", text),
                        ("fields", ["type": "object", "additionalProperties": scalar]),
                        ("deleted_at", ["type": "string", "format": "date-time"]),
                        ("actor", who), ("door", text), ("sequence", count), ("because", text),
                        ("with", text), ("may_undelete", ["type": "boolean"]),
                    ], optional: ["because", "with"]))
        ), ("next", ["type": ["integer", "null"]]),
    ])

    private static let history = closed([
        ("entries", list(of: reference("Entry"))), ("next", ["type": ["integer", "null"]]),
    ])

    private static let blame = closed([
        (
            "fields",
            list(
                of: closed([
                    ("field", text), ("old", scalar), ("value", scalar), ("sequence", count),
                    ("version", count), ("at", ["type": "string", "format": "date-time"]),
                    ("kind", text), ("actor", who), ("door", text),
                    (
                        "causes",
                        list(
                            of: closed(
                                [
                                    ("rule", text), ("at", text), ("pack", text),
                                    ("pack_version", text), ("record", text),
                                ], optional: ["at", "pack", "pack_version"]))
                    ),
                ]))
        )
    ])

    private static let simulation = closed(
        [
            ("would", ["type": "string", "enum": ["done", "refused"]]),
            ("error", reference("Error")), ("changes", list(of: reference("Entry"))),
            (
                "approvals",
                list(
                    of: closed(
                        [
                            ("approval", text), ("object", text), ("record", identity),
                            ("step", text), ("people", texts),
                        ], optional: ["step"]))
            ), ("alerts", texts),
            ("mails", list(of: closed([("to", text), ("subject", text)]))),
        ], optional: ["error"])

    private static let me = closed(
        [
            ("kind", text), ("name", text), ("id", identity), ("roles", texts),
            ("permissions", texts),
            ("language", ["type": "string", "enum": JSON(Language.allCases.map(\.rawValue))]),
        ], optional: ["id"])

    private static let objects = closed([
        (
            "objects",
            list(of: closed([("name", text), ("label", text), ("plural", text)]))
        )
    ])

    private static let object: JSON = [
        "type": "object", "required": ["name", "label", "plural", "title", "fields"],
        "properties": [
            "name": text, "label": text, "plural": text, "title": text,
            "fields": list(of: [
                "type": "object",
                "required": ["name", "label", "type", "required", "writable"],
            ]),
        ],
    ]

    private static let imports = closed([
        (
            "imports",
            list(of: closed([("name", text), ("object", text), ("columns", texts)]))
        )
    ])

    private static let importReport = closed(
        [
            ("dry_run", ["type": "boolean"]), ("rows", count), ("created", count),
            ("updated", count), ("unchanged", count), ("skipped", count),
            ("import", identity), ("refused", count), ("ignored_columns", texts),
            ("missing_columns", texts),
            (
                "problems",
                list(
                    of: closed(
                        [
                            ("row", count), ("column", text), ("value", text), ("reason", text),
                            ("code", text),
                        ], optional: ["column", "value"]))
            ), ("refused_file", text),
        ], optional: ["refused_file", "import"])

    private static let importRun = closed(
        [
            ("id", identity), ("file", text), ("hash", text), ("mapping", text), ("object", text),
            ("options", text),
            ("state", ["type": "string", "enum": JSON(ImportState.allCases.map(\.rawValue))]),
            ("rows", count), ("created", count), ("updated", count), ("unchanged", count),
            ("skipped", count), ("refused", count), ("started_at", time),
            ("started_by", identity), ("done_at", time), ("undone", count), ("kept", count),
            ("undone_at", time), ("undone_by", identity),
        ], optional: ["started_at", "started_by", "done_at", "undone_at", "undone_by"])

    /// What it holds is told of one that was just made.
    private static let backup = closed(
        [
            ("file", text), ("made_at", time), ("bytes", count), ("records", count),
            ("changes", count),
        ], optional: ["records", "changes"])

    private static let importUndo = closed([
        ("dry_run", ["type": "boolean"]), ("import", identity), ("deleted", count),
        ("restored", count), ("gone", count), ("kept", count),
        (
            "left",
            list(
                of: closed([
                    ("row", count), ("record", text), ("reason", text), ("code", text),
                ]))
        ),
    ])

    private static let time: JSON = ["type": "string", "format": "date-time"]

    private static let shares = closed([
        (
            "shares",
            list(
                of: closed(
                    [("user", identity), ("team", identity), ("level", text)],
                    optional: ["user", "team"]))
        )
    ])

    private static let groups = closed([
        ("object", text),
        (
            "groups",
            list(
                of: closed([
                    ("by", ["type": "object", "additionalProperties": scalar]),
                    ("totals", ["type": "object", "additionalProperties": scalar]),
                ]))
        ),
    ])
}
