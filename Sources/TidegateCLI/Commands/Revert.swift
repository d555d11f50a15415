import ArgumentParser
import TidegateEngine
import TidegateModel

struct Revert: WorkspaceCommand {
    static let configuration = CommandConfiguration(
        abstract: "Set fields of a record to what they were; a save like any other.",
        discussion: """
            Examples:
              tidegate revert Account/name=Acme --to 2026-11-01 --dry-run
              tidegate revert Account/name=Acme phone --to 2026-11-01T08:30:00Z
            """)

    @Argument(help: "OBJECT/ID or OBJECT/field=value.")
    var record: RecordName
    @Argument(help: "The fields; without any, all that differ and that you may set.")
    var fields: [String] = []
    @Option(help: .init("The end of a day in UTC, or an instant.", valueName: "time"))
    var to: PastTime
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run(in engine: Engine) async throws {
        let actor = try await workspace.actor(engine)
        let id = try await record.id(in: engine, as: actor)
        if write.dryRun, !output.json {
            let trial = try await engine.simulate(
                .revert(object: record.object, id: id, to: to.instant, only: fields), as: actor,
                through: .command, write.request)
            let own = trial.changes.filter { $0.record == id }
            let names = try await References(engine, actor).titles(
                in: own, of: engine.object(record.object, as: actor))
            for change in own.flatMap(\.changes) {
                Terminal.print(History.line(change, names))
            }
        }
        let answer = try await engine.revert(
            record.object, id, to: to.instant, only: fields, as: actor, through: .command,
            write.request)
        try await Done(answer, engine, actor, "reverted", write).print(json: output.json)
    }
}
