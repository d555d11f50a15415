import ArgumentParser
import TidegateEngine
import TidegateModel
import TidegateStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

struct ExportRecords: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write records into a file: CSV, JSON Lines or a workbook.",
        discussion: """
            All rows are of one moment, and others go on reading and writing. The file appears whole or \
            not at all; one of that name is replaced. The database's log cannot be shortened while an \
            export runs, so it is stopped after ten minutes.

            tidegate import FILE --with OBJECT reads back what was exported: the column id tells which \
            record a row is; without it (--fields) the rows are new records, or those that --match finds.

            CSV holds each text as it is, also one that begins with = and that a spreadsheet would take \
            for a formula. Whoever opens the file in a spreadsheet takes --format xlsx, where a text is a text.

            Examples:
              tidegate export Account -o accounts.csv
              tidegate export "Opportunity where stage == 'won'" --format xlsx -o won.xlsx
              tidegate export Contact --fields name,email,account.name --as ann > contacts.csv
            """)

    @Argument(help: "OBJECT, or OBJECT where CONDITION.")
    var query: String
    @Option(
        name: .customLong("where"),
        help: .init("Which records, as a condition.", valueName: "condition"))
    var condition: String?
    @Option(
        help: .init(
            "Fields, with commas; id, and account.code for a field of the record referred to. All that you may see when left out.",
            valueName: "fields"))
    var fields: String?
    @Option(
        parsing: .unconditional,
        help: .init(
            "Fields to sort by, with commas; -field for largest first.", valueName: "fields"))
    var sort: String?
    @Option(
        help: .init("csv, jsonl or xlsx; by the file's name when left out.", valueName: "format"))
    var format: ExportFormat?
    @Flag(help: "Put behind each reference what its record is called.")
    var titles = false
    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: .init("The file; the standard output when left out.", valueName: "file"))
    var file: String?
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting(output) {
            try await workspace.folder.open { try await run(in: $0) }
        }
    }

    private func run(in engine: Engine) async throws {
        let request = try request()
        let folder = file.map { URL(filePath: $0).deletingLastPathComponent().path }
        let scratch = try ScratchFile(in: folder ?? ScratchFile.spareFolder)
        let bar = ExportProgressBar()
        let done = try await engine.export(
            request, as: workspace.actor(engine), to: scratch, progress: bar.show)
        bar.finish()
        guard let file else { return try copy(scratch) }
        try scratch.keep(as: file)
        guard !output.json else {
            var json = JSONWriter()
            json.object { json in
                json.member("file", file)
                json.member("rows", done.rows)
                json.member("bytes", done.bytes)
            }
            return Terminal.print(json.text)
        }
        Terminal.print(
            Style.good("✓ ") + "\(file): \(done.rows) records, \(done.bytes) bytes"
                + Style.faint("  \(bar.rate(done))/s"))
    }

    private func request() throws -> ExportRequest {
        var list = QueryRecords.request(query)
        if let condition {
            guard list.condition == nil else {
                throw ValidationError("The condition is said twice: behind where and by --where.")
            }
            list.condition = condition
        }
        list.order = QueryRecords.order(sort)
        var request = ExportRequest(
            list, as: format ?? file.flatMap { ExportFormat(file: $0) } ?? .csv)
        request.fields = fields.map(QueryRecords.list) ?? []
        request.withTitles = titles
        return request
    }

    private func copy(_ scratch: ScratchFile) throws {
        var place = 0
        while true {
            let bytes = try scratch.bytes(from: place, upTo: 1 << 16)
            guard !bytes.isEmpty, Terminal.write(bytes[...]) else { return }
            place += bytes.count
        }
    }
}

extension ExportFormat: ExpressibleByArgument {}

/// Rows and rate on one line that is drawn anew, only where someone looks on.
private final class ExportProgressBar: Sendable {
    private let start = SystemTime.monotonicNanoseconds()

    @Sendable func show(_ progress: ExportProgress) {
        guard Terminal.showsProgress else { return }
        Terminal.progress(
            "\r\u{1B}[K\(progress.rows) records, \(progress.bytes >> 10) KiB, \(rate(progress))/s")
    }

    func rate(_ progress: ExportProgress) -> Int {
        let seconds = Double(SystemTime.monotonicNanoseconds() - start) / 1e9
        return Int(Double(progress.rows) / max(seconds, 0.001))
    }

    func finish() {
        if Terminal.showsProgress { Terminal.progress("\r\u{1B}[K") }
    }
}
