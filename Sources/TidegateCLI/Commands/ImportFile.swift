import ArgumentParser
import TidegateEngine
import TidegateModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

struct ImportFile: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load",
        abstract: "Load records from a CSV file by a mapping of a pack.",
        discussion: """
            The word "load" may be left out: tidegate import FILE.

            Good rows go in, bad rows stay out. The bad ones are written beside the file as \
            FILE.refused.csv; correct them there and feed that file again. The exit code is 65 when \
            a row was refused.

            An import that was interrupted goes on behind the last row that is in when the same \
            command is given again. A file that was loaded already is refused when its records would \
            be made twice.

            Examples:
              tidegate import accounts.csv --with base/accounts --dry-run
              tidegate import deals.csv --with crm_sales/opportunities \\
                --waive "history of 2017" --as admin
            """)

    @Argument(help: "The file: CSV in UTF-8, the first row names the columns.")
    var file: String
    @Option(
        name: .customLong("with"),
        help: .init(
            "The import; found by the columns when left out.", valueName: "import"))
    var name: String?
    @Flag(help: "Report what would happen, and change nothing.")
    var dryRun = false
    @Option(
        help: .init(
            "Pass closed gates, for this reason; needs the permission waive_gates.",
            valueName: "reason"))
    var waive: String?
    @Option(
        help: .init(
            "Confirm warnings, for this reason.", valueName: "reason"))
    var confirm: String?
    @Flag(help: "Load the file though all of it was loaded before.")
    var again = false
    @Option(
        help: .init(
            "Where refused rows go.", valueName: "file"))
    var refused: String?
    @Option(
        help: .init(
            "How many problems to print.", valueName: "count"))
    var show = 20
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting(output) {
            guard let data = FileManager.default.contents(atPath: file) else {
                throw TidegateError(.notFound, "file.missing", "The file \(file) cannot be read.")
            }
            try await workspace.folder.open { engine in
                let bar = ProgressBar()
                let report = try await engine.importFile(
                    [UInt8](data), with: name, as: workspace.actor(engine),
                    RequestOptions(waiver: waive, confirmation: confirm, isDryRun: dryRun),
                    ImportWay(file: URL(filePath: file).lastPathComponent, again: again)
                ) { bar.show($0) }
                bar.finish()
                try writeRefused(report)
                output.json ? printJSON(report) : print(report)
                if report.refusedRows > 0 { throw ExitCode(65) }
            }
        }
    }

    private var refusedPath: String {
        refused ?? (file.hasSuffix(".csv") ? String(file.dropLast(4)) : file) + ".refused.csv"
    }

    private func writeRefused(_ report: ImportReport) throws {
        guard report.refusedRows > 0, !dryRun else { return }
        do {
            try Data(report.refusedFile).write(to: URL(filePath: refusedPath), options: .atomic)
        } catch {
            throw TidegateError(
                .unavailable, "file.write", "The refused rows cannot be written to \(refusedPath).",
                hint: "Name another file with --refused.")
        }
    }

    private func print(_ report: ImportReport) {
        for problem in report.problems.prefix(show) {
            let column = problem.column.map { ", \($0)" } ?? ""
            let value = problem.value.map { " \"\($0.printable)\"" } ?? ""
            Terminal.print(
                Style.bad("✗ ") + "row \(problem.row)\(column):\(value) \(problem.reason)")
        }
        let rest = report.problems.count - min(show, report.problems.count)
        if rest > 0 { Terminal.print(Style.faint("  … and \(rest) more; --json prints them all")) }
        if !report.problems.isEmpty {
            let columns = Dictionary(grouping: report.problems) { $0.column ?? "(row)" }
            for (column, problems) in columns.sorted(by: { $0.key < $1.key }) {
                Terminal.print("  \(column): \(problems.count)")
            }
        }
        if !report.ignoredColumns.isEmpty {
            Terminal.print(
                Style.faint("  not read: " + report.ignoredColumns.joined(separator: ", ")))
        }
        if !report.missingColumns.isEmpty {
            Terminal.print(
                Style.faint(
                    "  not in the file, left as they are: "
                        + report.missingColumns.joined(separator: ", ")))
        }
        let verb = dryRun ? "would be " : ""
        Terminal.print(
            Style.good("✓ ") + "\(report.rows) rows: \(report.created) \(verb)created, "
                + "\(report.updated) \(verb)updated, \(report.unchanged) unchanged, "
                + "\(report.refusedRows) refused")
        if report.parts > 1 {
            Terminal.print(
                Style.faint(
                    "  The rows were tried in \(report.parts) parts; rows of one part do not see those of "
                        + "another, so a record named twice counts twice."))
        }
        if let run = report.run, report.accepted > report.unchanged {
            Terminal.print(Style.faint("  tidegate import undo \(run) takes it back"))
        }
        if report.refusedRows > 0, !dryRun {
            Terminal.print("  refused rows: \(refusedPath)")
        }
    }

    private func printJSON(_ report: ImportReport) {
        var json = JSONWriter()
        json.object { json in
            json.member("dry_run", report.isDryRun)
            if let run = report.run { json.member("import", run) }
            json.member("rows", report.rows)
            json.member("created", report.created)
            json.member("updated", report.updated)
            json.member("unchanged", report.unchanged)
            json.member("skipped", report.skipped)
            json.member("refused", report.refusedRows)
            json.key("ignored_columns")
            json.array { json in report.ignoredColumns.forEach { json.string($0) } }
            json.key("missing_columns")
            json.array { json in report.missingColumns.forEach { json.string($0) } }
            json.key("problems")
            json.array { json in
                for problem in report.problems {
                    json.object { json in
                        json.member("row", problem.row)
                        json.member("column", optional: problem.column)
                        json.member("value", optional: problem.value)
                        json.member("reason", problem.reason)
                        json.member("code", problem.code)
                    }
                }
            }
        }
        Terminal.print(json.text)
    }
}
