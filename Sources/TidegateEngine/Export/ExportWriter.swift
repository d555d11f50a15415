import TidegateModel

/// Turns records into the bytes of a file, row by row.
protocol ExportWriter {
    mutating func begin(_ columns: [ExportColumns.Column], into bytes: inout [UInt8]) throws
    mutating func write(_ record: Record, _ row: inout ExportRow, into bytes: inout [UInt8]) throws
    mutating func end(into bytes: inout [UInt8]) throws
}

/// Comma-separated values. Source: RFC 4180.
///
/// Each cell is what the field reads back, to the last character. A text that begins with `=`, which a
/// spreadsheet may take for a formula, is no exception: see decision 0021.
struct CSVWriter: ExportWriter {
    let isMarked: Bool

    func begin(_ columns: [ExportColumns.Column], into bytes: inout [UInt8]) {
        if isMarked { bytes += [0xef, 0xbb, 0xbf] }
        for (index, column) in columns.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            Self.append(column.header, to: &bytes)
        }
        Self.endLine(&bytes)
    }

    mutating func write(
        _ record: Record, _ row: inout ExportRow, into bytes: inout [UInt8]
    ) throws {
        let columns = row.columns
        let start = bytes.count
        for (index, column) in columns.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            let (field, value) = try row.value(of: column, record)
            Self.append(field?.type.behavior.typed(value) ?? value.written, to: &bytes)
        }
        // An empty line would be no row.
        if bytes.count == start { bytes += [UInt8(ascii: "\""), UInt8(ascii: "\"")] }
        Self.endLine(&bytes)
    }

    func end(into bytes: inout [UInt8]) {}

    static func append(_ text: String, to bytes: inout [UInt8]) {
        var text = text
        text.withUTF8 { append(utf8: $0, to: &bytes) }
    }

    static func append(utf8: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
        let isBare = utf8.allSatisfy { byte in
            byte != UInt8(ascii: ",") && byte != UInt8(ascii: "\"") && byte != 0x0a && byte != 0x0d
        }
        guard !isBare else {
            bytes.append(contentsOf: utf8)
            return
        }
        bytes.append(UInt8(ascii: "\""))
        for byte in utf8 {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    static func endLine(_ bytes: inout [UInt8]) { bytes += [0x0d, 0x0a] }
}

/// One JSON object a line, each with all columns. Source: jsonlines.org.
struct JSONLinesWriter: ExportWriter {
    func begin(_ columns: [ExportColumns.Column], into bytes: inout [UInt8]) {}

    mutating func write(
        _ record: Record, _ row: inout ExportRow, into bytes: inout [UInt8]
    ) throws {
        var json = JSONWriter(reserving: 512)
        let columns = row.columns
        try json.object { json in
            for column in columns {
                json.key(column.header)
                if case .field(let slot) = column.content {
                    // JSON that is a text is written as a text of JSON: read back, a text is what it says.
                    if let text = record[slot].json, text.hasPrefix("\"") {
                        json.string(text)
                    } else {
                        json.slot(slot, of: record)
                    }
                } else {
                    json.value(try row.value(of: column, record).value)
                }
            }
        }
        bytes += json.bytes
        bytes.append(0x0a)
    }

    func end(into bytes: inout [UInt8]) {}
}

extension Value {
    /// Of what is no field.
    var written: String { isMissing ? "" : description }
}
