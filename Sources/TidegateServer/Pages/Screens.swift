import HTTPTypes
import Hummingbird
import TidegateEngine
import TidegateModel
import TidegateRules

/// Pages inside the frame: sidebar, top bar with the way here, and the page's own template.
///
///     try await screens.page(
///         "list", title: object.plural, crumbs: [Crumb(object.plural)], ["rows": rows],
///         request: request, context)
struct Screens: Sendable {
    let engine: Engine
    let pages: PageRenderer

    func page(
        _ template: String, title: String, crumbs: [Crumb] = [], _ model: [String: Any] = [:],
        status: HTTPResponse.Status = .ok, request: Request, _ context: WebContext
    ) async throws -> Response {
        let actor = try context.requireActor()
        let waiting = try await waiting(for: actor)
        let navigation = navigation(for: actor)
        let access = engine.bundle.access(of: actor)
        let writer = NavigationWriter(
            bundle: engine.bundle, navigation: navigation, icons: pages.icons,
            texts: pages.texts,
            language: context.language, path: request.uri.path, waiting: waiting,
            admin: AdminTab.open(to: actor),
            creatable: Set(
                navigation.objects.filter { !access[$0].create.isNever }.map(\.name)))
        var all = model
        all["title"] = title
        all["crumbs"] = (crumbs.isEmpty ? [Crumb(title)] : crumbs).map(\.model)
        all["navigation"] = writer.sidebar()
        all["bottom_navigation"] = writer.bottom()
        return pages.page(template, all, status: status, request: request, context)
    }

    /// What the actor can go to.
    func navigation(for actor: Actor) -> Navigation {
        let access = engine.bundle.access(of: actor)
        return Navigation(engine.bundle) { !access[$0].read.isNever }
    }

    func wording(_ context: WebContext) -> Wording {
        Wording(
            pages, context.language, bundle: engine.bundle, now: engine.clock.now())
    }

    /// The object that the address names; one that is not there for the actor is no page.
    func object(_ context: WebContext, as actor: Actor) throws -> Object {
        let name = context.parameters.get("object") ?? ""
        do { return try engine.object(name, as: actor) } catch let error as TidegateError
            where error.code == "object.unknown"
        {
            throw RequestSentences.noPage()
        }
    }

    private func waiting(for actor: Actor) async throws -> Waiting {
        async let tasks = count("Task", "assignee == me() and state == 'open'", actor)
        async let alerts = count("Alert", "state == 'raised'", actor)
        return try await Waiting(tasks: tasks, alerts: alerts)
    }

    private func count(_ object: String, _ condition: String, _ actor: Actor) async throws -> Int {
        var request = ListRequest(object, where: condition)
        request.show = "count()"
        guard case .figures(_, let rows) = try await engine.list(request, as: actor) else {
            return 0
        }
        return Int(rows.first?.first?.integer ?? 0)
    }
}
