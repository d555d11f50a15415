import ArgumentParser
import TidegateEngine

struct Outbox: WorkspaceCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show the mails of the workspace.",
        discussion: "Mails leave into the folder spool/ of the workspace, a file .eml each.")

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run(in engine: Engine) async throws {
        try await show(
            ListRequest("Mail"), columns: ["created_at", "recipient", "subject", "state", "rule"],
            in: engine)
    }
}
