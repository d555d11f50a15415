import TidegateModel
import TidegateRules
import TidegateStore

/// An import under way, from batch to batch. Its rule is looked up for each: packs may be installed and
/// fields added meanwhile, and every row is judged by the rules in force.
struct ImportJob: Sendable {
    private(set) var reader: CSVReader
    private let columns: [String]
    private let rule: String
    let options: RequestOptions
    private(set) var report: ImportReport
    /// How many batches are done.
    private var batches = 0

    init(
        reader: CSVReader, columns: [String], rule: String, options: RequestOptions,
        report: ImportReport
    ) {
        self.reader = reader
        self.columns = columns
        self.rule = rule
        self.options = options
        self.report = report
    }

    var isFinished: Bool { reader.position >= reader.byteCount }

    var progress: ImportProgress {
        ImportProgress(
            rows: report.rows,
            fraction: Double(reader.position) / Double(max(1, reader.byteCount)),
            refused: report.refusedRows)
    }

    /// Does the next batch; with an idempotency key, the next one that was not done before. That it
    /// was done is kept in its own commit, so a request that ended in the middle can be repeated,
    /// and of two that run at once each batch is done by one.
    mutating func goOn(_ transaction: Transaction) throws {
        guard let key = options.idempotencyKey else { return try runBatch(transaction) }
        let log = try ImportLog(key, transaction, words: batches == 0 ? words : nil)
        while !isFinished, let done = try log.batch(batches) { take(done) }
        guard !isFinished else { return }
        let before = report
        try runBatch(transaction)
        try log.keep(ImportBatch(from: before, to: report, reader), number: batches)
        batches += 1
    }

    mutating func runBatch(_ transaction: Transaction) throws {
        transaction.confirmation = options.confirmation
        let bundle = transaction.bundle
        guard let rule = bundle.imports[rule], let object = bundle.schema[rule.object] else {
            throw ImportSentences.unknown(rule, Array(bundle.imports.keys))
        }
        let heading = try ImportHeading(columns, rule, object, bundle)
        let rows = RowReader(rule, heading: heading, object: object, schema: bundle.schema)
        let importer = Importer(
            rule: rule, object: object, waiver: options.waiver, confirmation: options.confirmation)
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
        for place in done.refused { report.refuse(reader.raw(place), []) }
        report.problems += done.problems
        batches += 1
    }

    /// What is asked for, so that a key used for something else is noticed.
    private var words: String {
        [
            "import \(rule)", options.waiver ?? "", options.confirmation ?? "",
            Digest.sha256Hex(Array(reader.raw(0..<reader.byteCount))),
        ].joined(separator: "\n")
    }
}
