import HTTPTypes
import Hummingbird
import TidegateEngine
import TidegateModel
import TidegateRules

/// `/o/OBJECT/ID`: everything about one record, and what can be done with it.
struct RecordPage {
    let screens: Screens

    private var engine: Engine { screens.engine }

    func add(to router: Router<WebContext>) {
        router.get("/o/:object/:id") { request, context in
            let place = try context.recordAddress()
            let actor = try context.requireActor()
            let view = try await view(place, as: actor, context)
            return try await screens.page(
                "record", title: view.title,
                crumbs: [view.parent, Crumb(view.title)], view.model(), request: request, context)
        }
    }

    private func view(
        _ place: RecordPlace, as actor: Actor, _ context: WebContext
    ) async throws -> RecordView {
        var reading = try await RecordReading.read(engine, place.object, place.id, as: actor)
        let table = try await FillTable.read(engine, reading.record, as: actor)
        if let table {
            let names = try await engine.names(of: table.references, as: actor)
            reading.names.merge(names) { first, _ in first }
        }
        let wording = Wording(
            screens.pages, context.language, bundle: engine.bundle, now: engine.clock.now(),
            names: reading.names)
        return RecordView(wording: wording, reading: reading, actor: actor, table: table)
    }
}

extension WebContext {
    /// The object and the id an address names.
    func recordAddress() throws -> RecordPlace {
        let object = try parameters.require("object")
        let text = try parameters.require("id")
        guard let id = RecordID(text) else { throw RequestSentences.badID(text) }
        return RecordPlace(object, id)
    }
}
