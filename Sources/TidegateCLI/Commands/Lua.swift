import ArgumentParser
import TidegateEngine
import TidegateLua
import TidegateModel
import TidegateScript

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

struct LuaFile: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lua",
        abstract: "Run a plain Lua file as the body of a hook, in the sandbox.",
        discussion: """
            Prints ok, error: …, or limit: instructions | memory | time | depth | output. With \
            --in it runs in a workspace, where db.Account:count() and create work; everything is \
            rolled back at the end.

            Examples:
              tidegate lua attack.lua --instructions 100000 --memory 1048576 --seconds 0.5
              tidegate lua try.lua --in -w crm --as ann
            """)

    @Argument(help: "The file.")
    var file: String
    @Option(
        help: .init(
            "Instructions it may use.", valueName: "count"))
    var instructions: Int64 = EngineLimits.hookBudget.instructions
    @Option(
        help: .init(
            "Bytes of memory it may use.", valueName: "bytes"))
    var memory: Int = EngineLimits.hookBudget.memoryBytes
    @Option(
        help: .init(
            "Seconds it may take.", valueName: "seconds"))
    var seconds: Double = EngineLimits.hookBudget.seconds
    @Flag(name: .customLong("in"), help: "Run it in the workspace, and roll back what it did.")
    var inWorkspace = false
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard instructions > 0, memory > 0, seconds > 0, seconds <= 3600 else {
            throw ValidationError("--instructions, --memory and --seconds are larger than zero.")
        }
    }

    func run() async throws {
        try await reporting(output) {
            guard let data = FileManager.default.contents(atPath: file) else {
                throw TidegateError(.notFound, "file.missing", "The file \(file) cannot be read.")
            }
            let budget = LuaBudget(
                instructions: instructions, memoryBytes: memory, seconds: seconds)
            let source = [UInt8](data)
            let outcome =
                inWorkspace
                ? try await workspace.folder.open { engine in
                    try await engine.rehearse(
                        source, name: file, budget: budget, as: workspace.actor(engine))
                } : ScriptFile.run(source, name: file, budget: budget)
            if !outcome.output.isEmpty { Terminal.error(outcome.output) }
            if output.json {
                var json = JSONWriter()
                json.object { json in
                    json.member("outcome", outcome.word)
                    json.member("detail", optional: outcome.detail)
                    json.member("at", optional: outcome.place)
                }
                Terminal.print(json.text)
            } else {
                Terminal.print(outcome.line)
            }
            if outcome.word != "ok" { throw ExitCode(70) }
        }
    }
}
