/// Reads the XML of a workbook's parts, piece by piece: elements, their attributes and texts.
///
/// Source: Extensible Markup Language 1.0, fifth edition; of it, what parts of packages may use (ECMA-376, part 2, 6.2.5:
/// UTF-8 and no document type). Entities that a document declares itself are how a small file becomes a large one;
/// a document type is refused.
struct XMLReader {
    enum Event: Hashable {
        /// A name without its prefix.
        case start(String, attributes: [String: String])
        case end(String)
        case text(String)
    }

    /// Of a tag with its attributes, or of a text between two tags.
    private static let tokenBytes = 1 << 20
    private static let depth = 64

    private let part: String
    private let more: () throws(WorkbookProblem) -> [UInt8]?
    private var buffer: [UInt8] = []
    private var position = 0
    private var hasMore = true
    private var open: [String] = []
    /// Of `<a/>`, whose end comes next.
    private var closing: String?

    init(_ part: String, _ more: @escaping () throws(WorkbookProblem) -> [UInt8]?) {
        self.part = part
        self.more = more
    }

    /// `nil` behind the last element.
    mutating func next() throws(WorkbookProblem) -> Event? {
        if let name = closing {
            closing = nil
            return .end(name)
        }
        while true {
            guard try fill(1) else {
                guard open.isEmpty else { throw broken("it ends inside <\(open.last ?? "")>") }
                return nil
            }
            if buffer[position] != UInt8(ascii: "<") {
                let bytes = try taken(until: Array("<".utf8), orEnd: true)
                guard !open.isEmpty else { continue }
                return .text(try text(bytes))
            }
            if try starts(with: "<?") {
                _ = try taken(until: Array("?>".utf8))
                position += 2
            } else if try starts(with: "<!--") {
                _ = try taken(until: Array("-->".utf8))
                position += 3
            } else if try starts(with: "<![CDATA[") {
                let bytes = try taken(until: Array("]]>".utf8)).dropFirst(9)
                position += 3
                guard let text = String(validating: bytes, as: UTF8.self) else {
                    throw broken("it is not UTF-8")
                }
                return .text(text)
            } else if try starts(with: "<!") {
                throw .declaresEntities(part)
            } else {
                return try tag()
            }
        }
    }

    // MARK: Tags

    private mutating func tag() throws(WorkbookProblem) -> Event {
        var bytes = Array(try taken(untilTagEnd: ()).dropFirst())
        position += 1
        if bytes.first == UInt8(ascii: "/") {
            let name = try name(bytes.dropFirst())
            guard open.popLast() == name else { throw broken("</\(name)> closes another element") }
            return .end(name)
        }
        let isEmpty = bytes.last == UInt8(ascii: "/")
        if isEmpty { bytes.removeLast() }
        let nameEnd = bytes.firstIndex(where: Self.isSpace) ?? bytes.endIndex
        let name = try name(bytes[..<nameEnd])
        let attributes = try attributes(bytes[nameEnd...])
        if isEmpty {
            closing = name
        } else {
            open.append(name)
            guard open.count <= Self.depth else { throw broken("it is nested too deeply") }
        }
        return .start(name, attributes: attributes)
    }

    private func name(_ bytes: ArraySlice<UInt8>) throws(WorkbookProblem) -> String {
        let full = bytes.prefix { !Self.isSpace($0) }
        let local = full.lastIndex(of: UInt8(ascii: ":")).map { full[($0 + 1)...] } ?? full
        guard let name = String(validating: local, as: UTF8.self), !name.isEmpty else {
            throw broken("a tag has no name")
        }
        return name
    }

    private func attributes(
        _ bytes: ArraySlice<UInt8>
    ) throws(WorkbookProblem) -> [String: String] {
        var attributes: [String: String] = [:]
        var rest = bytes.drop(while: Self.isSpace)
        while !rest.isEmpty {
            guard let equals = rest.firstIndex(of: UInt8(ascii: "=")) else {
                throw broken("an attribute has no value")
            }
            let name = try name(rest[..<equals].drop(while: Self.isSpace))
            let value = rest[(equals + 1)...].drop(while: Self.isSpace)
            guard let quote = value.first, quote == 0x22 || quote == 0x27,
                let end = value.dropFirst().firstIndex(of: quote)
            else { throw broken("an attribute has no quotes") }
            attributes[name] = try text(value[(value.startIndex + 1)..<end])
            rest = value[(end + 1)...].drop(while: Self.isSpace)
        }
        return attributes
    }

    // MARK: Texts

    private func text(_ bytes: ArraySlice<UInt8>) throws(WorkbookProblem) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw broken("it is not UTF-8")
        }
        guard bytes.contains(UInt8(ascii: "&")) else { return text }
        var read = ""
        var rest = text[...]
        while let start = rest.firstIndex(of: "&") {
            read += rest[..<start]
            guard let end = rest[start...].firstIndex(of: ";"),
                let character = Self.character(rest[rest.index(after: start)..<end])
            else { throw broken("it has an entity that it does not know") }
            read.unicodeScalars.append(character)
            rest = rest[rest.index(after: end)...]
        }
        return read + rest
    }

    private static func character(_ name: Substring) -> Unicode.Scalar? {
        switch name {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        default:
            guard name.first == "#", name.utf8.count <= 10 else { return nil }
            let digits = name.dropFirst()
            let code =
                digits.first == "x" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
            return code.flatMap { $0 == 0 ? nil : Unicode.Scalar($0) }
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09
    }

    // MARK: The buffer

    /// What stands before the end mark, which is not taken.
    private mutating func taken(
        until mark: [UInt8], orEnd: Bool = false
    ) throws(WorkbookProblem) -> ArraySlice<UInt8> {
        var looked = 0
        while true {
            let start = max(position, position + looked - mark.count)
            if let end = buffer[start...].firstRange(of: mark)?.lowerBound {
                defer { position = end }
                return buffer[position..<end]
            }
            looked = buffer.count - position
            guard looked <= Self.tokenBytes else { throw broken("a tag or text is too long") }
            guard try grow() else {
                guard orEnd else { throw broken("it ends inside a tag") }
                defer { position = buffer.count }
                return buffer[position...]
            }
        }
    }

    /// Up to the `>` that stands in no quotes.
    private mutating func taken(untilTagEnd: Void) throws(WorkbookProblem) -> ArraySlice<UInt8> {
        var quote: UInt8?
        var looked = 0
        while true {
            while position + looked < buffer.count {
                let byte = buffer[position + looked]
                if let open = quote {
                    if byte == open { quote = nil }
                } else if byte == 0x22 || byte == 0x27 {
                    quote = byte
                } else if byte == UInt8(ascii: ">") {
                    let end = position + looked
                    defer { position = end }
                    return buffer[position..<end]
                }
                looked += 1
            }
            guard looked <= Self.tokenBytes else { throw broken("a tag or text is too long") }
            guard try grow() else { throw broken("it ends inside a tag") }
        }
    }

    private mutating func starts(with text: StaticString) throws(WorkbookProblem) -> Bool {
        guard try fill(text.utf8CodeUnitCount) else { return false }
        let wanted = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        return buffer[position...].starts(with: wanted)
    }

    /// Whether there are so many bytes.
    private mutating func fill(_ count: Int) throws(WorkbookProblem) -> Bool {
        while buffer.count - position < count {
            guard try grow() else { return false }
        }
        return true
    }

    private mutating func grow() throws(WorkbookProblem) -> Bool {
        guard hasMore else { return false }
        guard let piece = try more() else {
            hasMore = false
            return false
        }
        if position > 0 {
            buffer.removeSubrange(..<position)
            position = 0
        }
        buffer += piece
        return true
    }

    private func broken(_ what: String) -> WorkbookProblem { .badXML(what, part: part) }
}
