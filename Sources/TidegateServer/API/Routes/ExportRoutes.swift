import HTTPTypes
import Hummingbird
import NIOCore
import TidegateEngine
import TidegateModel
import TidegateStore

/// `/api/exports/OBJECT`: all records of a list as a file.
struct ExportRoutes {
    let door: RecordDoor

    static let parameters = ["format", "where", "q", "fields", "sort", "titles"]

    func add(to router: Router<WebContext>) {
        router.get("/api/exports/:object", use: export)
    }

    @Sendable private func export(
        _ request: Request, _ context: WebContext
    ) async throws -> Response {
        let actor = try context.requireActor()
        let object = try door.object(context)
        let parameters = try QueryParameters(request, Self.parameters)
        var list = ListRequest(object.name, where: parameters["where"])
        list.search = parameters["q"]
        list.order = try parameters.order("sort")
        let name = parameters["format"] ?? ExportFormat.csv.rawValue
        guard let format = ExportFormat(rawValue: name) else {
            throw APISentences.badParameter(
                "format", name,
                want: "one of " + ExportFormat.allCases.map(\.rawValue).joined(separator: ", "))
        }
        var wanted = ExportRequest(list, as: format)
        wanted.fields = try parameters.list("fields")
        wanted.withTitles = try parameters.flag("titles")
        return try await Download.response(wanted, door.engine, as: actor)
    }
}

/// A file that is made for the one who asks for it, and sent from the disk: who reads slowly holds up no
/// reading of the database, and what goes wrong is said before the first byte.
enum Download {
    private static let chunkBytes = 1 << 16

    static func response(
        _ request: ExportRequest, _ engine: Engine, as actor: Actor
    ) async throws -> Response {
        let file = try ScratchFile()
        let done = try await engine.export(request, as: actor, to: file)
        let name = "\(request.list.object).\(request.format.rawValue)"
        return Response(
            status: .ok,
            headers: [
                .contentType: request.format.mediaType, .cacheControl: "no-store",
                .contentDisposition: "attachment; filename=\"\(name)\"",
            ],
            body: ResponseBody(contentLength: done.bytes) { writer in
                var writer = writer
                var place = 0
                while place < done.bytes {
                    let bytes = try file.bytes(from: place, upTo: chunkBytes)
                    guard !bytes.isEmpty else { break }
                    try await writer.write(ByteBuffer(bytes: bytes))
                    place += bytes.count
                }
                try await writer.finish(nil)
            })
    }
}
