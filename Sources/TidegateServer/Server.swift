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
    let bench: PackBench
    let live: LiveFeed

    let connections: ConnectionBook
    let state = ServingState()
    let backups = BackupRecord()
    let metrics: Metrics?
    let logger: Logger

    /// - Parameter metrics: the observer of the engine and its store; `nil`: nothing is counted.
    public init(
        engine: Engine, settings: ServerSettings = ServerSettings(), metrics: Metrics? = nil,
        logger: Logger = Logger(label: "tidegate")
    ) throws {
        self.engine = engine
        self.settings = settings
        self.metrics = metrics
        self.logger = logger
        files = try WebFiles(folder: settings.webFolder)
        pages = try PageRenderer(files)
        live = LiveFeed(engine: engine)
        bench = PackBench(engine: engine)
        desk = FrontDesk(
            engine: engine, times: settings.sessions, cost: settings.passwordCost, logger: logger)
        connections = ConnectionBook(settings)
    }

    var postman: (any Postman)? {
        get throws { try settings.mailFolder.map { try SpoolFolder(folder: $0) } }
    }

    func router() -> Router<WebContext> {
        let router = Router(
            context: WebContext.self, options: .autoGenerateHeadEndpoints)
        let cookie = SessionCookie(
            isSecure: settings.isSecure, lifeSeconds: settings.sessions.life.milliseconds / 1000)
        let proxies = Proxies(settings)
        router.add(
            middleware: Reception(
                log: RequestLog(proxies: proxies, metrics: metrics),
                headers: SecurityHeaders(isSecure: settings.isSecure), proxies: proxies))
        // Twice: for what signing in refuses, and for what is refused to who has signed in.
        router.add(middleware: ErrorAnswers(pages: pages, engine: engine, check: PlainPaths()))
        router.add(middleware: Admission(settings))
        let rate = CallerRate(settings, clock: engine.clock)
        router.add(
            middleware: SignInMiddleware(
                desk: desk, cookie: cookie, rate: rate,
                origin: OriginCheck(publicOrigin: settings.publicOrigin)))
        router.add(middleware: ErrorAnswers(pages: pages, engine: engine, check: rate))
        OperatorRoutes(
            engine: engine, metrics: metrics, readers: settings.metrics, connections: connections,
            live: live, state: state, backups: settings.backups.folder == nil ? nil : backups
        ).add(to: router)
        SignInRoutes(desk: desk, pages: pages, cookie: cookie).add(to: router)
        StaticRoutes(files: files).add(to: router)
        APIRoutes(
            engine: engine,
            backups: BackupRoutes(
                engine: engine, folder: settings.backups.folder, record: backups)
        ).add(to: router)
        LiveRoutes(feed: live, engine: engine, desk: desk).add(to: router)
        let screens = Screens(engine: engine, pages: pages)
        AccountRoutes(desk: desk, screens: screens, cookie: cookie).add(to: router)
        DesignRoutes(screens: screens).add(to: router)
        HomePage(screens: screens).add(to: router)
        AlertsPage(screens: screens).add(to: router)
        ListRoutes(screens: screens).add(to: router)
        NewRecord(screens: screens).add(to: router)
        SearchRoutes(screens: screens).add(to: router)
        FindPage(screens: screens).add(to: router)
        BinPages(screens: screens).add(to: router)
        RecordPage(screens: screens).add(to: router)
        PastPage(screens: screens).add(to: router)
        BoardPage(screens: screens).add(to: router)
        InboxPage(screens: screens).add(to: router)
        RecordPosts(engine: engine, pages: pages).add(to: router)
        AdminRoutes(
            screens: screens, desk: desk, hasMailFolder: settings.mailFolder != nil,
            backups: settings.backups.folder == nil ? nil : backups
        ).add(to: router)
        PackRoutes(screens: screens, bench: bench).add(to: router)
        router.get("/**") { _, _ -> Response in throw RequestSentences.noPage() }
        return router
    }
}
