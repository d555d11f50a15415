import HTTPTypes
import Hummingbird
import TidegateEngine
import TidegateModel
import TidegateRules

/// `/inbox`: what waits for the reader; `/inbox/TASK`: one question and its answer.
struct InboxPage {
    let screens: Screens

    private var engine: Engine { screens.engine }

    func add(to router: Router<WebContext>) {
        router.get("/inbox") { request, context in
            let actor = try context.requireActor()
            let part = InboxPart(rawValue: try request.query()["show"]) ?? .waiting
            let reading = try await InboxReading.read(engine, part, as: actor)
            let wording = wording(context, reading.names)
            let model = InboxView(wording: wording, reading: reading, part: part).model()
            return try await screens.page(
                "inbox", title: wording("inbox.title"), model, request: request, context)
        }
        router.get("/inbox/:task") { request, context in
            let actor = try context.requireActor()
            let reading = try await TaskReading.read(engine, try taskID(context), as: actor)
            let wording = wording(context, reading.names)
            let model = TaskView(wording: wording, reading: reading, actor: actor).model()
            return try await screens.page(
                "task", title: reading.title,
                crumbs: [Crumb(wording("inbox.title"), "/inbox"), Crumb(reading.title)], model,
                request: request, context)
        }
        router.post("/inbox/:task/done") { request, context in
            let actor = try context.requireActor()
            var request = request
            let form = try await request.form()
            let task = try await engine.finishTask(
                try taskID(context), comment: form.filled("comment"), as: actor, through: .page
            ).get()
            return RecordPosts.done(task, "/inbox")
        }
    }

    private func taskID(_ context: WebContext) throws -> RecordID {
        let text = try context.parameters.require("task")
        guard let id = RecordID(text) else { throw RequestSentences.badID(text) }
        return id
    }

    private func wording(_ context: WebContext, _ names: [RecordID: String]) -> Wording {
        Wording(
            screens.pages, context.language, bundle: engine.bundle, now: engine.clock.now(),
            names: names)
    }
}

/// What of the inbox is shown.
enum InboxPart: String {
    /// What the reader is asked, and what they have answered.
    case waiting = ""
    case done
    /// What the reader has asked others.
    case asked
}

/// What one reader is asked, or has asked others, with what it is about.
struct InboxReading: Sendable {
    /// Tasks, or approvals, which name what they are about in the same words.
    var rows: [Record]
    var records: [RecordID: Record]
    var names: [RecordID: String]
    /// What the tasks are questions of.
    var approvals: [RecordID: Record] = [:]
    /// What the tasks were made by.
    var alerts: [RecordID: Record] = [:]
    /// What became of what the reader has asked.
    var answers = Answers()

    static func read(
        _ engine: Engine, _ part: InboxPart, as actor: Actor
    ) async throws -> InboxReading {
        var request =
            switch part {
            case .waiting: ListRequest("Task", where: "assignee == me() and state == 'open'")
            case .done: ListRequest("Task", where: "assignee == me() and state != 'open'")
            case .asked: ListRequest("Approval", where: "submitter == me()")
            }
        request.order = [.init("created_at", descending: true)]
        request.limit = ServerLimits.inboxTasks
        return try await read(engine, engine.page(request, as: actor).records, as: actor)
    }

    /// What the reader has asked and what was answered lately, the last answer first.
    static func answered(
        _ engine: Engine, lines: Int, as actor: Actor
    ) async throws -> InboxReading {
        var request = ListRequest(
            "Approval",
            where: "submitter == me() and state in {'approved', 'rejected'} and closed_at >= ?")
        let since = engine.clock.now().milliseconds - ServerLimits.answeredLatelyMilliseconds
        request.parameters = [.datetime(Instant(milliseconds: since))]
        request.order = [.init("closed_at", descending: true)]
        request.limit = lines
        return try await read(engine, engine.page(request, as: actor).records, as: actor)
    }

    static func read(
        _ engine: Engine, _ rows: [Record], as actor: Actor
    ) async throws -> InboxReading {
        var reading = InboxReading(rows: rows, records: [:], names: [:])
        var references: [RecordPlace] = []
        for row in rows {
            guard let name = row["object"].text, let id = row["record"].reference else {
                continue
            }
            references.append(RecordPlace(name, id))
            if reading.records[id] == nil {
                reading.records[id] = try? await engine.record(name, id, as: actor)
            }
            guard row.object.name == SystemObjects.task.name else { continue }
            if let alert = row["alert"].reference {
                reading.alerts[alert] = try? await engine.record("Alert", alert, as: actor)
            }
            guard let approval = row["approval"].reference,
                let asked = try? await engine.record("Approval", approval, as: actor)
            else { continue }
            reading.approvals[approval] = asked
            if let submitter = asked["submitter"].reference {
                references.append(RecordPlace("User", submitter))
            }
        }
        reading.answers = try await .read(
            engine, to: rows.filter { $0.object.name == SystemObjects.approval.name }, as: actor)
        references += reading.records.values.flatMap(\.references)
        reading.names = try await engine.names(of: references, as: actor)
        return reading
    }
}
