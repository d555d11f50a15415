import HTTPTypes
import Hummingbird
import TidegateEngine
import TidegateModel
import TidegateRules

/// `/bin`: deleted records; `/bin/OBJECT/ID`: one of them, what bringing it back would do, and the button.
struct BinPages {
    let screens: Screens

    private var engine: Engine { screens.engine }

    func add(to router: Router<WebContext>) {
        router.get("/bin", use: list)
        router.get("/bin/:object/:id") { try await one($0, $1) }
        router.post("/bin/:object/:id", use: bringBack)
    }

    // MARK: The list

    @Sendable private func list(_ request: Request, _ context: WebContext) async throws -> Response
    {
        let actor = try context.requireActor()
        let query = try request.query()
        let object = query.filled("object")
        let page = try await engine.bin(
            object, before: query.filled("before").flatMap { Int64($0) },
            limit: ServerLimits.pageRecords, as: actor)
        var wording = screens.wording(context)
        wording.names = try await names(in: page.records, as: actor)
        let view = BinView(wording: wording)
        var model: [String: Any] = [
            "rows": page.records.map(view.row), "has_rows": !page.records.isEmpty,
            "is_first": query.filled("before") == nil,
            "objects": screens.navigation(for: actor).objects.map { one in
                [
                    "name": one.name, "label": wording.plural(one),
                    "is_chosen": one.name == object,
                ] as [String: Any]
            },
        ]
        if let next = page.next {
            model["more"] =
                "/bin?before=\(next)" + (object.map { "&object=" + QueryText.encoded($0) } ?? "")
        }
        return try await screens.page(
            "bin", title: wording("bin.title"), model, request: request, context)
    }

    private func names(
        in records: [BinnedRecord], as actor: Actor
    ) async throws -> [RecordID: String] {
        var names = try await engine.names(
            of: records.flatMap { $0.record.references } + records.compactMap(\.with), as: actor)
        // What went with another record is named by it, though that is in the bin as well.
        for binned in records { names[binned.record.id] = binned.title }
        return names
    }

    // MARK: One record

    private func one(
        _ request: Request, _ context: WebContext, typed: [String: String] = [:],
        options: RequestOptions = RequestOptions(), refused error: TidegateError? = nil
    ) async throws -> Response {
        let actor = try context.requireActor()
        let place = try context.recordAddress()
        let binned = try await engine.binned(place.object, place.id, as: actor)
        var wording = screens.wording(context)
        wording.names = try await names(in: [binned], as: actor)
        let preview = try await preview(binned, typed, options, as: actor)
        let spoken = SpokenErrors(screens.pages.texts, engine.bundle, context)
        let view = BinnedView(
            wording: wording, binned: binned,
            access: try engine.access(of: actor, to: place.object),
            typed: typed, changes: preview.changes,
            refusal: (error ?? preview.error).map(spoken.callAsFunction), isAsked: error != nil)
        return try await screens.page(
            "binned", title: view.title,
            crumbs: [Crumb(wording("bin.title"), "/bin"), Crumb(view.title)], view.model(),
            status: error?.kind.status ?? .ok, request: request, context)
    }

    /// What would come of it now: nothing of it is kept.
    private func preview(
        _ binned: BinnedRecord, _ typed: [String: String], _ options: RequestOptions,
        as actor: Actor
    ) async throws -> (changes: [HistoryEntry], error: TidegateError?) {
        do {
            let simulation = try await engine.simulate(
                write(binned.record.object, binned.record.id, typed, actor), as: actor,
                through: .page, options)
            switch simulation.outcome {
            case .done: return (simulation.changes, nil)
            case .refused(let refusal): return ([], refusal.error)
            }
        } catch let error as TidegateError where Self.isAnswer(error) {
            return ([], error)
        }
    }

    private func write(
        _ object: Object, _ id: RecordID, _ typed: [String: String], _ actor: Actor
    ) async throws -> Write {
        .undelete(
            object: object.name, id: id,
            values: try await engine.values(typed: typed, of: object, as: actor))
    }

    private static func isAnswer(_ error: TidegateError) -> Bool {
        [.invalid, .rejected, .conflict, .forbidden].contains(error.kind)
    }

    @Sendable private func bringBack(
        _ request: Request, _ context: WebContext
    ) async throws -> Response {
        var request = request
        let form = try await request.form()
        let actor = try context.requireActor()
        let place = try context.recordAddress()
        let object = try engine.object(place.object, as: actor)
        let typed = form.typed()
        let options = RequestOptions(confirmation: form.filled("confirm"))
        let refused = { (error: TidegateError) in
            try await one(request, context, typed: typed, options: options, refused: error)
        }
        do {
            let write = try await write(object, place.id, typed, actor)
            switch try await engine.perform(write, as: actor, through: .page, options) {
            case .done(let record):
                var response = Response.seeOther(record.place.page)
                let title = try await engine.titles(of: [record], as: actor).first ?? ""
                NextSaying.set(
                    screens.pages.texts("bin.done", context.language, ["name": title]),
                    on: &response)
                return response
            case .refused(let refusal): return try await refused(refusal.error)
            }
        } catch let error as TidegateError where error.code == "record.not_deleted" {
            // Somebody else was quicker: there it is.
            return Response.seeOther(place.page)
        } catch let error as TidegateError where Self.isAnswer(error) {
            return try await refused(error)
        }
    }
}
