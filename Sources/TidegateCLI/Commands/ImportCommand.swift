import ArgumentParser
import TidegateEngine
import TidegateModel

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Load files of records, look at what was loaded, and take it back.",
        discussion: """
            Examples:
              tidegate import accounts.csv --dry-run
              tidegate import list
              tidegate import undo 0D3K7Z… --dry-run
            """,
        subcommands: [ImportFile.self, List.self, Show.self, Undo.self],
        defaultSubcommand: ImportFile.self)

    struct List: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the files that were loaded, newest first.")

        @Option(help: .init("The most imports to show.", valueName: "count"))
        var limit = 50
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions

        func run(in engine: Engine) async throws {
            let runs = try await engine.importRuns(
                limit: max(0, limit), as: workspace.actor(engine))
            if output.json { return Terminal.print(Self.json(runs)) }
            guard !runs.isEmpty else { return Terminal.print("No file was loaded yet.") }
            var columns = Columns(
                ["id", "begun", "file", "into", "state", "rows", "new", "changed", "refused"],
                right: [5, 6, 7, 8])
            for run in runs {
                columns.add([
                    "\(run.id)", run.startedAt?.description ?? "", run.file, run.object,
                    run.state.rawValue, "\(run.rows)", "\(run.created)", "\(run.updated)",
                    "\(run.refused)",
                ])
            }
            columns.print()
        }

        private static func json(_ runs: [ImportRun]) -> String {
            var json = JSONWriter()
            json.array { json in runs.forEach { json.importRun($0) } }
            return json.text
        }
    }

    struct Show: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show one import: its file, what came of it, and whether it was taken back.")

        @Argument(help: "The import's id, as tidegate import list shows it.")
        var id: String
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions

        func run(in engine: Engine) async throws {
            let actor = try await workspace.actor(engine)
            let run = try await engine.importRun(try ImportCommand.identity(id), as: actor)
            if output.json {
                var json = JSONWriter()
                json.importRun(run)
                return Terminal.print(json.text)
            }
            let people = [run.startedBy, run.undoneBy].compactMap(\.self)
            let names = try await engine.names(
                of: people.map { RecordPlace("User", $0) }, as: actor)
            func by(_ user: RecordID?) -> String {
                user.map { " by \(names[$0] ?? $0.description)" } ?? ""
            }
            func line(_ name: String, _ text: String?) {
                guard let text, !text.isEmpty else { return }
                Terminal.print(Style.faint(name + ": ") + text.printable)
            }
            line("file", "\(run.file) (SHA-256 \(run.hash))")
            line("into", "\(run.object) by \(run.mapping)")
            line("asked for", run.options.replacing("\n", with: ", "))
            line("begun", run.startedAt.map { "\($0)\(by(run.startedBy))" })
            line("done", run.doneAt?.description)
            line("state", run.state.rawValue)
            line(
                "rows",
                "\(run.rows): \(run.created) created, \(run.updated) updated, "
                    + "\(run.unchanged) unchanged, \(run.skipped) skipped, \(run.refused) refused")
            line(
                "taken back",
                run.state == .undone || run.state == .undoing
                    ? "\(run.undone) records, \(run.kept) left as they are\(by(run.undoneBy))"
                        + (run.undoneAt.map { ", \($0)" } ?? "")
                    : nil)
        }
    }

    static func identity(_ text: String) throws -> RecordID {
        guard let id = RecordID(text) else {
            throw TidegateError(
                .notFound, "import.no_run", "There is no import \(text).",
                hint: "An import's id has 13 letters and digits; tidegate import list shows them.")
        }
        return id
    }
}
