import Hummingbird
import Logging
import TidegateEngine

/// The doors of a workspace: the HTTP API and the pages. Decides no rule.
///
///     let server = try Server(engine: engine, settings: ServerSettings())
///     try await server.run()
public struct Server: Sendable {
    let engine: Engine
    let settings: ServerSettings
    let files: WebFiles
    let pages: PageRenderer
    let desk: FrontDesk

    public init(engine: Engine, settings: ServerSettings = ServerSettings()) throws {
        self.engine = engine
        self.settings = settings
        files = try WebFiles(folder: settings.webFolder)
        pages = try PageRenderer(files)
        desk = FrontDesk(engine: engine, times: settings.sessions, cost: settings.passwordCost)
    }

    /// Serves until the program is asked to end; requests under way are finished first.
    public func run(
        onRunning: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) async throws {
        let application = Application(
            router: router(),
            configuration: .init(
                address: .hostname(settings.host, port: settings.port), serverName: nil),
            onServerRunning: { await onRunning($0.localAddress?.port ?? settings.port) })
        try await application.runService()
    }

    func router() -> Router<WebContext> {
        let router = Router(context: WebContext.self)
        let cookie = SessionCookie(
            isSecure: settings.isSecure, lifeSeconds: settings.sessions.life.milliseconds / 1000)
        router.add(middleware: SecurityHeaders(isSecure: settings.isSecure))
        router.add(middleware: VisitorMiddleware())
        // Twice: for what signing in refuses, and for what is refused to who has signed in.
        router.add(middleware: ErrorAnswers(pages: pages))
        router.add(
            middleware: SignInMiddleware(
                desk: desk, cookie: cookie,
                origin: OriginCheck(publicOrigin: settings.publicURL)))
        router.add(middleware: ErrorAnswers(pages: pages))
        SignInRoutes(desk: desk, pages: pages, cookie: cookie).add(to: router)
        StaticRoutes(files: files).add(to: router)
        APIRoutes(engine: engine).add(to: router)
        let screens = Screens(engine: engine, pages: pages)
        AccountRoutes(desk: desk, screens: screens, cookie: cookie).add(to: router)
        DesignRoutes(screens: screens).add(to: router)
        HomePage(screens: screens).add(to: router)
        AlertsPage(screens: screens).add(to: router)
        ListRoutes(screens: screens).add(to: router)
        NewRecord(screens: screens).add(to: router)
        SearchRoutes(screens: screens).add(to: router)
        RecordPage(screens: screens).add(to: router)
        RecordPosts(engine: engine, pages: pages).add(to: router)
        router.get("/**") { _, _ -> Response in throw RequestSentences.noPage() }
        return router
    }
}


