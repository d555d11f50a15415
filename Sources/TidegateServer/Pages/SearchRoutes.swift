import Hummingbird
import TidegateEngine
import TidegateModel

/// `/search?q=…&object=…`: records by what they are called, for the palette and for references.
struct SearchRoutes {
    let screens: Screens

    func add(to router: Router<WebContext>) {
        router.get("/search", use: search)
    }

    @Sendable private func search(
        _ request: Request, _ context: WebContext
    ) async throws -> Response {
        let actor = try context.requireActor()
        let query = try request.query()
        let text = query["q"]
        let wording = screens.wording(context)
        var json = JSONWriter()
        var choices: [Choice] = []
        if let name = query.filled("object") {
            let object = try screens.engine.object(name, as: actor)
            choices = try await self.choices([object], text, ServerLimits.searchChoices, actor)
        } else if !text.isEmpty {
            choices = try await self.choices(
                screens.navigation(for: actor).objects, text, ServerLimits.searchOfEach, actor)
        }
        json.object { json in
            json.key("records")
            json.array { json in choices.forEach { $0.write(to: &json, wording) } }
        }
        return .json(.ok, json.bytes)
    }

    private struct Choice {
        let record: Record
        let title: SearchExcerpt
        var reason: (field: Field, excerpt: SearchExcerpt)?

        func write(to json: inout JSONWriter, _ wording: Wording) {
            json.object { json in
                json.member("object", record.object.name)
                json.member("id", record.id)
                json.member("title", title.text)
                json.ranges(title.ranges)
                json.member("label", wording.label(record.object))
                json.member("icon", optional: Icons.name(forObject: record.object.name))
                guard let (field, excerpt) = reason else { return }
                json.key("found")
                json.object { json in
                    json.member("field", wording.label(field, record.object))
                    json.member("text", excerpt.text)
                    json.ranges(excerpt.ranges)
                }
            }
        }
    }

    /// By their words, the best first. Objects whose words are not kept are asked by parts of their titles, and so
    /// are all when no word is found: a part in the middle of one, or the title of a record in a title.
    private func choices(
        _ objects: [Object], _ text: String, _ limit: Int, _ actor: Actor
    ) async throws -> [Choice] {
        let found = try await screens.engine.find(text, inEach: objects, limit: limit, as: actor)
        let known = found.flatMap(\.records).map {
            Choice(record: $0.record, title: $0.title, reason: $0.reason)
        }
        var others: [Choice] = []
        for object in objects where known.isEmpty || object.search.isEmpty {
            let page = try await page(object, text, limit, actor)
            others += zip(page.records, page.titles).map {
                Choice(record: $0, title: SearchExcerpt($1, found: []))
            }
        }
        return known + others
    }

    /// Without a text the newest, so that a list of choices is never empty for no reason.
    private func page(
        _ object: Object, _ text: String, _ limit: Int, _ actor: Actor
    ) async throws -> ListPage {
        var wanted = ListRequest(object.name)
        wanted.search = text
        wanted.order = [.init("id", descending: true)]
        wanted.limit = limit
        return try await screens.engine.page(wanted, as: actor)
    }
}
