import TidegateModel

/// A workbook with one sheet, written row by row.
///
/// A text is always a text: what begins with `=` is never taken for a formula. Numbers of up to fifteen digits
/// and dates are such to a spreadsheet; longer ones are texts, because it would drop their digits.
struct WorkbookWriter: ExportWriter {
    private var zip = ZipWriter()
    private var rows = 0
    private let sheet: String
    /// What of the sheet is not packed yet.
    private var pending: [UInt8] = []
    private let names: [[UInt8]]

    init(sheet: String) {
        self.sheet = String(sheet.prefix(WorkbookLimits.sheetNameCharacters))
        names = (0..<ImportLimits.columns).map { CellName.column($0) }
    }

    mutating func begin(_ columns: [ExportColumns.Column], into bytes: inout [UInt8]) throws {
        for part in WorkbookParts.fixed(sheet: sheet) {
            zip.begin(part.path, into: &bytes)
            try add(Array(part.text.utf8), into: &bytes)
            try check(zip.end(into: &bytes))
        }
        zip.begin(WorkbookParts.sheetPath, into: &bytes)
        append(WorkbookParts.declaration)
        append(
            "<worksheet xmlns=\"\(WorkbookParts.main)\"><sheetViews><sheetView workbookViewId=\"0\">"
        )
        append("<pane ySplit=\"1\" topLeftCell=\"A2\" state=\"frozen\"/></sheetView></sheetViews>")
        append("<sheetData>")
        openRow()
        for (index, column) in columns.enumerated() {
            text(column.header, at: index, style: WorkbookParts.headingStyle)
        }
        append("</row>")
    }

    mutating func write(
        _ record: Record, _ row: inout ExportRow, into bytes: inout [UInt8]
    ) throws {
        guard rows < WorkbookLimits.rows else {
            throw ExportSentences.tooManyRows(WorkbookLimits.rows)
        }
        openRow()
        let columns = row.columns
        for (index, column) in columns.enumerated() {
            let (field, value) = try row.value(of: column, record)
            guard !value.isMissing else { continue }
            let typed = field?.type.behavior.typed(value) ?? value.written
            if !cell(value, typed, at: index) {
                throw ExportSentences.cellTooLong(
                    column.header, record.id, WorkbookLimits.cellCharacters)
            }
        }
        append("</row>")
        if pending.count >= ExportLimits.chunkBytes { try pack(into: &bytes) }
    }

    mutating func end(into bytes: inout [UInt8]) throws {
        append("</sheetData></worksheet>")
        try pack(into: &bytes)
        try check(zip.end(into: &bytes))
        zip.finish(into: &bytes)
    }

    // MARK: Cells

    /// - Returns: `false` for a text that is too long for a cell.
    private mutating func cell(_ value: Value, _ typed: String, at column: Int) -> Bool {
        switch value {
        case .none: break
        case .bool(let flag):
            open(column, " t=\"b\"")
            append(flag ? "<v>1</v></c>" : "<v>0</v></c>")
        case .integer, .decimal:
            if typed.utf8.count(where: { (0x30...0x39).contains($0) }) <= WorkbookLimits.exactDigits
            {
                number(typed, at: column, style: 0)
            } else {
                text(typed, at: column, style: 0)
            }
        case .date(let day):
            if let serial = SerialDate.serial(day) {
                number("\(serial)", at: column, style: WorkbookParts.dateStyle)
            } else {
                text(typed, at: column, style: 0)
            }
        case .datetime(let instant):
            if let serial = SerialDate.serial(instant.day) {
                let rest = instant.milliseconds - Instant(instant.day).milliseconds
                let moment = Double(serial) + Double(rest) / 86_400_000
                number("\(moment)", at: column, style: WorkbookParts.datetimeStyle)
            } else {
                text(typed, at: column, style: 0)
            }
        case .text, .duration, .reference, .json:
            guard typed.utf16.count <= WorkbookLimits.cellCharacters else { return false }
            text(typed, at: column, style: 0)
        }
        return true
    }

    private mutating func openRow() {
        rows += 1
        append("<row r=\"\(rows)\">")
    }

    private mutating func open(_ column: Int, _ attributes: String) {
        append("<c r=\"")
        pending += names[column]
        append("\(rows)\"")
        append(attributes)
        append(">")
    }

    private mutating func number(_ text: String, at column: Int, style: Int) {
        open(column, style == 0 ? "" : " s=\"\(style)\"")
        append("<v>")
        append(text)
        append("</v></c>")
    }

    private mutating func text(_ text: String, at column: Int, style: Int) {
        open(column, style == 0 ? " t=\"inlineStr\"" : " t=\"inlineStr\" s=\"\(style)\"")
        append("<is><t xml:space=\"preserve\">")
        WorkbookText.append(text, to: &pending)
        append("</t></is></c>")
    }

    private mutating func append(_ text: String) { pending += Array(text.utf8) }

    // MARK: Packing

    private mutating func pack(into bytes: inout [UInt8]) throws {
        try add(pending, into: &bytes)
        pending.removeAll(keepingCapacity: true)
    }

    private mutating func add(_ part: [UInt8], into bytes: inout [UInt8]) throws {
        try check(part.withUnsafeBufferPointer { zip.add($0, into: &bytes) })
        guard !zip.isTooLarge else { throw ExportSentences.tooLarge() }
    }

    private func check(_ isDone: Bool) throws {
        guard isDone else { throw ExportSentences.noMemory() }
    }
}

/// `C12`: a column in letters and a row in digits.
enum CellName {
    static func column(_ index: Int) -> [UInt8] {
        var rest = index
        var letters: [UInt8] = []
        repeat {
            letters.append(UInt8(ascii: "A") + UInt8(rest % 26))
            rest = rest / 26 - 1
        } while rest >= 0
        return letters.reversed()
    }

    /// The column that a name begins with, from 0; `nil` when it begins with none.
    static func column(of name: String) -> Int? {
        var column = 0
        var count = 0
        for letter in name.utf8 {
            guard (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(letter) else { break }
            column = column * 26 + Int(letter - UInt8(ascii: "A")) + 1
            count += 1
            guard count <= 3 else { return nil }
        }
        return count == 0 ? nil : column - 1
    }
}

/// Texts as a workbook's XML holds them. What XML cannot hold is `_xHHHH_`.
///
/// Source: ECMA-376, part 1, 22.4.2.4 (ST_Xstring).
enum WorkbookText {
    static func append(_ text: String, to bytes: inout [UInt8]) {
        var rest = text.unicodeScalars[...]
        while let scalar = rest.first {
            switch scalar {
            case "&": bytes += Array("&amp;".utf8)
            case "<": bytes += Array("&lt;".utf8)
            case ">": bytes += Array("&gt;".utf8)
            case "_" where code(at: rest) != nil: bytes += Array("_x005F_".utf8)
            case "\t", "\n": bytes.append(UInt8(scalar.value))
            case let scalar where scalar.value < 0x20 || (0xfffe...0xffff).contains(scalar.value):
                let digits = String(scalar.value, radix: 16, uppercase: true)
                bytes += Array(
                    "_x\(String(repeating: "0", count: 4 - digits.count))\(digits)_".utf8)
            default:
                bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
            rest.removeFirst()
        }
    }

    /// The text with each `_xHHHH_` as the character it stands for.
    static func read(_ text: String) -> String {
        guard text.contains("_x") else { return text }
        var read = String.UnicodeScalarView()
        var rest = text.unicodeScalars[...]
        while let scalar = rest.first {
            if scalar == "_", let code = code(at: rest), let meant = Unicode.Scalar(code) {
                read.append(meant)
                rest.removeFirst(7)
            } else {
                read.append(scalar)
                rest.removeFirst()
            }
        }
        return String(read)
    }

    private static func code(at rest: Substring.UnicodeScalarView) -> UInt32? {
        let part = Array(rest.prefix(7))
        guard part.count == 7, part[1] == "x", part[6] == "_" else { return nil }
        let digits = part[2..<6]
        guard digits.allSatisfy(\.properties.isASCIIHexDigit) else { return nil }
        return UInt32(String(String.UnicodeScalarView(digits)), radix: 16)
    }
}
