import ArgumentParser
import TidegateEngine
import TidegateModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

struct Initialize: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Make a workspace.",
        discussion: "Example:\n  tidegate init crm && tidegate pack install rules/sales -w crm")

    @Argument(help: "The folder; made if it is not there. Left out: the one of -w.")
    var folder: String?
    @OptionGroup var options: FolderOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting(output) {
            var workspace = options
            workspace.workspace = folder ?? options.workspace
            let folder = workspace.workspace
            let isNew = !FileManager.default.fileExists(atPath: workspace.file)
            do {
                try FileManager.default.createDirectory(
                    atPath: folder, withIntermediateDirectories: true)
            } catch {
                throw TidegateError(
                    .unavailable, "workspace.folder", "The folder \(folder) cannot be made.")
            }
            try await workspace.engine().close()
            if output.json {
                var json = JSONWriter()
                json.object { json in
                    json.member("workspace", workspace.file)
                    json.member("created", isNew)
                }
                Terminal.print(json.text)
            } else {
                Terminal.print(
                    Style.good("✓ ")
                        + (isNew ? "workspace made: " : "workspace was there already: ")
                        + workspace.file)
            }
        }
    }
}
