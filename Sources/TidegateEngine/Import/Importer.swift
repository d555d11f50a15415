import TidegateModel
import TidegateRules
import TidegateStore

/// Reads a file of records through the same save as every other door. Good rows go in, bad rows
/// stay out and are handed back.
struct Importer {
    let rule: Import
    let object: Object
    let matcher: RecordMatcher
    let atMatch: ImportWay.AtMatch
    let waiver: String?
    let confirmation: String?

    /// Saves rows until the batch is full or the file ends; each row stands or falls alone.
    func run(
        _ reader: inout CSVReader, _ rows: RowReader, columns: Int, limit: Int,
        in transaction: Transaction, _ report: inout ImportReport
    ) throws {
        let deadline =
            SystemTime.monotonicNanoseconds() + ImportLimits.batchMilliseconds * 1_000_000
        let end = report.rows + limit
        while report.rows < end, SystemTime.monotonicNanoseconds() < deadline {
            guard let row = reader.next() else { return }
            report.rows += 1
            transaction.entry.origin?.row = row.number
            var problems = Self.problems(of: row, columns: columns)
            if problems.isEmpty {
                let values = try rows.values(row, transaction, &problems)
                let named = try rows.record(row, transaction, &problems)
                if problems.isEmpty {
                    problems = try save(row, values, named, transaction, &report)
                }
            }
            guard !problems.isEmpty else { continue }
            report.refuse(row.raw, problems)
            report.tell(row, .refused, nil)
        }
    }

    private static func problems(of row: CSVReader.Row, columns: Int) -> [ImportProblem] {
        if let problem = row.problem {
            return [problem].map {
                ImportProblem(
                    row: row.number, column: nil, value: nil, reason: ImportSentences.words($0),
                    code: "import.row", speech: ImportSentences.speech($0))
            }
        }
        guard row.cells.count != columns else { return [] }
        return [
            ImportProblem(
                row: row.number, column: nil, value: nil,
                reason: "has \(row.cells.count) cells, the heading has \(columns)",
                code: "import.row",
                speech: .sentence(
                    "import.cells",
                    ["found": .number(row.cells.count), "wanted": .number(columns)]))
        ]
    }

    private func save(
        _ row: CSVReader.Row, _ values: [(slot: Int, value: Value)], _ named: Record?,
        _ transaction: Transaction, _ report: inout ImportReport
    ) throws -> [ImportProblem] {
        do {
            let existing = try named ?? matcher.record(values, transaction)
            if let existing, let problem = settled(existing, row) {
                if problem.isEmpty { report.tell(row, .skipped, existing) }
                report.skipped += problem.isEmpty ? 1 : 0
                return problem
            }
            let saved = try transaction.allOrNothing {
                transaction.begin()
                let saved = try Save.run(
                    SaveRequest(
                        object: object, id: existing?.id,
                        values: existing.map {
                            try changes(values, of: $0, transaction)
                        } ?? values.filter { !$0.value.isMissing } + constants(transaction),
                        waiver: waiver, confirmation: confirmation), in: transaction)
                if report.isDryRun { try report.watch(transaction) }
                try transaction.finish()
                return saved
            }
            report.count(row, saved, old: existing)
            return []
        } catch let refusal as Refusal {
            return problems(refusal.error, row)
        } catch let error as TidegateError where error.kind != .internal && error.kind != .forbidden
        {
            return problems(error, row)
        }
    }

    /// What becomes of a row whose record is there, if it is not to be updated: nothing, or a refusal.
    private func settled(_ record: Record, _ row: CSVReader.Row) -> [ImportProblem]? {
        switch atMatch {
        case .update: nil
        case .skip: []
        case .refuse:
            [
                ImportProblem(
                    row: row.number, column: nil, value: nil,
                    reason: "is there already: \(record.place)", code: "import.exists",
                    speech: .sentence("import.exists", ["record": .text("\(record.place)")]))
            ]
        }
    }

    /// An empty cell gives a new record no value, so a default does. Of a record that is there it empties
    /// the field, unless that holds the default still: a file that is loaded twice changes nothing.
    private func changes(
        _ values: [(slot: Int, value: Value)], of record: Record, _ transaction: Transaction
    ) throws -> [(slot: Int, value: Value)] {
        let defaults = try transaction.rules(of: object).defaults
        return try values.filter { slot, value in
            // A name that is spelt otherwise is the same name.
            if matcher.isByName(slot) { return false }
            // What stands there already is not set, so an export comes back with numbers and fields of rules.
            if value == record[slot] { return false }
            guard value.isMissing, let fallback = defaults.first(where: { $0.slot == slot }) else {
                return true
            }
            return try record[slot] != transaction.value(of: fallback, record, old: nil)
        }
    }

    private func constants(_ transaction: Transaction) throws -> [(slot: Int, value: Value)] {
        guard !rule.constants.isEmpty else { return [] }
        let blank = Record(object: object, id: RecordID(number: 0))
        return try rule.constants.map {
            ($0.slot, try transaction.value(of: $0, blank, old: nil))
        }
    }

    private func problems(_ error: TidegateError, _ row: CSVReader.Row) -> [ImportProblem] {
        guard !error.reasons.isEmpty else {
            return [
                ImportProblem(
                    row: row.number, column: nil, value: nil, reason: error.message,
                    code: error.code, speech: error.speech)
            ]
        }
        return error.reasons.map { reason in
            let column = reason.field.flatMap { name in
                object.slot(of: name).flatMap { slot in rule.columns.first { $0.slot == slot } }
            }
            return ImportProblem(
                row: row.number, column: column?.header, value: nil, reason: reason.message,
                code: reason.code, speech: reason.speech)
        }
    }
}

extension Transaction {
    /// Ready for the next row: its limits begin anew.
    func begin() {
        saves = 0
        derivedSaves = 0
        hookCalls = 0
    }
}
