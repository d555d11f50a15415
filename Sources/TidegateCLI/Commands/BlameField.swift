import ArgumentParser
import TidegateEngine
import TidegateModel

struct BlameField: WorkspaceCommand {
    static let configuration = CommandConfiguration(
        commandName: "blame",
        abstract: "Tell where the values of a record come from: who, when, by which rule.",
        discussion: """
            Examples:
              tidegate blame Opportunity/code=OPP-2026-0001
              tidegate blame Opportunity/code=OPP-2026-0001 net --json
            """)

    @Argument(help: "OBJECT/ID or OBJECT/field=value.")
    var record: RecordName
    @Argument(help: "One field; without it every field that was ever given a value.")
    var field: String?
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run(in engine: Engine) async throws {
        let actor = try await workspace.actor(engine)
        let blames = try await engine.blame(
            record.object, record.id(in: engine, as: actor), field: field, as: actor)
        if output.json {
            var json = JSONWriter()
            json.array { json in blames.forEach { json.blame($0) } }
            Terminal.print(json.text)
            return
        }
        let names = try await References(engine, actor).titles(
            in: blames.map(\.entry), of: engine.object(record.object, as: actor))
        guard !blames.isEmpty else { return Terminal.print(Style.faint("(none)")) }
        for blame in blames { print(blame, names) }
    }

    private func print(_ blame: Blame, _ names: [String: String]) {
        let value = blame.change.new.shown.map { names[$0] ?? $0 } ?? "(empty)"
        let entry = blame.entry
        Terminal.print(Style.strong(blame.change.field) + ": " + value.printable)
        Terminal.print(
            "    \(entry.kind) by \(entry.actor)".printable
                + Style.faint(" through \(entry.door)  \(entry.at)  v\(entry.version)"))
        for cause in blame.causes {
            Terminal.print(Style.faint("    because of ") + cause.words.printable)
        }
    }
}
