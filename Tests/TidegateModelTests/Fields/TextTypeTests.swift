import Testing
import TidegateModel

@Suite("A text")
struct TextTypeTests {
    let laws = FieldLaws(type: .text(maximumLength: 5))

    @Test func `is kept as it is, counted in characters of Unicode`() throws {
        try laws.keeps(["a", " a ", "äöüßé", "中文中文中", "\u{1f600}\u{1f600}", "\"\\\n"])
    }

    @Test func `is refused when it is too long`() {
        laws.refuses([("123456", .tooLong(5)), ("中文中文中文", .tooLong(5)), ("a\0", .nullCharacter)])
    }

    @Test func `of many characters gets an area`() {
        #expect(TextType(maximumLength: 200).control == .line(.text, maximumLength: 200))
        #expect(TextType(maximumLength: 201).control == .area(maximumLength: 201))
    }
}
