import HTTPTypes
import Hummingbird
import TidegateEngine
import TidegateModel
import TidegateRules

/// `/o/OBJECT/board`: the records of an object by the stages of its pipeline.
struct BoardPage {
    let screens: Screens

    func add(to router: Router<WebContext>) {
        router.get("/o/:object/board") { request, context in
            let name = try context.parameters.require("object")
            let actor = try context.requireActor()
            let query = try request.query()
            let condition = query.filled("where")
            var reading: BoardReading
            var problem: TidegateError?
            do {
                reading = try await .read(
                    screens.engine, name, where: condition, sizes: sizes(query), as: actor)
            } catch let error as TidegateError where condition != nil && error.kind == .invalid {
                // What was typed stays in its box, and the board shows everything meanwhile.
                problem = error
                reading = try await .read(
                    screens.engine, name, where: nil, sizes: [:], as: actor)
            }
            let wording = Wording(
                screens.pages, context.language, bundle: screens.engine.bundle,
                now: screens.engine.clock.now(), names: reading.names)
            let view = BoardView(wording: wording, reading: reading, condition: condition)
            var model = view.model()
            if let problem {
                model["is_bad_condition"] = true
                model["problem"] = problem.message
                model["reasons"] = problem.reasons.map { ["message": $0.message] }
            }
            let plural = wording.plural(reading.object)
            return try await screens.page(
                "board", title: plural,
                crumbs: [
                    Crumb(plural, "/o/\(reading.object.name)"), Crumb(wording("record.board")),
                ], model, request: request, context)
        }
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
