import HTTPTypes
import Hummingbird
import TidegateEngine
import TidegateModel

/// What the routes of records share: the record an address names, and how an answer looks.
struct RecordDoor: Sendable {
    let engine: Engine

    // MARK: Addresses

    /// An object that is not there is a place that is not there.
    ///
    /// - Parameter isDecision: the engine then asks whether the actor was asked, which is enough.
    func object(_ context: WebContext, isDecision: Bool = false) throws -> Object {
        let name = context.parameters.get("object") ?? ""
        let actor = try context.requireActor()
        do {
            return isDecision
                ? try engine.object(name, asked: actor) : try engine.object(name, as: actor)
        } catch let error as TidegateError where error.code == "object.unknown" {
            throw Self.noPlace(error, name)
        }
    }

    private static func noPlace(_ error: TidegateError, _ name: String) -> TidegateError {
        var error = error
        error.message = "There is no object \(APISentences.shown(name))."
        return error
    }

    func record(
        _ context: WebContext, isDecision: Bool = false
    ) throws -> (Object, RecordID) {
        let object = try object(context, isDecision: isDecision)
        let text = context.parameters.get("id") ?? ""
        guard let id = RecordID(text) else {
            throw TidegateError(
                .notFound, "record.not_found",
                "There is no \(object.label) \(APISentences.shown(text)).",
                hint: "A record's id has 13 letters and digits.")
        }
        return (object, id)
    }

    /// Field names and values; to the caller a hidden field is one that is not there.
    ///
    /// - Parameter id: `nil`: of a record to be made.
    func values(
        _ members: [JSON.Member], of object: Object, _ id: RecordID?, _ context: WebContext
    ) async throws -> [String: Value] {
        let given = members.map { (name: $0.name, value: $0.value) }
        return try await engine.values(given, of: object, id, as: context.requireActor()) {
            $0.parse($1)
        }
    }

    // MARK: Answers

    func response(
        _ status: HTTPResponse.Status, _ record: Record, _ title: String,
        _ selection: FieldSelection
    ) -> Response {
        var json = JSONWriter(reserving: 1024)
        json.record(record, title: title, selection)
        var response = Response.json(status, json.bytes)
        response.headers[.eTag] = EntityTag.text(record, shownAs: json.bytes)
        return response
    }

    /// Does it and answers with the record, or with why not.
    func perform(
        _ write: Write, _ request: Request, _ context: WebContext, _ options: RequestOptions,
        success: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let actor = try context.requireActor()
        do {
            switch try await engine.perform(
                write, as: actor, through: context.writeDoor, options)
            {
            case .done where success == .noContent: return Response(status: .noContent)
            case .done(let record): return try await done(record, actor, success)
            case .refused(let refusal):
                let refusal = context.spoken(refusal, engine.bundle)
                return .json(
                    refusal.error.kind.status,
                    refusal.error.json(
                        requestID: "\(context.id)", gates: refusal.gates, caller: actor))
            }
        } catch let error as TidegateError where error.code == "record.stale" {
            return try await stale(error, write, context, actor)
        } catch let error as TidegateError where error.code == "object.unknown" {
            throw Self.noPlace(error, context.parameters.get("object") ?? "")
        }
    }

    private func done(
        _ record: Record, _ actor: Actor, _ success: HTTPResponse.Status
    ) async throws -> Response {
        let title = try await engine.titles(of: [record], as: actor).first ?? ""
        var response = response(
            success, record, title, try FieldSelection(record.object, in: engine, as: actor))
        if success == .created {
            response.headers[.location] = "/api/records/\(record.place)"
        }
        return response
    }

    /// The answer holds what is there now, so that whoever typed something can put both side by
    /// side and lose nothing.
    private func stale(
        _ error: TidegateError, _ write: Write, _ context: WebContext, _ actor: Actor
    ) async throws -> Response {
        // Who was asked to decide may not be able to read it.
        guard let place = write.target,
            let (record, title) = try? await engine.titled(place.object, place.id, as: actor)
        else { throw error }
        let selection = try FieldSelection(record.object, in: engine, as: actor)
        let error = context.spoken(error, engine.bundle)
        var json = JSONWriter(reserving: 1024)
        json.record(record, title: title, selection)
        let current = json.bytes
        var response = Response.json(
            error.kind.status, error.json(requestID: "\(context.id)") { $0.raw(current) })
        response.headers[.eTag] = EntityTag.text(record, shownAs: current)
        return response
    }
}

extension Write {
    /// The record it is about; a new one has no name yet.
    var target: RecordPlace? {
        switch self {
        case .create: nil
        case .update(let object, let id, _), .undelete(let object, let id, _),
            .move(let object, let id, _),
            .act(_, let object, let id), .delete(let object, let id),
            .revert(let object, let id, _, _),
            .decide(_, let object, let id, _, _), .withdraw(_, let object, let id, _),
            .ask(_, let object, let id, _):
            RecordPlace(object, id)
        }
    }
}

extension WebContext {
    /// A browser's session writes through pages, a token through the API.
    var writeDoor: Door { caller?.formToken == nil ? .api : .page }
}
