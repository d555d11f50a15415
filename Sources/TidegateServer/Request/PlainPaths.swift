import Hummingbird

/// Refuses paths that have a second spelling: empty segments, `.` and `..`, broken encodings, a
/// slash at the end. Whoever looks at a path then sees what the router sees, which drops empty
/// segments, and what a proxy before the server sees, which may resolve dots.
struct PlainPaths: RouterMiddleware {
    func handle(
        _ request: Request, context: WebContext,
        next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        guard Self.isPlain(request.uri.path) else { throw RequestSentences.noPage() }
        return try await next(request, context)
    }

    static func isPlain(_ path: String) -> Bool {
        guard path.hasPrefix("/") else { return false }
        guard path != "/" else { return true }
        return path.dropFirst().split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
            guard let segment = PercentText.decoded($0.utf8) else { return false }
            return !segment.isEmpty && segment != "." && segment != ".."
        }
    }
}
