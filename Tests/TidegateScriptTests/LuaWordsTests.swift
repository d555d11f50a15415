import Testing
import TidegateModel

@testable import TidegateScript

@Suite("What Lua says of a syntax")
struct LuaWordsTests {
    /// What Lua says, and the key of its translation.
    static let said: [(String, String)] = [
        ("unexpected symbol near '='", "unexpected symbol near {1}"),
        (
            "'end' expected (to close 'if' at line 3) near <eof>",
            "{1} expected (to close {2} at line {3}) near {4}"
        ),
        ("'=' expected near 'then'", "{1} expected near {2}"),
        ("<name> expected near '('", "{1} expected near {2}"),
        ("unfinished string near '\"abc'", "unfinished string near {1}"),
        ("malformed number near '1x'", "malformed number near {1}"),
        (
            "unfinished long comment (starting at line 2) near '<eof>'",
            "unfinished long {1} (starting at line {2}) near {3}"
        ),
        ("nesting is too deep (100 at most)", "{1} ({2} at most)"),
        ("this text has no end", "{1}"),
        ("something new", "{1}"),
    ]

    @Test("is taken apart for its translation, and stays as it is in English", arguments: said)
    func patterns(message: String, pattern: String) {
        let told = LuaWords.told(message)
        #expect(told.message == message)
        #expect(told.pattern == pattern)
    }
}
