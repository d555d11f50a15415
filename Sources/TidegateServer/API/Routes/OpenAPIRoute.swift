import Hummingbird
import TidegateEngine
import TidegateModel

/// `/api/openapi.json`: what this API takes and answers, made from the live workspace.
struct OpenAPIRoute {
    let engine: Engine

    func add(to router: Router<WebContext>) {
        router.get("/api/openapi.json") { request, context in
            let actor = try context.requireActor()
            _ = try QueryParameters(request, [])
            var json = JSONWriter(reserving: 256 << 10)
            json.json(try OpenAPIDocument(engine, as: actor).json)
            return Response.json(.ok, json.bytes)
        }
    }
}
