import TidegateModel
import TidegateRules
import TidegateStore

/// An import under way, from batch to batch. Its rule is looked up for each: packs may be installed and
/// fields added meanwhile, and every row is judged by the rules in force.
struct ImportJob: Sendable {
    private(set) var reader: CSVReader
    private let columns: [String]
    private let claim: ImportClaim
    let options: RequestOptions
    private let way: ImportWay
    private(set) var report: ImportReport
    /// How many batches are done.
    private var batches = 0
    /// Rows that were done by an earlier try.
    private var takenUp = 0

    init(
        reader: CSVReader, columns: [String], claim: ImportClaim, options: RequestOptions,
        way: ImportWay, report: ImportReport
    ) {
        self.reader = reader
        self.columns = columns
        self.claim = claim
        self.options = options
        self.way = way
        self.report = report
    }

    var isFinished: Bool { reader.position >= reader.byteCount }

    var progress: ImportProgress {
        ImportProgress(
            rows: report.rows,
            fraction: Double(reader.position) / Double(max(1, reader.byteCount)),
            refused: report.refusedRows, takenUp: takenUp)
    }

    /// Does the next batch that was not done before.
    mutating func goOn(_ transaction: Transaction) throws {
        var log =
            try report.run.map { try ImportLog($0, transaction) }
            ?? ImportLog(claim, transaction)
        report.run = log.run.id
        while !isFinished, let done = try log.batch(batches) { take(done) }
        guard !isFinished else { return }
        try log.requireRunning()
        let before = report
        transaction.entry.origin = ImportOrigin(run: log.run.id, row: 0)
        try runBatch(transaction)
        try log.keep(
            ImportBatch(from: before, to: report, reader), number: batches, report,
            isLast: isFinished)
        batches += 1
    }

    mutating func runBatch(_ transaction: Transaction) throws {
        transaction.confirmation = options.confirmation
        let bundle = transaction.bundle
        let found = bundle.importRule(
            claim.mapping, heading: columns, as: transaction.actor)
        guard let rule = found.map(way.keyed),
            let object = bundle.schema[rule.object]
        else {
            throw ImportSentences.unknown(claim.mapping, Array(bundle.imports.keys))
        }
        let heading = try ImportHeading(columns, rule, object, bundle)
        let rows = RowReader(
            rule, heading: heading, object: object, schema: bundle.schema,
            isWorkbook: report.sheet != nil)
        let importer = Importer(
            rule: rule, object: object,
            matcher: try RecordMatcher(rule.key, object, transaction.access), atMatch: way.atMatch,
            waiver: options.waiver, confirmation: options.confirmation)
        if report.isDryRun { report.parts += 1 }
        try importer.run(
            &reader, rows, columns: heading.columns.count, limit: ImportLimits.batchRows,
            in: transaction,
            &report)
    }

    private mutating func take(_ done: ImportBatch) {
        reader.skip(to: done.position, number: done.row)
        report.rows += done.rows
        report.created += done.created
        report.updated += done.updated
        report.unchanged += done.unchanged
        report.skipped += done.skipped
        for place in done.refused { report.refuse(reader.raw(place), []) }
        report.problems += done.problems
        takenUp = report.rows
        batches += 1
    }
}
