import TidegateEngine
import TidegateModel
import TidegateRules
import TidegateScript

/// A plan as people look at it: what will happen, the Lua line by line, what stands against it.
struct PlanView {
    let plan: MetadataPlan
    let texts: Texts
    let language: Language
    private let bundle: Bundle
    /// The options that have a place for what is wrong with them.
    private let told: Set<String>
    /// What the records have against it, in the reader's words.
    private let obstacles: [Reason]

    init(
        plan: MetadataPlan, told: Set<String>, _ pages: PageRenderer, bundle: Bundle,
        _ context: WebContext
    ) {
        self.plan = plan
        self.told = told
        self.bundle = bundle
        obstacles =
            bundle.spoken(
                TidegateError(.rejected, "metadata.refused", "", reasons: plan.obstacles),
                in: context.language
            ).reasons
        texts = pages.texts
        language = context.language
    }

    private var errors: [PackFinding] { plan.findings.filter { $0.severity == .error } }

    /// What the checker says of one box of the form, by the box.
    var boxes: [String: String] {
        Dictionary(
            errors.compactMap { finding in box(finding).map { ($0, said(finding)) } },
            uniquingKeysWith: { "\($0); \($1)" })
    }

    /// Whether there is something to do, and it can be done.
    var isOffered: Bool { plan.isPossible && !plan.isDone }

    /// Whether all that stands against the plan is told at its box.
    var isToldAtBoxes: Bool {
        !plan.isPossible && obstacles.isEmpty && errors.allSatisfy { box($0) != nil }
    }

    /// The box of the form in which someone wrote what is wrong; `nil`: it stands elsewhere.
    private func box(_ finding: PackFinding) -> String? {
        guard let option = finding.option, option.object == plan.change.object,
            told.contains(option.key)
        else { return nil }
        let isHere =
            switch plan.change {
            case .addField(let draft, _), .changeField(let draft, _):
                draft.name.description == option.field
            case .addObject: option.field == nil
            case .relabelObject, .relabelField, .setAccess, .removeField, .removeObject: false
            }
        return isHere ? option.key : nil
    }

    func model() -> [String: Any] {
        return [
            "is_done": plan.isDone, "is_possible": isOffered,
            "is_refused": !plan.isPossible,
            "steps": plan.steps.map { ["text": sentence($0)] },
            "untranslated": plan.untranslated.compactMap(missing),
            "records": texts("plan.records", language, ["n": "\(plan.records)"]),
            "has_records": plan.records > 0,
            "obstacles": obstacles.map {
                ["message": $0.message, "hint": $0.hint ?? "", "has_hint": $0.hint != nil]
                    as [String: Any]
            } + errors.filter { box($0) == nil }.map { ["message": said($0)] },
            "warnings": plan.findings.filter { $0.severity == .warning }
                .map { ["message": warning($0)] },
            "files": plan.files.map(file), "has_files": !plan.files.isEmpty,
        ]
    }

    /// The place of a finding is told where a person wrote: nobody wrote the pack of additions.
    private func said(_ finding: PackFinding) -> String {
        let said = bundle.text(finding.speech, in: language) ?? finding.message
        guard finding.location.pack != CustomPack.name else { return said }
        return "\(finding.location.file):\(finding.location.line) – \(said)"
    }

    /// What a page offers of its own is said in its words: labels are added, and rights given, here and not
    /// by commands and files.
    private func warning(_ finding: PackFinding) -> String {
        guard finding.location.pack == CustomPack.name,
            case .said(_, let parts) = finding.speech
        else { return said(finding) }
        let values = parts.compactMapValues { if case .text(let text) = $0 { text } else { nil } }
        switch (finding.code, values["1"]) {
        case ("access.unread", let objects?):
            return texts("plan.unread", language, ["objects": objects])
        default: return said(finding)
        }
    }

    /// A label that is not in one of the languages yet, with the way to where it is given: the page of
    /// what is there, or the form below.
    private func missing(_ missing: Untranslated) -> [String: Any]? {
        let page: String
        let what: String
        var name: String?
        var option = missing.language.option("label")
        switch missing.term {
        case .object(let object):
            page = "/admin/objects/\(object)"
            what = self.object(object)
        case .field(let object, let field):
            page = "/admin/objects/\(object)/fields/\(field)"
            what = self.field(object, field)
            name = field
        case .choice(let object, let field, let value):
            page = "/admin/objects/\(object)/fields/\(field)"
            what = texts.pair(self.field(object, field), value.humanized, language)
            name = field
            option = missing.language.option("values")
        case .pack, .plural, .help, .guide, .gate, .validation, .hook, .action, .approval, .step,
            .alert, .level, .notice, .role, nil:
            return nil
        }
        return [
            "text": texts(
                "plan.untranslated", language,
                ["what": what, "language": missing.language.ownName]),
            "address": isInForm(name) ? "#\(formPlace(option))" : "\(page)#\(option)",
        ]
    }

    /// Whether the form that was sent is the place where the label of the field, or of the object, is given.
    private func isInForm(_ field: String?) -> Bool {
        switch plan.change {
        case .addObject: true
        case .addField(let draft, _), .changeField(let draft, _): draft.name.description == field
        case .relabelObject, .relabelField, .setAccess, .removeField, .removeObject: false
        }
    }

    /// The rows of a new object's fields have no places of their own.
    private func formPlace(_ option: String) -> String {
        if case .addObject = plan.change { "change" } else { option }
    }

    // MARK: What things are called

    /// Of what there is, and of what the plan adds.
    private func object(_ name: String) -> String {
        guard case .addObject(let draft) = plan.change, draft.name.description == name else {
            return bundle.label(.object(name), language)
        }
        return draft.words[language] ?? draft.label ?? name
    }

    private func field(_ object: String, _ name: String) -> String {
        let drafts: [FieldDraft]
        switch plan.change {
        case .addObject(let draft): drafts = draft.fields
        case .addField(let draft, _), .changeField(let draft, _): drafts = [draft]
        case .relabelObject, .relabelField, .setAccess, .removeField, .removeObject: drafts = []
        }
        guard let draft = drafts.first(where: { $0.name.description == name }) else {
            return bundle.label(.field(object, name), language)
        }
        return draft.words[language]?.label ?? draft.label ?? name.humanized
    }

    private func role(_ name: String) -> String {
        name == Actor.everyone
            ? texts["admin.everyone", language] : bundle.label(.role(name), language)
    }

    /// `Visit` or `Visit.purpose`, as steps name them.
    private func path(_ what: String) -> String {
        let parts = what.split(separator: ".").map(String.init)
        guard let name = parts.first else { return what }
        guard parts.count > 1 else { return object(name) }
        return object(name) + " › " + field(name, parts[1])
    }

    private func file(_ file: MetadataPlan.FileChange) -> [String: Any] {
        [
            "path": "\(CustomPack.name)/\(file.path)", "is_new": file.before == nil,
            "lines": file.lines.map { line -> [String: Any] in
                switch line {
                case .kept(let text): ["mark": " ", "text": text]
                case .added(let text): ["mark": "+", "text": text, "is_added": true]
                case .removed(let text): ["mark": "−", "text": text, "is_gone": true]
                }
            },
        ]
    }

    private func said(_ value: FieldDraft.Default) -> String {
        switch value {
        case .flag(let flag): texts(flag ? "value.yes" : "value.no", language)
        case .text, .number, .condition: value.description
        }
    }

    private func sentence(_ step: MetadataPlan.Step) -> String {
        func say(_ key: String, _ values: [String: String]) -> String {
            texts("plan.\(key)", language, values)
        }
        switch step {
        case .addObject(let name):
            return say("add_object", ["object": object(name), "code": name])
        case .addField(let owner, let name, let kind):
            return say(
                "add_field",
                [
                    "object": object(owner), "field": field(owner, name), "code": name,
                    "kind": texts["kind.\(kind)", language],
                ])
        case .changeField(let owner, let name):
            return say("change_field", ["object": object(owner), "field": field(owner, name)])
        case .relabel(let what, let label, nil):
            return say("relabel", ["what": path(what), "label": label])
        case .relabel(let what, let label, let language?):
            return say(
                label.isEmpty ? "no_label_in" : "relabel_in",
                ["what": path(what), "label": label, "language": language.ownName])
        case .relabelMany(let name, let plural):
            return say("relabel_many", ["object": object(name), "label": plural])
        case .grant(let name, let owner, let rights):
            let words = rights.map { texts["right.\($0)", language] }
            return say(
                rights.isEmpty ? "grant_nothing" : "grant",
                [
                    "role": role(name), "object": object(owner),
                    "rights": texts.list(words, language),
                ])
        case .revoke(let name, let owner):
            return say("revoke", ["role": role(name), "object": object(owner)])
        case .makeUnique(let owner, let name):
            return say("unique", ["object": object(owner), "field": field(owner, name)])
        case .makeIndex(let owner, let name):
            return say("index", ["object": object(owner), "field": field(owner, name)])
        case .fill(let owner, let name, let records, let value):
            var values = [
                "object": object(owner), "field": field(owner, name), "n": "\(records)",
            ]
            values["value"] = value.map(said)
            return say(value == nil ? "fill" : "fill_with", values)
        case .leaveEmpty(let owner, let name, let records, let isDefaulted):
            return say(
                isDefaulted ? "leave_empty_defaulted" : "leave_empty",
                ["object": object(owner), "field": field(owner, name), "n": "\(records)"])
        case .fillLater(let owner, let name, let records):
            return say(
                "fill_later",
                ["object": object(owner), "field": field(owner, name), "n": "\(records)"])
        case .remove(let what): return say("remove", ["what": path(what)])
        }
    }
}
