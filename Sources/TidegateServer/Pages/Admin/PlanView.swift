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
    /// What the records have against it, in the reader's words.
    private let obstacles: [Reason]

    init(
        plan: MetadataPlan, _ pages: PageRenderer, bundle: Bundle, _ context: WebContext
    ) {
        self.plan = plan
        self.bundle = bundle
        obstacles =
            bundle.spoken(
                TidegateError(.rejected, "metadata.refused", "", reasons: plan.obstacles),
                in: context.language
            ).reasons
        texts = pages.texts
        language = context.language
    }

    func model() -> [String: Any] {
        let errors = plan.findings.filter { $0.severity == .error }
        return [
            "is_done": plan.isDone, "is_possible": plan.isPossible && !plan.isDone,
            "is_refused": !plan.isPossible,
            "steps": plan.steps.map { ["text": sentence($0)] },
            "records": texts("plan.records", language, ["n": "\(plan.records)"]),
            "has_records": plan.records > 0,
            "obstacles": obstacles.map {
                ["message": $0.message, "hint": $0.hint ?? "", "has_hint": $0.hint != nil]
                    as [String: Any]
            } + errors.map { ["message": said($0)] },
            "warnings": plan.findings.filter { $0.severity == .warning }
                .map { ["message": warning($0)] },
            "files": plan.files.map(file),
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
        switch (finding.code, values["1"], values["2"]) {
        case ("locale.missing", let count?, let language?):
            return texts("plan.untranslated", self.language, ["n": count, "language": language])
        case ("locale.missing", let language?, nil):
            return texts("plan.untranslated", self.language, ["n": "1", "language": language])
        case ("access.unread", let objects?, _):
            return texts("plan.unread", language, ["objects": objects])
        default: return said(finding)
        }
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
        case .addObject(let name): return say("add_object", ["object": name])
        case .addField(let object, let field, let kind):
            return say(
                "add_field",
                ["object": object, "field": field, "kind": texts["kind.\(kind)", language]])
        case .changeField(let object, let field):
            return say("change_field", ["object": object, "field": field])
        case .relabel(let what, let label, nil):
            return say("relabel", ["what": what, "label": label])
        case .relabel(let what, let label, let language?):
            return say(
                label.isEmpty ? "no_label_in" : "relabel_in",
                ["what": what, "label": label, "language": language.ownName])
        case .relabelMany(let object, let plural):
            return say("relabel_many", ["object": object, "label": plural])
        case .grant(let role, let object, let rights):
            let words = rights.map { texts["right.\($0)", language] }
            return say(
                "grant",
                [
                    "role": role, "object": object,
                    "rights": texts.list(words, language),
                ])
        case .revoke(let role, let object):
            return say("revoke", ["role": role, "object": object])
        case .makeUnique(let object, let field):
            return say("unique", ["object": object, "field": field])
        case .makeIndex(let object, let field):
            return say("index", ["object": object, "field": field])
        case .fill(let object, let field, let records, nil):
            return say("fill", ["object": object, "field": field, "n": "\(records)"])
        case .fill(let object, let field, let records, let value?):
            return say(
                "fill_with",
                [
                    "object": object, "field": field, "n": "\(records)",
                    "value": said(value),
                ])
        case .leaveEmpty(let object, let field, let records, let isDefaulted):
            return say(
                isDefaulted ? "leave_empty_defaulted" : "leave_empty",
                ["object": object, "field": field, "n": "\(records)"])
        case .fillLater(let object, let field, let records):
            return say("fill_later", ["object": object, "field": field, "n": "\(records)"])
        case .remove(let what): return say("remove", ["what": what])
        }
    }
}
