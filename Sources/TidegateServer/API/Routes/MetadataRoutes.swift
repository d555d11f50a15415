import HTTPTypes
import Hummingbird
import TidegateEngine
import TidegateModel

/// `/api/metadata/plan` and `/api/metadata/apply`: objects and fields an admin adds, with what that
/// would do before it happens.
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
        let body = try await BodyReader.members(request, MetadataInput.members)
        let plan = try await engine.plan(MetadataInput.change(body), as: actor)
        var json = JSONWriter(reserving: 4096)
        json.plan(plan)
        return .json(.ok, json.bytes)
    }

    /// With `basis` of a plan it is done only over the rules the plan was made for. Done twice, it
    /// is done once.
    @Sendable private func apply(_ request: Request, _ context: WebContext) async throws -> Response
    {
        let actor = try context.requireActor()
        _ = try QueryParameters(request, [])
        let body = try await BodyReader.members(request, MetadataInput.members)
        let plan = try await engine.plan(MetadataInput.change(body), as: actor)
        if let basis = try body.text("basis"), basis != plan.basis, !plan.isDone {
            throw TidegateError(
                .conflict, "metadata.conflict", "The rules have changed since the plan was made.",
                hint: "Look at the plan again.")
        }
        let applied = try await engine.apply(plan, as: actor, through: context.writeDoor)
        var json = JSONWriter(reserving: 4096)
        json.object { json in
            json.key("plan")
            json.plan(applied.plan)
            json.member("bundle", applied.bundle)
            json.member("filled", applied.filled)
            json.member("unfilled", applied.unfilled)
        }
        return .json(.ok, json.bytes)
    }
}

extension JSONWriter {
    fileprivate mutating func plan(_ plan: MetadataPlan) {
        object { json in
            json.member("basis", plan.basis)
            json.member("possible", plan.isPossible)
            json.member("done", plan.isDone)
            json.member("records", plan.records)
            json.key("steps")
            json.strings(plan.steps.map(\.description))
            json.key("files")
            json.array { json in
                for file in plan.files {
                    json.object { json in
                        json.member("path", file.path)
                        json.member("before", optional: file.before)
                        json.member("after", optional: file.after)
                    }
                }
            }
            json.key("findings")
            json.array { json in
                for finding in plan.findings {
                    json.object { json in
                        json.member("severity", finding.severity.rawValue)
                        json.member("message", finding.message)
                        json.member("at", finding.location.description)
                        json.member("code", finding.code)
                    }
                }
            }
            json.key("obstacles")
            json.array { json in plan.obstacles.forEach { json.reason($0) } }
        }
    }
}
