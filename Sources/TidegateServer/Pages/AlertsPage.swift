import Hummingbird
import TidegateEngine
import TidegateModel
import TidegateRules
import TidegateStore

/// `/alerts`: what is wrong now, and what has been mended.
struct AlertsPage {
    let screens: Screens

    func add(to router: Router<WebContext>) {
        router.get("/alerts", use: page)
    }

    @Sendable private func page(_ request: Request, _ context: WebContext) async throws -> Response
    {
        let actor = try context.requireActor()
        let showsCleared = try request.query()["state"] == "cleared"
        let wording = screens.wording(context)
        let raised = try await AlertReading.read(
            screens.engine, isRaised: !showsCleared, limit: ServerLimits.pageRecords, as: actor)
        return try await screens.page(
            "alerts", title: wording("shell.alerts"),
            [
                "lines": raised.lines(wording), "has_lines": !raised.rows.isEmpty,
                "shows_cleared": showsCleared, "shows_raised": !showsCleared,
            ], request: request, context)
    }
}

/// Alerts with what they are about and who has to see to them.
struct AlertReading: Sendable {
    var rows: [Record] = []
    /// How many there are, of which ``rows`` are the newest.
    var count = 0
    /// Titles of the records that the alerts are about, and names of people.
    var names: [RecordID: String] = [:]
    /// Who has an open task because of an alert, by the alert.
    var tasks: [RecordID: [Record]] = [:]

    static func read(
        _ engine: Engine, isRaised: Bool, limit: Int, as actor: Actor
    ) async throws -> AlertReading {
        var wanted = ListRequest("Alert", where: "state == '\(isRaised ? "raised" : "cleared")'")
        wanted.order = [Query.Order(isRaised ? "created_at" : "cleared_at", descending: true)]
        wanted.limit = limit
        wanted.show = "count()"
        let page = try await engine.page(wanted, as: actor)
        var reading = AlertReading(rows: page.records)
        reading.count = Int(page.totals.first?.value.integer ?? 0)
        guard !page.records.isEmpty else { return reading }
        var asked = ListRequest("Task", where: "kind == 'alert' and state == 'open'")
        asked.limit = ServerLimits.inboxTasks
        if case .records(let tasks) = try await engine.list(asked, as: actor) {
            reading.tasks = Dictionary(grouping: tasks) { $0["alert"].reference ?? $0.id }
        }
        let people = reading.tasks.values.joined().compactMap { task in
            task["assignee"].reference.map { RecordPlace("User", $0) }
        }
        let records = page.records.compactMap { row in
            row["record"].reference.map { RecordPlace(row["object"].text ?? "", $0) }
        }
        reading.names = try await engine.names(of: records + people, as: actor)
        return reading
    }

    func lines(_ wording: Wording) -> [[String: Any]] {
        rows.map { row in
            let (object, id) = (row["object"].text ?? "", row["record"].reference)
            let name = row["name"].text ?? ""
            let level = row["level"].text ?? ""
            var line: [String: Any] = [
                "title": wording.bundle.title(ofAlert: row, in: wording.language),
                "name": wording.bundle.label(.alert(name), wording.language),
                "level": wording.bundle.label(.level(alert: name, level), wording.language),
                "tag": tag(name, level, object, wording.bundle),
                "since": row["created_at"].instant.map(wording.moment) ?? [:],
                "mark": wording.icons[Icons.name(forObject: object) ?? "bell"],
                "people": (tasks[row.id] ?? []).compactMap { task -> [String: Any]? in
                    guard let person = task["assignee"].reference.flatMap({ names[$0] }) else {
                        return nil
                    }
                    return [
                        "name": person, "initials": person.initials, "hue": Hue.of(person).cssClass,
                    ]
                },
            ]
            if let id, let title = names[id] {
                line["record"] = title
                line["address"] = RecordPlace(object, id).page
            }
            if let cleared = row["cleared_at"].instant { line["cleared"] = wording.moment(cleared) }
            return line
        }
    }

    /// The first level a rule declares is the gravest.
    private func tag(_ name: String, _ level: String, _ object: String, _ bundle: Bundle) -> String
    {
        let levels =
            bundle.schema[object].flatMap { bundle.rules(of: $0) }?.alerts
            .first { $0.name == name }?.levels ?? []
        guard levels.count > 1 else { return "tag-warn" }
        switch levels.firstIndex(where: { $0.name == level }) {
        case 0: return "tag-bad"
        case 1: return "tag-warn"
        default: return "hue-blue"
        }
    }
}
