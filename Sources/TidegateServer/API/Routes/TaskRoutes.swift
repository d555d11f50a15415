import HTTPTypes
import Hummingbird
import TidegateEngine
import TidegateModel
import TidegateStore

/// `/api/tasks`: what the caller is asked; `/api/alerts`: what is wrong now.
struct TaskRoutes {
    let engine: Engine

    func add(to router: Router<WebContext>) {
        router.get("/api/tasks", use: tasks)
        router.get("/api/alerts", use: alerts)
    }

    static let parameters = ["state", "limit", "after"]
    static let taskStates = ["open", "done", "cancelled", "all"]
    static let alertStates = ["raised", "cleared", "all"]

    @Sendable private func tasks(
        _ request: Request, _ context: WebContext
    ) async throws -> Response {
        try await answer(
            request, context, "Task", mine: "assignee == me()", states: Self.taskStates)
    }

    @Sendable private func alerts(
        _ request: Request, _ context: WebContext
    ) async throws -> Response {
        try await answer(request, context, "Alert", mine: nil, states: Self.alertStates)
    }

    /// Newest first.
    private func answer(
        _ request: Request, _ context: WebContext, _ object: String, mine: String?,
        states: [String]
    ) async throws -> Response {
        let actor = try context.requireActor()
        let parameters = try QueryParameters(request, Self.parameters)
        let state = parameters["state"] ?? states[0]
        guard states.contains(state) else {
            throw APISentences.badParameter(
                "state", state, want: "one of " + states.joined(separator: ", "))
        }
        // The state is one of ours, so it can stand in the condition as it is.
        let parts = [mine, state == "all" ? nil : "state == '\(state)'"].compactMap { $0 }
        var wanted = ListRequest(
            object, where: parts.isEmpty ? nil : parts.joined(separator: " and "))
        wanted.order = [Query.Order("id", descending: true)]
        wanted.limit =
            try parameters.integer("limit", in: 1...ServerLimits.pageRecordsAtMost)
            ?? ServerLimits.pageRecords
        wanted.after = parameters["after"]
        wanted.show = "count()"
        let page = try await engine.page(wanted, as: actor)
        var json = JSONWriter(reserving: 512 + 640 * page.records.count)
        json.page(page, try FieldSelection(page.object, in: engine, as: actor))
        return .json(.ok, json.bytes)
    }
}
