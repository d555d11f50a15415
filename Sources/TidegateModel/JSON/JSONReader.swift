/// Why bytes are not JSON that is taken.
public struct JSONProblem: Error, Hashable, Sendable {
    public enum Why: Hashable, Sendable {
        case notUTF8
        case expected(String)
        case endsEarly
        case goesOn
        case badNumber
        case badEscape
        case controlCharacter
        /// No text of a record may hold it: databases end texts there.
        case nullCharacter
        case duplicate(String)
        case tooDeep(Int)
        case tooMany(Int)
        case tooLarge(Int)
    }

    public let why: Why
    /// Bytes before the place.
    public let offset: Int

    /// `a comma or } is expected`
    public var complaint: String {
        switch why {
        case .notUTF8: "the text is not valid UTF-8"
        case .expected(let what): "\(what) is expected"
        case .endsEarly: "the text ends too early"
        case .goesOn: "nothing more is expected"
        case .badNumber: "this is not a number of JSON"
        case .badEscape: "this is not an escape of JSON"
        case .controlCharacter: "a control character has to be escaped"
        case .nullCharacter: "a text cannot hold the character U+0000"
        case .duplicate(let name):
            "the member \"\(name.prefix(JSONLimits.quotedCharacters))\" stands there twice"
        case .tooDeep(let limit): "it is nested deeper than \(limit)"
        case .tooMany(let limit): "it has more than \(limit) values"
        case .tooLarge(let limit): "it has more than \(limit) bytes"
        }
    }
}

/// Bounds of what is read, by name.
public enum JSONLimits {
    public static let bytes = 1 << 20
    public static let depth = 32
    /// Values in all, members' included.
    public static let values = 20_000
    public static let quotedCharacters = 40
}

/// A strict reader of JSON: RFC 8259, UTF-8, no member twice, nothing after the value, and bounds
/// on depth, count and size, so that no body costs more than its bytes.
///
///     let body = try JSONReader.read(Array(#"{"amount": 80000.10}"#.utf8))
///     body["amount"]   // .number("80000.10")
public struct JSONReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let depthLimit: Int
    private let valueLimit: Int
    private let takesNullCharacter: Bool
    private var index = 0
    private var depth = 0
    private var values = 0

    public static func read(
        _ bytes: [UInt8], maximumBytes: Int = JSONLimits.bytes, depth: Int = JSONLimits.depth,
        values: Int = JSONLimits.values
    ) throws(JSONProblem) -> JSON {
        try read(bytes, maximumBytes, depth, values, takesNullCharacter: false)
    }

    /// Reads back what ``JSONWriter`` wrote, however long it is. The writer takes every text, so
    /// this takes U+0000, too: what is kept has to stay readable.
    public static func read(written bytes: [UInt8]) throws(JSONProblem) -> JSON {
        try read(bytes, .max, JSONLimits.depth, .max, takesNullCharacter: true)
    }

    private static func read(
        _ bytes: [UInt8], _ maximumBytes: Int, _ depth: Int, _ values: Int,
        takesNullCharacter: Bool
    ) throws(JSONProblem) -> JSON {
        guard bytes.count <= maximumBytes else {
            throw JSONProblem(why: .tooLarge(maximumBytes), offset: maximumBytes)
        }
        let result = bytes.withUnsafeBufferPointer { buffer -> Result<JSON, JSONProblem> in
            var reader = JSONReader(buffer, depth, values, takesNullCharacter)
            do throws(JSONProblem) { return .success(try reader.document()) } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private init(
        _ bytes: UnsafeBufferPointer<UInt8>, _ depth: Int, _ values: Int,
        _ takesNullCharacter: Bool
    ) {
        self.bytes = bytes
        self.takesNullCharacter = takesNullCharacter
        depthLimit = depth
        valueLimit = values
    }

    private mutating func document() throws(JSONProblem) -> JSON {
        skipSpace()
        let value = try value()
        skipSpace()
        guard index == bytes.count else { throw problem(.goesOn) }
        return value
    }

    // MARK: Values

    private mutating func value() throws(JSONProblem) -> JSON {
        values += 1
        guard values <= valueLimit else { throw problem(.tooMany(valueLimit)) }
        switch try peek() {
        case UInt8(ascii: "{"):
            return try nested { reader throws(JSONProblem) in try reader.object() }
        case UInt8(ascii: "["):
            return try nested { reader throws(JSONProblem) in try reader.array() }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        default: throw problem(.expected("a value"))
        }
    }

    private mutating func nested(
        _ read: (inout JSONReader) throws(JSONProblem) -> JSON
    ) throws(JSONProblem) -> JSON {
        depth += 1
        guard depth <= depthLimit else { throw problem(.tooDeep(depthLimit)) }
        index += 1
        skipSpace()
        let value = try read(&self)
        depth -= 1
        return value
    }

    private mutating func object() throws(JSONProblem) -> JSON {
        var members: [JSON.Member] = []
        var names: Set<String> = []
        if take(UInt8(ascii: "}")) { return .object([]) }
        while true {
            skipSpace()
            let start = index
            guard try peek() == UInt8(ascii: "\"") else { throw problem(.expected("a name")) }
            let name = try string()
            guard names.insert(name).inserted else { throw problem(.duplicate(name), at: start) }
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw problem(.expected("a colon")) }
            skipSpace()
            members.append(JSON.Member(name, try value()))
            skipSpace()
            if take(UInt8(ascii: "}")) { return .object(members) }
            guard take(UInt8(ascii: ",")) else { throw problem(.expected("a comma or }")) }
        }
    }

    private mutating func array() throws(JSONProblem) -> JSON {
        var elements: [JSON] = []
        if take(UInt8(ascii: "]")) { return .array([]) }
        while true {
            skipSpace()
            elements.append(try value())
            skipSpace()
            if take(UInt8(ascii: "]")) { return .array(elements) }
            guard take(UInt8(ascii: ",")) else { throw problem(.expected("a comma or ]")) }
        }
    }

    private mutating func word(
        _ word: StaticString, _ value: JSON
    ) throws(JSONProblem) -> JSON {
        for offset in 0..<word.utf8CodeUnitCount {
            guard index + offset < bytes.count else { throw problem(.endsEarly) }
            guard bytes[index + offset] == word.utf8Start[offset] else {
                throw problem(.expected("a value"))
            }
        }
        index += word.utf8CodeUnitCount
        return value
    }

    /// Source: RFC 8259, 6: no leading zero, digits on both sides of the point.
    private mutating func number() throws(JSONProblem) -> String {
        let start = index
        _ = take(UInt8(ascii: "-"))
        let whole = digits()
        let hasLeadingZero = whole > 1 && bytes[index - whole] == UInt8(ascii: "0")
        guard whole > 0, !hasLeadingZero else { throw problem(.badNumber, at: start) }
        if take(UInt8(ascii: ".")), digits() == 0 { throw problem(.badNumber, at: start) }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            guard digits() > 0 else { throw problem(.badNumber, at: start) }
        }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    private mutating func digits() -> Int {
        let start = index
        while index < bytes.count, (0x30...0x39).contains(bytes[index]) { index += 1 }
        return index - start
    }

    // MARK: Texts

    private mutating func string() throws(JSONProblem) -> String {
        let start = index
        index += 1
        var run = index
        var unescaped: [UInt8] = []
        while true {
            guard index < bytes.count else { throw problem(.endsEarly) }
            switch bytes[index] {
            case UInt8(ascii: "\""):
                unescaped.append(contentsOf: bytes[run..<index])
                index += 1
                guard let text = String(validating: unescaped, as: UTF8.self) else {
                    throw problem(.notUTF8, at: start)
                }
                return text
            case UInt8(ascii: "\\"):
                unescaped.append(contentsOf: bytes[run..<index])
                try escape(into: &unescaped)
                run = index
            case 0..<0x20: throw problem(.controlCharacter)
            default: index += 1
            }
        }
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONProblem) {
        let start = index
        index += 1
        guard index < bytes.count else { throw problem(.endsEarly) }
        let letter = bytes[index]
        index += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0c)
        case UInt8(ascii: "n"): text.append(0x0a)
        case UInt8(ascii: "r"): text.append(0x0d)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): try append(scalar(from: start), to: &text, at: start)
        default: throw problem(.badEscape, at: start)
        }
    }

    private func append(
        _ number: UInt32, to text: inout [UInt8], at start: Int
    ) throws(JSONProblem) {
        guard number != 0 || takesNullCharacter else { throw problem(.nullCharacter, at: start) }
        guard let scalar = Unicode.Scalar(number) else { throw problem(.badEscape, at: start) }
        text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }

    /// Two escapes may be one character. Source: RFC 8259, 7. Half a pair is refused.
    private mutating func scalar(from start: Int) throws(JSONProblem) -> UInt32 {
        let first = try unit(start)
        guard (0xd800..<0xdc00).contains(first) else { return first }
        guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
            throw problem(.badEscape, at: start)
        }
        let second = try unit(start)
        guard (0xdc00..<0xe000).contains(second) else { throw problem(.badEscape, at: start) }
        return 0x10000 + (first - 0xd800) << 10 + (second - 0xdc00)
    }

    private mutating func unit(_ start: Int) throws(JSONProblem) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard index < bytes.count else { throw problem(.endsEarly) }
            guard let digit = Self.hexadecimal(bytes[index]) else {
                throw problem(.badEscape, at: start)
            }
            unit = unit << 4 | digit
            index += 1
        }
        return unit
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }

    // MARK: Bytes

    private func peek() throws(JSONProblem) -> UInt8 {
        guard index < bytes.count else { throw problem(.endsEarly) }
        return bytes[index]
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    private mutating func skipSpace() {
        while index < bytes.count {
            switch bytes[index] {
            case 0x20, 0x0a, 0x0d, 0x09: index += 1
            default: return
            }
        }
    }

    private func problem(_ why: JSONProblem.Why, at offset: Int? = nil) -> JSONProblem {
        JSONProblem(why: why, offset: offset ?? index)
    }
}
