import HTTPTypes
import Hummingbird
import TidegateEngine
import TidegateModel
import TidegateRules

/// A condition tried on a record that is there, with the tree of its parts.
extension PackRoutes {
    func trial(_ request: Request, _ context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        let pack = try await pack(context)
        let query = try request.query()
        func given(_ name: String) -> String { query[name] }
        let objects = try engine.objects(as: actor).filter { !$0.table.hasPrefix("tg_") }
        let chosen =
            objects.first { $0.name == given("object") } ?? main(of: pack.name, objects)
        let example = chosen.map { self.example(for: $0, actor) } ?? ""
        var model: [String: Any] = [
            "pack": pack.name, "record": given("record"), "example": example,
            "condition": given("object").isEmpty ? example : given("condition"),
            "objects": objects.map { object in
                [
                    "name": object.name, "label": label(.object(object.name), context),
                    "current": object.name == chosen?.name,
                ] as [String: Any]
            },
            "fields": (chosen.map { fields(of: $0, actor, context) } ?? []),
        ]
        if let chosen, !given("condition").isEmpty {
            model.merge(
                try await tried(
                    given("condition"), on: chosen, given("record"), actor, context)
            ) { $1 }
        }
        let packLabel = label(.pack(pack.name), context)
        let title = text("packs.try", context)
        return try await screens.page(
            "pack-try", title: title,
            crumbs: crumbs(context, Crumb(packLabel, "/packs/\(pack.name)"), Crumb(title)), model,
            request: request, context)
    }

    /// What a pack is about: its first object with a pipeline, else its first.
    private func main(of pack: String, _ objects: [Object]) -> Object? {
        let own = objects.filter { $0.origin?.pack == pack }
        return own.first { engine.bundle.rules(of: $0)?.pipeline != nil } ?? own.first
            ?? objects.first
    }

    /// A condition that can be asked of the object.
    private func example(for object: Object, _ actor: Actor) -> String {
        let hidden = (try? engine.access(of: actor, to: object.name).hidden) ?? []
        let fields = object.fields.indices.prefix(object.firstSystemSlot)
            .filter { !hidden.contains($0) }.map { object.fields[$0] }
        var parts: [String] = []
        if let number = fields.first(where: { $0.type.isMoney })
            ?? fields.first(where: { $0.type.isNumber })
        {
            parts.append("\(number.name) > 100")
        } else if let choice = fields.first(where: { $0.type.choices != nil }),
            let first = choice.type.choices?.first
        {
            parts.append("\(choice.name) == '\(first)'")
        }
        if let child = object.children.first { parts.append("count(\(child.name)) > 0") }
        return parts.isEmpty ? "created_at < now()" : parts.joined(separator: " and ")
    }

    private func fields(
        of object: Object, _ actor: Actor, _ context: WebContext
    ) -> [[String: Any]] {
        let hidden = (try? engine.access(of: actor, to: object.name).hidden) ?? []
        return object.fields.indices.filter { !hidden.contains($0) }.map {
            [
                "name": object.fields[$0].name,
                "label": label(.field(object.name, object.fields[$0].name), context),
            ]
        }
    }

    private func tried(
        _ condition: String, on object: Object, _ wanted: String, _ actor: Actor,
        _ context: WebContext
    ) async throws -> [String: Any] {
        let found = try await records(object, wanted, actor)
        guard let record = found.first else {
            return [
                "missing": text(
                    "packs.no_record", context, ["object": label(.object(object.name), context)])
            ]
        }
        let titles = try await engine.titles(of: found, as: actor)
        var model: [String: Any] = [
            "on": [
                "title": titles[0], "address": record.place.page,
                "id": record.id.description,
            ],
            "others": zip(found, titles).dropFirst().map { other, title in
                [
                    "title": title,
                    "address": Self.address(object, other.id.description, condition),
                ]
            },
            "has_others": found.count > 1, "is_any": wanted.isEmpty,
        ]
        switch try await engine.tryCondition(condition, on: object.name, id: record.id, as: actor) {
        case .wrong(let problems):
            let wording = screens.wording(context)
            model["problems"] = problems.map { problem in
                [
                    "message": wording(
                        "list.problem",
                        [
                            "what": wording.clause(problem.speech, or: problem.message),
                            "n": "\(problem.column)",
                        ]),
                    "use": problem.fix.map { wording("list.use", ["text": $0]) } ?? "",
                    "mended": problem.mended.map {
                        Self.address(object, wanted, $0)
                    } ?? "",
                    "has_fix": problem.mended != nil,
                ] as [String: Any]
            }
            model["has_problems"] = true
            model["marked"] = Self.marked(condition, problems)
        case .answered(let answer):
            var wording = screens.wording(context)
            wording.names = try await engine.names(of: answer.tree.references, as: actor)
            model["answer"] = TrialView(answer: answer, wording: wording).html()
        }
        return model
    }

    /// By id, or by what it is called; the newest when nothing is said.
    private func records(
        _ object: Object, _ wanted: String, _ actor: Actor
    ) async throws -> [Record] {
        if let id = RecordID(wanted) {
            return [try await engine.record(object.name, id, as: actor)]
        }
        var request = ListRequest(object.name)
        request.search = wanted.isEmpty ? nil : wanted
        request.limit = ServerLimits.trialRecords
        guard case .records(let found) = try await engine.list(request, as: actor) else {
            return []
        }
        return found
    }

    /// The same condition on another record; relative, so the pack stays.
    private static func address(_ object: Object, _ record: String, _ condition: String) -> String {
        "?object=\(object.name)&record=\(QueryText.encoded(record))"
            + "&condition=\(QueryText.encoded(condition))"
    }

    /// The condition with the wrong parts marked.
    static func marked(_ condition: String, _ problems: [ConditionTrial.Problem]) -> String {
        let bytes = Array(condition.utf8)
        var html = HTMLWriter()
        var end = 0
        for problem in problems.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
            let range = problem.range.clamped(to: end..<bytes.count)
            html.text(String(decoding: bytes[end..<range.lowerBound], as: UTF8.self))
            html.raw("<mark>")
            let isNothing = range.isEmpty
            html.text(isNothing ? " " : String(decoding: bytes[range], as: UTF8.self))
            html.raw("</mark>")
            end = range.upperBound
        }
        html.text(String(decoding: bytes[end...], as: UTF8.self))
        return html.string
    }
}

/// The tree of a condition's parts as nested lists.
struct TrialView {
    let answer: ConditionTrial.Answer
    let wording: Wording

    func html() -> String {
        var html = HTMLWriter(capacity: 4096)
        let failed = Set(answer.failures.map(\.range))
        html.raw("<ul class=\"tree\">")
        write(answer.tree, failed, &html)
        html.raw("</ul>")
        return html.string
    }

    private func write(
        _ part: Explanation, _ failed: Set<Range<Int>>, _ html: inout HTMLWriter
    ) {
        let isFailure = failed.contains(part.range)
        let isYesOrNo = part.value.kind == .bool || isFailure
        html.raw("<li><div")
        html.attribute("class", isFailure ? "tree-part tree-failed" : "tree-part")
        html.raw("><span")
        html.attribute("class", "tree-mark tree-\(look(part, isFailure))")
        html.raw(">")
        if isYesOrNo { html.html(wording.icons[mark(part, isFailure)]) }
        html.raw("</span><code>")
        html.text(part.text)
        html.raw("</code><span class=\"tree-value\">")
        html.text(value(part))
        html.raw("</span></div>")
        let children = part.children.filter { $0.kind != .literal }
        if !children.isEmpty {
            html.raw("<ul>")
            for child in children { write(child, failed, &html) }
            html.raw("</ul>")
        }
        html.raw("</li>")
    }

    private func look(_ part: Explanation, _ isFailure: Bool) -> String {
        if isFailure { return part.truth == .unknown ? "unknown" : "no" }
        return part.truth == .yes ? "yes" : "none"
    }

    private func mark(_ part: Explanation, _ isFailure: Bool) -> String {
        switch part.truth {
        case .yes: isFailure ? "cross" : "check"
        case .no: isFailure ? "cross" : "minus"
        case .unknown: "help"
        }
    }

    /// As other pages show it: a choice by its label, a colleague by the name.
    private func value(_ part: Explanation) -> String {
        guard !part.value.isMissing else { return wording("packs.missing") }
        if let id = part.value.reference { return wording.names[id] ?? id.description }
        guard let (name, field) = part.shownField, let object = wording.bundle.schema[name]
        else { return wording.value(part.value) }
        return wording.value(part.value, field, object)
    }
}
