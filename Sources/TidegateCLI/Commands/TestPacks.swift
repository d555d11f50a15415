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
              tidegate test rules/sales --coverage
            """)

    @Argument(help: "Folders of packs.")
    var packs: [String]
    @Option(
        help: .init(
            "Only tests whose name contains this.", valueName: "text"))
    var filter: String?
    @Flag(
        help:
            "Tell which conditions, ways through pipelines and verdicts the tests have shown, and which not."
    )
    var coverage = false
    @OptionGroup var workspace: FolderOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting(output) {
            let set = try await PackPaths(packs).all(or: workspace)
            let named = Set(PackPaths(packs).names)
            let store = try SQLiteStore.inMemory()
            let (all, seen) =
                coverage
                ? try await RuleTestRunner.cover(set, store: store, filter: filter)
                : (try await RuleTestRunner.run(set, store: store, filter: filter), nil)
            let results = all.filter { named.contains($0.location.pack) }
            let shown = seen.map { CoverageText($0.of(named)) }
            if let filter, results.isEmpty {
                throw TidegateError(
                    .notFound, "test.none", "No test's name contains \"\(filter)\".")
            }
            output.json ? printJSON(results, shown) : print(results, shown)
            if results.contains(where: { $0.problem != nil }) { throw ExitCode(1) }
        }
    }

    private func print(_ results: [RuleTestResult], _ coverage: CoverageText?) {
        for result in results {
            guard let problem = result.problem else {
                Terminal.print(Style.good("✓ ") + result.name + Style.faint("  \(result.location)"))
                continue
            }
            Terminal.print(
                Style.bad("✗ ") + result.name + Style.faint("  \(result.at ?? result.location)"))
            Terminal.print("    " + problem)
        }
        coverage?.print()
        let failed = results.count { $0.problem != nil }
        Terminal.print("\(results.count - failed) passed, \(failed) failed")
    }

    private func printJSON(_ results: [RuleTestResult], _ coverage: CoverageText?) {
        var json = JSONWriter()
        guard let coverage else {
            json.array { json in write(results, &json) }
            Terminal.print(json.text)
            return
        }
        json.object { json in
            json.key("tests")
            json.array { json in write(results, &json) }
            json.key("coverage")
            coverage.write(to: &json)
        }
        Terminal.print(json.text)
    }

    private func write(_ results: [RuleTestResult], _ json: inout JSONWriter) {
        for result in results {
            json.object { json in
                json.member("name", result.name)
                json.member("passed", result.problem == nil)
                json.member("at", (result.at ?? result.location).description)
                json.member("problem", optional: result.problem)
            }
        }
    }
}
