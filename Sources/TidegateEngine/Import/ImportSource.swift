import TidegateModel

/// A file as an import reads it: comma-separated values, whatever it came as.
///
/// A workbook and JSON Lines become what the same rows would be as CSV, so that going on after an interruption,
/// undoing and handing back refused rows know one format. The rows keep their numbers.
struct ImportSource {
    var csv: [UInt8]
    /// What stands before the first row that is counted: JSON Lines have no heading.
    var rowsBefore = 0
    /// Of a workbook.
    var sheet: String?

    init(_ bytes: [UInt8], _ way: ImportWay) throws {
        switch Self.form(of: bytes, way.file) {
        case .xlsx:
            do throws(WorkbookProblem) {
                let workbook = try Workbook(bytes)
                let sheet = try workbook.sheet(way.sheet)
                csv = try SheetReader(workbook, sheet).csv
                self.sheet = sheet.name
            } catch {
                throw error.error
            }
        case .jsonl:
            csv = try JSONLines.csv(bytes)
            rowsBefore = -1
        case .csv:
            if let (row, encoding) = CSVEncoding.foreign(bytes) {
                throw ImportSentences.otherEncoding(encoding, row: row)
            }
            csv = bytes
        }
        if way.sheet != nil, sheet == nil { throw ImportSentences.noSheets() }
    }

    /// By what the file begins with; a name alone says nothing that is true.
    private static func form(of bytes: [UInt8], _ name: String) -> ExportFormat {
        if bytes.starts(with: [0x50, 0x4b, 3, 4]) || bytes.starts(with: [0xd0, 0xcf, 0x11, 0xe0]) {
            return .xlsx
        }
        let ending = name.lowercased()
        let mark: [UInt8] = [0xef, 0xbb, 0xbf]
        let rest = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...]
        let first = rest.drop { $0 <= 0x20 }.prefix(64)
        let isObject =
            first.first == UInt8(ascii: "{")
            && first.dropFirst().first { $0 > 0x20 }.map {
                $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "}")
            } ?? false
        return isObject || ending.hasSuffix(".jsonl") || ending.hasSuffix(".ndjson") ? .jsonl : .csv
    }
}

/// One JSON object a line: its members are the cells of a row. Source: jsonlines.org.
///
/// The heading is every name there is, in the order in which the names come first. What a line lacks, and null, is an
/// empty cell; lists and objects are the JSON that they are.
enum JSONLines {
    static func csv(_ bytes: [UInt8]) throws -> [UInt8] {
        var names: [String] = []
        var places: [String: Int] = [:]
        try eachObject(bytes) { _, members in
            for member in members ?? [] where places[member.name] == nil {
                places[member.name] = names.count
                names.append(member.name)
                guard names.count <= ImportLimits.columns else {
                    throw ImportSentences.tooManyNames()
                }
            }
        }
        guard !names.isEmpty else { throw ImportSentences.empty() }
        var csv: [UInt8] = []
        csv.reserveCapacity(bytes.count)
        append(names, to: &csv)
        try eachObject(bytes) { _, members in
            // An empty line is no row, and counted.
            guard let members else { return csv.append(0x0a) }
            var cells = [String](repeating: "", count: names.count)
            for member in members {
                if let place = places[member.name] { cells[place] = cell(member.value) }
            }
            append(cells, to: &csv)
        }
        return csv
    }

    private static func append(_ cells: [String], to csv: inout [UInt8]) {
        let start = csv.count
        for (index, cell) in cells.enumerated() {
            if index > 0 { csv.append(UInt8(ascii: ",")) }
            CSVWriter.append(cell, to: &csv)
        }
        if csv.count == start { csv += [UInt8(ascii: "\""), UInt8(ascii: "\"")] }
        csv.append(0x0a)
    }

    private static func cell(_ value: JSON) -> String {
        switch value {
        case .null: ""
        case .bool(let flag): flag ? "true" : "false"
        case .number(let text), .string(let text): text
        case .array, .object: value.canonical
        }
    }

    private static func eachObject(
        _ bytes: [UInt8], _ body: (Int, [JSON.Member]?) throws -> Void
    ) throws {
        var rest = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? bytes[3...] : bytes[...]
        var number = 0
        while !rest.isEmpty {
            number += 1
            let end = rest.firstIndex(of: 0x0a) ?? rest.endIndex
            let line = rest[..<end]
            rest = rest[end...].dropFirst()
            guard line.contains(where: { $0 > 0x20 }) else {
                try body(number, nil)
                continue
            }
            guard line.count <= ImportLimits.cellBytes else {
                throw ImportSentences.lineTooLong(number)
            }
            let json: JSON
            do throws(JSONProblem) {
                json = try JSONReader.read(Array(line), maximumBytes: ImportLimits.cellBytes)
            } catch {
                throw ImportSentences.notAnObject(number, error.complaint)
            }
            guard let members = json.members else {
                throw ImportSentences.notAnObject(number, nil)
            }
            try body(number, members)
        }
    }
}
