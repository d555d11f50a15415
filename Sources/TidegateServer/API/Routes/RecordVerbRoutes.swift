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
        router.post("/api/records/:object/:id/revert", use: revert)
        router.post("/api/records/:object/:id/undelete", use: undelete)
        for verb in ApprovalVerb.allCases {
            router.post("/api/records/:object/:id/\(verb.rawValue)") { request, context in
                try await answer(verb, request, context)
            }
        }
        router.post("/api/records/:object/:id/simulate", use: simulate)
        router.post("/api/records/:object/simulate", use: simulateCreation)
        router.get("/api/records/:object/:id/explain", use: explain)
        router.get("/api/records/:object/:id/history", use: history)
        router.get("/api/records/:object/:id/blame", use: blame)
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

    @Sendable private func revert(
        _ request: Request, _ context: WebContext
    ) async throws -> Response {
        let (object, id) = try door.record(context)
        _ = try QueryParameters(request, [])
        let body = try await BodyReader.members(request, ["to", "only"] + WriteInput.members)
        return try await door.perform(
            reversion(body, object, id), request, context,
            WriteInput.options(request, body, needsVersion: true))
    }

    @Sendable private func undelete(
        _ request: Request, _ context: WebContext
    ) async throws -> Response {
        let (object, id) = try door.record(context)
        _ = try QueryParameters(request, [])
        let body = try await BodyReader.members(request, ["fields"] + WriteInput.members)
        let values = try await door.values(
            body.object("fields"), of: object, nil, context)
        return try await door.perform(
            .undelete(object: object.name, id: id, values: values), request, context,
            WriteInput.options(request, body))
    }

    private func reversion(_ body: JSONMembers, _ object: Object, _ id: RecordID) throws -> Write {
        let time = try APISentences.pastTime("to", body.requiredText("to"))
        return .revert(object: object.name, id: id, to: time, only: try body.texts("only"))
    }

    private func answer(
        _ verb: ApprovalVerb, _ request: Request, _ context: WebContext
    ) async throws -> Response {
        let (object, id) = try door.record(context, isDecision: verb.isDecision)
        _ = try QueryParameters(request, [])
        let body = try await BodyReader.members(
            request, ApprovalVerb.members + WriteInput.members)
        return try await door.perform(
            verb.write(body, object, id), request, context, WriteInput.options(request, body))
    }

    // MARK: Trying

    static let simulated =
        ["update", "move", "act", "delete", "undelete", "revert"]
        + ApprovalVerb.allCases.map(\.rawValue)

    private static let simulationMembers =
        ["do", "fields", "to", "only", "action"] + ApprovalVerb.members + WriteInput.members

    @Sendable private func simulate(
        _ request: Request, _ context: WebContext
    ) async throws -> Response {
        _ = try QueryParameters(request, [])
        let body = try await BodyReader.members(request, Self.simulationMembers)
        let verb = ApprovalVerb(rawValue: try body.text("do") ?? "")
        let (object, id) = try door.record(context, isDecision: verb?.isDecision ?? false)
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
        if let verb = ApprovalVerb(rawValue: verb) { return try verb.write(body, object, id) }
        switch verb {
        case "update":
            let values = try await door.values(body.object("fields"), of: object, id, context)
            return .update(object: object.name, id: id, values: values)
        case "move":
            return .move(object: object.name, id: id, stage: try body.requiredText("to"))
        case "act":
            return .act(action: try body.requiredText("action"), object: object.name, id: id)
        case "delete": return .delete(object: object.name, id: id)
        case "undelete":
            let values = try await door.values(
                body.object("fields"), of: object, nil, context)
            return .undelete(object: object.name, id: id, values: values)
        case "revert": return try reversion(body, object, id)
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

    @Sendable private func blame(_ request: Request, _ context: WebContext) async throws -> Response
    {
        let actor = try context.requireActor()
        let (object, id) = try door.record(context)
        let parameters = try QueryParameters(request, ["field"])
        let blames = try await door.engine.blame(
            object.name, id, field: parameters["field"], as: actor)
        var json = JSONWriter(reserving: 512 * blames.count)
        json.object { json in
            json.key("fields")
            json.array { json in blames.forEach { json.blame($0) } }
        }
        return .json(.ok, json.bytes)
    }
}

/// What is said about an approval of a record, as addresses and simulations name it.
private enum ApprovalVerb: String, CaseIterable {
    case approve, reject, withdraw, ask

    /// Members of the body that are read here.
    static let members = ["approval", "comment"]

    var isDecision: Bool {
        switch self {
        case .approve, .reject: true
        case .withdraw, .ask: false
        }
    }

    func write(_ body: JSONMembers, _ object: Object, _ id: RecordID) throws -> Write {
        let (object, comment) = (object.name, try body.text("comment"))
        let approval = try body.requiredText("approval")
        return switch self {
        case .approve, .reject:
            .decide(
                approval: approval, object: object, id: id, yes: self == .approve,
                comment: comment)
        case .withdraw: .withdraw(approval: approval, object: object, id: id, comment: comment)
        case .ask: .ask(approval: approval, object: object, id: id, comment: comment)
        }
    }
}
