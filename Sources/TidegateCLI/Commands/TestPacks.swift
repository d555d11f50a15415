import ArgumentParser
import TidegateEngine
import TidegateModel
import TidegateStore

struct TestPacks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Run the tests of packs.",
        discussion: """
            Each test runs in a workspace of its own, with a clock that stands still.

            Examples:
              tidegate test rules/sales
              tidegate test rules/* --filter discount
            """)

    @Argument(help: "Folders of packs.")
    var packs: [String]
    @Option(help: "Only tests whose name contains this.")
    var filter: String?
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting(output) {
            let set = try await PackPaths(packs).all(or: workspace)
            let named = Set(PackPaths(packs).names)
            let all = try await RuleTestRunner.run(
                set, store: SQLiteStore.inMemory(), filter: filter)
            let results = all.filter { named.contains($0.location.pack) }
            if let filter, results.isEmpty {
                throw TidegateError(
                    .notFound, "test.none", "No test's name contains \"\(filter)\".")
            }
            output.json ? printJSON(results) : print(results)
            if results.contains(where: { $0.problem != nil }) { throw ExitCode(1) }
        }
    }

    private func print(_ results: [RuleTestResult]) {
        for result in results {
            guard let problem = result.problem else {
                Terminal.print(Style.good("✓ ") + result.name + Style.faint("  \(result.location)"))
                continue
            }
            Terminal.print(
                Style.bad("✗ ") + result.name + Style.faint("  \(result.at ?? result.location)"))
            Terminal.print("    " + problem)
        }
        let failed = results.count { $0.problem != nil }
        Terminal.print("\(results.count - failed) passed, \(failed) failed")
    }

    private func printJSON(_ results: [RuleTestResult]) {
        var json = JSONWriter()
        json.array { json in
            for result in results {
                json.object { json in
                    json.member("name", result.name)
                    json.member("passed", result.problem == nil)
                    json.member("at", (result.at ?? result.location).description)
                    json.member("problem", optional: result.problem)
                }
            }
        }
        Terminal.print(json.text)
    }
}
