import Testing
import TidegateModel

@Suite("A field")
struct FieldInputTests {
    private func problem(_ type: FieldType, _ text: String) -> FieldProblem? {
        if case .failure(let problem) = Field(name: "it", type: type).parse(text) {
            problem
        } else {
            nil
        }
    }

    @Test(arguments: [
        FieldType.text(maximumLength: 100), .choice(["a\0b"]), .email, .phone, .url,
        .autonumber(format: "{n}"),
    ])
    func `takes no text with U+0000, typed or as a value`(type: FieldType) {
        let field = Field(name: "it", type: type)
        for text in ["\0", "a\0b", "a@example.com\0", "https://example.com/\0"] {
            #expect(problem(type, text)?.why == .nullCharacter)
            #expect(throws: FieldProblem.self) { try field.convert(.text(text)).get() }
        }
    }

    @Test func `tells what was wrong without the character itself`() {
        let problem = problem(.text(maximumLength: 100), "a\0b")
        #expect(
            problem?.message
                == "it: \"a\u{2400}b\" holds the character U+0000, which no text may hold")
    }

    @Test(arguments: [
        "https://example.com", "http://example.com/a?b=c#d", "HTTPS://example.com:8080",
        "http://[::1]/", "https://例え.jp/",
    ])
    func `of kind url takes the address of a page`(text: String) {
        #expect(problem(.url, text) == nil)
    }

    @Test(arguments: [
        "javascript:alert(1)", "JavaScript://example.com/%0aalert(1)", "data:text/html,x",
        "file:///etc/passwd", "ftp://example.com", "example.com", "//example.com", "https:",
        "https://", "https:///path", "https://?q", "https:/example.com", " https://example.com",
        "https://example.com/a b", "java\nscript:alert(1)", "https://exam\tple.com", "vbscript:x",
    ])
    func `of kind url takes nothing that runs, opens a file or leads nowhere`(text: String) {
        #expect(problem(.url, text)?.why == .notURL)
    }
}
