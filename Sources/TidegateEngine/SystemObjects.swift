import TidegateModel
import TidegateRules

/// The engine's own records. They are objects like any other, so a driver, a query and a list
/// treat them alike; only the engine writes them.
public enum SystemObjects {
    public static let all = [
        approval, task, alert, mail, share, request, importRun, packFile, counter, accessEvent,
    ]

    /// A process of decisions about one record.
    public static let approval = object(
        "Approval", "{name} of {object}",
        [
            Field(name: "object", type: name), Field(name: "record", type: anything),
            Field(name: "name", type: name),
            Field(
                name: "state",
                // Withdrawn by who submitted it; lapsed when it was no longer necessary.
                type: .choice([
                    "open", "approved", "rejected", "withdrawn", "superseded", "lapsed",
                ])),
            Field(name: "step", type: name), submitter,
            Field(name: "closed_at", type: .datetime),
        ], indexes: [["record", "name"]])

    /// What one person is asked.
    public static let task = object(
        "Task", "{title}",
        [
            Field(name: "kind", type: .choice(["approval", "alert", "todo"])),
            Field(name: "title", type: .text(maximumLength: 500)),
            Field(name: "object", type: name), Field(name: "record", type: anything),
            Field(name: "assignee", type: user),
            Field(name: "state", type: .choice(["open", "done", "cancelled"])),
            Field(name: "approval", type: .reference(to: "Approval", onDelete: .cascade)),
            Field(name: "alert", type: .reference(to: "Alert", onDelete: .cascade)),
            Field(name: "step", type: name),
            Field(name: "verdict", type: .choice(["yes", "no"])),
            Field(
                name: "comment", type: .text(maximumLength: EngineLimits.commentCharacters)),
            Field(name: "due", type: .datetime), Field(name: "decided_at", type: .datetime),
        ], indexes: [["assignee", "state"]])

    /// An alert that is or was raised for one record.
    public static let alert = object(
        "Alert", "{name}",
        [
            Field(name: "object", type: name), Field(name: "record", type: anything),
            Field(name: "name", type: name), Field(name: "level", type: name),
            Field(name: "title", type: .text(maximumLength: 500)),
            Field(name: "state", type: .choice(["raised", "cleared"])),
            Field(name: "cleared_at", type: .datetime),
            // The title with its parts; see `Bundle.title(ofAlert:in:)`.
            Field(name: "wording", type: .text(maximumLength: 4000)),
        ], indexes: [["record", "name"]])

    /// The outbox: mails that must leave, written in the transaction that causes them.
    public static let mail = object(
        "Mail", "{subject}",
        [
            Field(name: "key", type: .text(maximumLength: 300)),
            Field(name: "recipient", type: .email), Field(name: "name", type: name),
            Field(name: "subject", type: .text(maximumLength: 500)),
            Field(name: "body", type: .text(maximumLength: 20_000)),
            Field(name: "state", type: .choice(["waiting", "sent"])),
            Field(name: "object", type: name), Field(name: "record", type: anything),
            Field(name: "rule", type: name), Field(name: "sent_at", type: .datetime),
            // How often it could not be sent, why not the last time, and when it is tried again.
            Field(name: "attempts", type: .integer),
            Field(name: "error", type: .text(maximumLength: 500)),
            Field(name: "next_try_at", type: .datetime),
        ], uniques: [["key"]], indexes: [["state"], ["record"]])

    /// One record opened to a user or a team.
    public static let share = object(
        "Share", "{level}",
        [
            Field(name: "object", type: name), Field(name: "record", type: anything),
            Field(name: "user", type: .reference(to: "User", onDelete: .cascade)),
            Field(name: "team", type: .reference(to: "Team", onDelete: .cascade)),
            Field(name: "level", type: .choice(Share.Level.allCases.map(\.rawValue))),
        ], indexes: [["record"]])

    /// Answers of requests that came with an idempotency key.
    public static let request = object(
        "Request", "{key}",
        [
            Field(name: "key", type: .text(maximumLength: 200)),
            Field(name: "digest", type: .text(maximumLength: 64)),
            Field(name: "answer", type: .text(maximumLength: 1_000_000)),
        ], uniques: [["key"]])

    /// A file that was loaded: by which mapping, how far it came, and whether it was taken back.
    public static let importRun = object(
        "Import", "{file}",
        [
            Field(name: "file", type: name), Field(name: "hash", type: name),
            Field(name: "mapping", type: name), Field(name: "object", type: name),
            // What was asked for by whom: the same command finds its own import again.
            Field(name: "fingerprint", type: name),
            Field(name: "options", type: .text(maximumLength: 4000)),
            Field(name: "state", type: .choice(ImportState.allCases.map(\.rawValue))),
            Field(name: "rows", type: .integer), Field(name: "created", type: .integer),
            Field(name: "updated", type: .integer), Field(name: "unchanged", type: .integer),
            Field(name: "skipped", type: .integer), Field(name: "refused", type: .integer),
            Field(name: "done_at", type: .datetime),
            // Where in the history its changes stand, and how far down they are taken back.
            Field(name: "first_change", type: .integer), Field(name: "last_change", type: .integer),
            Field(name: "undo_change", type: .integer),
            // Records that were taken back, and those that were left as they are.
            Field(name: "undone", type: .integer), Field(name: "kept", type: .integer),
            Field(name: "undone_at", type: .datetime), person("undone_by"),
        ], indexes: [["fingerprint"]])

    /// Files of packs by content hash; never changed, never deleted.
    public static let packFile = object(
        "PackFile", "{pack}/{path}",
        [
            Field(name: "pack", type: name), Field(name: "pack_version", type: name),
            Field(name: "hash", type: name), Field(name: "path", type: name),
            Field(name: "content", type: .text(maximumLength: 2_000_000)),
        ], indexes: [["hash"]])

    /// Where auto-numbers stand.
    public static let counter = object(
        "Counter", "{series}",
        [Field(name: "series", type: name), Field(name: "last", type: .integer)],
        uniques: [["series"]])

    private static var submitter: Field { person("submitter") }

    /// Looked up by no one, so it is kept without an index, as `created_by` is.
    private static func person(_ name: String) -> Field {
        var field = Field(name: name, type: user)
        field.isSystem = true
        return field
    }

    private static let name = FieldType.text(maximumLength: 300)
    /// A record of whatever object stands in the field `object` beside it.
    private static let anything = FieldType.reference(
        to: FieldType.anyObject, onDelete: .clear)
    static let user = FieldType.reference(to: "User", onDelete: .clear)

    static func object(
        _ name: String, _ title: String, _ fields: [Field], uniques: [[String]] = [],
        indexes: [[String]] = []
    ) -> Object {
        Object(
            name: name, title: title, fields: fields, uniques: uniques, indexes: indexes,
            table: "tg_" + name.snakeCased)
    }
}
