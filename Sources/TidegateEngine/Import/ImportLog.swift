import TidegateModel
import TidegateStore

/// What an import is asked to do, so that it is known again.
struct ImportClaim: Sendable {
    /// Names the request: with the same key it is the same import, done or not.
    var key: String?
    var file: String
    /// SHA-256 of the file.
    var hash: String
    var mapping: String
    var object: String
    /// What else was asked for, in words.
    var options: String
    /// Load the file though all of it was loaded before.
    var isRepeatWanted: Bool
    /// Whether loading the file twice would make its records twice.
    var wouldDouble: Bool

    var words: String { ["import \(mapping)", options, hash].joined(separator: "\n") }
}

/// Keeps, beside the rows of each batch and in its commit, that the batch was done, so that an import that
/// ended in the middle goes on behind its last row, and of two that run at once each batch is done by one.
struct ImportLog {
    private let transaction: Transaction
    private(set) var run: Record

    private static let kind = "import"

    /// An import that is known.
    init(_ id: RecordID, _ transaction: Transaction) throws {
        self.transaction = transaction
        run = try transaction.importRun(id)
    }

    /// The import that is asked for: one that was begun with the same key, one of the same file that was
    /// interrupted, or a new one.
    ///
    /// - Throws: `request.key_reused`; `import.done_before` when the file is in already.
    init(_ claim: ImportClaim, _ transaction: Transaction) throws {
        self.transaction = transaction
        guard let key = claim.key else {
            run = try Self.same(claim, transaction) ?? Self.begun(claim, transaction)
            return
        }
        var begun: Record?
        let place = try Idempotency(key: key, words: claim.words, transaction: transaction).claim {
            let made = try Self.begun(claim, transaction)
            begun = made
            return made.place
        }
        run = try begun ?? transaction.importRun(place.id)
    }

    private static func same(_ claim: ImportClaim, _ transaction: Transaction) throws -> Record? {
        let object = SystemObjects.importRun
        guard let slot = object.slot(of: "fingerprint") else { return nil }
        let found = try transaction.writer.records(
            object, slot: slot, equals: .text(fingerprint(claim, transaction)))
        if let running = found.last(where: { $0["state"] == .text(ImportState.running.rawValue) }) {
            return running
        }
        guard claim.wouldDouble, !claim.isRepeatWanted,
            let done = found.last(where: { $0["state"] == .text(ImportState.done.rawValue) })
        else { return nil }
        throw ImportSentences.doneBefore(done)
    }

    private static func begun(_ claim: ImportClaim, _ transaction: Transaction) throws -> Record {
        var run = Record(object: SystemObjects.importRun, id: transaction.newID(), version: 1)
        run["file"] = .text(claim.file)
        run["hash"] = .text(claim.hash)
        run["mapping"] = .text(claim.mapping)
        run["object"] = .text(claim.object)
        run["fingerprint"] = .text(fingerprint(claim, transaction))
        run["options"] = .text(String(claim.options.prefix(ImportLimits.optionCharacters)))
        run["state"] = .text(ImportState.running.rawValue)
        run["first_change"] = .integer(try transaction.writer.latestSequence() + 1)
        run["created_at"] = .datetime(transaction.now)
        run["created_by"] = transaction.actor.user.map(Value.reference) ?? .none
        try transaction.writer.insert(run)
        return run
    }

    private static func fingerprint(_ claim: ImportClaim, _ transaction: Transaction) -> String {
        let whose = transaction.actor.user?.description ?? transaction.actor.name
        return Digest.sha256Hex(Array("\(whose)\n\(claim.words)".utf8))
    }

    /// - Throws: `import.undone` when it was taken back meanwhile.
    func requireRunning() throws {
        guard run["state"] == .text(ImportState.running.rawValue) else {
            throw ImportSentences.takenBack()
        }
    }

    func batch(_ number: Int) throws -> ImportBatch? {
        guard let item = try transaction.writer.item(Self.kind, key(number)) else { return nil }
        guard let batch = ImportBatch(item.content) else {
            throw StoreError.damaged(detail: "a batch of an import cannot be read")
        }
        return batch
    }

    /// - Parameter report: of the whole import so far.
    mutating func keep(
        _ batch: ImportBatch, number: Int, _ report: ImportReport, isLast: Bool
    ) throws {
        try transaction.writer.keep(DrawerItem(Self.kind, key: key(number), content: batch.json))
        let last = try transaction.writer.latestSequence()
        run = try transaction.note(run) { run in
            run["rows"] = .integer(Int64(report.rows))
            run["created"] = .integer(Int64(report.created))
            run["updated"] = .integer(Int64(report.updated))
            run["unchanged"] = .integer(Int64(report.unchanged))
            run["skipped"] = .integer(Int64(report.skipped))
            run["refused"] = .integer(Int64(report.refusedRows))
            run["last_change"] = .integer(last)
            guard isLast else { return }
            run["state"] = .text(ImportState.done.rawValue)
            run["done_at"] = .datetime(transaction.now)
        }
    }

    private func key(_ number: Int) -> [UInt8] {
        withUnsafeBytes(of: run.id.number.bigEndian, Array.init)
            + withUnsafeBytes(of: UInt64(number).bigEndian, Array.init)
    }
}
