import TidegateModel
import TidegateRules
import TidegateStore

/// Turns the cells of a row into values of fields, by the mapping a pack declares.
final class RowReader {
    private let columns: [Column]
    private let rule: Import
    private let object: Object
    /// Names already found, so that a thousand deals of one account ask once. Only what was found
    /// is kept: a later row may create what is missing now.
    private var known: [Int: [String: RecordID]] = [:]

    private struct Column {
        let index: Int
        let mapping: Import.Column
        let field: Field
        let lookup: Object?
    }

    /// - Throws: one sentence naming the columns the file lacks.
    init(_ rule: Import, header: [String], object: Object, schema: Schema) throws {
        self.rule = rule
        self.object = object
        let missing = rule.columns.map(\.header).filter { !header.contains($0) }
        guard missing.isEmpty else { throw ImportSentences.missingColumns(missing, header, rule) }
        columns = rule.columns.compactMap { mapping in
            header.firstIndex(of: mapping.header).map { index in
                Column(
                    index: index, mapping: mapping, field: object.fields[mapping.slot],
                    lookup: mapping.lookup.flatMap { schema[$0.object] })
            }
        }.sorted { $0.index < $1.index }
    }

    /// The values of the row; every cell that does not fit is added to `problems`.
    func values(
        _ row: CSVReader.Row, _ transaction: Transaction, _ problems: inout [ImportProblem]
    ) throws -> [(slot: Int, value: Value)] {
        var values: [(slot: Int, value: Value)] = []
        values.reserveCapacity(columns.count)
        for column in columns {
            let cell = row.cells[column.index]
            switch try value(cell, column, transaction) {
            case .success(let value): values.append((column.mapping.slot, value))
            case .failure(let problem):
                problems.append(
                    ImportProblem(
                        row: row.number, column: column.mapping.header, value: problem.value,
                        reason: problem.complaint, code: problem.code))
            }
        }
        return values
    }

    private struct Misfit: Error {
        var value: String
        var complaint: String
        var code: String
    }

    private func value(
        _ cell: CSVReader.Cell, _ column: Column, _ transaction: Transaction
    ) throws -> Result<Value, Misfit> {
        if cell.bytes.isEmpty { return .success(.none) }
        let needsText =
            !rule.null.isEmpty || !column.mapping.replace.isEmpty || column.lookup != nil
        guard needsText else { return parse(cell.bytes, column.field) }
        guard let original = String(validating: cell.bytes, as: UTF8.self) else {
            return parse(cell.bytes, column.field)
        }
        if rule.null.contains(original) { return .success(.none) }
        let text = column.mapping.replace[original] ?? original
        if text.isEmpty { return .success(.none) }
        guard let other = column.lookup, let lookup = column.mapping.lookup else {
            return parse(Array(text.utf8)[...], column.field)
        }
        return try find(text, other, lookup.slot, column, transaction)
    }

    private func parse(_ bytes: ArraySlice<UInt8>, _ field: Field) -> Result<Value, Misfit> {
        bytes.withUnsafeBufferPointer { field.parse($0, dates: rule.dates) }
            .mapError { Misfit(value: $0.value, complaint: $0.complaint, code: $0.code) }
    }

    private func find(
        _ text: String, _ other: Object, _ slot: Int, _ column: Column,
        _ transaction: Transaction
    ) throws -> Result<Value, Misfit> {
        if let id = known[column.index]?[text] { return .success(.reference(id)) }
        let field = other.fields[slot]
        var records: [Record] = []
        if case .success(let value) = field.parse(text, dates: rule.dates), !value.isMissing {
            records = try transaction.writer.records(other, slot: slot, equals: value)
            let access = transaction.access
            if access.hides(other, slot) { records = [] }
            if !access.isUnlimited { records = try records.filter(transaction.mayRead) }
        }
        guard let found = records.first, records.count == 1 else {
            let complaint =
                records.isEmpty
                ? "names no \(other.label) by \(field.name)"
                : "names \(records.count) records of \(other.label) by \(field.name); it must name one"
            return .failure(Misfit(value: text, complaint: complaint, code: "import.lookup"))
        }
        known[column.index, default: [:]][text] = found.id
        return .success(.reference(found.id))
    }
}

/// What an import says.
enum ImportSentences {
    static func missingColumns(_ missing: [String], _ header: [String], _ rule: Import)
        -> TidegateError
    {
        let hints = missing.compactMap { name in
            suggestion(for: name, among: header).map { "\(name): did you mean \($0)?" }
        }
        return TidegateError(
            .invalid, "import.columns",
            "The file has no column " + missing.joined(separator: ", ")
                + ", which import \"\(rule.name)\" reads.",
            hint: hints.isEmpty
                ? "Its columns are " + header.prefix(20).joined(separator: ", ") + "."
                : hints.joined(separator: " "), rule: rule.location)
    }

    static func columnsTwice(_ names: [String]) -> TidegateError {
        TidegateError(
            .invalid, "import.columns",
            "The heading names " + names.sorted().joined(separator: ", ") + " more than once.",
            hint: "Give each column a name of its own.")
    }

    static func keyNotUnique(_ key: [String], _ object: Object, _ count: Int) -> Refusal {
        Refusal(
            TidegateError(
                .rejected, "import.key",
                "\(count) records of \(object.label) have this \(key.joined(separator: " and ")); "
                    + "the key must name one"))
    }

    static func unknown(_ name: String, _ known: [String]) -> TidegateError {
        let hint = suggestion(for: name, among: known).map { "Did you mean \"\($0)\"?" }
        return TidegateError(
            .notFound, "import.unknown", "There is no import \"\(name)\".",
            hint: hint
                ?? (known.isEmpty
                    ? "No installed pack declares one."
                    : "There is " + known.sorted().joined(separator: ", ") + "."))
    }

    static func empty() -> TidegateError {
        TidegateError(
            .invalid, "import.empty", "The file is empty; its first row must name the columns.")
    }

    static func tooLarge() -> TidegateError {
        TidegateError(
            .invalid, "import.too_large",
            "The file is larger than \(ImportLimits.fileBytes >> 20) MiB; split it.")
    }

    static func notText() -> TidegateError {
        TidegateError(
            .invalid, "import.not_text",
            "The file is not text with columns; save it as CSV in UTF-8.")
    }

    static func heading(_ problem: CSVReader.Problem) -> TidegateError {
        TidegateError(.invalid, "import.heading", "The heading cannot be read: \(words(problem)).")
    }

    static func notAllowed(_ actor: Actor) -> TidegateError {
        TidegateError(
            .forbidden, "import.forbidden", "\(actor.name) may not import records.",
            hint: "A role with the permission import_records may.")
    }

    static func words(_ problem: CSVReader.Problem) -> String {
        switch problem {
        case .quoteInCell(let column):
            "cell \(column + 1) has a quote inside; put the cell in quotes"
        case .textAfterQuote(let column): "cell \(column + 1) has text behind its closing quote"
        case .unclosedQuote(let column): "the quote of cell \(column + 1) is never closed"
        case .tooManyCells: "it has more than \(ImportLimits.columns) cells"
        case .cellTooLong(let column):
            "cell \(column + 1) is longer than \(ImportLimits.cellBytes) bytes"
        }
    }
}
