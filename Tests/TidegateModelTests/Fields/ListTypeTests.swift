import Testing
import TidegateModel

@Suite("A list")
struct ListTypeTests {
    let tags = FieldType.multichoice(MultichoiceType(["pumps", "a, b", "中文", "]"]))

    @Test func `of choices is kept in the order of the choices, each once`() throws {
        try FieldLaws(type: tags).keeps([
            "pumps", "中文;pumps", "pumps； a, b ;", "]\npumps", "[\"中文\",\"]\"]",
        ])
        let field = Field(name: "it", type: tags)
        #expect(field.parse("中文;pumps;中文") == .success(.json("[\"pumps\",\"中文\"]")))
        #expect(field.parse(["中文", "pumps"]) == field.parse("pumps;中文"))
    }

    @Test func `of nothing is missing`() {
        let field = Field(name: "it", type: tags)
        for text in ["", ";", " ; ", "[]"] { #expect(field.parse(text) == .success(.none)) }
        #expect(field.parse(.array([])) == .success(.none))
    }

    @Test func `refuses what does not belong`() {
        let values = ["pumps", "a, b", "中文", "]"]
        FieldLaws(type: tags).refuses([
            ("pump", .notAChoice(values)), ("pumps, 中文", .notAChoice(values)),
            ("[\"pumps\"", .notAList), ("[1]", .notAList), ("[[\"pumps\"]]", .notAList),
        ])
        let field = Field(name: "it", type: tags)
        for json: JSON in [["pumps": true], .number("1"), true] {
            guard case .failure = field.parse(json) else {
                Issue.record("\(json) is taken")
                continue
            }
        }
    }

    @Test func `of addresses refuses the wrong one by its name`() throws {
        let laws = FieldLaws(type: .emails)
        try laws.keeps(["ann@example.com;bob@example.com", "bob@example.com\r\nann@example.com"])
        laws.refuses([("ann@example.com;bob", .notEmail), ("a\"b@c.d", .badItem("a\"b@c.d"))])
    }

    @Test func `of numbers keeps their order`() throws {
        try FieldLaws(type: .phones).keeps(["+86 10 6552 9988;+44 20 7946 0958"])
        let field = Field(name: "it", type: .phones)
        #expect(try field.parse("2;1").get().json == "[\"2\",\"1\"]")
        let many = (0...Limits.listItems).map(String.init).joined(separator: ";")
        #expect(
            field.parse(many)
                == .failure(
                    FieldProblem(
                        field: "it", value: String(many.prefix(Limits.quotedBytes)),
                        why: .tooManyItems(Limits.listItems))))
    }

    @Test(arguments: ["a;b", "a\"b", "a\\b", " a", "a ", "[a", "a\nb", "；"])
    func `has no value that could not be told from its neighbours`(value: String) {
        var options = WrittenOptions(MultichoiceType(["fine", value]).written)
        #expect(FieldType.declared("multichoice", &options) == nil)
        #expect(options.problems == [.listValue(value)])
    }

    @Test(arguments: [
        (#"["a","b"]"#, ",", false), (#"["a,",",b"]"#, ",", false), (#"[",","b"]"#, ",", true),
        (#"["a"]"#, "a", true), (#"["a"]"#, "", false), (#"["ab"]"#, "a", false),
        ("[]", "a", false),
        ("", "a", false), (#"["]","[,"]"#, "[,", true), (#"["中","文"]"#, "文", true),
    ])
    func `is looked through item by item`(list: String, item: String, isThere: Bool) {
        var (list, item) = (list, item)
        let found = list.withUTF8 { list in item.withUTF8 { ListItems(list).contains($0) } }
        #expect(found == isThere)
    }
}

@Suite("JSON in a field")
struct JSONTypeTests {
    let field = Field(name: "it", type: .json)

    @Test func `is kept in its shortest form, members by name, with all digits`() throws {
        #expect(
            try field.parse(#" { "b": [1.50, null, true], "a": "ü\n" } "#).get().json
                == #"{"a":"ü\n","b":[1.50,null,true]}"#)
        try FieldLaws(type: .json).keeps([
            "true", "0", "\"text\"", "[]", "{}", #"{"a":{"b":[123456789012345678901234567890]}}"#,
        ])
    }

    @Test func `is refused with the place of what is wrong`() {
        guard case .failure(let problem) = field.parse("{\"a\": }") else {
            Issue.record("taken")
            return
        }
        #expect(problem.why == .notJSON("a value is expected", at: 6), "\(problem.message)")
        #expect(field.parse(.string("text")) == .success(.json("\"text\"")))
        let large = JSON.string(String(repeating: "a", count: Limits.jsonBytes))
        #expect(throws: FieldProblem.self) { try field.parse(large).get() }
    }

    @Test(arguments: 0..<200)
    func `says the same whatever the order of members and the blanks`(seed: Int) throws {
        var source = RandomJSON(seed: UInt64(seed))
        let value = source.value(depth: 4)
        let kept = try field.parse(value).get()
        guard value != .null else { return }
        #expect(try field.parse(source.written(value)).get() == kept)
        #expect(try JSONReader.read(Array(try #require(kept.json).utf8)).canonical == kept.json)
    }
}

/// JSON that is the same for the same seed.
private struct RandomJSON {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    private mutating func below(_ bound: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state % UInt64(bound))
    }

    private static let words = [
        "", "a", "\"", "\\", "\n\u{1}", "中文", "\u{1f600}", "e\u{301}", "é", "a\u{7f}",
    ]

    mutating func value(depth: Int) -> JSON {
        switch below(depth == 0 ? 4 : 7) {
        case 0: return .null
        case 1: return .bool(below(2) == 0)
        case 2:
            return .number(["0", "-1", "1.50", "1e9", "123456789012345678901234567890"][below(5)])
        case 3: return .string(Self.words[below(Self.words.count)])
        case 4: return .array((0..<below(4)).map { _ in value(depth: depth - 1) })
        default:
            let names = Set((0..<below(5)).map { _ in Self.words[below(Self.words.count)] })
            return .object(names.sorted().map { JSON.Member($0, value(depth: depth - 1)) })
        }
    }

    /// The same with blanks, escapes and members in another order.
    mutating func written(_ value: JSON) -> String {
        let blank = ["", " ", "\n\t"][below(3)]
        switch value {
        case .null, .bool, .number: return value.canonical + blank
        case .string(let text):
            let escaped = text.unicodeScalars.map { scalar in
                scalar.value < 0x10000
                    && (scalar.value < 32 || "\"\\中".unicodeScalars.contains(scalar))
                    ? "\\u" + String(String(scalar.value + 0x10000, radix: 16).suffix(4))
                    : String(scalar)
            }.joined()
            return "\"\(escaped)\"" + blank
        case .array(let values):
            return "[\(blank)" + values.map { written($0) }.joined(separator: ",") + "]"
        case .object(let members):
            let parts = members.reversed().map {
                written(.string($0.name)) + ":" + written($0.value)
            }
            return "{\(blank)" + parts.joined(separator: ", ") + "}"
        }
    }
}
