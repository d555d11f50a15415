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
        let settings = {
            var settings = ServerSettings(); settings.port = port; return settings
        }()
        let server = try Server(engine: engine, settings: settings)
        try await server.run { port in
            let address = "http://\(settings.host):\(port)"
            Terminal.error(address)
            await tellSetUp(engine, address)
        }
    }

    /// While no one can sign in who could let others in, whoever started the server can.
    private func tellSetUp(_ engine: Engine, _ address: String) async {
        do {
            guard let link = try await FrontDesk(engine: engine).setUpLink() else { return }
            Terminal.error("No administrator can sign in yet. Set up with this link, once:")
            Terminal.error(address + link.path)
        } catch {
            Terminal.error(ErrorReport(error).error.message)
        }
    }
}
