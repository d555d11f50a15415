import ArgumentParser
import TidegateEngine
import TidegateModel

struct RestoreBackup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Make a workspace of a backup, after checking it.",
        discussion: """
            The backup is read from end to end first; one that is damaged, or of a newer tidegate, is \
            refused. Sessions and one-time links in it are ended; passwords and tokens stay.

            Examples:
              tidegate restore /backups/crm/tidegate-2026-11-22T081500Z.db -w restored
              tidegate restore before-import.db -w crm --replace
              tidegate restore before-import.db --check
            """)

    @Argument(help: .init("The backup.", valueName: "file"))
    var file: String
    @OptionGroup var workspace: FolderOptions
    @OptionGroup var output: OutputOptions
    @Flag(help: "Put the file of a workspace that is there aside, under another name.")
    var replace = false
    @Flag(help: "Check the backup, and restore nothing.")
    var check = false

    func run() async throws {
        try await reporting(output) {
            if check {
                let content = try await Restore.examine(file)
                return output.json
                    ? printJSON { $0.members(of: content) }
                    : Terminal.print(Style.good("✓ ") + "\(file): \(content.words), good")
            }
            let report = try await Restore(
                from: file, to: workspace.file, replaces: replace
            ).run()
            output.json ? printJSON { members(of: report, in: &$0) } : tell(report)
        }
    }

    private func printJSON(_ write: (inout JSONWriter) -> Void) {
        var json = JSONWriter()
        json.object(write)
        Terminal.print(json.text)
    }

    private func members(of report: Restore.Report, in json: inout JSONWriter) {
        json.member("workspace", workspace.file)
        json.members(of: report.content)
        json.member("ended_sign_ins", report.endedSignIns)
        if let replaced = report.replaced { json.member("replaced", replaced) }
    }

    private func tell(_ report: Restore.Report) {
        Terminal.print(Style.good("✓ ") + "restored \(workspace.file): \(report.content.words)")
        if let replaced = report.replaced {
            Terminal.print("The old file is now \(replaced); delete it when all is well.")
        }
        Terminal.print(
            "Everyone signs in anew. Tokens are those of the backup: tidegate token list --user LOGIN -w "
                + "\(workspace.workspace), and revoke what was revoked since.")
        Terminal.print("Mails that waited when the backup was made go out again.")
        Terminal.print("Next: tidegate serve -w \(workspace.workspace)")
    }
}
