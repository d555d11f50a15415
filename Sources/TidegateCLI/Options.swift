import ArgumentParser
import TidegateEngine
import TidegateModel
import TidegateServer
import TidegateStore

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

struct OutputOptions: ParsableArguments {
    @Flag(help: "Print JSON.")
    var json = false
}

/// Where the workspace is.
struct FolderOptions: ParsableArguments {
    @Option(
        name: [.short, .long],
        help: .init(
            "The workspace's folder.", valueName: "folder"))
    var workspace = "."

    static let fileName = "tidegate.db"

    var file: String { URL(filePath: workspace).appending(path: Self.fileName).path }
    var exists: Bool { FileManager.default.fileExists(atPath: file) }
    var spool: String { URL(filePath: workspace).appending(path: "spool").path }

    /// Opens the workspace, runs the body, hands waiting mail to the spool, and closes it.
    ///
    /// - Parameter metrics: told what the store and the engine do.
    func open<Answer>(
        metrics: Metrics? = nil, _ body: (Engine) async throws -> Answer
    ) async throws -> Answer {
        guard exists else {
            throw TidegateError(
                .notFound, "workspace.missing", "The folder \"\(workspace)\" holds no workspace.",
                hint: "tidegate init \(workspace) makes one; -w names another folder.")
        }
        let engine = try await engine(metrics)
        do {
            let answer = try await body(engine)
            await deliver(engine)
            await engine.close()
            return answer
        } catch {
            await engine.close()
            throw error
        }
    }

    func engine(_ metrics: Metrics? = nil) async throws -> Engine {
        do {
            var options = SQLiteStore.Options()
            options.observer = metrics
            return try await Engine.open(
                store: SQLiteStore.open(path: file, options: options),
                node: UInt8(truncatingIfNeeded: ProcessInfo.processInfo.processIdentifier),
                observer: metrics)
        } catch let error as StoreError {
            throw error.asTidegateError
        }
    }

    private func deliver(_ engine: Engine) async {
        do {
            let report = try await engine.deliverMail(by: SpoolFolder(folder: spool))
            for problem in report.failed { Terminal.error("mail not sent: \(problem)") }
        } catch {
            Terminal.error("mail not sent: \(ErrorReport(error).error.message)")
        }
    }
}

/// What every command that does something in a workspace takes.
struct WorkspaceOptions: ParsableArguments {
    @OptionGroup var folder: FolderOptions

    @Option(
        name: .customLong("as"),
        help: .init(
            "The user who acts, by login; without it you act as the operator, who may do all.",
            valueName: "login"))
    var user: String?

    /// Who acts: the named user with their rights, or whoever may open the file.
    func actor(_ engine: Engine) async throws -> Actor {
        guard let user else { return .operator }
        return try await engine.actor(login: user)
    }
}

/// A verb that works in an opened workspace.
protocol WorkspaceCommand: AsyncParsableCommand {
    var workspace: WorkspaceOptions { get }
    var output: OutputOptions { get }

    func run(in engine: Engine) async throws
}

extension WorkspaceCommand {
    func run() async throws {
        try await reporting(output) {
            try await workspace.folder.open { try await run(in: $0) }
        }
    }
}

extension WorkspaceCommand {
    /// Prints the records the actor may see.
    func show(_ request: ListRequest, columns: [String]?, in engine: Engine) async throws {
        let actor = try await workspace.actor(engine)
        switch try await engine.list(request, as: actor) {
        case .records(let records):
            try await RecordList(records, engine, actor, columns: columns).print(json: output.json)
        case .figures(let headings, let rows):
            Figures(headings: headings, rows: rows).print(json: output.json)
        }
    }
}
