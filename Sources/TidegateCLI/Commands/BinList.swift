import ArgumentParser
import TidegateEngine
import TidegateModel

struct BinList: WorkspaceCommand {
    static let configuration = CommandConfiguration(
        commandName: "bin",
        abstract: "List deleted records: who deleted them, when and because of what.",
        discussion: """
            Nothing leaves the history, so a record can be brought back however long it is gone.

            Examples:
              tidegate bin
              tidegate bin Opportunity --as ann
            """)

    @Argument(help: "OBJECT; without it, of all objects.")
    var object: String?
    @Option(help: .init("The most records to show.", valueName: "count"))
    var limit = 50
    @Option(help: .init("next of the page before.", valueName: "place"))
    var before: Int64?
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run(in engine: Engine) async throws {
        let actor = try await workspace.actor(engine)
        let page = try await engine.bin(
            object, before: before, limit: max(1, limit), as: actor)
        if output.json {
            var json = JSONWriter()
            json.bin(page)
            Terminal.print(json.text)
            return
        }
        guard !page.records.isEmpty || page.next != nil else {
            Terminal.print(Style.faint("(none)"))
            return
        }
        var table = Columns(["record", "title", "deleted", "by", "because of"], right: [])
        for binned in page.records {
            table.add([
                "\(binned.record.place)", binned.title.printable, "\(binned.entry.at)",
                binned.entry.actor.printable, (binned.entry.cause ?? "").printable,
            ])
        }
        table.print()
        if let next = page.next {
            Terminal.print(Style.faint("more: --before \(next)"))
        }
    }
}
