import ArgumentParser
import TidegateEngine
import TidegateModel

struct Outbox: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show the mails of the workspace, and try one again that could not be sent.",
        discussion: "Mails leave into the folder spool/ of the workspace, a file .eml each.",
        subcommands: [Show.self, Retry.self], defaultSubcommand: Show.self)

    struct Show: WorkspaceCommand {
        static let configuration = CommandConfiguration(abstract: "Show the mails.")

        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions

        func run(in engine: Engine) async throws {
            try await show(
                ListRequest("Mail"),
                columns: ["created_at", "recipient", "subject", "state", "error", "rule"],
                in: engine)
        }
    }

    struct Retry: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            abstract: "Try a mail again now.",
            discussion: """
                Mails that could not be sent are tried again by themselves, each time after a longer \
                wait, up to an hour. Who had one tried earlier stands in its history.

                Example:
                  tidegate outbox retry 0CN3RBNPEKR01
                """)

        @Argument(help: "The mail's id, as tidegate outbox shows it.")
        var id: String
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions

        func run(in engine: Engine) async throws {
            guard let mail = RecordID(id) else {
                throw TidegateError(
                    .notFound, "record.not_found", "There is no mail \(id).",
                    hint: "A record's id has 13 letters and digits.")
            }
            // The workspace hands over what waits when it is closed.
            try await engine.retryMail(mail, as: workspace.actor(engine), through: .command)
        }
    }
}
