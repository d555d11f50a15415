import Hummingbird
import TidegateEngine
import TidegateModel
import TidegateRules
import TidegateStore

/// `/`: what waits for the reader, what is theirs, what has happened to it.
struct HomePage {
    let screens: Screens

    func add(to router: Router<WebContext>) {
        router.get("/", use: page)
    }

    private var engine: Engine { screens.engine }

    @Sendable private func page(_ request: Request, _ context: WebContext) async throws -> Response
    {
        let actor = try context.requireActor()
        var wording = screens.wording(context)
        let tasks = try await InboxReading.read(engine, tasks(actor), as: actor)
        let alerts = try await AlertReading.read(
            engine, isRaised: true, limit: ServerLimits.homeLines, as: actor)
        let answered = try await InboxReading.answered(
            engine, lines: ServerLimits.homeAnswers, as: actor)
        var mine: [Mine] = []
        for object in screens.navigation(for: actor).objects {
            if let part = try await self.mine(object, actor), !part.page.records.isEmpty {
                mine.append(part)
            }
        }
        let references = mine.flatMap { part in
            part.page.records.flatMap { $0.references(in: part.slots) }
        }
        wording.names = try await engine.names(of: references, as: actor)
        var model: [String: Any] = [
            "greeting": wording("home.hello", ["name": actor.name]),
            "tasks": tasks.rows.map { task($0, tasks.title(of: $0, wording), wording) },
            "has_tasks": !tasks.rows.isEmpty,
            "mine": mine.map { $0.model(wording) }, "has_mine": !mine.isEmpty,
            "alerts": alerts.lines(wording), "has_alerts": !alerts.rows.isEmpty,
        ]
        var asking = wording
        asking.names = answered.names
        let answers = InboxView(wording: asking, reading: answered, part: .asked)
        model["answers"] = answered.rows.map(answers.answered)
        model["has_answers"] = !answered.rows.isEmpty
        if mine.isEmpty {
            let (made, starts) = try await (lately(actor), starts(actor))
            model["lately"] = made.map { late($0, $1, wording) }
            model["has_lately"] = !made.isEmpty
            model["starts"] = starts.map { object in
                [
                    "address": "/o/\(object.name)/new",
                    "label": wording("list.new", ["name": wording.label(object)]),
                ]
            }
        }
        model["figures"] = figures(mine, tasks: tasks.rows.count, alerts: alerts.count, wording)
        return try await screens.page(
            "home", title: wording("shell.home"), model, request: request, context)
    }

    // MARK: Tasks

    private func tasks(_ actor: Actor) async throws -> [Record] {
        var wanted = ListRequest("Task", where: "assignee == me() and state == 'open'")
        wanted.order = [Query.Order("due"), Query.Order("id", descending: true)]
        wanted.limit = ServerLimits.homeLines
        guard case .records(let records) = try await engine.list(wanted, as: actor) else {
            return []
        }
        return records
    }

    private func task(
        _ record: Record, _ title: String, _ wording: Wording
    ) -> [String: Any] {
        let kind = record["kind"].text ?? ""
        var line: [String: Any] = [
            "address": "/inbox/\(record.id)", "title": title,
            "mark": wording.icons[
                kind == "approval" ? "approve" : kind == "alert" ? "bell" : "check"],
            "since": record["created_at"].instant.map(wording.moment) ?? [:],
        ]
        if let due = record["due"].instant {
            line["due"] = wording.moment(due)
            line["is_late"] = due < wording.now
        }
        return line
    }

    // MARK: What is mine

    /// Records the reader owns that are still on their way.
    struct Mine {
        var object: Object
        var pipeline: Pipeline
        var condition: String
        /// Whether those that are over are left out.
        var isOpen: Bool
        var page: ListPage
        var amount: Int?
        var date: Int?
        var partner: Int?

        var slots: [Int] { [pipeline.slot] + [amount, date, partner].compactMap(\.self) }
    }

    private func mine(_ object: Object, _ actor: Actor) async throws -> Mine? {
        let access = try engine.access(of: actor, to: object.name)
        let hidden = access.hidden
        guard let pipeline = access.seen(engine.bundle.rules(of: object)?.pipeline),
            let owner = object.slot(of: "owner"), !hidden.contains(owner),
            object.fields[owner].type.isPerson
        else { return nil }
        let final = pipeline.stages.filter(\.isFinal).map { "'\($0.name)'" }
        let isOpen =
            final.isEmpty ? "" : " and \(pipeline.field) not in {\(final.joined(separator: ", "))}"
        let slots = (0..<object.firstSystemSlot).filter { !hidden.contains($0) }
        let amount = slots.first { slot in
            let field = object.fields[slot]
            return field.isWritable && field.type.isMoney && field.isSummed
        }
        let date = slots.first { object.fields[$0].isWritable && object.fields[$0].type == .date }
        var wanted = ListRequest(object.name, where: "owner == me()" + isOpen)
        if let date { wanted.order = [Query.Order(object.fields[date].name)] }
        wanted.limit = ServerLimits.homeLines
        wanted.show = "count()" + (amount.map { ", sum(\(object.fields[$0].name))" } ?? "")
        let page = try await engine.page(wanted, as: actor)
        return Mine(
            object: object, pipeline: pipeline, condition: wanted.condition ?? "",
            isOpen: !final.isEmpty, page: page,
            amount: amount, date: date,
            partner: slots.first { slot in
                let type = object.fields[slot].type
                return slot != owner && type.target != nil && !type.isPerson
            })
    }

    // MARK: For who owns nothing

    /// What was made last of what the reader may see, of the objects that go through stages; of others,
    /// where there are none.
    private func lately(_ actor: Actor) async throws -> [(record: Record, title: String)] {
        let access = engine.bundle.access(of: actor)
        let seen = screens.navigation(for: actor).objects
        let staged = seen.filter { object in
            access[object].seen(engine.bundle.rules(of: object)?.pipeline) != nil
        }
        var found: [(record: Record, title: String)] = []
        for object in (staged.isEmpty ? seen : staged).prefix(ServerLimits.homeObjects) {
            var wanted = ListRequest(object.name)
            wanted.order = [Query.Order("id", descending: true)]
            wanted.limit = ServerLimits.homeLines
            let page = try await engine.page(wanted, as: actor)
            found += zip(page.records, page.titles).map { ($0, $1) }
        }
        return Array(
            found.sorted { $0.record.id > $1.record.id }.prefix(ServerLimits.homeLines))
    }

    private func late(
        _ record: Record, _ title: String, _ wording: Wording
    ) -> [String: Any] {
        [
            "address": record.place.page, "title": title,
            "kind": wording.label(record.object),
            "mark": wording.icons[Icons.name(forObject: record.object.name) ?? "list"],
            "since": record["created_at"].instant.map(wording.moment) ?? [:],
        ]
    }

    /// What the reader can begin with: what would be theirs and goes through stages.
    private func starts(_ actor: Actor) throws -> [Object] {
        let access = engine.bundle.access(of: actor)
        return screens.navigation(for: actor).objects.filter { object in
            object.slot(of: "owner") != nil && !access[object].create.isNever
                && access[object].seen(engine.bundle.rules(of: object)?.pipeline) != nil
        }
    }

    private func figures(
        _ mine: [Mine], tasks: Int, alerts: Int, _ wording: Wording
    ) -> [[String: Any]] {
        let value = ValueText(language: wording.language, texts: wording.texts)
        var figures: [[String: Any]] = []
        for part in mine {
            let count = part.page.totals.first.map { value($0.value) } ?? ""
            figures.append([
                "name": part.title(wording), "value": count,
                "address": ListAddress(object: part.object.name).filtered(by: part.condition).text,
            ])
            if let slot = part.amount, part.page.totals.count > 1 {
                let field = part.object.fields[slot]
                figures.append([
                    "name": wording.texts.pair(
                        part.title(wording), wording.label(field, part.object), wording.language),
                    "value": value(part.page.totals[1].value, field.type),
                    "address": ListAddress(object: part.object.name)
                        .filtered(by: part.condition).text,
                ])
            }
        }
        figures.append([
            "name": wording("home.tasks"), "value": "\(tasks)".groupedDigits,
            "address": "/inbox",
        ])
        figures.append([
            "name": wording("home.alerts"), "value": "\(alerts)".groupedDigits,
            "address": "/alerts",
        ])
        return figures
    }
}

extension HomePage.Mine {
    fileprivate func title(_ wording: Wording) -> String {
        wording(isOpen ? "home.mine_open" : "home.mine", ["name": wording.plural(object)])
    }

    func model(_ wording: Wording) -> [String: Any] {
        let hues = ChoiceHues(object, wording.bundle)
        return [
            "title": title(wording),
            "mark": wording.icons[Icons.name(forObject: object.name) ?? "list"],
            "all": ListAddress(object: object.name).filtered(by: condition).text,
            "board": "/o/\(object.name)/board",
            // A line without one leaves its place empty, so that figures stand under each other.
            "has_amounts": amount.map { slot in page.records.contains { !$0[slot].isMissing } }
                ?? false,
            "has_dates": date.map { slot in page.records.contains { !$0[slot].isMissing } }
                ?? false,
            "lines": zip(page.records, page.titles).map { line($0, $1, hues, wording) },
        ]
    }

    private func line(
        _ record: Record, _ title: String, _ hues: ChoiceHues, _ wording: Wording
    ) -> [String: Any] {
        let stage = record[pipeline.slot].text ?? ""
        var line: [String: Any] = [
            "address": record.place.page, "title": title,
            "stage": wording.stage(stage, object), "hue": hues[pipeline.slot, stage].cssClass,
        ]
        if let partner, let id = record[partner].reference { line["partner"] = wording.names[id] }
        if let amount, !record[amount].isMissing {
            line["amount"] = wording.value(of: record, amount)
        }
        if let date, case .date(let day) = record[date] {
            line["date"] = wording.value(record[date], object.fields[date], object)
            line["is_late"] = day < wording.now.day
        }
        return line
    }
}
