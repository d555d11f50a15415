import ArgumentParser
import TidegateEngine
import TidegateServer

struct OpenAPI: WorkspaceCommand {
    static let configuration = CommandConfiguration(
        commandName: "openapi",
        abstract: "Print the OpenAPI document of the workspace's HTTP API.",
        discussion: """
            With --as, what that user may see and do; otherwise all of it. The server gives it at \
            /api/openapi.json.

            Example:
              tidegate openapi -w crm --as ann > openapi.json
            """)

    @Flag(help: "Print tables for people instead.")
    var markdown = false
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run(in engine: Engine) async throws {
        let document = try OpenAPIDocument(engine, as: await workspace.actor(engine))
        Terminal.print(markdown ? document.markdown : document.text)
    }
}
