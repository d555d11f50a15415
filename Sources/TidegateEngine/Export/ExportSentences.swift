import TidegateModel

/// What an export says.
enum ExportSentences {
    static func noReference(_ field: Field, _ object: Object) -> TidegateError {
        TidegateError(
            .invalid, "export.no_reference",
            "\(object.label).\(field.name) refers to no one object, so nothing stands behind its point.",
            hint: "Name the field alone.",
            speech: .sentence("export.no_reference", ["field": .field(field, of: object)]))
    }

    static func tooManyRows(_ limit: Int) -> TidegateError {
        TidegateError(
            .invalid, "export.too_many_rows",
            "A sheet of a workbook has \(limit) rows at most.",
            hint: "Narrow the export with a condition, or export CSV.",
            speech: .sentence("export.too_many_rows", ["limit": .number(limit)]))
    }

    static func cellTooLong(_ header: String, _ record: RecordID, _ limit: Int) -> TidegateError {
        TidegateError(
            .invalid, "export.cell_too_long",
            "A cell of a workbook holds \(limit) characters at most; \(header) of \(record) has more.",
            hint: "Leave the field out, or export CSV.",
            speech: .sentence(
                "export.cell_too_long", ["limit": .number(limit), "field": .text(header)]))
    }

    static func tooLarge() -> TidegateError {
        TidegateError(
            .invalid, "export.too_large", "The workbook would be larger than 4 GiB.",
            hint: "Narrow the export with a condition or fewer fields, or export CSV.",
            speech: .sentence("export.too_large"))
    }

    static func noMemory() -> TidegateError {
        TidegateError(
            .unavailable, "export.no_memory", "There is no memory left to pack the workbook.",
            hint: "Try again later, or export CSV.", speech: .sentence("export.no_memory"))
    }
}
