import HTTPTypes
import Hummingbird
import TidegateEngine
import TidegateModel
import TidegateStore

/// `/api/records/OBJECT` and `/api/records/OBJECT/ID`: list, create, get, update, delete.
struct RecordRoutes {
    let door: RecordDoor

    func add(to router: Router<WebContext>) {
        router.get("/api/records/:object", use: list)
        router.post("/api/records/:object", use: create)
        router.get("/api/records/:object/:id", use: get)
        router.patch("/api/records/:object/:id", use: update)
        router.delete("/api/records/:object/:id", use: delete)
    }

    // MARK: Reading

    static let listParameters = [
        "where", "fields", "sort", "limit", "after", "show", "group", "top", "as_of",
    ]

    @Sendable private func list(_ request: Request, _ context: WebContext) async throws -> Response
    {
        let actor = try context.requireActor()
        let object = try door.object(context)
        let parameters = try QueryParameters(request, Self.listParameters)
        var wanted = ListRequest(object.name, where: parameters["where"])
        wanted.order = try parameters.order("sort")
        wanted.show = parameters["show"]
        wanted.groups = try parameters.list("group")
        wanted.top = try parameters.integer("top", in: 1...ServerLimits.pageRecordsAtMost)
        wanted.limit =
            try parameters.integer("limit", in: 1...ServerLimits.pageRecordsAtMost)
            ?? (wanted.groups.isEmpty && wanted.top == nil
                ? ServerLimits.pageRecords : ServerLimits.pageRecordsAtMost)
        wanted.after = parameters["after"]
        wanted.asOf = try parameters["as_of"].map { try APISentences.pastTime("as_of", $0) }
        guard wanted.groups.isEmpty || wanted.top != nil else {
            return try await groups(wanted, parameters, actor)
        }
        let selection = try FieldSelection(
            object, parameters.list("fields"), in: door.engine, as: actor)
        let page = try await door.engine.page(wanted, as: actor)
        var json = JSONWriter(reserving: 512 + 640 * page.records.count)
        json.page(page, selection)
        return .json(.ok, json.bytes)
    }

    private func groups(
        _ wanted: ListRequest, _ parameters: QueryParameters, _ actor: Actor
    ) async throws -> Response {
        for name in ["fields", "after"] where parameters[name] != nil {
            throw APISentences.badParameter(
                name, parameters[name] ?? "", want: "for records; leave it out with group")
        }
        var wanted = wanted
        wanted.show = wanted.show ?? "count()"
        guard case .figures(let headings, let rows) = try await door.engine.list(wanted, as: actor)
        else { return .json(.ok, Array("{}".utf8)) }
        var json = JSONWriter(reserving: 1024)
        json.groups(wanted.object, by: wanted.groups, headings: headings, rows: rows)
        return .json(.ok, json.bytes)
    }

    @Sendable private func get(_ request: Request, _ context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        let parameters = try QueryParameters(request, ["fields", "as_of"])
        let (object, id) = try door.record(context)
        let selection = try FieldSelection(
            object, parameters.list("fields"), in: door.engine, as: actor)
        if let time = parameters["as_of"] {
            let record = try await door.engine.record(
                object.name, id, asOf: APISentences.pastTime("as_of", time), as: actor)
            let title = try await door.engine.titles(of: [record], as: actor).first ?? ""
            return door.response(.ok, record, title, selection)
        }
        let (record, title) = try await door.engine.titled(object.name, id, as: actor)
        let response = door.response(.ok, record, title, selection)
        if let known = request.headers[.ifNoneMatch], let tag = response.headers[.eTag],
            EntityTag.isAmong(known, tag)
        {
            return Response(status: .notModified, headers: [.eTag: tag])
        }
        return response
    }

    // MARK: Writing

    @Sendable private func create(
        _ request: Request, _ context: WebContext
    ) async throws -> Response {
        let object = try door.object(context)
        _ = try QueryParameters(request, [])
        let body = try await BodyReader.members(request, ["fields"] + WriteInput.members)
        let values = try await door.values(body.object("fields"), of: object, nil, context)
        return try await door.perform(
            .create(object: object.name, values: values), request, context,
            WriteInput.options(request, body), success: .created)
    }

    @Sendable private func update(
        _ request: Request, _ context: WebContext
    ) async throws -> Response {
        let (object, id) = try door.record(context)
        _ = try QueryParameters(request, [])
        let body = try await BodyReader.members(request, ["fields"] + WriteInput.members)
        let values = try await door.values(body.object("fields"), of: object, id, context)
        return try await door.perform(
            .update(object: object.name, id: id, values: values), request, context,
            WriteInput.options(request, body, needsVersion: true))
    }

    @Sendable private func delete(
        _ request: Request, _ context: WebContext
    ) async throws -> Response {
        let (object, id) = try door.record(context)
        let parameters = try QueryParameters(request, ["confirm"])
        var options = try WriteInput.options(request, JSONMembers([]), needsVersion: true)
        options.confirmation = parameters["confirm"]
        return try await door.perform(
            .delete(object: object.name, id: id), request, context, options, success: .noContent)
    }
}
