import Foundation
import Testing

/// Whatever is fed to the program: one clear answer, no crash, nothing half-written.
@Suite("Bad input")
struct BadInputTests {
    @Test("a damaged workspace is told with what the database said, also as JSON")
    func damaged() throws {
        let program = try Program()
        defer { program.remove() }
        #expect(try program.run("init", "crm").code == 0)
        let file = program.folder.appending(path: "crm/tidegate.db")
        var bytes = [UInt8](try Data(contentsOf: file))
        for index in 100..<min(4000, bytes.count) { bytes[index] = 0x6a }
        try program.write("crm/tidegate.db", bytes)
        let answer = try program.run("query", "Task", "-w", "crm", "--json")
        #expect(answer.code == 69)
        #expect(answer.errors.contains("\"cause\":\"database disk image is malformed\""))
    }

    static let head = "pack \"bad\" { version = \"1.0.0\" }\n"

    /// What stands in `pack.lua`, or beside it.
    static let packs: [(name: String, file: String, text: [UInt8])] = [
        ("empty", "pack.lua", []),
        ("binary", "pack.lua", [0x1b, 0x4c, 0x75, 0x61, 0x54, 0, 0x19, 0x93]),
        ("not UTF-8", "pack.lua", [0xff, 0xfe, 0x70, 0x00]),
        ("truncated", "rules.lua", Array((head + "object \"Deal\" { text \"na").utf8)),
        ("huge", "rules.lua", [UInt8](repeating: 0x20, count: 3 << 20)),
        ("deep", "rules.lua", Array(("local x = " + String(repeating: "{", count: 60_000)).utf8)),
        (
            "chain", "rules.lua",
            Array(("local x = a" + String(repeating: ".x", count: 20_000)).utf8)
        ),
        ("endless", "rules.lua", Array("while true do end".utf8)),
        (
            "memory", "rules.lua",
            Array("local t = {} while true do t[#t + 1] = (\"x\"):rep(100000) end".utf8)
        ),
        ("error", "rules.lua", Array("error({})".utf8)),
        ("file access", "rules.lua", Array("io.open(\"/etc/passwd\")".utf8)),
        ("recursive", "rules.lua", Array("local t = {} t.t = t object \"Deal\" (t)".utf8)),
        ("wrong shape", "rules.lua", Array("object(1)(2)(3)".utf8)),
        ("no name", "rules.lua", Array("object {}".utf8)),
        (
            "numbers", "rules.lua",
            Array("object \"Deal\" { 1, 2, text \"a\" { max = -5 }, [7.5] = 3 }".utf8)
        ),
        (
            "condition", "rules.lua",
            Array(
                ("object \"Deal\" { money \"a\" { formula = \""
                    + String(repeating: "(", count: 3000) + "\" } }").utf8)
        ),
        ("NUL", "rules.lua", Array("object \"De\0al\" {}".utf8)),
        (
            "names itself otherwise", "pack.lua",
            Array("pack \"other\" { version = \"1.0.0\" }".utf8)
        ),
        (
            "requires what is not there", "pack.lua",
            Array("pack \"bad\" { version = \"1.0.0\", requires = { ghost = \"^1.0\" } }".utf8)
        ),
        (
            "requires itself", "pack.lua",
            Array("pack \"bad\" { version = \"1.0.0\", requires = { bad = \"^1.0\" } }".utf8)
        ),
    ]

    func expectClean(
        _ result: Program.Result, _ what: String, codes: Set<Int32> = [64, 65, 66, 69, 70],
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(!result.wasKilled, "\(what) was killed", sourceLocation: sourceLocation)
        #expect(
            codes.contains(result.code), "\(what): \(result.code) \(result.all.prefix(300))",
            sourceLocation: sourceLocation)
        #expect(!result.all.isEmpty, "\(what) says nothing", sourceLocation: sourceLocation)
        #expect(
            result.all.utf8.count < 20_000, "\(what) says too much", sourceLocation: sourceLocation)
        for dump in ["Fatal error", "Stack dump", "stack traceback", "TidegateError(", "Swift/"] {
            #expect(!result.all.contains(dump), "\(what): \(dump)", sourceLocation: sourceLocation)
        }
    }

    @Test("of packs: check names the place, install changes nothing", arguments: packs)
    func pack(name: String, file: String, text: [UInt8]) throws {
        let program = try Program()
        defer { program.remove() }
        try program.write("bad/pack.lua", Self.head)
        try program.write("bad/\(file)", text)
        expectClean(try program.run("check", "bad"), "check \(name)")
        expectClean(try program.run("test", "bad"), "test \(name)")
        try program.run("init", "ws")
        expectClean(try program.run("pack", "install", "bad", "-w", "ws"), "install \(name)")
        let listed = try program.run("pack", "list", "-w", "ws", "--json")
        #expect(listed.output == "[]\n")
    }

    @Test("of paths: a sentence for what is not there, or not what it should be")
    func paths() throws {
        let program = try Program()
        defer { program.remove() }
        try program.write("file", "x")
        try program.write("fake/tidegate.db", "this is not a database, it is a text of some length")
        try FileManager.default.createDirectory(
            at: program.folder.appending(path: "hollow"), withIntermediateDirectories: true)
        for arguments in [
            ["check", "nowhere"], ["check", "file"], ["check", "hollow"], ["check", ""],
            ["query", "Deal", "-w", "nowhere"], ["query", "Deal", "-w", "fake"],
            ["import", "nowhere.csv", "-w", "hollow"], ["lua", "nowhere.lua"], ["init", "file/ws"],
        ] {
            expectClean(try program.run(arguments), arguments.joined(separator: " "))
        }
    }

    @Test("of verbs: every one answers nonsense with a sentence")
    func verbs() throws {
        let program = try Program()
        defer { program.remove() }
        try program.run("init", "ws")
        let base = Program.root.appending(path: "rules/base").path
        #expect(try program.run("pack", "install", base, "-w", "ws").code == 0)
        for arguments in [
            ["get", "Account/nonsense"], ["get", "Acount/0000000000000"], ["get", "nonsense"],
            ["get", "Account/0000000000000"], ["get", "Account/nme=x"],
            ["query", "Acount"], ["query", "Account where"], ["query", "Account where nme == 'x'"],
            ["query", "Account where name == "], ["query", "Account", "--show", "count("],
            ["query", "Account", "--sort", "nme"], ["query", ""],
            ["create", "Account"], ["create", "Account", "nme=x"], ["create", "Account", "name"],
            ["create", "Account", "name=x", "--as", "ghost"], ["create", "Acount", "name=x"],
            ["update", "Account/0000000000000", "name=x"],
            ["move", "Account/0000000000000", "won"],
            ["act", "Nothing", "Account/0000000000000"], ["explain", "Account/x", "--to", "won"],
            ["approve", "Account/0000000000000", "discount"], ["history", "Account/0000000000000"],
            ["revert", "Account/0000000000000", "--to", "2026-11-01"],
            ["blame", "Account/0000000000000"], ["blame", "Account/0000000000000", "nme"],
            ["get", "Account/0000000000000", "--as-of", "2026-11-01"],
            ["get", "Account/0000000000000", "--as-of", "yesterday"],
            ["tasks", "--as", "ghost"], ["user", "add", "x", "--role", "ghost"],
            ["user", "add", "x", "--manager", "ghost"], ["delete", "Account/0000000000000"],
        ] {
            let result = try program.run(arguments + ["-w", "ws"])
            expectClean(
                result, arguments.joined(separator: " "), codes: [1, 64, 65, 66, 69, 75, 77])
            let lines = result.errors.split(separator: "\n").count
            #expect((1...6).contains(lines), "\(arguments): \(result.all)")
        }
        #expect(try program.run("query", "Account", "-w", "ws", "--json").output == "[]\n")
        #expect(try program.run("audit", "verify", "-w", "ws").code == 0)
    }

    static let files: [(name: String, bytes: [UInt8])] = [
        ("empty", []),
        ("only a mark", [0xef, 0xbb, 0xbf]),
        ("binary", (0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 37) }),
        ("UTF-16", [0xff, 0xfe, 0x6e, 0x00, 0x61, 0x00, 0x6d, 0x00, 0x65, 0x00, 0x0a, 0x00]),
        ("one long line", [UInt8](repeating: 0x61, count: 3 << 20)),
        ("a thousand columns", Array(String(repeating: "name,", count: 1000).utf8)),
        ("open quote", Array("\"name,industry\n".utf8)),
        ("wrong columns", Array("foo,bar\n1,2\n".utf8)),
    ]

    @Test("of files: import says what is wrong and writes nothing", arguments: files)
    func file(name: String, bytes: [UInt8]) throws {
        let program = try Program()
        defer { program.remove() }
        try program.run("init", "ws")
        let base = Program.root.appending(path: "rules/base").path
        try program.run("pack", "install", base, "-w", "ws")
        try program.write("data.csv", bytes)
        expectClean(try program.run("import", "data.csv", "-w", "ws"), name, codes: [65, 66])
        #expect(try program.run("query", "Account", "-w", "ws", "--json").output == "[]\n")
    }

    @Test("of scripts: tidegate lua says ok, error or limit")
    func scripts() throws {
        let program = try Program()
        defer { program.remove() }
        for (text, want) in [
            ("return 1", "ok\n"), ("error('no')", "error: s.lua:1: no\n"),
            ("while true do end", "limit: instructions\n"),
            ("pcall(function() while true do end end) return 1", "limit: instructions\n"),
            ("local s = 'x' while true do s = s .. s end", "limit: memory\n"),
            ("return os.execute('ls')", "error: s.lua:1: "),
        ] {
            try program.write("s.lua", text)
            let result = try program.run("lua", "s.lua", "--memory", "4000000")
            #expect(result.output.hasPrefix(want), "\(text): \(result.all)")
            #expect(result.code == (want == "ok\n" ? 0 : 70))
        }
        try program.write("s.lua", "local t = {} for i = 1, 1e9 do t[1] = i end")
        let slow = try program.run(
            "lua", "s.lua", "--instructions", "100000000000", "--seconds", "0.2")
        #expect(slow.output == "limit: time\n")
    }
}
