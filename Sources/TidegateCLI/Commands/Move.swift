import ArgumentParser
import TidegateEngine

struct Move: WorkspaceCommand {
    static let configuration = CommandConfiguration(
        abstract: "Move a record to another stage of its pipeline.",
        discussion: "Example:\n  tidegate move Opportunity/code=OPP-2026-0001 won --as ann")

    @Argument(help: "OBJECT/ID or OBJECT/field=value.")
    var record: RecordName
    @Argument(help: "The stage.")
    var stage: String
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run(in engine: Engine) async throws {
        let actor = try await workspace.actor(engine)
        let answer = try await engine.move(
            record.object, record.id(in: engine, as: actor), to: stage, as: actor,
            through: .command, write.request)
        try await Done(answer, engine, actor, "moved to \(stage)", write).print(json: output.json)
    }
}
