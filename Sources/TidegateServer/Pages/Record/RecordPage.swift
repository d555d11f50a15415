import HTTPTypes
import Hummingbird
import TidegateEngine
import TidegateModel
import TidegateRules

/// `/o/OBJECT/ID`: everything about one record, and what can be done with it.
struct RecordPage {
    let engine: Engine
    let pages: PageRenderer

    func add(to router: Router<WebContext>) {
        router.get("/o/:object/:id") { request, context in
            let (object, id) = try context.recordAddress()
            let actor = try context.requireActor()
            let model = try await model(object, id, as: actor, context)
            return pages.page("record", model, request: request, context)
        }
    }

    private func model(
        _ object: String, _ id: RecordID, as actor: Actor, _ context: WebContext
    ) async throws -> [String: Any] {
        var reading = try await RecordReading.read(engine, object, id, as: actor)
        let table = try await FillTable.read(engine, reading.record, as: actor)
        if let table {
            let names = try await engine.names(of: table.references, as: actor)
            reading.names.merge(names) { first, _ in first }
        }
        let wording = Wording(
            texts: pages.texts, language: context.language, bundle: engine.bundle,
            now: engine.clock.now(), names: reading.names)
        return RecordView(wording: wording, reading: reading, actor: actor, table: table).model()
    }
}

extension WebContext {
    /// The object and the id an address names.
    func recordAddress() throws -> (object: String, id: RecordID) {
        let object = try parameters.require("object")
        let text = try parameters.require("id")
        guard let id = RecordID(text) else { throw RequestSentences.badID(text) }
        return (object, id)
    }
}
