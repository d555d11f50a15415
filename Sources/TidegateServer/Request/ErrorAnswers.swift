import HTTPTypes
import Hummingbird
import TidegateEngine
import TidegateModel
import TidegateStore

extension TidegateError.Kind {
    /// STYLE.md, "Errors".
    var status: HTTPResponse.Status {
        switch self {
        case .invalid: .badRequest
        case .unauthenticated: .unauthorized
        case .forbidden: .forbidden
        case .notFound: .notFound
        case .conflict: .conflict
        case .rejected: .unprocessableContent
        case .exhausted: .tooManyRequests
        case .unavailable: .serviceUnavailable
        case .ruleFailed, .internal: .internalServerError
        }
    }
}

/// Turns what a handler throws into an answer: JSON for programs, a page for people. What is not one
/// of our errors is told in one general sentence and logged, so that nothing leaks.
struct ErrorAnswers: RouterMiddleware {
    let pages: PageRenderer
    let engine: Engine
    /// Passed before anything further in sees the request.
    let check: any RequestCheck

    func handle(
        _ request: Request, context: WebContext,
        next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        do {
            try check.check(request, context)
            return try await next(request, context)
        } catch {
            let known = Self.known(error)
            if known.kind == .internal {
                context.logger.error(
                    "\(error)", metadata: ["route": "\(context.endpointPath ?? "none")"])
            }
            if let cause = known.cause {
                context.logger.error("\(known.code): \(cause)")
            }
            var response = answer(known, to: request, context)
            if let throttled = error as? Throttled {
                response.headers[.retryAfter] = String(throttled.seconds)
            }
            return response
        }
    }

    private func answer(
        _ error: TidegateError, to request: Request, _ context: WebContext
    ) -> Response {
        let error =
            isForProgram(request, context)
            ? error : SpokenErrors(pages.texts, engine.bundle, context)(error)
        // Scripts of the pages ask for JSON elsewhere too.
        let wantsJSON = request.headers[.accept]?.hasPrefix("application/json") ?? false
        if wantsJSON || request.uri.path.hasPrefix("/api/") {
            var response = Response.json(error.kind.status, error.json(requestID: "\(context.id)"))
            if error.kind == .unauthenticated {
                response.headers[.wwwAuthenticate] = "Bearer realm=\"tidegate\""
            }
            return response
        }
        if error.kind == .unauthenticated { return Self.toSignIn(request) }
        return pages.errorPage(error, request: request, context)
    }

    private func isForProgram(_ request: Request, _ context: WebContext) -> Bool {
        request.uri.path.hasPrefix("/api/") && context.isProgram
    }

    /// People are sent to sign in and from there back to where they were. A form that was sent has
    /// been kept by the page's script; it is filled in again on the page it stood on.
    private static func toSignIn(_ request: Request) -> Response {
        let wanted = request.method.isSafe ? request.head.path : refererPath(request)
        guard let next = wanted.flatMap({ LocalAddress(afterSignIn: $0) }), next != .home else {
            return .seeOther("/sign-in")
        }
        // The forms of records are those whose script keeps what was typed.
        let isKept = !request.method.isSafe && next.text.hasPrefix("/o/")
        let why = isKept ? "&why=kept" : ""
        return .seeOther("/sign-in?next=\(next.escaped)\(why)")
    }

    private static func refererPath(_ request: Request) -> String? {
        guard let referer = HTTPField.Name("Referer").flatMap({ request.headers[$0] }),
            let scheme = referer.range(of: "://")
        else { return nil }
        let rest = referer[scheme.upperBound...]
        guard let slash = rest.firstIndex(of: "/"),
            rest[..<slash] == request.head.authority ?? ""
        else { return nil }
        return String(rest[slash...])
    }

    static func known(_ error: any Error) -> TidegateError {
        switch error {
        case let error as TidegateError: error
        case let throttled as Throttled: throttled.error
        case let refusal as Refusal: refusal.error
        case let error as StoreError: error.asTidegateError
        case let error as HTTPError where error.status == .notFound: RequestSentences.noPage()
        case let error as HTTPError where error.status.code < 500:
            TidegateError(.invalid, "request.refused", error.status.reasonPhrase + ".")
        default:
            TidegateError(
                .internal, "server.failed", "Something went wrong here; it was written to the log.",
                hint: "Try again; if it happens again, tell your administrator the request's id.")
        }
    }
}

extension Response {
    static func json(_ status: HTTPResponse.Status = .ok, _ bytes: [UInt8]) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    static func html(_ status: HTTPResponse.Status = .ok, _ text: String) -> Response {
        Response(
            status: status, headers: [.contentType: "text/html; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
