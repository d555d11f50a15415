import Hummingbird
import TidegateEngine
import TidegateModel
import TidegateRules

/// `/find?q=…`: all that was found, by object, with what was found marked.
struct FindPage {
    let screens: Screens

    func add(to router: Router<WebContext>) {
        router.get("/find", use: page)
    }

    @Sendable private func page(_ request: Request, _ context: WebContext) async throws -> Response
    {
        let actor = try context.requireActor()
        let query = try request.query()
        let text = query["q"]
        let wording = screens.wording(context)
        let one = query.filled("object")
        let found = try await found(
            text, in: one, from: Int(query["after"]) ?? 0, as: actor)
        let groups = found.filter { !$0.records.isEmpty }
        var model: [String: Any] = [
            "q": text, "groups": groups.map { group($0, text, one, wording) },
            "has_groups": !groups.isEmpty, "asked": !SearchTerms(text).isEmpty,
            "is_filling": found.contains { !$0.isComplete },
            "nothing": wording("find.none", ["text": text]),
        ]
        if one != nil { model["all"] = Self.address(text) }
        return try await screens.page(
            "find", title: wording("find.title"), model, request: request, context)
    }

    private func found(
        _ text: String, in object: String?, from first: Int, as actor: Actor
    ) async throws -> [FoundPage] {
        if SearchTerms(text).isEmpty { return [] }
        if let object {
            return [try await screens.engine.find(text, in: object, from: first, as: actor)]
        }
        return try await screens.engine.find(
            text, inEach: screens.navigation(for: actor).objects, limit: ServerLimits.foundOfEach,
            as: actor)
    }

    private func group(
        _ page: FoundPage, _ text: String, _ one: String?, _ wording: Wording
    ) -> [String: Any] {
        var group: [String: Any] = [
            "label": wording.plural(page.object),
            "mark": wording.icons[Icons.name(forObject: page.object.name) ?? "list"],
            "records": page.records.map { record($0, wording) },
        ]
        if let next = page.next {
            // From all objects the way leads to the first page of the one.
            group["more"] = Self.address(text, page.object.name, one == nil ? nil : next)
        }
        return group
    }

    private func record(_ found: FoundRecord, _ wording: Wording) -> [String: Any] {
        var line: [String: Any] = [
            "address": RecordPlace(found.record.object.name, found.record.id).page,
            "title": Self.marked(found.title),
        ]
        if let (field, excerpt) = found.reason {
            line["field"] = wording.label(field, found.record.object)
            line["text"] = Self.marked(excerpt)
        }
        return line
    }

    private static func address(
        _ text: String, _ object: String? = nil, _ after: Int? = nil
    ) -> String {
        "/find?q=" + QueryText.encoded(text)
            + (object.map { "&object=" + QueryText.encoded($0) } ?? "")
            + (after.map { "&after=\($0)" } ?? "")
    }

    /// HTML in which what was found stands in `<mark>`.
    static func marked(_ excerpt: SearchExcerpt) -> String {
        var html = HTMLWriter()
        for (text, isFound) in excerpt.pieces {
            if isFound { html.raw("<mark>") }
            html.text(text)
            if isFound { html.raw("</mark>") }
        }
        return html.string
    }
}
