import ArgumentParser
import TidegateEngine
import TidegateModel
import TidegateRules

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

struct ImportFile: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load",
        abstract: "Load records from a file: CSV, JSON Lines or a workbook.",
        discussion: """
            The word "load" may be left out: tidegate import FILE.

            Good rows go in, bad rows stay out. The bad ones are written beside the file as \
            FILE.refused.csv; correct them there and feed that file again. The exit code is 65 when \
            a row was refused.

            The columns are those of a mapping of a pack, or the fields of an object (--with OBJECT): its \
            names, id for the record itself, account.code for the account that has the code. A line of JSON \
            Lines is an object with these names. Of a workbook one sheet is read.

            An import that was interrupted goes on behind the last row that is in when the same \
            command is given again. A file that was loaded already is refused when its records would \
            be made twice.

            Examples:
              tidegate import accounts.csv --with base/accounts --dry-run
              tidegate import accounts.csv --match ~name --at-match skip
              tidegate import accounts.xlsx --sheet 2027 --with Account --match code
              tidegate import accounts.jsonl --with Account
              tidegate import deals.csv --with crm_sales/opportunities \\
                --waive "history of 2017" --as admin
            """)

    @Argument(
        help: "The file: CSV in UTF-8 or .xlsx, whose first row names the columns, or JSON Lines.")
    var file: String
    @Option(
        name: .customLong("with"),
        help: .init(
            "The import, or an object whose fields the columns are; found by the columns when left out.",
            valueName: "import"))
    var name: String?
    @Option(
        help: .init(
            "Of a workbook, the sheet; the first that is shown when left out.", valueName: "name"))
    var sheet: String?
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
    @Option(
        help: .init(
            "Fields by which a row finds its record, with + between them; ~ before one compares names "
                + "however they are spelt.", valueName: "fields"))
    var match: String?
    @Option(
        help: .init(
            "What becomes of a row whose record is there: update, skip or refuse.",
            valueName: "what"))
    var atMatch = ImportWay.AtMatch.update
    @Flag(help: "Of a dry run, print what would become of every row.")
    var rows = false
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
                    ImportWay(
                        file: URL(filePath: file).lastPathComponent, again: again,
                        match: match.map { MatchKey($0) }, atMatch: atMatch, sheet: sheet)
                ) { bar.show($0) }
                bar.finish()
                try writeRefused(report)
                let text = ImportText(report, refused: refusedPath, problems: show, withRows: rows)
                output.json ? Terminal.print(text.json) : text.print()
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
}

extension ImportWay.AtMatch: ExpressibleByArgument {}
