import TidegateModel
import TidegateRules
import TidegateStore

extension Engine {
    /// Writes records into a file, as many as there are, with no more memory for a million than for ten.
    ///
    ///     let file = try ScratchFile(in: folder)
    ///     let done = try await engine.export(
    ///         ExportRequest(ListRequest("Account"), as: .csv), as: ann, to: file)
    ///     try file.keep(as: "accounts.csv")
    ///
    /// All rows are of one moment. Nobody waits for an export; while it runs, the database's log cannot be
    /// shortened, so it is stopped after ``EngineLimits/exportMilliseconds``, and ``EngineLimits/readingsAUser`` run at
    /// once. What reads the file does not hold it up: the file is whole before anyone gets it.
    ///
    /// - Throws: `field.unknown` for a field that is not there for the actor; `query.too_long`.
    public func export(
        _ request: ExportRequest, as actor: Actor, to file: ScratchFile,
        progress: @escaping @Sendable (ExportProgress) -> Void = { _ in }
    ) async throws -> ExportProgress {
        var list = request.list
        list.show = nil
        list.groups = []
        list.top = nil
        list.after = nil
        var query = try query(list, actor)
        query.search = try await search(list, actor)
        let columns = try ExportColumns(request, query.object, self, as: actor)
        let bundle = bundle
        return try await exports.taken(by: Self.exporters) { [query] in
            try await timed(as: actor, milliseconds: EngineLimits.exportMilliseconds) {
                reader, viewer in
                var run = ExportRun(
                    Self.writer(request, query.object), ExportRow(columns, bundle, viewer), file)
                try run.begin()
                try reader.eachRecord(query) { record in
                    if try run.write(viewer.masked(record)) { progress(run.progress) }
                }
                try run.end()
                return run.progress
            }
        }
    }

    /// All exports wait in one line.
    private static let exporters = RecordID(number: 0)

    private static func writer(_ request: ExportRequest, _ object: Object) -> any ExportWriter {
        switch request.format {
        case .csv: CSVWriter(isMarked: request.isMarked)
        case .jsonl: JSONLinesWriter()
        case .xlsx: WorkbookWriter(sheet: object.name)
        }
    }
}

/// One export under way: what is written and not yet in the file.
private struct ExportRun {
    private var writer: any ExportWriter
    private var row: ExportRow
    private let file: ScratchFile
    private var bytes: [UInt8] = []
    private(set) var progress = ExportProgress()

    init(_ writer: any ExportWriter, _ row: ExportRow, _ file: ScratchFile) {
        self.writer = writer
        self.row = row
        self.file = file
        bytes.reserveCapacity(2 * ExportLimits.chunkBytes)
    }

    mutating func begin() throws { try writer.begin(row.columns, into: &bytes) }

    /// - Returns: whether it is time to say how far it is.
    mutating func write(_ record: Record) throws -> Bool {
        try writer.write(record, &row, into: &bytes)
        progress.rows += 1
        if bytes.count >= ExportLimits.chunkBytes { try flush() }
        return progress.rows.isMultiple(of: ExportLimits.rowsBetweenWords)
    }

    mutating func end() throws {
        try writer.end(into: &bytes)
        try flush()
    }

    private mutating func flush() throws {
        try bytes.withUnsafeBytes { try file.write($0) }
        progress.bytes += bytes.count
        bytes.removeAll(keepingCapacity: true)
    }
}
