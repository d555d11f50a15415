import HTTPTypes
import Hummingbird
import TidegateEngine
import TidegateModel
import TidegateRules

/// `/o/OBJECT/ID/past?as_of=2026-10-01`: a record as it was beside what it is, where each value comes from, and
/// the way to put values back. What that would do is tried and told first.
struct PastPage {
    let screens: Screens

    private var engine: Engine { screens.engine }

    func add(to router: Router<WebContext>) {
        router.get("/o/:object/:id/past") { try await page($0, $1) }
        router.post("/o/:object/:id/past", use: putBack)
    }

    private func page(
        _ request: Request, _ context: WebContext, refused error: TidegateError? = nil,
        _ form: Form? = nil
    ) async throws -> Response {
        let actor = try context.requireActor()
        let place = try context.recordAddress()
        let given = try form ?? request.query()
        var reading: PastReading
        do { reading = try await read(place, given, as: actor) } catch let error as TidegateError
            where error.code == "record.not_found"
        {
            // A list of the past leads to what is deleted, too.
            _ = try await engine.binned(place.object, place.id, as: actor)
            return Response.seeOther("/bin/\(place)")
        }
        if let error { reading.error = error }
        var wording = screens.wording(context)
        wording.names = try await engine.names(of: reading.references, as: actor)
        let spoken = SpokenErrors(screens.pages.texts, engine.bundle, context)
        reading.error = reading.error.map(spoken.callAsFunction)
        reading.absence = reading.absence.map(spoken.callAsFunction)
        let view = PastView(wording: wording, reading: reading)
        return try await screens.page(
            "past", title: wording("past.title", ["name": view.title]),
            crumbs: [
                Crumb(wording.plural(reading.now.object), "/o/\(place.object)"),
                Crumb(view.title, place.page), Crumb(wording("past.as_it_was")),
            ], view.model(), status: error?.kind.status ?? .ok, request: request, context)
    }

    private func read(
        _ place: RecordPlace, _ given: Form, as actor: Actor
    ) async throws -> PastReading {
        let (now, title) = try await engine.titled(place.object, place.id, as: actor)
        let text = given.filled("as_of") ?? engine.clock.now().day.description
        let instant = try APISentences.pastTime("as_of", text)
        var reading = PastReading(
            now: now, title: title, asked: text, instant: instant,
            rights: try await engine.rights(on: place.object, place.id, as: actor))
        reading.blames = try await engine.blame(place.object, place.id, as: actor)
        do {
            reading.then = try await engine.record(
                place.object, place.id, asOf: instant, as: actor)
        } catch let error as TidegateError where error.code == "record.not_there_then" {
            reading.absence = error
            return reading
        }
        // What is chosen; at first all that may be put back.
        let differing = reading.settable
        reading.chosen =
            given.fields.contains { $0.name == "only" }
            ? given.all("only").filter(differing.contains) : differing
        guard !reading.chosen.isEmpty, reading.rights.mayUpdate else { return reading }
        let simulation = try await engine.simulate(
            .revert(
                object: place.object, id: place.id, to: instant, only: reading.chosen),
            as: actor, through: .page, Self.options(given))
        switch simulation.outcome {
        case .done: reading.changes = simulation.changes
        case .refused(let refusal): reading.error = refusal.error
        }
        return reading
    }

    private static func options(_ form: Form) -> RequestOptions {
        RequestOptions(
            confirmation: form.filled("confirm"),
            version: form.filled("version").flatMap { Int64($0) })
    }

    @Sendable private func putBack(
        _ request: Request, _ context: WebContext
    ) async throws -> Response {
        var request = request
        let form = try await request.form()
        let actor = try context.requireActor()
        let place = try context.recordAddress()
        let instant = try APISentences.pastTime("as_of", form["as_of"])
        do {
            guard !form.all("only").isEmpty else { throw RequestSentences.missing("only") }
            switch try await engine.revert(
                place.object, place.id, to: instant, only: form.all("only"), as: actor,
                through: .page, Self.options(form))
            {
            case .done:
                var response = Response.seeOther(place.page)
                NextSaying.set(
                    screens.pages.texts("past.done", context.language), on: &response)
                return response
            case .refused(let refusal):
                return try await page(request, context, refused: refusal.error, form)
            }
        } catch let error as TidegateError
            where [.invalid, .rejected, .conflict].contains(error.kind)
        {
            return try await page(request, context, refused: error, form)
        }
    }
}

/// What the page shows, as its caller may see it.
struct PastReading: Sendable {
    var now: Record
    var title: String
    /// The time as it was asked for.
    var asked: String
    var instant: Instant
    var rights: RecordRights
    var then: Record?
    /// Why it was not there.
    var absence: TidegateError?
    /// Where the values of today come from.
    var blames: [Blame] = []
    /// The fields that are to be put back.
    var chosen: [String] = []
    /// What that would change, here and elsewhere.
    var changes: [HistoryEntry] = []
    /// What refuses it.
    var error: TidegateError?

    /// What differs and may be set.
    var settable: [String] {
        guard let then else { return [] }
        return (0..<now.object.firstSystemSlot).filter { then[$0] != now[$0] }
            .map { now.object.fields[$0].name }
            .filter { !rights.hidden.contains($0) && !rights.readonly.contains($0) }
    }

    var references: [RecordPlace] {
        now.references + (then?.references ?? [])
            + blames.flatMap(\.causes).compactMap { RecordPlace($0.record) }
    }
}
