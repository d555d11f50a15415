import ArgumentParser
import TidegateEngine
import TidegateModel

extension ImportCommand {
    struct Undo: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take an import back: delete what it made, put back what it changed.",
            discussion: """
                Each record is deleted or put back by a save like any other, newest first, so rights and \
                rules have their say and the history tells it. When something was changed since, \
                nothing is taken back, and the rows are told; --force takes back the rest. What a rule \
                refuses is left as it is and told. When it is interrupted, the same command goes on.

                The exit code is 1 when something was left as it is.

                Examples:
                  tidegate import undo 0D3K7Z… --dry-run
                  tidegate import undo 0D3K7Z… --force
                """)

        @Argument(help: "The import's id, as tidegate import list shows it.")
        var id: String
        @Flag(help: "Tell what would happen, and change nothing.")
        var dryRun = false
        @Flag(help: "Leave alone what was changed since, and take back the rest.")
        var force = false
        @Option(
            help: .init(
                "Pass closed gates, for this reason; needs the permission waive_gates.",
                valueName: "reason"))
        var waive: String?
        @Option(help: .init("How many records that are left to print.", valueName: "count"))
        var show = 20
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions

        func run(in engine: Engine) async throws {
            let report = try await engine.undoImport(
                ImportCommand.identity(id), skipsChanged: force, as: workspace.actor(engine),
                RequestOptions(waiver: waive, isDryRun: dryRun))
            if output.json {
                var json = JSONWriter()
                json.importUndo(report, limit: report.kept.count, \.reason)
                Terminal.print(json.text)
            } else {
                print(report)
            }
            if report.keptCount > 0 { throw ExitCode(1) }
        }

        private func print(_ report: ImportUndoReport) {
            for kept in report.kept.prefix(max(0, show)) {
                Terminal.print(
                    Style.bad("✗ ") + "row \(kept.row), \(kept.place): \(kept.reason.printable)")
            }
            let rest = report.keptCount - min(max(0, show), report.kept.count)
            if rest > 0 {
                Terminal.print(Style.faint("  … and \(rest) more; --json prints them all"))
            }
            let verb = report.isDryRun ? "would be " : ""
            let gone = report.gone > 0 ? ", \(report.gone) needed nothing" : ""
            Terminal.print(
                Style.good("✓ ") + "\(report.deleted) records \(verb)deleted, \(report.restored) "
                    + "\(verb)put back, \(report.keptCount) left as they are\(gone)")
        }
    }
}
