import ArgumentParser
import TidegateEngine

struct Get: WorkspaceCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show one record.",
        discussion: "Example:\n  tidegate get Account/name=Acme")

    @Argument(help: "OBJECT/ID or OBJECT/field=value.")
    var record: RecordName
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run(in engine: Engine) async throws {
        let actor = try await workspace.actor(engine)
        let found = try await engine.record(
            record.object, record.id(in: engine, as: actor), as: actor)
        try await RecordText(found, engine, actor).print(json: output.json)
    }
}
