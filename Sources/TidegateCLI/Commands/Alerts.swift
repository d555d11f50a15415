import ArgumentParser
import TidegateEngine

struct Alerts: WorkspaceCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show raised alerts.", discussion: "Example:\n  tidegate alerts --all")

    @Flag(help: "Also those that are cleared.")
    var all = false
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run(in engine: Engine) async throws {
        let request = ListRequest("Alert", where: all ? nil : "state == 'raised'")
        try await show(
            request, columns: ["title", "name", "level", "state", "created_at", "cleared_at"],
            in: engine)
    }
}
