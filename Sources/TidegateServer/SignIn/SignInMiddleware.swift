import HTTPTypes
import Hummingbird
import TidegateModel

/// Finds out who asks, and lets nobody act for someone who does not know of it.
struct SignInMiddleware: RouterMiddleware {
    let desk: FrontDesk
    let cookie: SessionCookie
    let rate: CallerRate
    let origin: OriginCheck

    func handle(
        _ request: Request, context: WebContext,
        next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        var (request, context) = (request, context)
        do { try await admit(&request, &context) } catch {
            // Nothing further in sees it, so it is counted here.
            try rate.count(context)
            throw error
        }
        let replacement =
            if let caller = context.caller { try await desk.replace(caller) } else { Secret?.none }
        var response = try await next(request, context)
        if response.headers[.setCookie]?.hasPrefix(cookie.name) ?? false { return response }
        if let replacement {
            cookie.set(replacement, on: &response)
        } else if context.caller == nil, cookie.secret(in: request) != nil {
            cookie.clear(on: &response)
            Self.tellWhy(&response)
        }
        return response
    }

    /// Someone who was signed in and is sent to sign in again wants to know why.
    private static func tellWhy(_ response: inout Response) {
        guard response.status == .seeOther, let address = response.headers[.location],
            address == "/sign-in" || address.hasPrefix("/sign-in?next="),
            !address.hasSuffix("&why=kept")
        else { return }
        response.headers[.location] = address + (address == "/sign-in" ? "?" : "&") + "why=ended"
    }

    /// Finds the caller, and refuses what may not be done in their name.
    private func admit(_ request: inout Request, _ context: inout WebContext) async throws {
        if let authorization = request.headers[.authorization] {
            // A request that brings a token is judged by it alone, whatever cookies come along.
            let caller = try await desk.caller(token: Self.bearerToken(authorization))
            Self.take(caller, &context)
            try caller.scopes?.check(
                path: context.endpointPath ?? request.uri.path, isSafe: request.method.isSafe)
            return
        }
        if let secret = cookie.secret(in: request),
            let caller = try await desk.caller(session: secret)
        {
            Self.take(caller, &context)
        }
        if !request.method.isSafe {
            try origin.check(request)
            try await checkForm(&request, context)
        }
    }

    private static func take(_ caller: Caller, _ context: inout WebContext) {
        context.caller = caller
        context.notes.user = caller.login
        if let language = caller.language { context.language = language }
    }

    private static func bearerToken(_ authorization: String) throws -> Substring {
        let scheme = authorization.prefix { $0 != " " }
        guard scheme.lowercased() == "bearer" else { throw SignInSentences.badToken() }
        return authorization[scheme.endIndex...].drop { $0 == " " }
    }

    // MARK: Forms

    /// A browser sends cookies along with whatever another site made it send; only our own pages
    /// know the token. The doors by which people come in act for nobody yet and need none.
    ///
    /// Source: OWASP Cross-Site Request Forgery Prevention Cheat Sheet, synchronizer token.
    private func checkForm(_ request: inout Request, _ context: WebContext) async throws {
        guard let caller = context.caller, let token = caller.formToken,
            !SignInRoutes.isDoor(context.endpointPath ?? request.uri.path)
        else { return }
        var sent = request.headers[.formToken] ?? ""
        if sent.isEmpty, Form.isForm(request) { sent = try await request.form()["form_token"] }
        guard sent.utf8.elementsEqual(token.utf8) else { throw SignInSentences.staleForm() }
    }
}

extension HTTPField.Name {
    static let formToken = HTTPField.Name("X-Form-Token") ?? .authorization
    static let fetchSite = HTTPField.Name("Sec-Fetch-Site") ?? .origin
}

extension HTTPRequest.Method {
    /// Source: RFC 9110, 9.2.1.
    var isSafe: Bool { self == .get || self == .head || self == .options }
}

/// Whether a request that changes something comes from a page of this server.
///
/// Browsers say so themselves, in fields that no page can set. Programs that are no browsers send
/// neither, and have no cookies of anyone to misuse.
struct OriginCheck: Sendable {
    /// `https://crm.example.com`, if the server was told how it is reached.
    let publicOrigin: String?

    func check(_ request: Request) throws {
        if let site = request.headers[.fetchSite] {
            guard site == "same-origin" || site == "none" else {
                throw SignInSentences.foreignForm()
            }
            return
        }
        guard let origin = request.headers[.origin] else { return }
        let host = request.head.authority ?? ""
        guard origin == publicOrigin || origin == "http://\(host)" || origin == "https://\(host)"
        else { throw SignInSentences.foreignForm() }
    }
}
