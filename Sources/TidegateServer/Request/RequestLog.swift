import HTTPTypes
import Hummingbird
import Logging
import TidegateModel

/// Gives every request its id, and says and counts what came of it. The route stands there as a
/// pattern and no query at all, so that nobody's data ends in a log.
struct RequestLog: Sendable {
    let proxies: Proxies
    let metrics: Metrics?

    func begin(_ request: Request, _ context: inout WebContext) -> Int64 {
        if let id = passedOnID(request, context) {
            context.id = id
            context.logger[metadataKey: "hb.request.id"] = .string(id)
        }
        metrics?.requestBegan()
        return SystemTime.monotonicNanoseconds()
    }

    /// - Parameter response: `nil` when there is none, because the connection is gone.
    func end(
        _ request: Request, _ response: Response?, _ context: WebContext, began: Int64
    ) {
        let took = SystemTime.monotonicNanoseconds() - began
        metrics?.requestEnded(
            .init(
                method: Self.method(request), route: Self.route(context),
                status: (response?.status ?? .internalServerError).code),
            nanoseconds: took)
        if let response { log(request, response, context, took) }
    }

    /// A proxy's own id, so that its log and ours can be laid side by side.
    private func passedOnID(_ request: Request, _ context: WebContext) -> String? {
        guard proxies.isTrusted(context.peer), let id = request.headers[.xRequestID],
            !id.isEmpty, id.utf8.count <= ServerLimits.requestIDBytes,
            id.utf8.allSatisfy({ Self.idCharacters.contains($0) })
        else { return nil }
        return id
    }

    private func log(
        _ request: Request, _ response: Response, _ context: WebContext, _ nanoseconds: Int64
    ) {
        let route = Self.route(context)
        let level: Logger.Level = Self.quietRoutes.contains(route) ? .debug : .info
        guard context.logger.logLevel <= level else { return }
        var metadata: Logger.Metadata = [
            "method": .string(Self.method(request)), "route": .string(route),
            "status": .stringConvertible(response.status.code),
            "ms": .stringConvertible(Decimal(coefficient: nanoseconds / 10_000, scale: 2)),
            "address": .string(context.visitor.address),
        ]
        if let bytes = response.body.contentLength {
            metadata["bytes"] = .stringConvertible(bytes)
        }
        if let user = context.notes.user { metadata["user"] = .string(user) }
        context.logger.log(level: level, "request", metadata: metadata)
    }

    private static func route(_ context: WebContext) -> String {
        context.endpointPath.map { $0.hasPrefix("/") ? $0 : "/\($0)" } ?? "none"
    }

    /// One of those that exist; anything else is the client's invention.
    private static func method(_ request: Request) -> String {
        knownMethods.contains(request.method) ? request.method.rawValue : "OTHER"
    }

    private static let knownMethods: Set<HTTPRequest.Method> = [
        .get, .head, .post, .put, .patch, .delete, .options,
    ]
    /// Asked every few seconds by machines.
    private static let quietRoutes: Set<String> = ["/healthz", "/readyz", "/metrics"]
    private static let idCharacters = Set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.".utf8)
}
