import ArgumentParser
import TidegateEngine

struct Act: WorkspaceCommand {
    static let configuration = CommandConfiguration(
        abstract: "Press an action on a record.",
        discussion: """
            Example:
              tidegate act "Make order" Opportunity/code=OPP-2026-0001 --as ann
            """)

    @Argument(help: "The action's name.")
    var action: String
    @Argument(help: "OBJECT/ID or OBJECT/field=value.")
    var record: RecordName
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run(in engine: Engine) async throws {
        let actor = try await workspace.actor(engine)
        let answer = try await engine.act(
            action, record.object, record.id(in: engine, as: actor), as: actor,
            through: .command, write.request)
        try await Done(answer, engine, actor, "\(action): done", write).print(json: output.json)
    }
}
