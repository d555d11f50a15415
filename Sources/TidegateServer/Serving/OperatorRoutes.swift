import HTTPTypes
import Hummingbird
import TidegateEngine
import TidegateModel
import TidegateStore

/// What machines ask: `/healthz` (the program runs), `/readyz` (it can work), `/metrics`.
struct OperatorRoutes {
    let engine: Engine
    let metrics: Metrics?
    let readers: MetricsReaders
    let connections: ConnectionBook
    let live: LiveFeed
    let state: ServingState
    /// `nil`: none are made here.
    let backups: BackupRecord?

    func add(to router: Router<WebContext>) {
        router.get("/healthz") { _, _ in Self.plain("ok\n") }
        router.get("/readyz") { _, _ -> Response in
            try await checkReady()
            return Self.plain("ready\n")
        }
        router.get("/metrics") { request, context -> Response in
            try checkReader(request, context)
            return try await figures()
        }
    }

    private func checkReady() async throws {
        guard !state.isStopping else { throw RequestSentences.notReady("The server is stopping.") }
        do {
            _ = try await engine.store.read { try $0.setting("active_packs") }
        } catch {
            throw RequestSentences.notReady("The workspace does not answer.")
        }
        guard engine.arePacksInForce else {
            throw RequestSentences.notReady("The installed packs are not in force.")
        }
    }

    private func checkReader(_ request: Request, _ context: WebContext) throws {
        let mayRead =
            switch readers {
            case .off: false
            case .all: true
            // A proxy on this machine passes on what comes from elsewhere.
            case .loopback:
                ["127.0.0.1", "::1"].contains(context.peer) && !Proxies.isForwarded(request)
            case .administrators: context.caller?.actor.may(.administer) ?? false
            }
        guard mayRead else {
            throw readers == .administrators && context.caller == nil
                ? RequestSentences.notSignedIn() : RequestSentences.notForYou()
        }
    }

    private func figures() async throws -> Response {
        let now = engine.clock.now()
        let sessions = try await engine.store.read {
            try $0.items(Credential.session.rawValue).count { $0.expires.map { $0 > now } ?? false }
        }
        var text = MetricsText()
        if let metrics { text.write(metrics.now) }
        text.write(connections.now)
        text.gauge("tidegate_event_streams", live.streamCount, "Event streams that are open.")
        text.gauge("tidegate_sessions", sessions, "Sessions that have not ended.")
        if let backups { text.write(backups.now, at: now) }
        return Response(
            status: .ok, headers: [.contentType: MetricsText.contentType],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text.text)))
    }

    private static func plain(_ text: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: "text/plain; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}

/// Whether the server still takes on new work.
final class ServingState: Sendable {
    private let stopping = Lock(false)

    var isStopping: Bool { stopping.withLock { $0 } }
    func stop() { stopping.withLock { $0 = true } }
}
