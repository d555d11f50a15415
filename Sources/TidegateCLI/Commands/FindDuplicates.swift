import ArgumentParser
import TidegateEngine
import TidegateModel
import TidegateRules

struct FindDuplicates: WorkspaceCommand {
    static let configuration = CommandConfiguration(
        commandName: "duplicates",
        abstract: "List records that are likely the same thing.",
        discussion: """
            Records are in one group when they are alike in all parts of the key. ~ before a field compares \
            names: case, width, accents and legal suffixes (GmbH, Ltd, 有限公司) do not count.

            Examples:
              tidegate duplicates Account
              tidegate duplicates Contact --by ~name+account
              tidegate duplicates Product --by code --where 'active' --json
            """)

    @Argument(help: "The object.")
    var object: String
    @Option(
        help: .init(
            "Fields with + between them; ~ before a name. What records are called when left out.",
            valueName: "key"))
    var by: String?
    @Option(
        name: .customLong("where"),
        help: .init("Only among these records, as a condition.", valueName: "condition"))
    var condition: String?
    @Option(help: .init("The most groups to show.", valueName: "count"))
    var limit = 50
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run(in engine: Engine) async throws {
        let found = try await engine.duplicates(
            of: object, by: by.map { MatchKey($0) }, where: condition, limit: limit,
            as: workspace.actor(engine))
        guard !output.json else {
            var json = JSONWriter()
            json.duplicates(found)
            return Terminal.print(json.text)
        }
        guard !found.groups.isEmpty else {
            return Terminal.print(
                Style.good("✓ ")
                    + "no two records of \(found.object.label) have the same \(found.key)")
        }
        for group in found.groups {
            let key = group.key.map { "\($0)" }.joined(separator: ", ").printable
            Terminal.print(Style.strong(key) + Style.faint("  \(group.count) records"))
            for (record, title) in zip(group.records, group.titles) {
                Terminal.print("  \(title.printable)" + Style.faint("  \(record.place)"))
            }
        }
        if found.hasMore { Terminal.print(Style.faint("… and more; --limit shows them")) }
    }
}
