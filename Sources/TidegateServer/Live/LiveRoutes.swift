import HTTPTypes
import Hummingbird
import TidegateEngine
import TidegateModel

/// `/events`: server-sent events about what the caller watches and may see.
///
///     GET /events?watch=record:Opportunity/0D3K7Z0000000,tasks
///
///     id: 712
///     event: change
///     data: {"topic":"record:Opportunity/0D3…","object":"Opportunity","id":"0D3…","version":8}
struct LiveRoutes {
    let feed: LiveFeed
    let engine: Engine
    let desk: FrontDesk

    static let parameters = ["watch", "after"]

    func add(to router: Router<WebContext>) {
        router.get("/events", use: events)
    }

    @Sendable private func events(
        _ request: Request, _ context: WebContext
    ) async throws -> Response {
        let caller = try context.requireCaller()
        let parameters = try QueryParameters(request, Self.parameters)
        let topics = try LiveTopic.list(parameters["watch"] ?? "")
        // A browser that reconnects by itself says where it was; it comes before the address, which
        // is still the one of the first time.
        let place = try Self.lastEvent(request) ?? parameters.integer("after", in: 0...Int.max)
        let start: Int64 = if let place { Int64(place) } else { try await feed.position() }
        let wakes = try feed.join(caller.actor.user?.description ?? caller.actor.name)
        let (feed, engine, desk) = (feed, engine, desk)
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store",
            ],
            body: ResponseBody { writer in
                var stream = LiveStream(
                    feed, engine, topics, actor: caller.actor, from: start,
                    renew: { try await desk.actor(of: caller) })
                var body: any ResponseBodyWriter = writer
                try await stream.run(wakes, &body)
                try await body.finish(nil)
            })
    }

    private static func lastEvent(_ request: Request) throws -> Int? {
        guard let text = HTTPField.Name("Last-Event-ID").flatMap({ request.headers[$0] }) else {
            return nil
        }
        guard let place = Int(text), place >= 0 else {
            throw APISentences.badParameter("Last-Event-ID", text, want: "an id of this stream")
        }
        return place
    }
}
