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
        var pages: [ListPage] = []
        if let name = query.filled("object") {
            let object = try screens.engine.object(name, as: actor)
            pages.append(try await page(object, text, ServerLimits.searchChoices, actor))
        } else if !text.isEmpty {
            for object in screens.navigation(for: actor).objects {
                pages.append(try await page(object, text, ServerLimits.searchOfEach, actor))
            }
        }
        json.object { json in
            json.key("records")
            json.array { json in
                for page in pages {
                    for (record, title) in zip(page.records, page.titles) {
                        json.object { json in
                            json.member("object", page.object.name)
                            json.member("id", record.id)
                            json.member("title", title)
                            json.member("label", wording.label(page.object))
                            json.member(
                                "icon", optional: Icons.name(forObject: page.object.name))
                        }
                    }
                }
            }
        }
        return .json(.ok, json.bytes)
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
