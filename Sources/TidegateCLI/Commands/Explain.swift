import ArgumentParser
import TidegateEngine
import TidegateModel

struct Explain: WorkspaceCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say for every gate of a stage whether it is open, and what would open it.",
        discussion: "Example:\n  tidegate explain Opportunity/code=OPP-2026-0001 --to won")

    @Argument(help: "OBJECT/ID or OBJECT/field=value.")
    var record: RecordName
    @Option(
        help: .init(
            "The stage to ask about.", valueName: "stage"))
    var to: String
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run(in engine: Engine) async throws {
        let actor = try await workspace.actor(engine)
        let id = try await record.id(in: engine, as: actor)
        let gates = try await engine.explain(
            record.object, id, to: to, as: actor)
        if output.json {
            var json = JSONWriter()
            json.array { json in gates.forEach { json.gate($0) } }
            Terminal.print(json.text)
            return
        }
        let found = try await engine.record(record.object, id, as: actor)
        let title = try await engine.titles(of: [found], as: actor)[0]
        let closed = gates.count { !$0.passed }
        Terminal.print(
            Style.strong(title.printable) + " → \(to): "
                + (closed == 0
                    ? Style.good("every gate is open")
                    : Style.bad("\(closed) of \(gates.count) gates closed")))
        for gate in gates { GateText(gate).print(to: Terminal.print) }
    }
}
