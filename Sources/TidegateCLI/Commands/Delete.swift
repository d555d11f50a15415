import ArgumentParser
import TidegateEngine

struct Delete: WorkspaceCommand {
    static let configuration = CommandConfiguration(
        abstract: "Delete a record; its history stays.",
        discussion: "Example:\n  tidegate delete Contact/0D3K7Z0000001 --dry-run")

    @Argument(help: "OBJECT/ID or OBJECT/field=value.")
    var record: RecordName
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run(in engine: Engine) async throws {
        let actor = try await workspace.actor(engine)
        let answer = try await engine.delete(
            record.object, record.id(in: engine, as: actor), as: actor,
            through: .command, write.request)
        try await Done(answer, engine, actor, "deleted", write).print(json: output.json)
    }
}
