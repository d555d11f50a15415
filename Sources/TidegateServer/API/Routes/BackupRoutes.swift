import HTTPTypes
import Hummingbird
import TidegateEngine
import TidegateModel

/// `/api/backups`: what backups there are, and one now. For administrators.
struct BackupRoutes {
    let engine: Engine
    /// `nil`: the server makes none.
    let folder: String?
    let record: BackupRecord

    func add(to router: Router<WebContext>) {
        router.get("/api/backups", use: list)
        router.post("/api/backups", use: make)
    }

    @Sendable private func list(_ request: Request, _ context: WebContext) async throws -> Response
    {
        let folder = try folder(request, context)
        let files = try folder.files()
        let problem = record.now.problem
        var json = JSONWriter(reserving: 128 * files.count)
        json.object { json in
            json.key("backups")
            json.array { json in
                for file in files.reversed() { json.object { Self.write(file, &$0) } }
            }
            if let problem { json.member("problem", problem) }
        }
        return .json(.ok, json.bytes)
    }

    @Sendable private func make(_ request: Request, _ context: WebContext) async throws -> Response
    {
        let folder = try folder(request, context)
        let backup = try await engine.backUp(into: folder)
        let newest = try folder.files().last
        record.found(newest)
        var json = JSONWriter()
        json.object { json in
            if let newest { Self.write(newest, &json) }
            json.member("records", Int(backup.content.records))
            json.member("changes", Int(backup.content.tail.sequence))
        }
        return .json(.created, json.bytes)
    }

    /// Names of files alone: where they lie is the operator's business.
    private static func write(_ file: BackupFile, _ json: inout JSONWriter) {
        json.member("file", file.name)
        json.member("made_at", file.at.description)
        json.member("bytes", Int(file.bytes))
    }

    private func folder(_ request: Request, _ context: WebContext) throws -> BackupFolder {
        let actor = try context.requireActor()
        _ = try QueryParameters(request, [])
        guard actor.kind != .user || actor.may(.administer) else {
            throw AdminSentences.nothing(actor)
        }
        guard let folder else { throw APISentences.noBackups() }
        return BackupFolder(folder)
    }
}
