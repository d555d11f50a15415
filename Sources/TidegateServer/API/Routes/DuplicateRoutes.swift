import Hummingbird
import TidegateEngine
import TidegateModel
import TidegateRules

/// `/api/duplicates/OBJECT`: records that are likely the same thing.
struct DuplicateRoutes {
    let door: RecordDoor

    func add(to router: Router<WebContext>) {
        router.get("/api/duplicates/:object", use: list)
    }

    @Sendable private func list(_ request: Request, _ context: WebContext) async throws -> Response
    {
        let actor = try context.requireActor()
        let object = try door.object(context)
        let parameters = try QueryParameters(request, ["by", "where", "limit"])
        let found = try await door.engine.duplicates(
            of: object.name, by: parameters["by"].map { MatchKey($0) },
            where: parameters["where"],
            limit: parameters.integer("limit", in: 1...ServerLimits.pageRecordsAtMost)
                ?? ServerLimits.pageRecords, as: actor)
        var json = JSONWriter(reserving: 4096)
        json.duplicates(found)
        return .json(.ok, json.bytes)
    }
}
