import HTTPTypes
import Hummingbird
import TidegateEngine
import TidegateModel

/// `/api/import-runs`: files that were loaded, and taking one back.
struct ImportRunRoutes {
    let engine: Engine

    static let undoParameters = ["dry_run", "force", "waiver"]

    func add(to router: Router<WebContext>) {
        router.get("/api/import-runs", use: list)
        router.get("/api/import-runs/:id", use: show)
        router.post("/api/import-runs/:id/undo", use: undo)
    }

    @Sendable private func list(_ request: Request, _ context: WebContext) async throws -> Response
    {
        let actor = try context.requireActor()
        let parameters = try QueryParameters(request, ["limit"])
        let limit =
            try parameters.integer("limit", in: 1...ServerLimits.pageRecordsAtMost)
            ?? ServerLimits.pageRecords
        let runs = try await engine.importRuns(limit: limit, as: actor)
        var json = JSONWriter(reserving: 512 * runs.count)
        json.object { json in
            json.key("imports")
            json.array { json in runs.forEach { json.importRun($0) } }
        }
        return .json(.ok, json.bytes)
    }

    @Sendable private func show(_ request: Request, _ context: WebContext) async throws -> Response
    {
        let actor = try context.requireActor()
        _ = try QueryParameters(request, [])
        var json = JSONWriter()
        json.importRun(try await engine.importRun(try Self.id(context), as: actor))
        return .json(.ok, json.bytes)
    }

    @Sendable private func undo(_ request: Request, _ context: WebContext) async throws -> Response
    {
        let actor = try context.requireActor()
        let parameters = try QueryParameters(request, Self.undoParameters)
        let report = try await engine.undoImport(
            Self.id(context), skipsChanged: parameters.flag("force"), as: actor,
            RequestOptions(
                waiver: parameters["waiver"], isDryRun: parameters.flag("dry_run")))
        let bundle = engine.bundle
        var json = JSONWriter()
        json.importUndo(report, limit: ServerLimits.importProblems) { kept in
            guard !context.isProgram else { return kept.reason }
            return kept.speech.flatMap { bundle.text($0, in: context.language) } ?? kept.reason
        }
        return .json(.ok, json.bytes)
    }

    private static func id(_ context: WebContext) throws -> RecordID {
        let text = try context.parameters.require("id")
        guard let id = RecordID(text) else { throw APISentences.noSuch("import", text) }
        return id
    }
}
