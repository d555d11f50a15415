import HTTPTypes
import Hummingbird
import TidegateEngine
import TidegateModel
import TidegateRules

/// `…/shares`: who beside the rules' own sees one record.
struct ShareRoutes {
    let door: RecordDoor

    func add(to router: Router<WebContext>) {
        router.get("/api/records/:object/:id/shares", use: list)
        router.post("/api/records/:object/:id/shares", use: share)
        router.delete("/api/records/:object/:id/shares", use: unshare)
    }

    @Sendable private func list(_ request: Request, _ context: WebContext) async throws -> Response
    {
        let actor = try context.requireActor()
        let (object, id) = try door.record(context)
        _ = try QueryParameters(request, [])
        return .json(.ok, Self.json(try await door.engine.shares(of: object.name, id, as: actor)))
    }

    /// Sharing again with the same holder sets the level anew, so it can be repeated safely.
    @Sendable private func share(_ request: Request, _ context: WebContext) async throws -> Response
    {
        let actor = try context.requireActor()
        let (object, id) = try door.record(context)
        _ = try QueryParameters(request, [])
        let body = try await BodyReader.members(request, ["user", "team", "level"])
        let holder = try Self.holder(
            user: body.text("user"), team: body.text("team"),
            hint: "Send \"user\": ID or \"team\": ID.")
        let name = try body.requiredText("level")
        guard let level = Share.Level(rawValue: name) else {
            throw APISentences.badParameter(
                "level", name,
                want: "one of " + Share.Level.allCases.map(\.rawValue).joined(separator: ", "))
        }
        _ = try await door.engine.share(
            object.name, id, Share(holder, level), as: actor, through: context.writeDoor
        ).get()
        return .json(.ok, Self.json(try await door.engine.shares(of: object.name, id, as: actor)))
    }

    /// The address alone decides: what stands in the body of a DELETE has no meaning (RFC 9110, 9.3.5).
    @Sendable private func unshare(
        _ request: Request, _ context: WebContext
    ) async throws -> Response {
        let actor = try context.requireActor()
        let (object, id) = try door.record(context)
        let parameters = try QueryParameters(request, ["user", "team"])
        let holder = try Self.holder(
            user: parameters["user"], team: parameters["team"],
            hint: "The address says which share ends: ?user=ID or ?team=ID.")
        _ = try await door.engine.unshare(
            object.name, id, with: holder, as: actor, through: context.writeDoor
        ).get()
        return Response(status: .noContent)
    }

    private static func holder(
        user: String?, team: String?, hint: String
    ) throws -> Share.Holder {
        switch (user.flatMap { RecordID($0) }, team.flatMap { RecordID($0) }) {
        case (let user?, nil) where team == nil: return .user(user)
        case (nil, let team?) where user == nil: return .team(team)
        default:
            throw TidegateError(
                .invalid, "share.holder", "A share is with one user or one team, named by id.",
                hint: hint)
        }
    }

    private static func json(_ shares: [Share]) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.key("shares")
            json.array { json in
                for share in shares {
                    json.object { json in
                        switch share.holder {
                        case .user(let id): json.member("user", id)
                        case .team(let id): json.member("team", id)
                        }
                        json.member("level", share.level.rawValue)
                    }
                }
            }
        }
        return json.bytes
    }
}
