import HTTPTypes
import Hummingbird
import TidegateEngine
import TidegateModel
import TidegateRules

/// `/o/OBJECT/board`: the records of an object by the stages of its pipeline.
struct BoardPage {
    let screens: Screens

    func add(to router: Router<WebContext>) {
        router.get("/o/:object/board", use: page)
    }

    @Sendable private func page(_ request: Request, _ context: WebContext) async throws -> Response
    {
        let engine = screens.engine
        let actor = try context.requireActor()
        let object = try engine.object(context.parameters.require("object"), as: actor)
        let query = try request.query()
        let address = ListAddress(object: object.name, query).shown(asBoard: true)
        let findings = try engine.wrong(in: address, on: object, as: actor)
        // A wrong condition stays in its box, and the board shows everything meanwhile.
        let asked = findings.isEmpty ? address : address.plain
        let reading = try await BoardReading.read(
            engine, asked, sizes: findings.isEmpty ? sizes(query) : [:], as: actor)
        var wording = screens.wording(context)
        wording.names = reading.names
        let bar = ListBar(
            address: address, object: object, wording: wording, findings: findings,
            mayCreate: reading.mayCreate, hidden: reading.hidden)
        let view = BoardView(wording: wording, reading: reading, address: asked, bar: bar)
        return try await screens.page(
            "board", title: wording.plural(object),
            crumbs: [
                Crumb(wording.plural(object), "/o/\(object.name)"), Crumb(wording("record.board")),
            ], view.model(), request: request, context)
    }

    /// `size.won=60`: how far a column was unfolded.
    private func sizes(_ query: Form) -> [String: Int] {
        var sizes: [String: Int] = [:]
        for (stage, text) in query.all(startingWith: "size.") {
            guard let size = Int(text), size > 0 else { continue }
            sizes[stage] = min(size, ServerLimits.pageRecordsAtMost)
        }
        return sizes
    }
}
