import ArgumentParser
import TidegateEngine
import TidegateModel
import TidegateRules
import TidegateScript

struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Read packs and print what is wrong with them.",
        discussion: """
            Prints file:line:column: message, as editors expect. Packs that are required are \
            looked for beside it, then in the workspace.

            Example:
              tidegate check rules/sales
            """)

    @Argument(help: "Folders of packs.")
    var packs: [String]
    @Flag(help: "List what the packs' languages have no words for yet.")
    var untranslated = false
    @OptionGroup var workspace: FolderOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting(output) {
            let set = try await PackPaths(packs).all(or: workspace)
            let loaded = try PackSet.load(
                set, engineObjects: SystemObjects.all, withTests: true)
            let named = Set(PackPaths(packs).names)
            let shown = loaded.findings.filter {
                named.contains($0.location.pack) || $0.severity == .error
            }
            output.json ? printJSON(shown) : print(shown)
            if untranslated, !output.json {
                print(loaded.untranslated.filter { named.contains($0.pack) })
            }
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

    private func print(_ missing: [Untranslated]) {
        for each in missing {
            let folder = PackPaths(packs).folder(of: each.location.pack)
            Terminal.print(
                "\(folder)/\(each.location.file):\(each.location.line): "
                    + "no \(each.language.rawValue) for \(each.what)")
        }
    }

    private func printJSON(_ findings: [PackFinding]) {
        var json = JSONWriter()
        json.array { json in findings.forEach { json.finding($0) } }
        Terminal.print(json.text)
    }
}
