import HTTPTypes
import Hummingbird
import TidegateModel

/// Finds out who asks, and lets nobody act for someone who does not know of it.
struct SignInMiddleware: RouterMiddleware {
    let desk: FrontDesk
    let cookie: SessionCookie
    let origin: OriginCheck

    func handle(
        _ request: Request, context: WebContext,
        next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        var (request, context) = (request, context)
        if let token = try Self.bearerToken(request) {
            return try await handle(request, &context, token: token, next)
        }
        let secret = cookie.secret(in: request)
        if let secret { context.caller = try await desk.caller(session: secret) }
        if let caller = context.caller {
            context.notes.user = caller.login
            if let language = caller.language { context.language = language }
        }
        if !request.method.isSafe {
            try origin.check(request)
            try await checkForm(&request, context)
        }
        let replacement =
            if let caller = context.caller, caller.isPowerChanged {
                try await desk.replace(caller)
            } else {
                Secret?.none
            }
        var response = try await next(request, context)
        if response.headers[.setCookie]?.hasPrefix(cookie.name) ?? false { return response }
        if let replacement {
            cookie.set(replacement, on: &response)
        } else if secret != nil, context.caller == nil {
            cookie.clear(on: &response)
            Self.tellWhy(&response)
        }
        return response
    }

    /// Someone who was signed in and is sent to sign in again wants to know why.
    private static func tellWhy(_ response: inout Response) {
        guard response.status == .seeOther, let address = response.headers[.location],
            address == "/sign-in" || address.hasPrefix("/sign-in?next=")
        else { return }
        response.headers[.location] = address + (address == "/sign-in" ? "?" : "&") + "why=ended"
    }

    // MARK: Tokens

    private func handle(
        _ request: Request, _ context: inout WebContext, token: Substring,
        _ next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        let caller = try await desk.caller(token: token)
        try caller.scopes?.check(path: request.uri.path, isSafe: request.method.isSafe)
        context.caller = caller
        context.notes.user = caller.login
        if let language = caller.language { context.language = language }
        return try await next(request, context)
    }

    /// A request that brings a token is judged by it alone, whatever cookies come along.
    private static func bearerToken(_ request: Request) throws -> Substring? {
        guard let field = request.headers[.authorization] else { return nil }
        let parts = field.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else {
            throw SignInSentences.badToken()
        }
        return parts[1].drop { $0 == " " }
    }

    // MARK: Forms

    /// A browser sends cookies along with whatever another site made it send; only our own pages
    /// know the token. The doors by which people come in act for nobody yet and need none.
    ///
    /// Source: OWASP Cross-Site Request Forgery Prevention Cheat Sheet, synchronizer token.
    private func checkForm(_ request: inout Request, _ context: WebContext) async throws {
        guard let caller = context.caller, let token = caller.formToken,
            !SignInRoutes.isDoor(request.uri.path)
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
