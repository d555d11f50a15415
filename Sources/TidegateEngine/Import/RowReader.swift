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

    private let identity: Int?
    /// Days of a workbook have a form of their own, whatever that of its texts is.
    private let isWorkbook: Bool

    init(
        _ rule: Import, heading: ImportHeading, object: Object, schema: Schema,
        isWorkbook: Bool = false
    ) {
        self.rule = rule
        self.isWorkbook = isWorkbook
        identity = heading.identity
        self.object = object
        columns = rule.columns.compactMap { mapping in
            heading.place(of: mapping.header).map { index in
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
                        reason: problem.complaint, code: problem.code, speech: problem.speech))
            }
        }
        return values
    }

    /// The record the row itself names; `nil` for a new one.
    func record(
        _ row: CSVReader.Row, _ transaction: Transaction, _ problems: inout [ImportProblem]
    ) throws -> Record? {
        guard let identity, !row.cells[identity].bytes.isEmpty else { return nil }
        let text = row.cells[identity].text
        let found = try RecordID(text).flatMap { try transaction.writer.record(object, $0) }
        if let found, try transaction.mayRead(found) { return found }
        problems.append(ImportSentences.noRecord(text, object, row: row.number))
        return nil
    }

    private struct Misfit: Error {
        var value: String
        var complaint: String
        var code: String
        var speech: Speech
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
        bytes.withUnsafeBufferPointer { bytes in
            let read = field.parse(bytes, dates: rule.dates, numbers: .grouped)
            guard case .failure = read, isWorkbook, rule.dates != .iso, field.type.kind == .date
            else { return read }
            return field.parse(bytes, dates: .iso)
        }
        .mapError {
            Misfit(
                value: $0.value, complaint: $0.complaint, code: $0.code,
                speech: $0.complaint(of: object))
        }
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
            let speech = Speech.sentence(
                records.isEmpty ? "import.lookup_none" : "import.lookup_many",
                [
                    "object": .object(other), "field": .field(field, of: other),
                    "count": .number(records.count),
                ])
            return .failure(
                Misfit(value: text, complaint: complaint, code: "import.lookup", speech: speech))
        }
        known[column.index, default: [:]][text] = found.id
        return .success(.reference(found.id))
    }
}
