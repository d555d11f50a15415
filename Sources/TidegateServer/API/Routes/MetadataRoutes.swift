import HTTPTypes
import Hummingbird
import TidegateEngine
import TidegateModel

/// `/api/metadata/plan` and `/api/metadata/apply`: objects and fields that are added. The second takes
/// what the first took, and the `basis` that the first answered.
struct MetadataRoutes {
    let engine: Engine

    func add(to router: Router<WebContext>) {
        router.post("/api/metadata/plan", use: plan)
        router.post("/api/metadata/apply", use: apply)
    }

    @Sendable private func plan(_ request: Request, _ context: WebContext) async throws -> Response
    {
        let actor = try context.requireActor()
        _ = try QueryParameters(request, [])
        let body = try await BodyReader.members(
            request, MetadataInput.members.filter { $0 != "basis" })
        let plan = try await engine.plan(try MetadataInput(body).change, as: actor)
        var json = JSONWriter(reserving: 2048)
        json.plan(plan)
        return .json(.ok, json.bytes)
    }

    @Sendable private func apply(
        _ request: Request, _ context: WebContext
    ) async throws -> Response {
        let actor = try context.requireActor()
        _ = try QueryParameters(request, [])
        let body = try await BodyReader.members(request, MetadataInput.members)
        let basis = try body.requiredText("basis")
        let change = try MetadataInput(body).change
        let applied = try await engine.apply(change, basis: basis, as: actor, through: .api)
        var json = JSONWriter(reserving: 2048)
        json.plan(applied.plan, applied: applied)
        return .json(.ok, json.bytes)
    }
}
