/// Writes HTML into a run of bytes, for what is written often: rows of a table, links of the
/// sidebar. Everything that is not a tag goes through ``text(_:)`` or ``attribute(_:_:)``.
///
///     var html = HTMLWriter()
///     html.raw("<td>")
///     html.text(record["name"].description)
///     html.raw("</td>")
struct HTMLWriter {
    private(set) var bytes: [UInt8] = []

    init(capacity: Int = 1024) { bytes.reserveCapacity(capacity) }

    var string: String { String(decoding: bytes, as: UTF8.self) }

    /// A piece of HTML that stands in the source; a value never comes this way.
    mutating func raw(_ html: StaticString) {
        html.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    /// HTML that another writer made.
    mutating func html(_ made: String) { bytes.append(contentsOf: made.utf8) }

    mutating func text(_ text: String) {
        var text = text
        text.withUTF8 { escape($0) }
    }

    /// ` name="value"`.
    mutating func attribute(_ name: StaticString, _ value: String) {
        bytes.append(UInt8(ascii: " "))
        raw(name)
        raw("=\"")
        text(value)
        bytes.append(UInt8(ascii: "\""))
    }

    /// The five characters that mean something in HTML. Source: HTML, 13.3.
    private mutating func escape(_ text: UnsafeBufferPointer<UInt8>) {
        for byte in text {
            switch byte {
            case UInt8(ascii: "&"): raw("&amp;")
            case UInt8(ascii: "<"): raw("&lt;")
            case UInt8(ascii: ">"): raw("&gt;")
            case UInt8(ascii: "\""): raw("&quot;")
            case UInt8(ascii: "'"): raw("&#39;")
            case let byte: bytes.append(byte)
            }
        }
    }
}
