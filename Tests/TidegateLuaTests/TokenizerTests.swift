import Testing
import TidegateLua

@Suite("The tokenizer")
struct TokenizerTests {
    private func tokens(_ source: String) throws -> [LuaToken] {
        try LuaTokenizer.tokens(of: Array(source.utf8))
    }

    @Test("splits a source into its words and says what each is")
    func kinds() throws {
        let source = "local a.b = 0x1p-3 .. 'x' -- end\n--[==[ ]] ]==] ~= ... :: 1e+5"
        #expect(
            try tokens(source).map(\.text) == [
                "local", "a", ".", "b", "=", "0x1p-3", "..", "x", "~=", "...", "::", "1e+5", "",
            ])
        #expect(
            try tokens("local x 1 'y' = ").map(\.kind)
                == [.keyword, .name, .number, .string, .symbol, .end])
    }

    @Test("counts lines and columns from one, columns in characters")
    func positions() throws {
        let all = try tokens("a = 'é' b\r\n  c\n\n--[[\n]] d")
        #expect(all.map(\.line) == [1, 1, 1, 1, 2, 5, 5])
        #expect(all.map(\.column) == [1, 3, 5, 9, 3, 4, 5])
    }

    @Test("finds a character of a text in the source")
    func content() throws {
        let quoted = try tokens("when = 'é >= b'")[2]
        #expect(quoted.position(ofContentByte: 3).map { [$0.line, $0.column] } == [1, 11])
        let long = try tokens("x = [[\n  a\n  >= b]]")[2]
        #expect(long.position(ofContentByte: 6).map { [$0.line, $0.column] } == [3, 3])
        let escaped = try tokens("x = 'a\\n>'")[2]
        #expect(escaped.text == "a\n>")
        #expect(escaped.position(ofContentByte: 2) == nil)
    }

    @Test(
        "reads every escape as Lua does",
        arguments: [
            #"'\65\x41\u{41}\z   A'"#, #"'\a\b\f\v\t\r\\\"\''"#, #"'\u{20AC}'"#, "'a\\\nb'",
            "[==[]=]]==]", "[[\na\r\nb]]",
        ])
    func escapes(literal: String) throws {
        let machine = try LuaMachine()
        let outcome = machine.run("return " + literal, name: "a.lua")
        #expect(outcome.value == .text(try tokens(literal)[0].text))
    }

    @Test(
        "refuses what has no end or no meaning, and says where",
        arguments: [
            ("x = 'a\n", 1, 5, "this text has no end"), ("\n [[ a", 2, 2, "this text has no end"),
            ("--[[", 1, 1, "this comment has no end"),
            ("a ? b", 1, 3, "this character means nothing here"),
            ("'a\\q'", 1, 3, "this escape is not one of Lua's"),
        ])
    func problems(source: String, line: Int, column: Int, message: String) {
        #expect(throws: SourceProblem(message: message, line: line, column: column)) {
            try tokens(source)
        }
    }
}

@Suite("The source check")
struct SourceCheckTests {
    private func problem(_ source: String) -> String? {
        do {
            try SourceCheck.check(Array(source.utf8))
            return nil
        } catch {
            return error.message
        }
    }

    @Test("lets an ordinary pack through")
    func ordinary() {
        let fields = (1...400).map { "text \"field_\($0)\" { required = true }," }
        #expect(problem("object \"Big\" {\n" + fields.joined(separator: "\n") + "\n}") == nil)
        #expect(problem(String(repeating: "f(a).b = c.d[1]\n", count: 1000)) == nil)
        #expect(problem(String(repeating: "if a and b then c() end\n", count: 1000)) == nil)
    }

    @Test("caps what the compiler cannot be stopped in")
    func caps() {
        #expect(
            problem(String(repeating: " ", count: 70_000)) == "a script may have 64 KiB at most")
        #expect(problem("\u{1b}Lua") == "a script is text, not bytecode")
        let chain = "return a" + String(repeating: ".x", count: 300)
        #expect(problem(chain) == "this chain is too long (200 at most)")
        let calls = "return a" + String(repeating: "(1)", count: 300)
        #expect(problem(calls) == "this chain is too long (200 at most)")
        let sum = "return 1" + String(repeating: " or x", count: 600)
        #expect(problem(sum) == "this expression has too many operators (500 at most)")
        let arms = "if a then " + String(repeating: "elseif b then ", count: 600) + "end"
        #expect(problem(arms) == "this if has too many arms (500 at most)")
        let deep = String(repeating: "do ", count: 150) + String(repeating: "end ", count: 150)
        #expect(problem(deep) == "nesting is too deep (100 at most)")
        #expect(
            problem("return " + String(repeating: "{", count: 150))
                == "nesting is too deep (100 at most)")
    }

    @Test("refuses text that is not UTF-8")
    func encoding() {
        #expect(throws: SourceProblem.self) { try SourceCheck.check([0x2d, 0x2d, 0xff]) }
    }
}
