import TidegateModel
import TidegateRules
import TidegateStore

/// What taking an import back did, or would do.
public struct ImportUndoReport: Sendable, Hashable {
    public var run: RecordID
    /// Records the import had made.
    public var deleted = 0
    /// Records it had changed, which are as they were before.
    public var restored = 0
    /// Records that were deleted, or as they were before, already.
    public var gone = 0
    /// Records that are left as they are.
    public var keptCount = 0
    /// The first of them, with why.
    public var kept: [ImportKept] = []
    public var isDryRun = false
}

/// A record that an import made or changed, and that is left as it is.
public struct ImportKept: Sendable, Hashable {
    /// Of the file.
    public var row: Int
    public var place: RecordPlace
    public var reason: String
    public var code: String
    /// The reason for a person's own language.
    public var speech: Speech?
}

/// An import on its way back, from batch to batch: its changes are gone through from the newest to the oldest,
/// and each record is dealt with once, at the last change that is the import's.
///
/// Where it is stands with the import, written in the commit of each batch; so it is resumed by beginning it
/// again.
struct ImportUndo: Sendable {
    enum Purpose: Sendable {
        /// Only look for what was changed since.
        case look
        case carryOut
    }

    let waiver: String?
    let purpose: Purpose
    private(set) var report: ImportUndoReport
    private(set) var isFinished = false
    /// The changes before this place are still to be gone through; `nil`: from the import's last.
    private var end: Int64?

    init(_ id: RecordID, waiver: String?, purpose: Purpose, isDryRun: Bool) {
        self.waiver = waiver
        self.purpose = purpose
        report = ImportUndoReport(run: id)
        report.isDryRun = isDryRun
    }

    /// - Parameter isKept: whether the transaction is committed.
    mutating func runBatch(_ transaction: Transaction, isKept: Bool) throws {
        let run = try transaction.importRun(report.run)
        try requireSomethingToUndo(run)
        let first = run["first_change"].integer ?? 0
        var end = isKept ? Self.place(of: run) : self.end ?? Self.place(of: run)
        let before = report
        let deadline =
            SystemTime.monotonicNanoseconds() + ImportLimits.batchMilliseconds * 1_000_000
        repeat {
            let page = try transaction.writer.changes(
                from: first, before: end, limit: ImportLimits.undoChanges)
            for stored in page {
                try handle(stored, from: first, in: transaction)
                end = stored.sequence
                if SystemTime.monotonicNanoseconds() >= deadline { break }
            }
            if page.isEmpty { end = first }
        } while end > first && SystemTime.monotonicNanoseconds() < deadline
        self.end = end
        isFinished = end <= first
        guard isKept else { return }
        try note(run, end, before, transaction)
    }

    private func requireSomethingToUndo(_ run: Record) throws {
        let isUndone = run["state"] == .text(ImportState.undone.rawValue)
        guard !isUndone || run["kept"].integer ?? 0 > 0 else {
            throw ImportSentences.undoneBefore(run)
        }
    }

    private static func place(of run: Record) -> Int64 {
        guard run["state"] == .text(ImportState.undoing.rawValue) else {
            return (run["last_change"].integer ?? 0) + 1
        }
        return run["undo_change"].integer ?? 0
    }

    private func note(
        _ run: Record, _ end: Int64, _ before: ImportUndoReport, _ transaction: Transaction
    ) throws {
        let done = report.deleted + report.restored - before.deleted - before.restored
        let kept = report.keptCount - before.keptCount
        let goesOn = run["state"] == .text(ImportState.undoing.rawValue)
        _ = try transaction.note(run) { run in
            run["undone"] = .integer((run["undone"].integer ?? 0) + Int64(done))
            // What is begun anew finds what was left before.
            run["kept"] = .integer((goesOn ? run["kept"].integer ?? 0 : 0) + Int64(kept))
            run["undo_change"] = .integer(end)
            run["state"] = .text((isFinished ? ImportState.undone : .undoing).rawValue)
            run["undone_by"] = transaction.actor.user.map(Value.reference) ?? .none
            if isFinished { run["undone_at"] = .datetime(transaction.now) }
        }
    }

    // MARK: One record

    private mutating func handle(
        _ stored: StoredChange, from first: Int64, in transaction: Transaction
    ) throws {
        let entry = try HistoryEntry(stored, hiding: nil)
        guard let origin = entry.origin, origin.run == report.run, !origin.isUndo,
            Saves.Kind(rawValue: entry.kind) != nil
        else { return }
        let place = RecordPlace(entry.object, entry.record)
        guard let object = transaction.bundle.schema[entry.object] else {
            let error = Sentences.unknownObject(
                entry.object, transaction.bundle.schema.objects.map(\.name))
            return keep(origin.row, place, error)
        }
        let traces = try ImportTraces(
            of: entry.record, object, report.run, from: first, transaction.writer)
        guard traces.newest == stored.sequence else { return }
        guard let record = try transaction.writer.record(object, entry.record) else {
            report.gone += 1
            return
        }
        do {
            try takeBack(record, traces, origin.row, in: transaction)
        } catch let refusal as Refusal {
            keep(origin.row, place, refusal.error)
        } catch let error as TidegateError where error.kind != .internal {
            keep(origin.row, place, error)
        }
    }

    private mutating func takeBack(
        _ record: Record, _ traces: ImportTraces, _ row: Int, in transaction: Transaction
    ) throws {
        let slots = try transaction.setByHand(record.object)
        let changed = traces.changedSince(record, among: slots)
        guard changed.isEmpty else {
            return keep(row, record.place, ImportSentences.changed(changed, record.object))
        }
        guard purpose == .carryOut else { return }
        let values = slots.compactMap { slot in
            traces.before[slot].flatMap { $0 == record[slot] ? nil : (slot: slot, value: $0) }
        }
        guard traces.isCreated || !values.isEmpty else {
            report.gone += 1
            return
        }
        try transaction.allOrNothing {
            transaction.begin()
            transaction.entry.origin = ImportOrigin(run: report.run, row: row, isUndo: true)
            let known = try transaction.readable(record.object, record.id)
            if traces.isCreated {
                try Save.delete(known, in: transaction)
            } else {
                _ = try Save.run(
                    SaveRequest(
                        object: record.object, id: record.id, values: values, waiver: waiver),
                    on: known, in: transaction)
            }
            try transaction.finish()
        }
        if traces.isCreated { report.deleted += 1 } else { report.restored += 1 }
    }

    private mutating func keep(_ row: Int, _ place: RecordPlace, _ error: TidegateError) {
        report.keptCount += 1
        guard report.kept.count < ImportLimits.reportedRows else { return }
        report.kept.append(
            ImportKept(
                row: row, place: place,
                reason: ([error.message] + error.reasons.map(\.message)).joined(separator: " "),
                code: error.code, speech: error.speech))
    }
}
