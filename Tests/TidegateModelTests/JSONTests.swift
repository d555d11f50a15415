import Testing
import TidegateModel

@Suite("A reader of JSON")
struct JSONTests {
    private func read(_ text: String) throws -> JSON { try JSONReader.read(Array(text.utf8)) }

    private func why(_ bytes: [UInt8]) -> JSONProblem.Why? {
        do { _ = try JSONReader.read(bytes) } catch { return error.why }
        return nil
    }

    @Test("keeps numbers as the text they are, and members in their order")
    func exact() throws {
        let body = try read(
            #" {"b": 80000.10, "a": [1e3, -0, null, true], "c": "x\né\ud83d\ude00"} "#)
        #expect(
            body
                == .object([
                    .init("b", .number("80000.10")),
                    .init("a", .array([.number("1e3"), .number("-0"), .null, .bool(true)])),
                    .init("c", .string("x\né😀")),
                ]))
    }

    @Test(
        "refuses what RFC 8259 does not allow",
        arguments: [
            ("", JSONProblem.Why.endsEarly), ("{} {}", .goesOn),
            ("{\"a\" 1}", .expected("a colon")),
            ("{\"a\":1,}", .expected("a name")), ("[1,]", .expected("a value")),
            ("[1 2]", .expected("a comma or ]")), ("01", .badNumber), ("1.", .badNumber),
            (".5", .expected("a value")), ("-", .badNumber), ("1e", .badNumber),
            ("+1", .expected("a value")),
            ("NaN", .expected("a value")), ("tru", .endsEarly), ("trueish", .goesOn),
            ("'a'", .expected("a value")), ("\"a", .endsEarly), ("\"\u{1}\"", .controlCharacter),
            ("\"\\x\"", .badEscape), ("\"\\u12\"", .badEscape), ("\"\\ud800\"", .badEscape),
            ("\"\\ud800\\u0041\"", .badEscape), ("\"\\udc00\"", .badEscape),
            ("\"\\u0000\"", .nullCharacter), ("\u{feff}{}", .expected("a value")),
            ("// no\n1", .expected("a value")),
        ])
    func strict(text: String, want: JSONProblem.Why) {
        #expect(why(Array(text.utf8)) == want, "\(text)")
    }

    @Test("reads back whatever the writer wrote, U+0000 and all")
    func written() throws {
        let text = String(String.UnicodeScalarView((0...0x2ff).compactMap(Unicode.Scalar.init)))
        var json = JSONWriter()
        json.object { $0.member("text", text) }
        #expect(try JSONReader.read(written: json.bytes)["text"]?.string == text)
        #expect(why(json.bytes) == .nullCharacter)
    }

    @Test("refuses a member that stands there twice, also when it is escaped")
    func duplicates() {
        #expect(why(Array(#"{"id": 1, "\u0069d": 2}"#.utf8)) == .duplicate("id"))
    }

    @Test(
        "refuses bytes that are no UTF-8",
        arguments: [
            [0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xe2, 0x82],
        ])
    func encoding(bytes: [UInt8]) {
        #expect(why([0x22] + bytes + [0x22]) == .notUTF8)
    }

    @Test("costs no more than its bounds: depth, count, size")
    func bounds() {
        let deep = Array(String(repeating: "[", count: 100_000).utf8)
        #expect(why(deep) == .tooDeep(JSONLimits.depth))
        let many = Array(("[1" + String(repeating: ",1", count: JSONLimits.values) + "]").utf8)
        #expect(why(many) == .tooMany(JSONLimits.values))
        let large = [UInt8](repeating: 0x20, count: JSONLimits.bytes + 1)
        #expect(why(large) == .tooLarge(JSONLimits.bytes))
    }

    @Test("reads back whatever the writer writes", arguments: 1...200)
    func roundTrip(seed: Int) throws {
        var numbers = Numbers(UInt64(seed))
        let value = numbers.json(depth: 0)
        var writer = JSONWriter()
        writer.json(value)
        #expect(try JSONReader.read(writer.bytes) == value, "seed \(seed)")
    }

    @Test("says no to broken bytes without trapping", arguments: 1...300)
    func broken(seed: Int) throws {
        var numbers = Numbers(UInt64(seed))
        var writer = JSONWriter()
        writer.json(numbers.json(depth: 0))
        var bytes = writer.bytes
        for _ in 0..<(1 + numbers.below(4)) where !bytes.isEmpty {
            let place = numbers.below(bytes.count)
            switch numbers.below(3) {
            case 0: bytes[place] = UInt8(truncatingIfNeeded: numbers.next())
            case 1: bytes.remove(at: place)
            default: bytes = Array(bytes[..<place])
            }
        }
        // Whatever is taken in spite of that is JSON: it is written and read again as the same.
        guard let taken = try? JSONReader.read(bytes) else { return }
        var again = JSONWriter()
        again.json(taken)
        #expect(try JSONReader.read(again.bytes) == taken, "seed \(seed)")
    }

    @Test(
        "a time in a record is written as it is printed",
        arguments: [0, 1, 999, 1000, 1_790_000_000_000, 1_795_219_412_345, -1, -62_135_596_800_001])
    func instants(milliseconds: Int64) {
        let object = Object(name: "Note", fields: [Field(name: "at", type: .datetime)])
        var record = Record(object: object, id: RecordID(number: 1))
        record["at"] = .datetime(Instant(milliseconds: milliseconds))
        var writer = JSONWriter()
        writer.slot(0, of: record)
        #expect(writer.text == "\"\(Instant(milliseconds: milliseconds))\"")
    }

    @Test("a field takes a decimal as a number or a text, and all else as its own kind")
    func fields() {
        let amount = Field(name: "amount", type: .money(scale: 2))
        #expect(
            amount.parse(.number("80000.1"))
                == .success(.decimal(Decimal(coefficient: 8_000_010, scale: 2))))
        #expect(
            amount.parse(.string("80000.10"))
                == .success(.decimal(Decimal(coefficient: 8_000_010, scale: 2))))
        for wrong: JSON in [
            .number("1e3"), .number("0.001"), .bool(true), .array([]), .string("1,5"),
        ] {
            #expect((try? amount.parse(wrong).get()) == nil, "\(wrong)")
        }
        let flag = Field(name: "flag", type: .boolean)
        #expect(flag.parse(.bool(true)) == .success(.bool(true)))
        #expect((try? flag.parse(.string("true")).get()) == nil)
        #expect((try? flag.parse(.number("1")).get()) == nil)
        let name = Field(name: "name", type: .text(maximumLength: 5))
        #expect((try? name.parse(.number("1")).get()) == nil)
        #expect(name.parse(.null) == .success(.none))
    }
}

/// Numbers that are the same for the same seed. Source: SplitMix64, Steele, Lea and Flood 2014.
private struct Numbers {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    mutating func json(depth: Int) -> JSON {
        switch below(depth < 5 ? 7 : 5) {
        case 0: return .null
        case 1: return .bool(below(2) == 0)
        case 2: return .number("\(Int64(bitPattern: next()))")
        case 3: return .number("-\(below(1000)).\(below(1000))e\(below(9))")
        case 4: return .string(text())
        case 5: return .array((0..<below(5)).map { _ in json(depth: depth + 1) })
        default:
            return .object(
                (0..<below(5)).map { .init("\($0)" + text(), json(depth: depth + 1)) })
        }
    }

    private mutating func text() -> String {
        let pieces = ["a", "\"", "\\", "\n", "\u{1}", "é", "中", "😀", "/", "\u{7f}", "\u{2028}"]
        return (0..<below(8)).map { _ in pieces[below(pieces.count)] }.joined()
    }
}
