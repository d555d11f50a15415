import Hummingbird
import TidegateEngine
import TidegateModel

/// `/api/search?q=…`: records by the words in their texts.
struct FindRoutes {
    let engine: Engine

    static let parameters = ["q", "object", "limit", "after"]

    func add(to router: Router<WebContext>) {
        router.get("/api/search", use: find)
    }

    @Sendable private func find(_ request: Request, _ context: WebContext) async throws -> Response
    {
        let actor = try context.requireActor()
        let parameters = try QueryParameters(request, Self.parameters)
        let text = parameters["q"] ?? ""
        guard !SearchTerms(text).isEmpty else {
            throw APISentences.badParameter("q", text, want: "a word to look for")
        }
        let limit = try parameters.integer("limit", in: 1...ServerLimits.foundRecordsAtMost)
        let first = try parameters.integer("after", in: 0...EngineLimits.searchCandidates * 2)
        var pages: [FoundPage] = []
        if let name = parameters["object"] {
            pages = [
                try await engine.find(
                    text, in: name, from: first ?? 0, limit: limit ?? EngineLimits.foundRecords,
                    as: actor)
            ]
        } else if let first {
            throw APISentences.badParameter(
                "after", String(first), want: "for one object; say which with object")
        } else {
            pages = try await engine.find(
                text, inEach: nil, limit: limit ?? ServerLimits.foundOfEach, as: actor)
        }
        var json = JSONWriter()
        json.object { json in
            json.key("results")
            json.array { json in pages.forEach { json.found($0) } }
        }
        return .json(.ok, json.bytes)
    }
}
