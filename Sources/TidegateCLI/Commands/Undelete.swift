import ArgumentParser
import TidegateEngine
import TidegateModel

struct Undelete: WorkspaceCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring a deleted record back, with what was deleted with it.",
        discussion: """
            What the rules, unique values and references refuse today is refused; give such
            fields other values.

            Examples:
              tidegate bin Account
              tidegate undelete Account/0D3K7Z0000001 --dry-run
              tidegate undelete Account/0D3K7Z0000001 code=A-0002
            """)

    @Argument(help: "OBJECT/ID, as tidegate bin shows it.")
    var record: RecordName
    @Argument(help: "field=value, where it shall differ from what it was; field= empties it.")
    var values: [String] = []
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run(in engine: Engine) async throws {
        let actor = try await workspace.actor(engine)
        let id = try await record.id(in: engine, as: actor)
        let values = try await FieldArguments(texts: values)
            .values(of: engine.object(record.object, as: actor), in: engine, as: actor)
        if write.dryRun, !output.json {
            let trial = try await engine.simulate(
                .undelete(object: record.object, id: id, values: values), as: actor,
                through: .command, write.request)
            for entry in trial.changes where entry.record != id {
                Terminal.print(
                    "    \(entry.object)/\(entry.record)  "
                        + (entry.kind == "undelete" ? "comes back, too" : "is changed"))
            }
        }
        let answer = try await engine.undelete(
            record.object, id, giving: values, as: actor, through: .command, write.request)
        try await Done(answer, engine, actor, "brought back", write).print(json: output.json)
    }
}
