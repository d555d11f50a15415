import HTTPTypes
import Hummingbird
import TidegateEngine
import TidegateModel

/// `/api/me`, `/api/objects`, `/api/objects/OBJECT`: who asks, and what kinds of records there are.
struct ObjectRoutes {
    let door: RecordDoor

    func add(to router: Router<WebContext>) {
        router.get("/api/me", use: me)
        router.get("/api/objects", use: objects)
        router.get("/api/objects/:object", use: object)
    }

    @Sendable private func me(_ request: Request, _ context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        _ = try QueryParameters(request, [])
        var json = JSONWriter()
        json.object { json in
            json.member("kind", actor.kind.rawValue)
            json.member("name", actor.name)
            json.member("id", optional: actor.user?.description)
            json.key("roles")
            json.strings(actor.roles.sorted())
            json.key("permissions")
            json.strings(actor.permissions.sorted())
            json.member("language", context.language.rawValue)
        }
        return .json(.ok, json.bytes)
    }

    @Sendable private func objects(
        _ request: Request, _ context: WebContext
    ) async throws -> Response {
        let actor = try context.requireActor()
        _ = try QueryParameters(request, [])
        let objects = try door.engine.objects(as: actor).sorted { $0.name < $1.name }
        var json = JSONWriter(reserving: 4096)
        json.object { json in
            json.key("objects")
            json.array { json in
                for object in objects {
                    json.object { json in
                        json.member("name", object.name)
                        json.member("label", object.label)
                        json.member("plural", object.plural)
                    }
                }
            }
        }
        return .json(.ok, json.bytes)
    }

    @Sendable private func object(
        _ request: Request, _ context: WebContext
    ) async throws -> Response {
        let actor = try context.requireActor()
        _ = try QueryParameters(request, [])
        let object = try door.object(context)
        let access = try door.engine.access(of: actor, to: object.name)
        let known = Set(try door.engine.objects(as: actor).map(\.name))
        var json = JSONWriter(reserving: 8192)
        json.object(
            object, door.engine.bundle, access, known: known,
            in: context.isProgram ? nil : context.language)
        return .json(.ok, json.bytes)
    }
}
