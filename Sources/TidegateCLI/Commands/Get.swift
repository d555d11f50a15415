import ArgumentParser
import TidegateEngine

struct Get: WorkspaceCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show one record.",
        discussion: """
            Examples:
              tidegate get Account/name=Acme
              tidegate get Account/name=Acme --as-of 2026-11-01
            """)

    @Argument(help: "OBJECT/ID or OBJECT/field=value.")
    var record: RecordName
    @Option(
        help: .init(
            "As it was then: at the end of a day in UTC (2026-11-01), or at an instant "
                + "(2026-11-01T08:30:00Z). Also a deleted record, by its id.",
            valueName: "time"))
    var asOf: PastTime?
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run(in engine: Engine) async throws {
        let actor = try await workspace.actor(engine)
        let id = try await record.id(in: engine, as: actor)
        let found =
            if let asOf {
                try await engine.record(record.object, id, asOf: asOf.instant, as: actor)
            } else {
                try await engine.record(record.object, id, as: actor)
            }
        try await RecordText(found, engine, actor).print(json: output.json)
    }
}
