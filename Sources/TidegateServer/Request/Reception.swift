import HTTPTypes
import Hummingbird
import TidegateModel

/// The outermost middleware: every request gets its id, where it comes from and the language an
/// unknown visitor is spoken to in, so that even the first errors are told in it; every answer the
/// headers that all of them have, and a line in the log.
struct Reception: RouterMiddleware {
    let log: RequestLog
    let headers: SecurityHeaders
    let proxies: Proxies

    static let languageCookie = "tg_language"

    func handle(
        _ request: Request, context: WebContext,
        next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        let began = log.begin(request, &context)
        context.visitor = Visitor(
            address: proxies.origin(of: request, peer: context.peer),
            userAgent: request.headers[.userAgent])
        context.language = Self.language(of: request)
        var answer: Response?
        defer { log.end(request, answer, context, began: began) }
        var response = try await next(request, context)
        headers.add(to: &response)
        response.headers[.xRequestID] = context.id
        answer = response
        return response
    }

    private static func language(of request: Request) -> Language {
        wishedLanguage(of: request) ?? .english
    }

    /// What the visitor has chosen here before, or what their browser asks for.
    static func wishedLanguage(of request: Request) -> Language? {
        Cookies.value(languageCookie, in: request).flatMap { Language(rawValue: String($0)) }
            ?? Language.preferred(by: request.headers[.acceptLanguage] ?? "")
    }
}
