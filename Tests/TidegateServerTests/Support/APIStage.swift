import Foundation
import HTTPTypes
import Hummingbird
import Logging
import TidegateEngine
import TidegateModel
import TidegateScript
import TidegateStore
import TidegateTesting

@testable import TidegateServer

/// A server on a port of its own over a workspace in a file, and people who ask it.
///
/// Who asks stands in a header that only this responder knows: how people sign in has tests of its
/// own, and these are about what they may ask once they have.
final class APIStage: Sendable {
    let engine: Engine
    let clock = ManualClock()
    let client: RawClient
    let server: Server
    private let folder: URL
    private let running: Task<Void, any Error>

    /// - Parameter packs: names of packs in rules/, loaded with their samples.
    convenience init(packs names: [String]) async throws {
        try await self.init { engine in
            _ = try await engine.install(
                try names.map { try PackFolder.read(Site.rules($0)) })
            for name in names { _ = try await engine.importSamples(of: name, as: .system) }
        }
    }

    init(_ prepare: (Engine) async throws -> Void) async throws {
        folder = URL(filePath: NSTemporaryDirectory())
            .appending(path: "api-\(ProcessInfo.processInfo.globallyUniqueString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        engine = try await Engine.open(
            store: SQLiteStore.open(path: folder.appending(path: "tidegate.db").path),
            clock: clock.clock)
        try await prepare(engine)
        server = try Server(engine: engine)
        let (ports, told) = AsyncStream<Int>.makeStream()
        let application = Application(
            responder: NamedCallers(inner: server.router().buildResponder(), engine: engine),
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            services: [LiveService(feed: server.live)],
            onServerRunning: {
                told.yield($0.localAddress?.port ?? 0)
                told.finish()
            }, logger: Self.quiet)
        running = Task { try await application.run() }
        client = RawClient(port: await ports.first { _ in true } ?? 0)
    }

    private static var quiet: Logger {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return logger
    }

    /// The workspace, for another program.
    var file: String { folder.appending(path: "tidegate.db").path }

    func leave() async {
        running.cancel()
        _ = try? await running.value
        await engine.close()
        try? FileManager.default.removeItem(at: folder)
    }

    // MARK: Asking

    func get(_ path: String, as login: String?) async throws -> RawClient.Answer {
        try await client.send("GET", path, headers: Self.headers(login))
    }

    func send(
        _ method: String, _ path: String, _ body: String = "{}", as login: String?,
        headers: [(String, String)] = []
    ) async throws -> RawClient.Answer {
        try await client.send(
            method, path,
            headers: Self.headers(login) + [("Content-Type", "application/json")] + headers,
            body: Array(body.utf8))
    }

    private static func headers(_ login: String?) -> [(String, String)] {
        login.map { [("X-Test-Login", $0)] } ?? []
    }
}

/// Puts the named user into the context, as a session would.
private struct NamedCallers: HTTPResponder {
    let inner: RouterResponder<WebContext>
    let engine: Engine

    func respond(to request: Request, context: WebContext) async throws -> Response {
        var context = context
        if let header = HTTPField.Name("X-Test-Login"), let login = request.headers[header] {
            context.caller = Caller(
                actor: login == "operator" ? .system : try await engine.actor(login: login),
                formToken: nil)
        }
        return try await inner.respond(to: request, context: context)
    }
}
