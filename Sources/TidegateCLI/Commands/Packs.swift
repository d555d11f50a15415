import ArgumentParser
import TidegateEngine
import TidegateModel
import TidegateRules
import TidegateScript
import TidegateStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Read packs and print what is wrong with them.",
        discussion: """
            Prints file:line:column: message, as editors expect. Packs that are required are
            looked for beside it, then in the workspace.

            Example:
              tidegate check rules/sales
            """)

    @Argument(help: "Folders of packs.")
    var packs: [String]
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting(output) {
            let set = try await PackPaths(packs).all(or: workspace)
            let loaded = try PackSet.load(
                set, engineObjects: SystemObjects.all, withTests: true)
            let named = Set(PackPaths(packs).names)
            let shown = loaded.findings.filter { named.contains($0.location.pack) || $0.severity == .error }
            output.json ? printJSON(shown) : print(shown)
            if shown.contains(where: { $0.severity == .error }) { throw ExitCode(65) }
        }
    }

    private func print(_ findings: [PackFinding]) {
        for finding in findings.prefix(PackLimits.findings) {
            let folder = PackPaths(packs).folder(of: finding.location.pack)
            Terminal.print("\(folder)/\(finding.line)")
        }
        if findings.isEmpty {
            Terminal.print(Style.good("✓ ") + packs.joined(separator: ", ") + ": nothing wrong")
        }
    }

    private func printJSON(_ findings: [PackFinding]) {
        var json = JSONWriter()
        json.array { json in
            for finding in findings {
                json.object { json in
                    json.member("severity", finding.severity.rawValue)
                    json.member("code", finding.code)
                    json.member("message", finding.message)
                    json.member("pack", finding.location.pack)
                    json.member("file", finding.location.file)
                    json.member("line", finding.location.line)
                    json.member("column", finding.location.column)
                }
            }
        }
        Terminal.print(json.text)
    }
}

/// Folders of packs, and those beside them that they require.
struct PackPaths {
    private let paths: [String]

    init(_ paths: [String]) { self.paths = paths }

    var names: [String] { paths.map { URL(filePath: $0).standardizedFileURL.lastPathComponent } }

    func folder(of pack: String) -> String {
        zip(names, paths).first { $0.0 == pack }?.1 ?? sibling(pack)
    }

    func read() throws -> [PackFiles] { try paths.map(PackFolder.read) }

    /// The named packs and, from the folders beside them, whatever they require.
    func all() throws -> [PackFiles] {
        var found = try read()
        var open = found
        while let pack = open.popLast() {
            for name in try PackSet.requirements(of: pack) where !found.contains(where: { $0.name == name }) {
                guard FileManager.default.fileExists(atPath: sibling(name) + "/pack.lua") else { continue }
                let required = try PackFolder.read(sibling(name))
                found.append(required)
                open.append(required)
            }
        }
        return found
    }

    /// The same; what is not beside is taken from the workspace, if there is one.
    func all(or workspace: WorkspaceOptions) async throws -> [PackFiles] {
        let found = try all()
        let missing = Set(try found.flatMap(PackSet.requirements)).subtracting(found.map(\.name))
        guard !missing.isEmpty, workspace.exists else { return found }
        let installed = try await workspace.open { try await $0.installedPackFiles() }
        return found + installed.filter { pack in !found.contains { $0.name == pack.name } }
    }

    private func sibling(_ name: String) -> String {
        let parent = URL(filePath: paths.first ?? ".").standardizedFileURL.deletingLastPathComponent()
        return parent.appending(path: name).path
    }
}

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
            Terminal.print(Style.bad("✗ ") + result.name + Style.faint("  \(result.at ?? result.location)"))
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

struct PackCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pack", abstract: "Install packs, and list them.",
        subcommands: [Install.self, List.self])

    struct Install: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Activate packs in the workspace.",
            discussion: """
                Packs that are required are taken from the folders beside. Everything is checked
                first; with one error nothing is changed.

                Examples:
                  tidegate pack install rules/sales -w crm
                  tidegate pack install rules/fulfilment --samples -w crm
                """)

        @Argument(help: "Folders of packs.")
        var packs: [String]
        @Flag(help: "Load the sample records the packs bring.")
        var samples = false
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            try await reporting(output) {
                let named = try PackPaths(packs).read()
                try await workspace.open { engine in
                    let here = Set(engine.bundle.packs.map(\.name)).union(named.map(\.name))
                    let needed = try PackPaths(packs).all().filter { pack in
                        named.contains { $0.name == pack.name } || !here.contains(pack.name)
                    }
                    let installed = try await engine.install(
                        needed, as: workspace.actor(engine))
                    print(installed)
                    if samples {
                        try await loadSamples(installed.packs.map(\.name), engine)
                    }
                }
            }
        }

        private func loadSamples(_ packs: [String], _ engine: Engine) async throws {
            for pack in packs {
                let loaded = try await engine.importSamples(of: pack, as: workspace.actor(engine))
                for (file, report) in loaded where !output.json {
                    Terminal.print(
                        Style.good("✓ ") + "\(pack)/\(file): \(report.created) created, "
                            + "\(report.refusedRows) refused")
                    for problem in report.problems.prefix(5) {
                        Terminal.print("    row \(problem.row): \(problem.reason)")
                    }
                }
            }
        }

        private func print(_ installed: Engine.Installed) {
            if output.json {
                var json = JSONWriter()
                json.object { json in
                    json.member("bundle", installed.hash)
                    json.key("packs")
                    json.array { json in installed.packs.forEach { json.pack($0) } }
                    json.key("unchanged")
                    json.array { json in installed.unchanged.forEach { json.string($0) } }
                }
                Terminal.print(json.text)
                return
            }
            for pack in installed.packs {
                let state = installed.unchanged.contains(pack.name) ? "unchanged" : ""
                Terminal.print(
                    Style.good("✓ ") + "\(pack.name) \(pack.version) "
                        + Style.faint("\(pack.hash.prefix(12)) \(state)"))
            }
            Terminal.print("Bundle \(installed.hash.prefix(12)) is active.")
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show the active packs.")

        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            try await reporting(output) {
                try await workspace.open { engine in
                    let packs = try await engine.installedPacks()
                    if output.json {
                        var json = JSONWriter()
                        json.array { json in packs.forEach { json.pack($0) } }
                        Terminal.print(json.text)
                        return
                    }
                    var columns = Columns(["pack", "version", "content"])
                    for pack in packs {
                        columns.add([pack.name, pack.version, String(pack.hash.prefix(12))])
                    }
                    columns.print()
                }
            }
        }
    }
}

extension JSONWriter {
    fileprivate mutating func pack(_ pack: (name: String, version: String, hash: String)) {
        object { json in
            json.member("name", pack.name)
            json.member("version", pack.version)
            json.member("hash", pack.hash)
        }
    }
}
