import ArgumentParser
import TidegateEngine
import TidegateModel

struct Update: WorkspaceCommand {
    static let configuration = CommandConfiguration(
        abstract: "Change fields of a record.",
        discussion: "Example:\n  tidegate update Account/name=Acme phone=+49301234 --as ann")

    @Argument(help: "OBJECT/ID or OBJECT/field=value.")
    var record: RecordName
    @Argument(help: "field=value; field= empties it.")
    var values: [String]
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run(in engine: Engine) async throws {
        let actor = try await workspace.actor(engine)
        let values = try await FieldArguments(texts: values)
            .values(of: engine.object(record.object, as: actor), in: engine, as: actor)
        let answer = try await engine.update(
            record.object, record.id(in: engine, as: actor), values, as: actor,
            through: .command, write.request)
        try await Done(answer, engine, actor, "changed", write).print(json: output.json)
    }
}
