import HTTPTypes
import Hummingbird
import TidegateEngine
import TidegateModel

/// What can be done to a record beside changing its fields, and what can be asked about it.
struct RecordVerbRoutes {
    let door: RecordDoor

    func add(to router: Router<WebContext>) {
        router.post("/api/records/:object/:id/move", use: move)
        router.post("/api/records/:object/:id/act", use: act)
        router.post("/api/records/:object/:id/approve") { request, context in
            try await decide(true, request, context)
        }
        router.post("/api/records/:object/:id/reject") { request, context in
            try await decide(false, request, context)
        }
        router.post("/api/records/:object/:id/withdraw", use: withdraw)
        router.post("/api/records/:object/:id/ask", use: ask)
        router.post("/api/records/:object/:id/simulate", use: simulate)
        router.post("/api/records/:object/simulate", use: simulateCreation)
        router.get("/api/records/:object/:id/explain", use: explain)
        router.get("/api/records/:object/:id/history", use: history)
    }

    // MARK: Doing

    @Sendable private func move(_ request: Request, _ context: WebContext) async throws -> Response
    {
        let (object, id) = try door.record(context)
        _ = try QueryParameters(request, [])
        let body = try await BodyReader.members(request, ["to"] + WriteInput.members)
        return try await door.perform(
            .move(object: object.name, id: id, stage: body.requiredText("to")), request, context,
            WriteInput.options(request, body))
    }

    @Sendable private func act(_ request: Request, _ context: WebContext) async throws -> Response {
        let (object, id) = try door.record(context)
        _ = try QueryParameters(request, [])
        let body = try await BodyReader.members(request, ["action"] + WriteInput.members)
        return try await door.perform(
            .act(action: body.requiredText("action"), object: object.name, id: id), request,
            context, WriteInput.options(request, body))
    }

    private func decide(
        _ yes: Bool, _ request: Request, _ context: WebContext
    ) async throws -> Response {
        let (object, id) = try door.record(context, isDecision: true)
        _ = try QueryParameters(request, [])
        let body = try await BodyReader.members(
            request, ["approval", "comment"] + WriteInput.members)
        return try await door.perform(
            .decide(
                approval: body.requiredText("approval"), object: object.name, id: id, yes: yes,
                comment: body.text("comment")), request, context,
            WriteInput.options(request, body))
    }

    @Sendable private func withdraw(
        _ request: Request, _ context: WebContext
    ) async throws -> Response {
        let (object, id) = try door.record(context)
        _ = try QueryParameters(request, [])
        let body = try await BodyReader.members(
            request, ["approval", "comment"] + WriteInput.members)
        return try await door.perform(
            .withdraw(
                approval: body.requiredText("approval"), object: object.name, id: id,
                comment: body.text("comment")), request, context,
            WriteInput.options(request, body))
    }

    @Sendable private func ask(_ request: Request, _ context: WebContext) async throws -> Response {
        let (object, id) = try door.record(context)
        _ = try QueryParameters(request, [])
        let body = try await BodyReader.members(
            request, ["approval", "comment"] + WriteInput.members)
        return try await door.perform(
            .ask(
                approval: body.requiredText("approval"), object: object.name, id: id,
                comment: body.text("comment")), request, context,
            WriteInput.options(request, body))
    }

    // MARK: Trying

    static let simulated = [
        "update", "move", "act", "delete", "approve", "reject", "withdraw", "ask",
    ]

    private static let simulationMembers =
        ["do", "fields", "to", "action", "approval", "comment"] + WriteInput.members

    @Sendable private func simulate(
        _ request: Request, _ context: WebContext
    ) async throws -> Response {
        _ = try QueryParameters(request, [])
        let body = try await BodyReader.members(request, Self.simulationMembers)
        let isDecision = ["approve", "reject"].contains(try body.text("do") ?? "")
        let (object, id) = try door.record(context, isDecision: isDecision)
        let write = try await write(body, object, id, context)
        return try await simulation(of: write, WriteInput.options(request, body), context)
    }

    @Sendable private func simulateCreation(
        _ request: Request, _ context: WebContext
    ) async throws -> Response {
        let object = try door.object(context)
        _ = try QueryParameters(request, [])
        let body = try await BodyReader.members(request, ["fields"] + WriteInput.members)
        let values = try await door.values(body.object("fields"), of: object, nil, context)
        return try await simulation(
            of: .create(object: object.name, values: values), WriteInput.options(request, body),
            context)
    }

    private func write(
        _ body: JSONMembers, _ object: Object, _ id: RecordID, _ context: WebContext
    ) async throws -> Write {
        let verb = try body.requiredText("do")
        switch verb {
        case "update":
            let values = try await door.values(body.object("fields"), of: object, id, context)
            return .update(object: object.name, id: id, values: values)
        case "move":
            return .move(object: object.name, id: id, stage: try body.requiredText("to"))
        case "act":
            return .act(action: try body.requiredText("action"), object: object.name, id: id)
        case "delete": return .delete(object: object.name, id: id)
        case "approve", "reject":
            return .decide(
                approval: try body.requiredText("approval"), object: object.name, id: id,
                yes: verb == "approve", comment: try body.text("comment"))
        case "withdraw":
            return .withdraw(
                approval: try body.requiredText("approval"), object: object.name, id: id,
                comment: try body.text("comment"))
        case "ask":
            return .ask(
                approval: try body.requiredText("approval"), object: object.name, id: id,
                comment: try body.text("comment"))
        default:
            throw APISentences.badParameter(
                "do", verb, want: "one of " + Self.simulated.joined(separator: ", "))
        }
    }

    private func simulation(
        of write: Write, _ options: RequestOptions, _ context: WebContext
    ) async throws -> Response {
        let actor = try context.requireActor()
        var simulation = try await door.engine.simulate(
            write, as: actor, through: context.writeDoor, options)
        if case .refused(let refusal) = simulation.outcome {
            simulation.outcome = .refused(context.spoken(refusal, door.engine.bundle))
        }
        var json = JSONWriter(reserving: 4096)
        json.simulation(simulation, requestID: "\(context.id)", caller: actor)
        return .json(.ok, json.bytes)
    }

    // MARK: Asking

    @Sendable private func explain(
        _ request: Request, _ context: WebContext
    ) async throws -> Response {
        let actor = try context.requireActor()
        let (object, id) = try door.record(context)
        let parameters = try QueryParameters(request, ["to"])
        guard let stage = parameters["to"] else {
            throw APISentences.badParameter("to", "", want: "the stage that is asked about")
        }
        let gates = context.spoken(
            try await door.engine.explain(object.name, id, to: stage, as: actor),
            door.engine.bundle)
        var json = JSONWriter(reserving: 2048)
        json.object { json in
            json.member("to", stage)
            json.member("open", gates.allSatisfy(\.passed))
            json.key("gates")
            json.array { json in gates.forEach { json.gate($0) } }
        }
        return .json(.ok, json.bytes)
    }

    @Sendable private func history(
        _ request: Request, _ context: WebContext
    ) async throws -> Response {
        let actor = try context.requireActor()
        let (object, id) = try door.record(context)
        let parameters = try QueryParameters(request, ["before", "limit"])
        let page = try await door.engine.history(
            object.name, id, before: parameters.integer("before", in: 1...Int.max).map(Int64.init),
            limit: parameters.integer("limit", in: 1...ServerLimits.historyEntriesAtMost)
                ?? ServerLimits.pageRecords, as: actor)
        var json = JSONWriter(reserving: 1024 * page.entries.count)
        json.object { json in
            json.key("entries")
            json.array { json in page.entries.forEach { json.entry($0) } }
            json.key("next")
            if let next = page.next { json.integer(next) } else { json.null() }
        }
        return .json(.ok, json.bytes)
    }
}
