import ArgumentParser

@main
struct TidegateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tidegate",
        abstract: "Rules and workflow for business records, scripted in Lua.",
        discussion: """
            A workspace is a folder; -w names it, otherwise it is the current one.

            Examples:
              tidegate init crm && cd crm
              tidegate pack install ../rules/base ../rules/sales
              tidegate user add ann --name "Ann Lee" --role seller
              tidegate create Opportunity name=Pump amount=80000 --as ann
              tidegate explain Opportunity/0D3K7Z… --to won

            Exit codes: 0 done · 1 refused by a rule · 64 wrong usage · 65 wrong input
            66 not found · 69 not available · 70 a rule or the program failed
            75 conflict, try again · 77 not allowed
            """,
        version: "0.1.0",
        groupedSubcommands: [
            CommandGroup(
                name: "Packs", subcommands: [Check.self, TestPacks.self, PackCommand.self]),
            CommandGroup(
                name: "Records",
                subcommands: [
                    Get.self, QueryRecords.self, SearchRecords.self, Create.self, Update.self,
                    Revert.self, Delete.self, BinList.self, Undelete.self, Move.self,
                    Act.self, ShareRecord.self, Unshare.self, Explain.self, TryCondition.self,
                    ImportCommand.self, ExportRecords.self, FindDuplicates.self,
                ]),
            CommandGroup(
                name: "Decisions",
                subcommands: [Tasks.self, Approve.self, Reject.self, Withdraw.self, Ask.self]),
            CommandGroup(
                name: "What happened",
                subcommands: [
                    Alerts.self, Outbox.self, History.self, BlameField.self, Audit.self,
                ]),
            CommandGroup(
                name: "Workspace",
                subcommands: [
                    Initialize.self, Serve.self, MakeBackup.self, RestoreBackup.self,
                    Doctor.self,
                    UserCommand.self, TokenCommand.self,
                    ObjectCommand.self, FieldCommand.self, OpenAPI.self, LuaFile.self,
                ]),
        ])
}

/// Every command ends here: an error becomes one sentence and its exit code.
extension ParsableCommand {
    func reporting(
        _ output: OutputOptions, _ body: () async throws -> Void
    ) async throws {
        do {
            try await body()
        } catch let exit as ExitCode {
            throw exit
        } catch let error as ValidationError {
            throw error
        } catch {
            let shown = ErrorReport(error)
            shown.print(json: output.json)
            throw ExitCode(shown.error.exitCode)
        }
    }
}
