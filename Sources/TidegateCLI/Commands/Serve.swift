import ArgumentParser
import Logging
import TidegateEngine
import TidegateModel
import TidegateServer

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve the pages and the HTTP API of a workspace.",
        discussion: """
            Settings come from the file tidegate.conf in the workspace's folder, then from the \
            environment (TIDEGATE_PORT=…), then from the command line; the later ones win. \
            --print-settings shows what they came to, as such a file.

            Examples:
              tidegate serve -w crm
              tidegate serve -w crm --port 8443 --public-url https://crm.example.com
              tidegate serve -w crm --set session_idle='2 hours' --set log_format=json

            Settings:
            \(settingsHelp)
            """)

    @OptionGroup var workspace: FolderOptions
    @OptionGroup var output: OutputOptions
    @Option(
        help: .init(
            "Read settings from this file instead of tidegate.conf.", valueName: "file"))
    var config: String?
    @Option(
        help: .init(
            "The address to listen on.", valueName: "address"))
    var host: String?
    @Option(help: "The port to listen on; 0 takes a free one.")
    var port: Int?
    @Option(
        help: .init(
            "How people reach the server.", valueName: "url"))
    var publicURL: String?
    @Option(
        name: .customLong("set"),
        help: .init(
            "Any setting, as name=value; may be repeated.", valueName: "name=value"))
    var assignments: [String] = []
    @Flag(help: "Print the settings as a file, and end.")
    var printSettings = false

    private static let settingsHelp = SettingTable.all.map { setting in
        let standard = setting.standard
        return "  \(setting.name)\(standard.isEmpty ? "" : " = \(standard)")\n"
            + "      \(setting.help)\n      Takes: \(setting.form)"
    }.joined(separator: "\n")

    func run() async throws {
        try await reporting(output) {
            let settings = try settings()
            guard !printSettings else { return Terminal.print(settings.file) }
            try settings.check()
            LoggingSystem.bootstrap { _ in
                LineLog(level: settings.logLevel, format: settings.logFormat) { line in
                    Terminal.error(String(line.dropLast()))
                }
            }
            try await serve(settings)
        }
    }

    private func serve(_ settings: ServerSettings) async throws {
        let metrics = settings.metrics == .off ? nil : Metrics()
        try await workspace.open(metrics: metrics) { engine in
            let server = try Server(engine: engine, settings: settings, metrics: metrics)
            try await server.run { port in
                let address = settings.publicURL ?? "http://\(settings.host):\(port)"
                Terminal.error("Open \(address)   (Ctrl-C ends it)")
                await tellSetUp(engine, address)
            }
        }
    }

    // MARK: Settings

    private func settings() throws -> ServerSettings {
        var start = ServerSettings()
        start.mailFolder = workspace.spool
        var sources = SettingSources(start)
        if let file = try configuration() { try sources.read(file: file.text, name: file.name) }
        try sources.read(environment: ProcessInfo.processInfo.environment)
        if let host { try sources.read(argument: "host=\(host)") }
        if let port { try sources.read(argument: "port=\(port)") }
        if let publicURL { try sources.read(argument: "public_url=\(publicURL)") }
        for assignment in assignments { try sources.read(argument: assignment) }
        return sources.settings
    }

    private func configuration() throws -> (name: String, text: String)? {
        let name =
            config ?? URL(filePath: workspace.workspace).appending(path: "tidegate.conf").path
        guard let bytes = FileManager.default.contents(atPath: name) else {
            guard config == nil else {
                throw TidegateError(
                    .notFound, "setting.no_file", "There is no file \(name).",
                    hint: "tidegate serve --print-settings > \(name) makes one.")
            }
            return nil
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw TidegateError(.invalid, "setting.encoding", "\(name) is not written in UTF-8.")
        }
        return (name, text)
    }

    // MARK: The first start

    /// While no one can sign in who could let others in, whoever started the server can.
    private func tellSetUp(_ engine: Engine, _ address: String) async {
        do {
            guard let link = try await FrontDesk(engine: engine).setUpLink() else { return }
            Terminal.error(
                "No administrator can sign in yet. Whoever opens this, once, becomes one:")
            Terminal.error(link.address(at: address))
        } catch {
            let report = ErrorReport(error).error
            Terminal.error([report.message, report.hint].compactMap(\.self).joined(separator: " "))
        }
    }
}
