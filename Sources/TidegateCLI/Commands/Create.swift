import ArgumentParser
import TidegateEngine
import TidegateModel

struct Create: WorkspaceCommand {
    static let configuration = CommandConfiguration(
        abstract: "Create a record.",
        discussion: """
            Examples:
              tidegate create Account name=Acme
              tidegate create Opportunity name=Pump account=name:Acme amount=80000 --as ann
            """)

    @Argument(help: "The object.")
    var object: String
    @Argument(help: "field=value; a reference also as field=otherfield:value.")
    var values: [String] = []
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run(in engine: Engine) async throws {
        let actor = try await workspace.actor(engine)
        let values = try await FieldArguments(texts: values)
            .values(of: engine.object(object, as: actor), in: engine, as: actor)
        let answer = try await engine.create(
            object, values, as: actor, through: .command, write.request)
        try await Done(answer, engine, actor, "created", write).print(json: output.json)
    }
}
