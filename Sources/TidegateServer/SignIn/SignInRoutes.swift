import HTTPTypes
import Hummingbird
import TidegateEngine
import TidegateModel

/// The doors: `/sign-in`, `/sign-out`, `/welcome/…`, `/set-up/…`, `/language`.
struct SignInRoutes {
    let desk: FrontDesk
    let pages: PageRenderer
    let cookie: SessionCookie

    /// Paths at which people come in: what is sent there acts for nobody yet.
    static func isDoor(_ path: String) -> Bool {
        path == "/sign-in" || path.hasPrefix("/welcome/") || path.hasPrefix("/set-up/")
    }

    func add(to router: Router<WebContext>) {
        router.get("/sign-in") { request, context -> Response in
            let query = try request.query()
            let next = query.filled("next").flatMap { LocalAddress(afterSignIn: $0) } ?? .home
            if context.caller != nil { return .seeOther(next) }
            var model = ["next": next.text]
            // A page that was asked for needs a sign-in; one that was left tells why.
            let why =
                switch query["why"] {
                case "ended": "ended"
                case "out": "out"
                case "kept": "kept"
                default: next == .home ? nil : String?.some("next")
                }
            model["why"] = why.map { pages.texts["sign_in.why_\($0)", context.language] }
            return page("sign-in", model, request, context)
        }
        router.post("/sign-in") { request, context -> Response in
            try await signIn(request, context)
        }
        router.post("/sign-out") { request, context -> Response in
            if let caller = context.caller { try await desk.signOut(caller, context.visitor) }
            var response = Response.seeOther("/sign-in?why=out")
            cookie.clear(on: &response)
            return response
        }
        addLinks(to: router)
        router.post("/language") { request, context -> Response in
            try await changeLanguage(request, context)
        }
    }

    private func signIn(_ request: Request, _ context: WebContext) async throws -> Response {
        var request = request
        let form = try await request.form()
        let next = LocalAddress(afterSignIn: form["next"]) ?? .home
        do {
            let secret = try await desk.signIn(
                login: form["login"], password: form["password"], from: context.visitor,
                replacing: cookie.secret(in: request))
            return signedIn(secret, next)
        } catch let error as TidegateError where error.kind != .internal {
            return refused(
                "sign-in", ["next": next.text, "login": form["login"]], error, request, context)
        } catch let throttled as Throttled {
            var response = refused(
                "sign-in", ["next": next.text, "login": form["login"]], throttled.error, request,
                context)
            response.headers[.retryAfter] = String(throttled.seconds)
            return response
        }
    }

    // MARK: Links

    private func addLinks(to router: Router<WebContext>) {
        router.get("/welcome/:link") { request, context -> Response in
            let person = try await desk.look(at: link(context), context.visitor)
            return page("welcome", welcome(person, context), request, context)
        }
        router.post("/welcome/:link") { request, context -> Response in
            try await welcome(request, context)
        }
        router.get("/set-up/:link") { request, context -> Response in
            try await desk.look(atSetUp: setUpLink(context), context.visitor)
            return page("set-up", [:], request, context)
        }
        router.post("/set-up/:link") { request, context -> Response in
            try await setUp(request, context)
        }
    }

    private func welcome(_ person: Person, _ context: WebContext) -> [String: Any] {
        let hello = ["name": person.actor.name]
        return [
            "greeting": pages.texts("welcome.hello", context.language, hello),
            "login": person.login,
        ]
    }

    private func welcome(_ request: Request, _ context: WebContext) async throws -> Response {
        var request = request
        let form = try await request.form()
        let link = try link(context)
        let person = try await desk.look(at: link, context.visitor)
        do {
            let secret = try await desk.use(
                link, password: form["password"], repeated: form["repeated"],
                from: context.visitor, replacing: cookie.secret(in: request))
            try await keepLanguage(of: person, request, context)
            return signedIn(secret, .home)
        } catch let error as TidegateError where error.kind == .invalid {
            return refused("welcome", welcome(person, context), error, request, context)
        }
    }

    private func setUp(_ request: Request, _ context: WebContext) async throws -> Response {
        var request = request
        let form = try await request.form()
        do {
            let secret = try await desk.setUp(
                setUpLink(context), login: form["login"], name: form["name"],
                email: form["email"], password: form["password"], repeated: form["repeated"],
                from: context.visitor)
            return signedIn(secret, .home)
        } catch let error as TidegateError where error.kind == .invalid || error.kind == .rejected {
            return refused(
                "set-up",
                ["login": form["login"], "name": form["name"], "email": form["email"]], error,
                request, context)
        }
    }

    private func link(_ context: WebContext) throws -> Secret {
        guard let secret = context.parameters.get("link").flatMap({ Secret(presented: $0) }) else {
            throw SignInSentences.linkGone()
        }
        return secret
    }

    private func setUpLink(_ context: WebContext) throws -> Secret {
        guard let secret = context.parameters.get("link").flatMap({ Secret(presented: $0) }) else {
            throw SignInSentences.setUpGone()
        }
        return secret
    }

    // MARK: Language

    /// Kept in a cookie, and in the record of who has signed in, as far as the rules let them.
    private func changeLanguage(
        _ request: Request, _ context: WebContext
    ) async throws -> Response {
        var request = request
        let form = try await request.form()
        guard let language = Language(rawValue: form["language"]) else {
            throw RequestSentences.noLanguage()
        }
        if let actor = context.caller?.actor { await take(language, for: actor) }
        var response = Response.seeOther(LocalAddress(form["next"]) ?? .home)
        response.headers.append(
            HTTPField(
                name: .setCookie,
                value: "\(Reception.languageCookie)=\(language.rawValue); Path=/; "
                    + "Max-Age=31536000; SameSite=Lax"))
        return response
    }

    /// Whoever comes in for the first time goes on in the language they were welcomed in, unless they
    /// have chosen one themselves before.
    private func keepLanguage(
        of person: Person, _ request: Request, _ context: WebContext
    ) async throws {
        guard let language = Reception.wishedLanguage(of: request),
            language.rawValue != person.language
        else { return }
        let history = try await desk.engine.history("User", person.id, as: .system)
        let hasChosen = history.contains { entry in
            entry.who.id == person.id && entry.fields.contains { $0.field == "language" }
        }
        if !hasChosen { await take(language, for: person.actor) }
    }

    private func take(_ language: Language, for actor: Actor) async {
        guard let user = actor.user else { return }
        _ = try? await desk.engine.update(
            "User", user, ["language": .text(language.rawValue)], as: actor, through: .page)
        desk.known.forget()
    }

    // MARK: Answers

    private func signedIn(_ secret: Secret, _ next: LocalAddress) -> Response {
        var response = Response.seeOther(next)
        cookie.set(secret, on: &response)
        return response
    }

    private func page(
        _ template: String, _ model: [String: Any], _ request: Request, _ context: WebContext
    ) -> Response {
        Self.unnamed(pages.page(template, model, request: request, context))
    }

    /// The address of a door may open it, so no request says where it came from
    /// but for the host. Without a host, browsers would send forms with an origin of `null`.
    private static func unnamed(_ response: Response) -> Response {
        var response = response
        response.headers[.referrerPolicy] = "strict-origin"
        return response
    }

    /// The same page with what was typed, but for passwords, and why it was not taken.
    private func refused(
        _ template: String, _ model: [String: Any], _ error: TidegateError, _ request: Request,
        _ context: WebContext
    ) -> Response {
        var model = model
        let error = SpokenErrors(pages.texts, desk.engine.bundle, context)(error)
        model["error"] = ["message": error.message, "hint": error.hint ?? "", "code": error.code]
        return Self.unnamed(
            pages.page(template, model, status: error.kind.status, request: request, context))
    }
}

extension Response {
    /// 303: whatever the request was, what follows is a GET.
    static func seeOther(_ address: LocalAddress) -> Response { seeOther(address.text) }

    static func seeOther(_ path: String) -> Response {
        Response(status: .seeOther, headers: [.location: path])
    }
}
