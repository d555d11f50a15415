import ArgumentParser
import TidegateEngine

struct Outbox: WorkspaceCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show the mails of the workspace.",
        discussion: "Mails leave into the folder spool/ of the workspace, a file .eml each.")

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run(in engine: Engine) async throws {
        guard
            case .records(let mails) = try await engine.list(
                ListRequest("Mail"), as: workspace.actor(engine))
        else { return }
        try await RecordList(
            mails, engine, columns: ["created_at", "recipient", "subject", "state", "rule"]
        ).print(json: output.json)
    }
}
