import TidegateEngine
import TidegateModel
import TidegateStore

/// Sizes for people: three digits are enough.
enum ByteText {
    static func of(_ bytes: Int64) -> String {
        let units = [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)] as [(String, Int64)]
        for (name, size) in units where bytes >= size {
            let tenths = bytes * 10 / size
            return tenths < 100 ? "\(tenths / 10).\(tenths % 10) \(name)" : "\(tenths / 10) \(name)"
        }
        return "\(bytes) bytes"
    }
}

extension CopyReport {
    var words: String { "\(ByteText.of(bytes)), \(records) records, \(tail.sequence) changes" }
}

extension JSONWriter {
    mutating func members(of content: CopyReport) {
        member("format", content.format)
        member("bytes", Int(content.bytes))
        member("records", Int(content.records))
        member("changes", Int(content.tail.sequence))
        member("chain", content.tail.description)
    }
}
