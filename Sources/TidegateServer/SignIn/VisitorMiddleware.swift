import Hummingbird
import TidegateModel

/// Where the request comes from and which language an unknown visitor is spoken to in. The first of
/// the middlewares that know people, so that even its errors are told in their language.
struct VisitorMiddleware: RouterMiddleware {
    let proxies: Proxies

    static let languageCookie = "tg_language"

    func handle(
        _ request: Request, context: WebContext,
        next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.visitor = Visitor(
            address: proxies.origin(of: request, peer: context.peer),
            userAgent: request.headers[.userAgent])
        context.language =
            Cookies.value(Self.languageCookie, in: request)
            .flatMap { Language(rawValue: String($0)) }
            ?? Language.preferred(by: request.headers[.acceptLanguage] ?? "") ?? .english
        return try await next(request, context)
    }
}
