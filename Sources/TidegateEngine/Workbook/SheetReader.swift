import TidegateModel

/// The cells of a sheet as comma-separated values: an import of a workbook is from there on one of a file.
///
/// A row keeps its number: where the sheet has an empty row, an empty line stands.
struct SheetReader {
    private let workbook: Workbook
    private let sheet: Workbook.Sheet
    private(set) var csv: [UInt8] = []
    /// Lines written so far, and cells of the heading; `nil` before it.
    private var lines = 0
    private var width: Int?

    /// - Throws: ``WorkbookProblem``.
    init(_ workbook: Workbook, _ sheet: Workbook.Sheet) throws(WorkbookProblem) {
        self.workbook = workbook
        self.sheet = sheet
        var reader = try workbook.reader(of: sheet)
        var (row, column) = (0, -1)
        var cells: [String] = []
        while let event = try reader.next() {
            switch event {
            case .start("row", let attributes):
                let number = attributes["r"].map { Int($0) ?? 0 } ?? row + 1
                guard number > row, number <= WorkbookLimits.rows else {
                    throw .badCell("stands out of its order", sheet: sheet.name, cell: "A\(number)")
                }
                (row, column, cells) = (number, -1, [])
            case .start("c", let attributes):
                let next = attributes["r"].flatMap { CellName.column(of: $0) } ?? column + 1
                guard next > column, next < ImportLimits.columns else {
                    let cell = attributes["r"] ?? "of row \(row)"
                    throw .badCell(
                        "stands out of its order, or behind column \(ImportLimits.columns)",
                        sheet: sheet.name, cell: cell)
                }
                column = next
                let text = try cell(attributes, &reader, Self.name(column, row))
                guard !text.isEmpty else { continue }
                while cells.count < column { cells.append("") }
                cells.append(text)
            case .end("row"): try write(cells, row)
            case .start, .end, .text: continue
            }
        }
    }

    private static func name(_ column: Int, _ row: Int) -> String {
        String(decoding: CellName.column(column), as: UTF8.self) + "\(row)"
    }

    // MARK: Cells

    private func cell(
        _ attributes: [String: String], _ reader: inout XMLReader, _ name: String
    ) throws(WorkbookProblem) -> String {
        var (value, isValue, inline) = ("", false, RichText())
        reading: while let event = try reader.next() {
            switch event {
            case .start("v", _): isValue = true
            case .end("v"): isValue = false
            case .text(let part) where isValue: value += part
            case .end("c"): break reading
            case let event: inline.take(event)
            }
        }
        switch attributes["t"] ?? "n" {
        case "s":
            guard let place = Int(value), workbook.texts.indices.contains(place) else {
                throw bad("names a text that is not there", name)
            }
            return workbook.texts[place]
        case "inlineStr": return inline.read
        case "str": return WorkbookText.read(value)
        case "b": return value == "1" ? "true" : value == "0" ? "false" : value
        case "e": throw .errorCell(value, sheet: sheet.name, cell: name)
        case "d": return value
        case "n":
            if value.isEmpty { return "" }
            let style = attributes["s"].flatMap { Int($0) } ?? 0
            return try number(value, workbook.formats.form(style: style), name)
        case let type: throw bad("is of an unknown type \(type)", name)
        }
    }

    private func number(
        _ text: String, _ form: NumberFormats.Form, _ name: String
    ) throws(WorkbookProblem) -> String {
        guard let plain = NumberText.plain(text) else { throw bad("is no number", name) }
        if form == .number { return plain }
        guard let serial = Double(text) else { throw bad("is no number", name) }
        if form == .clock { return Self.clock(serial) }
        guard let instant = SerialDate.instant(serial, is1904: workbook.is1904) else {
            throw bad("holds a day that never was, or beyond the year 9999", name)
        }
        let isWhole = Instant(instant.day) == instant
        return form == .day && isWhole ? instant.day.description : instant.description
    }

    /// Hours, minutes and seconds, also more hours than a day has.
    private static func clock(_ serial: Double) -> String {
        let seconds = Int64((min(max(serial, -1e9), 1e9) * 86_400).rounded())
        let (hours, rest) = (abs(seconds) / 3600, abs(seconds) % 3600)
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return (seconds < 0 ? "-" : "") + "\(two(hours)):\(two(rest / 60)):\(two(rest % 60))"
    }

    private func bad(_ what: String, _ cell: String) -> WorkbookProblem {
        .badCell(what, sheet: sheet.name, cell: cell)
    }

    // MARK: Lines

    private mutating func write(_ cells: [String], _ row: Int) throws(WorkbookProblem) {
        guard !cells.isEmpty else { return }
        while lines < row - 1 {
            csv.append(0x0a)
            lines += 1
        }
        let width = width ?? cells.count
        self.width = width
        for index in 0..<max(width, cells.count) {
            if index > 0 { csv.append(UInt8(ascii: ",")) }
            if index < cells.count { CSVWriter.append(cells[index], to: &csv) }
        }
        csv.append(0x0a)
        lines += 1
        guard csv.count <= ImportLimits.fileBytes else { throw .tooLarge(ImportLimits.fileBytes) }
    }
}
