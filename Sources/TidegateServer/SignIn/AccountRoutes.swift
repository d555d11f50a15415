import HTTPTypes
import Hummingbird
import TidegateModel

/// `/account`: one's own password, sessions and tokens. For who has signed in; no token opens it.
struct AccountRoutes {
    let desk: FrontDesk
    let screens: Screens
    let cookie: SessionCookie

    func add(to router: Router<WebContext>) {
        router.get("/account") { request, context -> Response in
            try await account(request, context)
        }
        router.post("/account/password") { request, context -> Response in
            try await answering(request, context) { caller, form in
                let secret = try await desk.changePassword(
                    of: caller, from: form["present"], to: form["password"],
                    repeated: form["repeated"], context.visitor)
                var response = Response.seeOther("/account")
                cookie.set(secret, on: &response)
                return response
            }
        }
        router.post("/account/sessions/end-others") { request, context -> Response in
            try await desk.endOtherSessions(of: context.requireSession(), context.visitor)
            return .seeOther("/account")
        }
        router.post("/account/sessions/:id/end") { request, context -> Response in
            let id = context.parameters.get("id") ?? ""
            try await desk.endSession(id, of: context.requireSession(), context.visitor)
            return .seeOther("/account")
        }
        router.post("/account/tokens") { request, context -> Response in
            try await answering(request, context) { caller, form in
                let scopes = try TokenScope.parse(form.all("scope"))
                let token = try await desk.makeToken(
                    for: caller.login, name: form["name"], scopes: scopes,
                    days: Self.days(form["days"]), by: caller.actor, within: caller.scopes?.scopes)
                return try await account(request, context, ["token": token])
            }
        }
        router.post("/account/tokens/:id/revoke") { request, context -> Response in
            let caller = try context.requireSession()
            try await desk.revokeToken(
                context.parameters.get("id") ?? "", of: caller.login, by: caller.actor)
            return .seeOther("/account")
        }
    }

    private func answering(
        _ request: Request, _ context: WebContext,
        _ body: (Caller, Form) async throws -> Response
    ) async throws -> Response {
        var request = request
        let form = try await request.form()
        do {
            return try await body(context.requireSession(), form)
        } catch let error as TidegateError where error.kind == .invalid || error.kind == .exhausted
        {
            let error = SpokenErrors(screens.pages.texts, desk.engine.bundle, context)(error)
            return try await account(
                request, context,
                [
                    "error": [
                        "message": error.message, "hint": error.hint ?? "", "code": error.code,
                    ]
                ],
                typed: form, status: error.kind.status)
        }
    }

    private func account(
        _ request: Request, _ context: WebContext, _ more: [String: Any] = [:],
        typed: Form? = nil, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let caller = try context.requireSession()
        var model = more
        model["login"] = caller.login
        if let user = caller.actor.user {
            model["has_password"] = try await desk.hasPassword(user)
        }
        model["sessions"] = try await desk.sessions(of: caller).map { way in
            view(way).merging(["name": device(way.name, context.language)]) { $1 }
        }
        model["tokens"] = try await desk.tokens(of: caller.login).map(view)
        let chosen = typed?.all("scope") ?? []
        model["scopes"] = TokenScope.allCases.map { scope in
            [
                "name": scope.rawValue, "checked": chosen.contains(scope.rawValue),
                "label": screens.pages.texts["account.scope.\(scope.rawValue)", context.language],
            ] as [String: Any]
        }
        model["token_name"] = typed?["name"] ?? ""
        model["token_days"] = typed?.filled("days") ?? "90"
        return try await screens.page(
            "account", title: screens.pages.texts["account.title", context.language], model,
            status: status, request: request, context)
    }

    /// A session keeps its device in English: `Firefox on Linux`.
    private func device(_ kept: String, _ language: Language) -> String {
        if kept == "Unknown" { return screens.pages.texts["account.device_unknown", language] }
        let parts = kept.split(separator: " on ").map(String.init)
        guard parts.count == 2 else { return kept }
        return screens.pages.texts(
            "account.device", language, ["browser": parts[0], "system": parts[1]])
    }

    private func view(_ way: Doorway) -> [String: Any] {
        let isHeld = ["iPhone", "iPad", "Android"].contains { way.name.contains($0) }
        return [
            "svg": screens.pages.icons[isHeld ? "device" : "system"],
            "id": way.id, "name": way.name, "detail": way.detail, "current": way.isCurrent,
            "created": way.created.description, "seen": way.lastSeen?.description ?? "",
            "expires": way.expires?.description ?? "",
        ]
    }

    private static func days(_ text: String) throws -> Int64? {
        guard !text.isEmpty else { return nil }
        guard let days = Int64(text) else { throw SignInSentences.tokenDays() }
        return days
    }
}
