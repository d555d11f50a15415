import ArgumentParser
import TidegateEngine
import TidegateModel
import TidegateRules
import TidegateScript

struct PackCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pack", abstract: "Install packs, list and print them.",
        subcommands: [Install.self, Plan.self, List.self, Show.self])

    struct Install: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Activate packs in the workspace.",
            discussion: """
                Packs that are required are taken from the folders beside. Everything is checked \
                first; with one error nothing is changed. Packs that do not fit the records that are \
                there are refused, and so are packs by which values would be lost, unless that is \
                accepted; `tidegate pack plan` tells which.

                Examples:
                  tidegate pack install rules/sales -w crm
                  tidegate pack install rules/fulfilment --samples -w crm
                """)

        @Argument(help: "Folders of packs.")
        var packs: [String]
        @Flag(help: "Load the sample records that the packs installed now bring.")
        var samples = false
        @Flag(help: "Install them even if values of records are lost.")
        var acceptLoss = false
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            try await reporting(output) {
                let named = try PackPaths(packs).read()
                try await workspace.folder.open { engine in
                    let here = Set(engine.bundle.packs.map(\.name)).union(named.map(\.name))
                    let needed = try PackPaths(packs).all().filter { pack in
                        named.contains { $0.name == pack.name } || !here.contains(pack.name)
                    }
                    let installed = try await engine.install(
                        needed, as: workspace.actor(engine), through: .command,
                        acceptingLoss: acceptLoss)
                    print(installed)
                    if samples {
                        let new = Set(needed.map(\.name))
                        try await loadSamples(
                            installed.packs.map(\.name).filter(new.contains), engine)
                    }
                }
            }
        }

        private func loadSamples(_ packs: [String], _ engine: Engine) async throws {
            for pack in packs {
                let loaded = try await engine.importSamples(of: pack, as: workspace.actor(engine))
                for (file, report) in loaded where !output.json {
                    let mark = report.refusedRows == 0 ? Style.good("✓ ") : Style.bad("✗ ")
                    Terminal.print(
                        mark + "\(pack)/\(file): \(report.created) created, "
                            + "\(report.updated) updated, \(report.refusedRows) refused")
                    for problem in report.problems.prefix(5) {
                        let value = problem.value.map { "\"\($0.printable)\" " } ?? ""
                        Terminal.print("    row \(problem.row): \(value)\(problem.reason)")
                    }
                }
            }
        }

        private func print(_ installed: Engine.Installed) {
            if output.json {
                var json = JSONWriter()
                json.object { json in
                    json.member("bundle", installed.hash)
                    json.key("packs")
                    json.array { json in installed.packs.forEach { json.pack($0) } }
                    json.key("unchanged")
                    json.array { json in installed.unchanged.forEach { json.string($0) } }
                }
                Terminal.print(json.text)
                return
            }
            for pack in installed.packs {
                let state = installed.unchanged.contains(pack.name) ? " unchanged" : ""
                Terminal.print(
                    Style.good("✓ ") + "\(pack.name) \(pack.version) "
                        + Style.faint("\(pack.hash.prefix(12))\(state)"))
            }
            Terminal.print("Bundle \(installed.hash.prefix(12)) is active.")
        }
    }

    struct List: WorkspaceCommand {
        static let configuration = CommandConfiguration(abstract: "Show the active packs.")

        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions

        func run(in engine: Engine) async throws {
            let packs = try await engine.installedPacks()
            if output.json {
                var json = JSONWriter()
                json.array { json in packs.forEach { json.pack($0) } }
                Terminal.print(json.text)
                return
            }
            var columns = Columns(["pack", "version", "content"])
            for pack in packs {
                columns.add([pack.name, pack.version, String(pack.hash.prefix(12))])
            }
            columns.print()
        }
    }
}

extension PackCommand {
    struct Show: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the files of an active pack, or write them into a folder.",
            discussion: """
                Examples:
                  tidegate pack show custom
                  tidegate pack show sales pipelines/opportunity.lua
                  tidegate pack show custom --to packs/custom
                """)

        @Argument(help: "The pack.")
        var pack: String
        @Argument(help: "Only this file.")
        var file: String?
        @Option(
            help: .init(
                "A folder that is not there yet.", valueName: "stage"))
        var to: String?
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions

        func run(in engine: Engine) async throws {
            let packs = try await engine.installedPackFiles()
            guard let found = packs.first(where: { $0.name == pack }) else {
                throw TidegateError(
                    .notFound, "pack.not_active", "There is no active pack \(pack).",
                    hint: "There is " + packs.map(\.name).joined(separator: ", ") + ".")
            }
            let files = found.files.filter { file == nil || $0.path == file }
            if let file, files.isEmpty {
                throw TidegateError(
                    .notFound, "pack.no_file", "The pack \(pack) has no file \(file).",
                    hint: "It has " + found.files.map(\.path).joined(separator: ", ") + ".")
            }
            if let to {
                try PackFolder.write(PackFiles(name: pack, files: files), to: to)
                Terminal.print(Style.good("✓ ") + "\(files.count) files written to \(to)")
            } else {
                output.json ? printJSON(files) : print(files)
            }
        }

        private func print(_ files: [PackFiles.File]) {
            for one in files {
                if file == nil { Terminal.print(Style.faint("-- \(pack)/\(one.path)")) }
                for line in String(decoding: one.text, as: UTF8.self)
                    .split(separator: "\n", omittingEmptySubsequences: false).dropLast()
                {
                    // What is piped into a file stays as it is.
                    Terminal.print(Terminal.isInteractive ? String(line).printable : String(line))
                }
            }
        }

        private func printJSON(_ files: [PackFiles.File]) {
            var json = JSONWriter()
            json.array { json in
                for one in files {
                    json.object { json in
                        json.member("path", one.path)
                        json.member("text", String(decoding: one.text, as: UTF8.self))
                    }
                }
            }
            Terminal.print(json.text)
        }
    }
}

extension JSONWriter {
    fileprivate mutating func pack(_ pack: (name: String, version: String, hash: String)) {
        object { json in
            json.member("name", pack.name)
            json.member("version", pack.version)
            json.member("hash", pack.hash)
        }
    }
}
