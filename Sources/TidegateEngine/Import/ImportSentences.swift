import TidegateModel
import TidegateRules

/// What an import says.
enum ImportSentences {
    static func missingColumns(
        _ lost: [Import.Column], _ header: [String], _ rule: Import, _ object: Object
    ) -> TidegateError {
        let missing = lost.map(\.header)
        let hints = missing.compactMap { name in
            suggestion(for: name, among: header).map { "\(name): did you mean \($0)?" }
        }
        return TidegateError(
            .invalid, "import.columns",
            "The file has no column " + missing.joined(separator: ", ")
                + ", which import \"\(rule.name)\" reads.",
            hint: hints.isEmpty
                ? "Its columns are " + header.prefix(20).joined(separator: ", ") + "."
                : hints.joined(separator: " "), rule: rule.location,
            speech: .sentence(
                "import.columns",
                [
                    "columns": .list(
                        lost.map { column in
                            .sentence(
                                "import.column",
                                [
                                    "header": .text(column.header),
                                    "field": .field(object.fields[column.slot], of: object),
                                ])
                        }), "import": .text(rule.name),
                ]))
    }

    static func columnsTwice(_ names: [String]) -> TidegateError {
        TidegateError(
            .invalid, "import.columns",
            "The heading names " + names.sorted().joined(separator: ", ") + " more than once.",
            hint: "Give each column a name of its own.",
            speech: .sentence(
                "import.columns_twice", ["columns": .list(names.sorted().map(Speech.text))]))
    }

    static func keyNotUnique(_ key: [String], _ object: Object, _ count: Int) -> Refusal {
        Refusal(
            TidegateError(
                .rejected, "import.key",
                "\(count) records of \(object.label) have this \(key.joined(separator: " and ")); "
                    + "the key must name one",
                speech: .sentence(
                    "import.key",
                    [
                        "count": .number(count), "object": .object(object),
                        "fields": .list(key.map { .term(.field(object.name, $0)) }),
                    ])))
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

    static func notAName(_ field: Field, _ object: Object) -> TidegateError {
        TidegateError(
            .invalid, "import.match",
            "\(object.label).\(field.name) is no text, so it has no name to compare.",
            hint: "Match it exactly: leave out the ~.",
            speech: .sentence("import.match", ["field": .field(field, of: object)]))
    }

    static func matchNotRead(_ field: String, _ rule: Import) -> TidegateError {
        TidegateError(
            .invalid, "import.match_not_read",
            "Import \"\(rule.name)\" reads nothing into \(field), so rows cannot be matched by it.",
            hint: "It reads " + rule.columns.map(\.header).joined(separator: ", ") + ".",
            speech: .sentence("import.match_not_read", ["field": .term(.field(rule.object, field))])
        )
    }

    static func empty() -> TidegateError {
        TidegateError(
            .invalid, "import.empty", "The file is empty; its first row must name the columns.",
            speech: .sentence("import.empty"))
    }

    static func noSheets() -> TidegateError {
        TidegateError(
            .invalid, "import.no_sheets", "Only a workbook (.xlsx) has sheets.",
            hint: "Leave the sheet out.", speech: .sentence("import.no_sheets"))
    }

    static func tooManyNames() -> TidegateError {
        TidegateError(
            .invalid, "import.too_many_names",
            "The lines have more than \(ImportLimits.columns) different names.",
            hint: "Put the values themselves on each line, not what they are found by.",
            speech: .sentence(
                "import.too_many_names", ["limit": .number(ImportLimits.columns)]))
    }

    static func lineTooLong(_ number: Int) -> TidegateError {
        TidegateError(
            .invalid, "import.line_too_long",
            "Line \(number) is longer than \(ImportLimits.cellBytes) bytes.",
            speech: .sentence(
                "import.line_too_long",
                ["n": .number(number), "limit": .number(ImportLimits.cellBytes)]))
    }

    /// - Parameter complaint: `nil` for JSON that is no object.
    static func notAnObject(_ number: Int, _ complaint: String?) -> TidegateError {
        TidegateError(
            .invalid, "import.not_object",
            "Line \(number) is no JSON object" + (complaint.map { ": \($0)." } ?? "."),
            hint: "JSON Lines have one object a line: {\"name\": \"Acme\"}.",
            speech: .sentence("import.not_object", ["n": .number(number)]))
    }

    static func noRecord(_ text: String, _ object: Object, row: Int) -> ImportProblem {
        ImportProblem(
            row: row, column: MatchKey.id.fields.first, value: text,
            reason: "names no \(object.label) that is there", code: "import.no_record",
            speech: .sentence("import.no_record", ["object": .object(object)]))
    }

    static func tooLarge() -> TidegateError {
        TidegateError(
            .invalid, "import.too_large",
            "The file is larger than \(ImportLimits.fileBytes >> 20) MiB; split it.",
            speech: .sentence(
                "import.too_large", ["limit": .number(ImportLimits.fileBytes >> 20)]))
    }

    static func notText() -> TidegateError {
        TidegateError(
            .invalid, "import.not_text",
            "The file is not text with columns; save it as CSV in UTF-8.",
            speech: .sentence("import.not_text"))
    }

    static func otherEncoding(_ encoding: CSVEncoding, row: Int) -> TidegateError {
        TidegateError(
            .invalid, "import.encoding",
            "The file is not UTF-8 (row \(row) looks like \(encoding.rawValue)); "
                + "save it in Excel as \"CSV UTF-8\".",
            speech: .sentence(
                "import.encoding",
                ["encoding": .text(encoding.rawValue), "row": .number(row)]))
    }

    static func heading(_ problem: CSVReader.Problem) -> TidegateError {
        TidegateError(
            .invalid, "import.heading", "The heading cannot be read: \(words(problem)).",
            speech: .sentence("import.heading", ["what": speech(problem)]))
    }

    static func notAllowed(_ actor: Actor) -> TidegateError {
        TidegateError(
            .forbidden, "import.forbidden", "\(actor.name) may not import records.",
            hint: "A role with the permission import_records may.",
            speech: .sentence("import.forbidden", ["actor": .text(actor.name)]))
    }

    static func noRun(_ id: RecordID) -> TidegateError {
        TidegateError(
            .notFound, "import.no_run", "There is no import \(id).",
            hint: "tidegate import list shows those that are there.",
            speech: .sentence("import.no_run", ["id": .text(id.description)]))
    }

    static func doneBefore(_ run: Record) -> TidegateError {
        let time = run["done_at"].moment?.description ?? ""
        let rows = Int(run["rows"].integer ?? 0)
        return TidegateError(
            .conflict, "import.done_before",
            "This file was imported before: \(rows) rows at \(time), by import \(run.id).",
            hint: "To load it once more, say so (--again); to take it back, tidegate import undo "
                + "\(run.id).",
            speech: .sentence(
                "import.done_before", ["rows": .number(rows), "id": .text(run.id.description)]))
    }

    static func takenBack() -> TidegateError {
        TidegateError(
            .conflict, "import.undone",
            "This import was taken back meanwhile; nothing more of the file is loaded.",
            hint: "Load the file once more to begin anew.", speech: .sentence("import.undone"))
    }

    static func undoneBefore(_ run: Record) -> TidegateError {
        TidegateError(
            .conflict, "import.undone_before", "Import \(run.id) was taken back already.",
            speech: .sentence("import.undone_before"))
    }

    static let changedCode = "import.changed"

    static func changed(_ slots: [Int], _ object: Object) -> TidegateError {
        let names = slots.map { object.fields[$0].name }
        return TidegateError(
            .conflict, changedCode, "was changed since: \(names.joined(separator: ", "))",
            speech: .sentence(
                "import.changed",
                ["fields": .list(names.map { .term(.field(object.name, $0)) })]))
    }

    /// - Parameter kept: what was changed since.
    static func changedSince(_ run: RecordID, _ kept: [ImportKept]) -> TidegateError {
        TidegateError(
            .rejected, "import.changed_since",
            "\(kept.count) records of import \(run) were changed since; nothing was taken back.",
            reasons: kept.prefix(ImportLimits.changedSinceReasons).map { one in
                Reason(
                    code: one.code, message: "row \(one.row): \(one.place) \(one.reason)",
                    speech: one.speech)
            },
            hint: "Take back the rest and leave these as they are with --force.",
            speech: .sentence("import.changed_since", ["count": .number(kept.count)]))
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

    static func speech(_ problem: CSVReader.Problem) -> Speech {
        switch problem {
        case .quoteInCell(let column):
            .sentence("import.quote_in_cell", ["n": .number(column + 1)])
        case .textAfterQuote(let column):
            .sentence("import.text_after_quote", ["n": .number(column + 1)])
        case .unclosedQuote(let column):
            .sentence("import.unclosed_quote", ["n": .number(column + 1)])
        case .tooManyCells:
            .sentence("import.too_many_cells", ["limit": .number(ImportLimits.columns)])
        case .cellTooLong(let column):
            .sentence(
                "import.cell_too_long",
                ["n": .number(column + 1), "limit": .number(ImportLimits.cellBytes)])
        }
    }
}
