import ArgumentParser
import TidegateEngine

struct Tasks: WorkspaceCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show what is waiting to be done.",
        discussion: "Example:\n  tidegate tasks --as bob")

    @Flag(help: "Also what is done or cancelled.")
    var all = false
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run(in engine: Engine) async throws {
        var parts: [String] = all ? [] : ["state == 'open'"]
        if workspace.user != nil { parts.append("assignee == me()") }
        let request = ListRequest(
            "Task", where: parts.isEmpty ? nil : parts.joined(separator: " and "))
        try await show(
            request, columns: ["title", "assignee", "kind", "state", "due"], in: engine)
    }
}
