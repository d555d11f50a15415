import ArgumentParser
import TidegateEngine
import TidegateServer

struct Serve: WorkspaceCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve the pages and the HTTP API of a workspace.",
        discussion: """
            Example:
              tidegate serve -w crm --port 8380
            """)

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions
    @Option(help: "The port to listen on.")
    var port = 8380

    func run(in engine: Engine) async throws {
        var settings = ServerSettings()
        settings.port = port
        let server = try Server(engine: engine, settings: settings)
        try await server.run { port in
            Terminal.error("http://127.0.0.1:\(port)")
        }
    }
}
