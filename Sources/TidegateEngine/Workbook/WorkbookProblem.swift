import TidegateModel

/// Why a workbook is not read.
enum WorkbookProblem: Error, Hashable {
    case notAWorkbook
    /// Also how Excel keeps a workbook with a password, and those of before 2007.
    case encryptedOrOld
    case encrypted(String)
    /// What of the zip format is not read: `zip64`, `method 12`.
    case unsupported(String)
    case damaged(String)
    case missingPart(String)
    /// An entry that lies over another one.
    case overlapping(String)
    /// It would unpack to more than is read.
    case tooLarge(Int)
    /// A part that is no XML; what is wrong and with which part.
    case badXML(String, part: String)
    case declaresEntities(String)
    case noSheet
    case unknownSheet(String, known: [String])
    case errorCell(String, sheet: String, cell: String)
    case badCell(String, sheet: String, cell: String)

    var error: TidegateError {
        TidegateError(
            .invalid, "import.workbook", "The workbook cannot be read: \(words).", hint: hint,
            speech: .sentence("import.workbook", ["what": speech]))
    }

    private var words: String {
        switch self {
        case .notAWorkbook: "it is no workbook of Excel (.xlsx)"
        case .encryptedOrOld: "it has a password, or is of the old format .xls"
        case .encrypted(let part): "its part \(part) is encrypted"
        case .unsupported(let what): "it uses \(what) of the zip format"
        case .damaged(let part): "its part \(part) is damaged"
        case .missingPart(let part): "it has no part \(part)"
        case .overlapping(let part): "its part \(part) lies over another one"
        case .tooLarge(let limit): "it holds more than \(limit >> 20) MiB when unpacked"
        case .badXML(let what, let part): "its part \(part) is no XML: \(what)"
        case .declaresEntities(let part): "its part \(part) declares entities"
        case .noSheet: "it has no sheet with cells"
        case .unknownSheet(let name, _): "it has no sheet \"\(name)\""
        case .errorCell(let value, let sheet, let cell):
            "cell \(cell) of sheet \(sheet) holds the error \(value)"
        case .badCell(let what, let sheet, let cell): "cell \(cell) of sheet \(sheet) \(what)"
        }
    }

    private var hint: String {
        switch self {
        case .notAWorkbook, .encryptedOrOld, .encrypted, .unsupported:
            "Save it in the spreadsheet as .xlsx without a password, or as CSV in UTF-8."
        case .damaged, .missingPart, .overlapping, .badXML, .declaresEntities, .noSheet:
            "Open it in the spreadsheet, save it anew, and try again."
        case .tooLarge: "Split it, or save the sheet as CSV in UTF-8."
        case .unknownSheet(_, let known): "It has " + known.joined(separator: ", ") + "."
        case .errorCell, .badCell: "Mend the cell and save the workbook."
        }
    }

    private var speech: Speech {
        switch self {
        case .notAWorkbook: .sentence("workbook.none")
        case .encryptedOrOld, .encrypted: .sentence("workbook.encrypted")
        case .unsupported(let what): .sentence("workbook.unsupported", ["what": .text(what)])
        case .damaged(let part), .missingPart(let part), .overlapping(let part),
            .badXML(_, let part), .declaresEntities(let part):
            .sentence("workbook.damaged", ["part": .text(part)])
        case .tooLarge(let limit): .sentence("workbook.large", ["limit": .number(limit >> 20)])
        case .noSheet: .sentence("workbook.no_sheet")
        case .unknownSheet(let name, _): .sentence("workbook.unknown", ["sheet": .text(name)])
        case .errorCell(let value, let sheet, let cell):
            .sentence(
                "workbook.error",
                ["value": .text(value), "sheet": .text(sheet), "cell": .text(cell)])
        case .badCell(_, let sheet, let cell):
            .sentence("workbook.cell", ["sheet": .text(sheet), "cell": .text(cell)])
        }
    }
}
