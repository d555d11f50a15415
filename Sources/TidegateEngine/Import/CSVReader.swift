/// Reads comma-separated values, byte by byte and without repair.
///
/// Source: RFC 4180; lines may end with LF alone, a UTF-8 byte order mark is passed over. A quote in
/// the middle of a bare cell, text after a closing quote, and a quote that never closes are
/// problems of that row; reading goes on with the next line, or ends where nothing is left.
///
///     var reader = CSVReader(bytes)
///     while let row = reader.next() { row.cells[0].text }
struct CSVReader {
    struct Row {
        /// As a spreadsheet counts: the heading is row 1.
        let number: Int
        let cells: [Cell]
        /// The row as it stands in the file, without its line end.
        let raw: ArraySlice<UInt8>
        let problem: Problem?
    }

    struct Cell {
        let bytes: ArraySlice<UInt8>

        var text: String { String(decoding: bytes, as: UTF8.self) }
    }

    enum Problem: Hashable {
        case quoteInCell(column: Int)
        case textAfterQuote(column: Int)
        case unclosedQuote(column: Int)
        case tooManyCells
        case cellTooLong(column: Int)
    }

    private let bytes: [UInt8]
    private(set) var position: Int
    /// Of the row that was read last.
    private(set) var number = 0

    var byteCount: Int { bytes.count }

    /// - Parameter rowsBefore: counted before the first row.
    init(_ bytes: [UInt8], rowsBefore: Int = 0) {
        self.bytes = bytes
        number = rowsBefore
        position = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
    }

    /// Goes on behind a row of this number, as if everything up to there had been read.
    mutating func skip(to position: Int, number: Int) {
        self.position = min(max(self.position, position), bytes.count)
        self.number = number
    }

    /// The bytes of a row, as they stand in the file; nothing where there are none.
    func raw(_ row: Range<Int>) -> ArraySlice<UInt8> { bytes[row.clamped(to: bytes.indices)] }

    /// Empty lines are passed over, but counted.
    mutating func next() -> Row? {
        while position < bytes.count {
            number += 1
            let start = position
            if let end = lineEnd(at: position) {
                position = end
                continue
            }
            var cells: [Cell] = []
            cells.reserveCapacity(width)
            let (rowEnd, problem) = readCells(into: &cells)
            width = max(width, cells.count)
            return Row(number: number, cells: cells, raw: bytes[start..<rowEnd], problem: problem)
        }
        return nil
    }

    private var width = 8

    private mutating func readCells(into cells: inout [Cell]) -> (end: Int, problem: Problem?) {
        var problem: Problem?
        while true {
            if cells.count >= ImportLimits.columns { problem = problem ?? .tooManyCells }
            let cell = readCell(column: cells.count, &problem)
            if cell.bytes.count > ImportLimits.cellBytes {
                problem = problem ?? .cellTooLong(column: cells.count)
            }
            if cells.count < ImportLimits.columns { cells.append(cell) }
            guard position < bytes.count else { return (position, problem) }
            if bytes[position] == UInt8(ascii: ",") {
                position += 1
                continue
            }
            let end = position
            position = lineEnd(at: position) ?? position
            return (end, problem)
        }
    }

    /// Leaves `position` at the comma or line end behind the cell.
    private mutating func readCell(column: Int, _ problem: inout Problem?) -> Cell {
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
            return Cell(bytes: bareCell(column, &problem))
        }
        return quotedCell(column, &problem)
    }

    private mutating func bareCell(_ column: Int, _ problem: inout Problem?) -> ArraySlice<UInt8> {
        let start = position
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: ",") || lineEnd(at: position) != nil { break }
            if byte == UInt8(ascii: "\"") { problem = problem ?? .quoteInCell(column: column) }
            position += 1
        }
        return bytes[start..<position]
    }

    private mutating func quotedCell(_ column: Int, _ problem: inout Problem?) -> Cell {
        position += 1
        let start = position
        var unescaped: [UInt8] = []
        var runStart = start
        while position < bytes.count {
            guard bytes[position] == UInt8(ascii: "\"") else {
                position += 1
                continue
            }
            if position + 1 < bytes.count, bytes[position + 1] == UInt8(ascii: "\"") {
                unescaped += bytes[runStart...position]
                position += 2
                runStart = position
                continue
            }
            let content =
                unescaped.isEmpty
                ? bytes[start..<position] : (unescaped + bytes[runStart..<position])[...]
            position += 1
            if position < bytes.count, bytes[position] != UInt8(ascii: ","),
                lineEnd(at: position) == nil
            {
                problem = problem ?? .textAfterQuote(column: column)
                _ = bareCell(column, &problem)
            }
            return Cell(bytes: content)
        }
        problem = problem ?? .unclosedQuote(column: column)
        return Cell(bytes: bytes[start...])
    }

    /// The position behind the line end that begins here, if one does.
    private func lineEnd(at index: Int) -> Int? {
        switch bytes[index] {
        case 0x0a: index + 1
        case 0x0d: index + 1 < bytes.count && bytes[index + 1] == 0x0a ? index + 2 : nil
        default: nil
        }
    }
}

/// Every bound of an import, by name.
public enum ImportLimits {
    public static let fileBytes = 1 << 30
    /// What a workbook may unpack to, however small it is; a large one to a hundred times its size.
    static let workbookBytes = 256 << 20
    public static let columns = 500
    public static let cellBytes = 1 << 20
    /// Rows that share one commit.
    static let batchRows = 2000
    /// A batch ends sooner when its rows are slow, because others wait for the writer.
    static let batchMilliseconds: Int64 = 200
    /// How often a batch waits for another program before the import gives up.
    static let busyAttempts = 12
    /// What was asked for, as it is kept with an import.
    static let optionCharacters = 4000
    static let fileNameCharacters = 300
    /// Records changed since that a refusal to take an import back names, and its changes that are looked at together when it is taken back.
    static let changedSinceReasons = 20
    static let undoChanges = 200
    /// Refused rows a report holds; the rest is counted.
    public static let reportedRows = 10_000
}
