import Hummingbird
import TidegateEngine
import TidegateModel

/// `/api/bin`: deleted records that can be brought back.
struct BinRoutes {
    let engine: Engine

    static let parameters = ["object", "before", "limit"]

    func add(to router: Router<WebContext>) {
        router.get("/api/bin", use: bin)
    }

    @Sendable private func bin(_ request: Request, _ context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        let parameters = try QueryParameters(request, Self.parameters)
        let page = try await engine.bin(
            parameters["object"],
            before: parameters.integer("before", in: 1...Int.max).map(Int64.init),
            limit: parameters.integer("limit", in: 1...ServerLimits.pageRecordsAtMost)
                ?? ServerLimits.pageRecords, as: actor)
        var json = JSONWriter(reserving: 512 + 640 * page.records.count)
        json.bin(page)
        return .json(.ok, json.bytes)
    }
}
