import Foundation
import Testing

/// Kills in the middle: what is in stays in, and nothing is in twice.
@Suite("An import that is killed")
struct ImportKillTests {
    private static let rows = 12_000
    private static let rules = """
        object "Note" { text "name", integer "size" }
        import "notes" { into = "Note", columns = { name = "name", size = "size" } }
        """

    private func workspace() throws -> Program {
        let program = try Program()
        try program.write("notes/pack.lua", "pack \"notes\" { version = \"1.0.0\" }")
        try program.write("notes/rules.lua", Self.rules)
        let file = "name,size\n" + (1...Self.rows).map { "n\($0),\($0)\n" }.joined()
        try program.write("notes.csv", file)
        try program.run("init", "crm")
        let installed = try program.run("pack", "install", "notes", "-w", "crm")
        #expect(installed.code == 0, "\(installed.all)")
        return program
    }

    private func figures(_ program: Program) throws -> String {
        try program.run(
            "query", "Note", "--show", "count(), sum(size), min(size), max(size)", "--json", "-w",
            "crm"
        ).output
    }

    /// Runs the command and kills it so many milliseconds later.
    private func killed(_ program: Program, _ arguments: [String], after milliseconds: Int) throws
        -> Bool
    {
        let process = Process()
        process.executableURL = Program.path
        process.arguments = arguments
        process.currentDirectoryURL = program.folder
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        Thread.sleep(forTimeInterval: Double(milliseconds) / 1000)
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        return process.terminationReason == .uncaughtSignal
    }

    /// The same command again and again until it was let through; the seed is in the message.
    private func persist(
        _ program: Program, _ arguments: [String], _ random: inout some RandomNumberGenerator
    ) throws -> (kills: Int, last: Program.Result) {
        var kills = 0
        for attempt in 0..<20 {
            // The first comes before so many rows can be in, whatever the machine.
            let wait = Int.random(in: attempt == 0 ? 20...60 : 30...500, using: &random)
            guard try killed(program, arguments, after: wait) else { break }
            kills += 1
        }
        return (kills, try program.run(arguments))
    }

    @Test func `goes on with the same command, and its undoing, too`() throws {
        let program = try workspace()
        defer { program.remove() }
        var random = SystemRandomNumberGenerator()
        let load = ["import", "notes.csv", "-w", "crm"]
        let (kills, last) = try persist(program, load, &random)
        #expect(kills > 0)
        // Either the last try ends the import, or one before had, and was killed behind its last row.
        #expect(last.code == 0 || last.all.contains("was imported before"), "\(last.all)")
        let all = try figures(program)
        #expect(all.contains("\(Self.rows)") && all.contains("\(Self.rows * (Self.rows + 1) / 2)"))
        let list = try program.run("import", "list", "--json", "-w", "crm").output
        let id = try #require(list.firstMatch(of: /"id":"([0-9A-Z]{13})"/)).1
        #expect(list.contains("\"created\":\(Self.rows)"))
        let undo = ["import", "undo", String(id), "-w", "crm"]
        let (_, undone) = try persist(program, undo, &random)
        #expect(undone.code == 0 || undone.all.contains("was taken back already"), "\(undone.all)")
        #expect(try program.run("query", "Note", "-w", "crm").output.contains("n1") == false)
        #expect(try program.run("audit", "verify", "-w", "crm").code == 0)
        let show = try program.run("import", "show", String(id), "-w", "crm").output
        #expect(show.contains("taken back: \(Self.rows) records, 0 left as they are"), "\(show)")
    }
}
