import TidegateModel
import TidegateScript

/// How a step of a plan is said to people.
extension MetadataPlan.Step: CustomStringConvertible {
    public var description: String {
        switch self {
        case .addObject(let name): "There will be a new object \(name)"
        case .addField(let object, let field, let kind):
            "\(object) gets the field \(field) (\(kind))"
        case .changeField(let object, let field): "The field \(field) of \(object) changes"
        case .relabel(let what, let label, nil): "\(what) will be called \"\(label)\""
        case .relabel(let what, "", let language?):
            "\(what) loses its own label in \(language.ownName)"
        case .relabel(let what, let label, let language?):
            "\(what) will be called \"\(label)\" in \(language.ownName)"
        case .relabelMany(let object, let plural):
            "Several of \(object) will be called \"\(plural)\""
        case .grant(let role, let object, let rights):
            "Who has the role \(role) may "
                + (rights.isEmpty ? "do nothing with" : rights.joined(separator: ", "))
                + " records of \(object)"
        case .revoke(let role, let object):
            "Who has only the role \(role) will have no right to records of \(object)"
        case .makeUnique(let object, let field):
            "No two records of \(object) may have the same \(field)"
        case .makeIndex(let object, let field): "\(object) is indexed by \(field)"
        case .fill(let object, let field, let records, let value):
            "\(records) \(records == 1 ? "record" : "records") of \(object) "
                + "\(records == 1 ? "gets" : "get") "
                + (value.map { "\($0) as \(field)" } ?? "a value of \(field)")
        case .leaveEmpty(let object, let field, let records, let isDefaulted):
            "\(field) is empty in the \(records) \(records == 1 ? "record" : "records") of "
                + "\(object) that \(records == 1 ? "is" : "are") there already"
                + (isDefaulted ? "; new ones begin with the default" : "")
        case .fillLater(let object, let field, let records):
            "\(records) records of \(object) get their \(field) when they are next saved"
        case .remove(let what): "\(what) goes away"
        }
    }
}

/// What is said when a change of metadata cannot be.
enum MetadataSentences {
    static func mayNot(_ actor: Actor) -> TidegateError {
        TidegateError(
            .forbidden, "metadata.forbidden", "\(actor.name) may not add objects and fields.",
            hint: "A role with the permission customize may.",
            speech: .sentence("metadata.forbidden", ["actor": .text(actor.name)]))
    }

    static func engineObject(_ object: Object) -> TidegateError {
        TidegateError(
            .invalid, "metadata.engine_object",
            "\(object.label) belongs to the engine and takes no fields.",
            hint: "Add the field to the object it is about.",
            speech: .sentence("metadata.engine_object", ["object": .object(object)]))
    }

    static func objectExists(_ name: String, _ origin: RuleLocation?) -> TidegateError {
        exists(
            "an object \(name)", origin, .sentence("metadata.exists", ["name": .text(name)]))
    }

    static func fieldExists(
        _ name: String, _ object: Object, _ origin: RuleLocation?
    ) -> TidegateError {
        exists(
            "a field \(object.name).\(name)", origin,
            .sentence(
                "metadata.field_exists", ["name": .text(name), "object": .object(object)]))
    }

    private static func exists(
        _ what: String, _ origin: RuleLocation?, _ speech: Speech
    ) -> TidegateError {
        TidegateError(
            .conflict, "metadata.exists",
            "There is \(what) already" + (origin.map { ", at \($0)." } ?? "."),
            hint: "Choose another name; what was added here can be changed.", rule: origin,
            speech: speech)
    }

    static func notOwn(_ what: String, _ origin: RuleLocation?) -> TidegateError {
        TidegateError(
            .invalid, "metadata.not_own",
            "\(what) comes from a pack" + (origin.map { " (\($0))" } ?? "")
                + "; only what was added here can be changed or removed.",
            hint: "Its label can be changed, and fields can be added beside it.", rule: origin,
            speech: .sentence("metadata.not_own", ["what": .text(what)]))
    }

    static func unknownField(_ field: String, _ object: Object) -> TidegateError {
        let hint = suggestion(for: field, among: object.fields.map(\.name))
        return TidegateError(
            .invalid, "field.unknown", "\(object.label) has no field \(field).",
            hint: hint.map { "Did you mean \($0)?" })
    }

    static func otherKind(_ what: String, _ old: String, _ new: String) -> TidegateError {
        TidegateError(
            .invalid, "metadata.kind", "\(what) is a \(old) and cannot become a \(new).",
            hint: "Add another field, and remove this one when nothing uses it.",
            speech: .sentence("metadata.kind", ["what": .text(what)]))
    }

    static func badName(_ name: String) -> TidegateError {
        TidegateError(
            .invalid, "metadata.name", "\"\(name)\" cannot be called otherwise here.",
            hint: "An object is named like SalesOrder, a field like close_date.")
    }

    static func badLabel(_ reason: Reason) -> TidegateError {
        TidegateError(
            .invalid, "metadata.label", "That is no label: \(reason.message).", reasons: [reason],
            speech: .sentence("metadata.label", ["why": reason.speech ?? .text(reason.message)]))
    }

    static func refused(_ plan: MetadataPlan) -> TidegateError {
        let errors = plan.findings.filter { $0.severity == .error }
        let reasons =
            plan.obstacles
            + errors.map {
                Reason(code: $0.code, message: $0.message, rule: $0.location, speech: $0.speech)
            }
        return TidegateError(
            .rejected, "metadata.refused",
            "The change cannot be made: "
                + Sentences.ended(reasons.first?.message ?? "something is wrong with it"),
            reasons: reasons, hint: "Nothing was changed.",
            speech: .sentence("metadata.refused"))
    }

    static func changedMeanwhile() -> TidegateError {
        TidegateError(
            .conflict, "metadata.conflict",
            "Objects, fields or packs were changed since this plan was made.",
            hint: "Look at the plan again, and apply it then.",
            speech: .sentence("metadata.conflict"))
    }

    static func customFromElsewhere() -> TidegateError {
        TidegateError(
            .conflict, "metadata.custom",
            "This workspace has additions that the pack custom to be installed does not hold.",
            hint: "Nothing added here is taken away by an installation; "
                + "tidegate pack show custom prints what there is.")
    }

    // MARK: Obstacles

    private static func about(
        _ key: String, _ count: Int, _ field: String, _ object: Object
    ) -> Speech {
        .sentence(
            key,
            [
                "n": .number(count), "field": .text(field), "object": .object(object),
                "most": .number(EngineLimits.filledRecords),
            ])
    }

    private static func some(_ count: Int, _ object: Object) -> String {
        "\(count) of \(object.plural)"
    }

    static func lacking(_ count: Int, _ field: String, _ object: Object) -> Reason {
        Reason(
            code: "metadata.lacking",
            message: "\(some(count, object)) have no \(field), so it cannot be required",
            field: field, hint: "Give it a default, or fill it in first and require it then.",
            speech: about("metadata.lacking", count, field, object),
            hintSpeech: .sentence("metadata.lacking.hint"))
    }

    static func duplicates(_ count: Int, _ example: Value, _ field: String, _ object: Object)
        -> Reason
    {
        Reason(
            code: "metadata.duplicates",
            message: "\(some(count, object)) share a \(field) with another"
                + (example.isMissing ? "" : ", such as \(example)"),
            field: field, hint: "Change those first.",
            speech: about("metadata.duplicates", count, field, object),
            hintSpeech: .sentence("metadata.change_first"))
    }

    static func outside(_ count: Int, _ field: String, _ object: Object, _ what: String) -> Reason {
        Reason(
            code: "metadata.outside",
            message: "\(some(count, object)) have a \(field) that \(what)", field: field,
            hint: "Change those first.", speech: about("metadata.outside", count, field, object),
            hintSpeech: .sentence("metadata.change_first"))
    }

    static func inUse(_ count: Int, _ field: String, _ object: Object) -> Reason {
        Reason(
            code: "metadata.in_use", message: "\(some(count, object)) have a value of \(field)",
            field: field, hint: "Empty it there first, if nobody needs it.",
            speech: about("metadata.in_use", count, field, object),
            hintSpeech: .sentence("metadata.in_use.hint"))
    }

    static func hasRecords(_ count: Int, _ object: Object) -> Reason {
        Reason(
            code: "metadata.has_records",
            message: "there are \(count) records of \(object.label)", hint: "Delete those first.",
            speech: about("metadata.has_records", count, "", object),
            hintSpeech: .sentence("metadata.has_records.hint"))
    }

    static func tooManyToFill(_ count: Int, _ field: String, _ object: Object) -> Reason {
        Reason(
            code: "metadata.too_many",
            message: "\(some(count, object)) would need a \(field); at most "
                + "\(EngineLimits.filledRecords) are filled at once", field: field,
            hint: "Add it without required and default, and import its values.",
            speech: about("metadata.too_many", count, field, object),
            hintSpeech: .sentence("metadata.too_many.hint"))
    }
}
