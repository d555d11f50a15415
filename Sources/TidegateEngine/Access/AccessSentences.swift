import TidegateModel
import TidegateRules

/// What is said to those who may not.
enum AccessSentences {
    enum Verb: String {
        case create, update, delete, share

        fileprivate var word: String {
            switch self {
            case .create: "create"
            case .update: "change"
            case .delete: "delete"
            case .share: "share"
            }
        }
    }

    /// - Parameter ways: for each way to the right, what stood against it.
    static func mayNot(
        _ verb: Verb, _ actor: Actor, _ object: Object, ways: [[GateReport.Observation]]
    ) -> Refusal {
        let what = "\(actor.name) may not \(verb.word) this \(object.label)"
        let ways = ways.filter { !$0.isEmpty }.reduce(into: [[GateReport.Observation]]()) {
            if !$0.contains($1) { $0.append($1) }
        }
        let why = ways.map(Sentences.observed).joined(separator: ", or else ")
        var parts: [String: Speech] = [
            "actor": .text(actor.name), "object": .object(object), "objects": .objects(object),
        ]
        if !ways.isEmpty { parts["why"] = .either(ways.map(GateReport.Observation.speech)) }
        return Refusal(
            TidegateError(
                .forbidden, "access.\(verb.rawValue)",
                Sentences.ended(why.isEmpty ? what : "\(what): \(why)"),
                hint: "Ask someone who may, or an administrator for the right.",
                speech: .sentence(
                    "access.\(verb.rawValue)" + (ways.isEmpty ? "" : "_because"), parts)))
    }

    static func mayNotCreate(_ actor: Actor, _ object: Object) -> Refusal {
        Refusal(
            TidegateError(
                .forbidden, "access.create", "\(actor.name) may not create \(object.plural).",
                hint: "An administrator gives the right with a role.",
                speech: .sentence(
                    "access.create",
                    [
                        "actor": .text(actor.name), "object": .object(object),
                        "objects": .objects(object),
                    ])))
    }

    static func readonly(_ field: Field, _ object: Object) -> Reason {
        Reason(
            code: "field.readonly", message: "\(field.name) is not yours to set",
            field: field.name,
            speech: .sentence("field.readonly", ["field": .field(field, of: object)]))
    }

    static func hiddenFromScript(
        _ field: String, _ object: Object, _ actor: Actor
    ) -> String {
        "\(field) of \(object.name) is hidden from \(actor.name); a rule that needs it whoever acts "
            + "is declared as = \"system\"."
    }

    static func mayNotInstall(_ actor: Actor) -> TidegateError {
        TidegateError(
            .forbidden, "pack.forbidden", "\(actor.name) may not install packs.",
            hint: "A role with the permission administer may.")
    }

    static func noHolder(_ word: String) -> TidegateError {
        TidegateError(
            .invalid, "share.holder", "There is no such \(word).",
            hint: "Name a user or a team of this workspace.")
    }

    /// - Parameter holder: what the user or the team is called.
    static func uselessShare(
        _ share: Share, _ object: Object, with holder: String
    ) -> TidegateError {
        let parts: [String: Speech] = ["who": .text(holder), "object": .object(object)]
        func useless(_ verb: String, _ key: String, hint: String) -> TidegateError {
            let (who, team) =
                switch share.holder {
                case .user: ("\(holder) could not \(verb)", "")
                case .team: ("Nobody in \(holder) could \(verb)", "_team")
                }
            return TidegateError(
                .rejected, "share.no_right",
                "\(who) this \(object.label) even when it is shared: no role of theirs lets them.",
                hint: hint, speech: .sentence(key + team, parts))
        }
        return switch share.level {
        case .read:
            useless(
                "read", "share.no_reader",
                hint: "An administrator gives a role that may read \(object.plural).")
        case .update:
            useless(
                "change", "share.no_writer",
                hint: "Share it for reading, or ask an administrator for a role that may.")
        }
    }

    static func notShared(_ object: Object) -> TidegateError {
        TidegateError(
            .notFound, "share.missing", "The \(object.label) is not shared with them.")
    }

    static let shareOfEngine = TidegateError(
        .forbidden, "object.engine", "What the engine keeps is not shared by itself.",
        hint: "Share the record it is about.")
}

extension Sentences {
    /// The same words for a field that is not there and for one that is hidden.
    static func unknownField(
        _ name: String, _ object: Object, _ access: AccessBook
    ) -> TidegateError {
        let hidden = access[object].hidden
        let known = object.fields.indices.filter { !hidden.contains($0) }
            .map { object.fields[$0].name }
        let hint = suggestion(for: name, among: known)
        return TidegateError(
            .invalid, "field.unknown", "\(object.label) has no field \(name).",
            hint: hint.map { "Did you mean \($0)?" })
    }

    /// The same words for an object that is not there and for one that is not theirs to know of.
    static func unknownObject(
        _ name: String, _ schema: Schema, _ access: AccessBook
    ) -> TidegateError {
        unknownObject(name, schema.objects.filter { access[$0].isKnown }.map(\.name))
    }
}
