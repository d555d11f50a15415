import TidegateModel
import TidegateRules
import TidegateScript
import TidegateStore

/// Every sentence the engine says, in one place: what happened, to what, what to do.
enum Sentences {
    /// With a full stop, unless it ends in a mark of its own, as what a pack says often does.
    static func ended(_ text: String) -> String {
        text.last.map { ".?!…。？！".contains($0) } ?? false ? text : text + "."
    }

    // MARK: Records

    static func notFound(_ object: Object, _ id: RecordID) -> TidegateError {
        TidegateError(
            .notFound, "record.not_found", "There is no \(object.label) \(id).",
            hint: "It may have been deleted.",
            speech: .sentence(
                "record.not_found", ["object": .object(object), "id": .text("\(id)")]))
    }

    static func notThereThen(
        _ object: Object, _ id: RecordID, at instant: Instant, _ absence: Absence
    ) -> TidegateError {
        let (why, key) =
            switch absence {
            case .notYet(let created): ("it was created at \(created)", "not_yet")
            case .deleted(let time): ("it was deleted at \(time)", "gone")
            }
        return TidegateError(
            .notFound, "record.not_there_then",
            "\(object.label) \(id) was not there at \(instant): \(why).",
            hint: "Ask for another time; tidegate history tells its life.",
            speech: .sentence(
                "record.\(key)",
                [
                    "object": .object(object), "id": .text("\(id)"),
                    "at": .text(instant.description), "when": .text(absence.since.description),
                ]))
    }

    static func pastNotKept(_ object: Object) -> TidegateError {
        TidegateError(
            .invalid, "history.not_kept",
            "What a \(object.label) was is not kept: the program itself looks after it.",
            hint: "Ask for it as it is now, or for the history of the record it is about.")
    }

    /// - Parameter word: a function of conditions, `approved()`.
    static func notOfThePast(_ word: String) -> TidegateError {
        TidegateError(
            .invalid, "history.not_then", "\(word) is known as it stands today, not as it was.",
            hint: "Leave it out of what is asked as of another time.",
            speech: .sentence("history.not_then", ["word": .text(word)]))
    }

    static func unknownObject(_ name: String, _ known: [String]) -> TidegateError {
        let hint = suggestion(for: name, among: known)
        return TidegateError(
            .notFound, "object.unknown", "There is no object \(name).",
            hint: hint.map { "Did you mean \($0)?" })
    }

    static func ambiguous(
        _ object: Object, _ field: String, _ value: Value, count: Int
    ) -> TidegateError {
        TidegateError(
            .conflict, "record.ambiguous", "\(count) of \(object.plural) have \(field) \(value).",
            hint: "Name the one you mean by its id: \(object.name)/ID.")
    }

    static func engineOwned(_ object: Object) -> TidegateError {
        TidegateError(
            .forbidden, "object.engine", "\(object.plural) are written by the engine alone.",
            hint: "Approvals are decided with approve and reject; the rest follows from saves.")
    }

    static func stale(_ record: Record, seen: Int64) -> TidegateError {
        TidegateError(
            .conflict, "record.stale",
            "\(record.object.label) \(record.id) has changed since: you saw version \(seen), "
                + "it is at \(record.version).",
            hint: "Read it again and repeat the change.",
            speech: .sentence(
                "record.stale",
                [
                    "object": .object(record.object), "seen": .number(seen),
                    "version": .number(record.version),
                ]))
    }

    /// - Parameter hidden: from the actor. That the value is taken cannot be kept from them; what it
    ///   is a value of can.
    static func notUnique(_ record: Record, _ fields: [String], hidden: Set<String>) -> Refusal {
        guard hidden.isDisjoint(with: fields) else {
            return Refusal(
                TidegateError(
                    .rejected, "record.not_unique",
                    "There is already a \(record.object.label) with the same value of a field "
                        + "you may not see.",
                    hint: "Ask someone who sees it.",
                    speech: .sentence(
                        "record.not_unique_unseen", ["object": .object(record.object)])))
        }
        let values = fields.map { "\($0) \(record[$0])" }.joined(separator: ", ")
        let pairs = fields.map { name -> [String: Speech] in
            let field = record.object.field(name)
            return [
                "field": .term(.field(record.object.name, name)),
                "value": field.map { .value(record[name], of: $0, record.object) }
                    ?? .value(record[name]),
            ]
        }
        return Refusal(
            TidegateError(
                .rejected, "record.not_unique",
                "There is already a \(record.object.label) with \(values).",
                reasons: zip(fields, pairs).map { field, pair in
                    Reason(
                        code: "record.not_unique", message: "\(field) \(record[field]) is taken",
                        field: field, speech: .sentence("record.taken", pair))
                }, hint: "Change that record, or choose another value.",
                speech: .sentence(
                    "record.not_unique",
                    [
                        "object": .object(record.object),
                        "values": .list(pairs.map { .sentence("record.pair", $0) }),
                    ])))
    }

    /// - Parameter count: those the actor may see; `nil` when there are others as well.
    static func gapFree(_ field: Field, _ record: Record) -> Refusal {
        let number = record[field.name].description
        return Refusal(
            TidegateError(
                .rejected, "record.gap_free",
                "\(record.object.label) \(number) cannot be deleted: its numbers have no gaps.",
                hint: "Cancel it by its stage or by another record.",
                speech: .sentence(
                    "record.gap_free",
                    [
                        "object": .object(record.object), "number": .text(number),
                        "field": .term(.field(record.object.name, field.name)),
                    ])))
    }

    static func referred(_ record: Record, by other: Object, count: Int?) -> Refusal {
        let who =
            count.map { "\($0) of \(other.plural) \($0 == 1 ? "refers" : "refer")" }
            ?? "records you may not see refer"
        return Refusal(
            TidegateError(
                .rejected, "record.referred",
                "\(record.object.label) \(record.id) cannot be deleted: \(who) to it.",
                hint: "Delete those first, or point them to another \(record.object.label).",
                speech: .sentence(
                    count == nil ? "record.referred_unseen" : "record.referred",
                    [
                        "object": .object(record.object), "count": .number(count ?? 0),
                        "others": .objects(other),
                    ])))
    }

    // MARK: Packs

    static func packsNotInForce(_ refused: PackRefused) -> TidegateError {
        TidegateError(
            .unavailable, "pack.not_in_force",
            "The installed packs do not pass the checks of this program, so no rule is in force.",
            reasons: refused.error.reasons,
            hint: "Mend them and install them again with tidegate pack install.",
            speech: .sentence("pack.not_in_force"))
    }

    static func installedMeanwhile() -> TidegateError {
        TidegateError(
            .conflict, "pack.conflict", "Someone else installed packs at the same time.",
            hint: "Look at tidegate pack list, and repeat the installation.")
    }

    // MARK: Fields

    static func invalid(_ object: Object, _ reasons: [Reason]) -> TidegateError {
        let what = reasons.count == 1 ? reasons[0].message : "\(reasons.count) things are wrong"
        return TidegateError(
            .rejected, "record.invalid", ended("The \(object.label) cannot be saved: \(what)"),
            reasons: reasons,
            speech: reasons.count == 1
                ? .sentence(
                    "record.invalid",
                    ["object": .object(object), "what": speech(reasons[0])])
                : .sentence(
                    "record.invalid_many",
                    ["object": .object(object), "count": .number(reasons.count)]))
    }

    static func notDeleted(_ object: Object, _ id: RecordID) -> TidegateError {
        TidegateError(
            .conflict, "record.not_deleted", "\(object.label) \(id) is not deleted.",
            hint: "It may have been brought back meanwhile.",
            speech: .sentence(
                "record.not_deleted", ["object": .object(object), "id": .text("\(id)")]))
    }

    /// Of a deleted record that cannot be today what it was.
    static func notWhatItWas(_ object: Object, _ reasons: [Reason]) -> TidegateError {
        let what = reasons.count == 1 ? reasons[0].message : "\(reasons.count) things are wrong"
        return TidegateError(
            .rejected, "record.unrestorable",
            ended("The \(object.label) cannot come back as it was: \(what)"), reasons: reasons,
            hint:
                "Bring back first what it refers to, or give these fields other values: field=value.",
            speech: reasons.count == 1
                ? .sentence(
                    "record.unrestorable",
                    ["object": .object(object), "what": speech(reasons[0])])
                : .sentence(
                    "record.unrestorable_many",
                    ["object": .object(object), "count": .number(reasons.count)]))
    }

    static func undeletable(_ object: Object, _ reasons: [Reason]) -> TidegateError {
        TidegateError(
            .rejected, "record.undeletable",
            ended(
                "The \(object.label) cannot be deleted: "
                    + reasons.map(\.message).joined(separator: "; ")),
            reasons: reasons,
            speech: .sentence(
                "record.undeletable",
                ["object": .object(object), "what": .clauses(reasons.map(speech))]))
    }

    private static func speech(_ reason: Reason) -> Speech {
        reason.speech ?? .text(reason.message)
    }

    static func reason(_ problem: FieldProblem, _ object: Object) -> Reason {
        Reason(
            code: problem.code, message: problem.message, field: problem.field,
            speech: problem.speech(object))
    }

    static func required(_ field: Field, _ object: Object) -> Reason {
        Reason(
            code: "field.required", message: "\(field.name) is required", field: field.name,
            hint: field.help,
            speech: .sentence("field.required", ["field": .field(field, of: object)]),
            hintSpeech: field.help.map { _ in .term(.help(object.name, field.name)) })
    }

    static func computed(_ field: Field, _ object: Object) -> Reason {
        Reason(
            code: "field.computed", message: "\(field.name) is set by the system, not by hand",
            field: field.name,
            speech: .sentence("field.computed", ["field": .field(field, of: object)]))
    }

    static func unknownRole(_ role: String, _ bundle: Bundle) -> Reason {
        let known = bundle.roles.keys.sorted()
        let hint = suggestion(for: role, among: known).map { "did you mean \($0)?" }
        return Reason(
            code: "role.unknown",
            message: "role: there is no role \(role); "
                + (hint ?? "there is " + known.joined(separator: ", ")), field: "role",
            speech: .sentence("role.unknown", ["role": .text(role)]))
    }

    static func missingReference(
        _ field: Field, _ object: Object, _ target: Object, _ id: RecordID
    ) -> Reason {
        Reason(
            code: "field.reference",
            message: "\(field.name): there is no \(target.name) \(id)", field: field.name,
            speech: .sentence(
                "field.reference",
                [
                    "field": .field(field, of: object), "object": .object(target),
                    "id": .text("\(id)"),
                ]))
    }

    static func hookWritesComputed(_ hook: Hook, _ object: Object, _ field: Field) -> TidegateError
    {
        TidegateError(
            .ruleFailed, "hook.computed",
            "Hook \"\(hook.name)\" sets \(field.name) of \(object.name), which is computed.",
            hint: "Take the assignment out of the hook.", rule: hook.location)
    }

    static func hookWritesWrong(
        _ hook: Hook, _ object: Object, _ problem: String
    ) -> TidegateError {
        TidegateError(
            .ruleFailed, "hook.value",
            "Hook \"\(hook.name)\" sets a wrong value of \(object.name): \(ended(problem))",
            rule: hook.location)
    }

    static func unconfirmed(_ reasons: [Reason]) -> TidegateError {
        TidegateError(
            .rejected, "validation.unconfirmed",
            ended("Please confirm: " + reasons.map(\.message).joined(separator: "; ")),
            reasons: reasons, hint: "Say why it is right, and save again.",
            speech: .sentence(
                "validation.unconfirmed",
                ["what": .clauses(reasons.map(speech))]))
    }

    // MARK: Gates

    static func noStage(_ object: Object, _ pipeline: Pipeline) -> TidegateError {
        TidegateError(
            .rejected, "stage.missing", "\(pipeline.field) of a \(object.label) cannot be empty.",
            hint: "It is one of " + pipeline.stages.map(\.name).joined(separator: ", ") + ".",
            speech: .sentence(
                "stage.missing",
                ["field": .term(.field(object.name, pipeline.field)), "object": .object(object)]))
    }

    static func noWay(_ pipeline: Pipeline, from: String?, to stage: Stage) -> GateReport {
        let way = pipeline.way(from: from, to: stage.name).dropLast()
        let start = from.map { "from \($0)" } ?? "at creation"
        let through =
            way.isEmpty ? "" : "; the way is " + (way + [stage.name]).joined(separator: " → ")
        var report = GateReport(
            name: "Way to \(stage.name)", stage: stage.name, passed: false,
            message: "\(stage.name) cannot be reached \(start)\(through)",
            saw: [.init(text: "\(pipeline.field) is \(from ?? "new")", values: [])],
            unblock: way.prefix(1).map {
                from == nil ? "create it as \($0)" : "move it to \($0) first"
            },
            who: [], isOpaque: false, location: stage.location)
        report.speech = noWay(pipeline, from, stage, Array(way))
        return report
    }

    private static func noWay(
        _ pipeline: Pipeline, _ from: String?, _ stage: Stage, _ way: [String]
    ) -> GateReport.Words {
        let stages = way.map { Speech.stage($0, of: pipeline) }
        let target = Speech.stage(stage.name, of: pipeline)
        var parts = ["stage": target, "way": .list(stages + [target])]
        if let from { parts["from"] = .stage(from, of: pipeline) }
        let key =
            (from == nil ? "stage.no_start" : "stage.no_way") + (way.isEmpty ? "" : "_through")
        return GateReport.Words(
            name: .sentence("stage.way", ["stage": target]), message: .sentence(key, parts),
            unblock: stages.prefix(1).map {
                .sentence(from == nil ? "unblock.create_as" : "unblock.move_first", ["stage": $0])
            })
    }

    static func closed(
        _ record: Record, _ field: String, _ stage: Stage, _ gates: [GateReport]
    ) -> TidegateError {
        let count = gates.count == 1 ? "a gate is closed" : "\(gates.count) gates are closed"
        return TidegateError(
            .rejected, "gate.closed",
            "The \(record.object.label) cannot enter \(stage.name): \(count).",
            reasons: gates.map {
                Reason(
                    code: "gate.closed", message: "\($0.name): \($0.message)",
                    hint: $0.unblock.isEmpty ? nil : $0.unblock.joined(separator: "; "),
                    rule: $0.location,
                    speech: .sentence(
                        "gate.reason",
                        [
                            "gate": $0.speech.name ?? .text($0.name),
                            "what": $0.speech.message ?? .text($0.message),
                        ]), hintSpeech: .clauses($0.speech.unblock))
            },
            speech: .sentence(
                "gate.closed",
                [
                    "object": .object(record.object), "count": .number(gates.count),
                    "stage": .term(.choice(record.object.name, field, stage.name)),
                ]))
    }

    static func observed(_ saw: [GateReport.Observation]) -> String {
        saw.map { seen in
            let values = seen.values.filter { "\($0.0) is empty" != seen.text }
                .map { "\($0.0) is \($0.1)" }.joined(separator: ", ")
            return values.isEmpty ? seen.text : "\(values), must be \(seen.text)"
        }.joined(separator: "; ")
    }

    static func opaque(_ location: RuleLocation) -> String {
        "the function at \(location) said no"
    }

    static func fillIn(_ field: Field) -> String { "fill in \(field.name)" }

    static let hiddenIsEmpty = GateReport.Observation(
        text: "a field you may not see is empty", values: [],
        speech: .sentence("saw.hidden_empty"))
    static let fillInHidden = "someone who sees it fills it in"

    static func badReason(_ what: String) -> TidegateError {
        TidegateError(
            .invalid, "\(what).reason",
            "A \(what) needs a reason of 1 to \(EngineLimits.reasonBytes) bytes.",
            speech: .sentence("\(what).reason", ["limit": .number(EngineLimits.reasonBytes)]))
    }

    static func tooDeep() -> TidegateError {
        TidegateError(
            .invalid, "condition.too_deep", "The condition is nested too deeply for a list.",
            hint: "Write it with fewer parentheses inside each other.")
    }

    static func tooMuchAsked(_ part: String, _ things: String, _ limit: Int) -> TidegateError {
        TidegateError(
            .invalid, "list.too_much", "A list has \(limit) \(things) to \(part) at most.",
            hint: "Name fewer.")
    }

    static func unknownBucket(_ text: String) -> TidegateError {
        TidegateError(
            .invalid, "list.bucket", "\"\(text)\" names no stretch of the calendar.",
            hint: "Behind the colon stands one of " + DateBucket.words.joined(separator: ", ") + "."
        )
    }

    static func noDate(_ field: Field, _ object: Object) -> TidegateError {
        TidegateError(
            .invalid, "list.no_date",
            "\(object.label).\(field.name) is no date, so it lies in no month or year.",
            hint: "Group by the field as it is, without a colon.")
    }

    static func noColumn(_ name: String, _ columns: [String]) -> TidegateError {
        TidegateError(
            .invalid, "list.no_column", "These figures have no column \"\(name)\" to sort by.",
            hint: "Sort by one of " + columns.joined(separator: ", ") + ".")
    }

    static func topOfNothing() -> TidegateError {
        TidegateError(
            .invalid, "list.top",
            "The first records of each group are asked for by a field to group by, without figures.",
            hint:
                "Name how many, 1 or more, and what to group by, such as stage or closed_at:month.")
    }

    static func nullCharacter(_ what: String) -> TidegateError {
        TidegateError(
            .invalid, "text.null_character",
            "The \(what) holds the character U+0000, which no text may hold.",
            hint: "Take it out and try again.", speech: .sentence("text.null_character"))
    }

    static func commentTooLong(_ limit: Int) -> TidegateError {
        TidegateError(
            .invalid, "comment.too_long",
            "The comment is too long: \(limit) characters are the most.",
            hint: "Shorten it; what else there is to say can stand in a field of the record.",
            speech: .sentence("comment.too_long", ["limit": .figure("\(limit)")]))
    }

    static func mayNotWaive(_ actor: Actor) -> TidegateError {
        TidegateError(
            .forbidden, "gate.waive", "\(actor.name) may not waive gates.",
            hint: "A role with the permission waive_gates may.",
            speech: .sentence("gate.waive", ["actor": .text(actor.name)]))
    }

    static func tooManyRecipients(_ notice: Notice, _ count: Int) -> TidegateError {
        TidegateError(
            .ruleFailed, "notice.recipients",
            "Notice \"\(notice.name)\" would go to \(count) people; "
                + "\(EngineLimits.noticeRecipients) is the most.",
            hint: "Narrow its `to`.", rule: notice.location)
    }

    // MARK: Packs

    static func packsDoNotFit(_ error: StoreError) -> TidegateError {
        switch error {
        case .notUnique(let object, let fields):
            TidegateError(
                .rejected, "pack.not_unique",
                "\(object) has records with the same \(fields.joined(separator: ", ")), which the "
                    + "packs declare unique.", hint: "Change those records first.")
        case .failed(let detail):
            TidegateError(
                .invalid, "pack.schema", "The packs do not fit the workspace: \(detail).",
                hint: "Choose another name; what is kept stays as it is.")
        case .stale, .newerFormat, .notAWorkspace, .unfinished, .busy, .tooLong, .diskFull,
            .damaged:
            storeFailed(error)
        }
    }

    // MARK: Scripts

    static func scriptFailed(
        _ name: String, _ location: RuleLocation, _ record: Record?, _ failure: ScriptFailure,
        hidden: String? = nil
    ) -> TidegateError {
        let about = record.map { " on \($0.object.name) \($0.id)" } ?? ""
        switch failure {
        case .failed(let message, let place):
            return TidegateError(
                .ruleFailed, "script.failed", ended("\(name)\(about) failed: \(message)"),
                hint: hidden ?? "Mend it at \(place ?? location).", rule: place ?? location)
        case .limit(let kind, let place):
            return TidegateError(
                .ruleFailed, "script.limit",
                "\(name)\(about) was stopped: it needs more \(kind) than a script may spend.",
                hint: "Look for a loop at \(place ?? location).", rule: place ?? location)
        }
    }
}
