import ArgumentParser
import TidegateEngine
import TidegateModel
import TidegateStore

struct Alerts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show raised alerts.", discussion: "Example:\n  tidegate alerts --all")

    @Flag(help: "Also those that are cleared.")
    var all = false
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting(output) {
            try await workspace.open { engine in
                let request = ListRequest("Alert", where: all ? nil : "state == 'raised'")
                guard
                    case .records(let alerts) = try await engine.list(
                        request, as: workspace.actor(engine))
                else { return }
                try await RecordList(
                    alerts, engine,
                    columns: ["title", "name", "level", "state", "created_at", "cleared_at"]
                ).print(json: output.json)
            }
        }
    }
}

struct Outbox: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show the mails of the workspace.",
        discussion: "Mails leave into the folder spool/ of the workspace, a file .eml each.")

    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting(output) {
            try await workspace.open { engine in
                guard
                    case .records(let mails) = try await engine.list(
                        ListRequest("Mail"), as: workspace.actor(engine))
                else { return }
                try await RecordList(
                    mails, engine, columns: ["created_at", "recipient", "subject", "state", "rule"]
                ).print(json: output.json)
            }
        }
    }
}

struct History: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tell the life of a record: who did what, because of what.",
        discussion: "Example:\n  tidegate history Opportunity/code=OPP-2026-0001")

    @Argument(help: "OBJECT/ID or OBJECT/field=value.")
    var record: RecordName
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting(output) {
            try await workspace.open { engine in
                let entries = try await engine.history(record.object, record.id(in: engine))
                if output.json {
                    var json = JSONWriter()
                    json.array { json in
                        for entry in entries {
                            json.object { json in
                                json.member("sequence", Int(entry.sequence))
                                json.member("version", Int(entry.version))
                                json.member("at", entry.at.description)
                                json.key("entry")
                                json.raw(entry.json)
                            }
                        }
                    }
                    Terminal.print(json.text)
                    return
                }
                let names = try await References(engine).titles(
                    in: entries, of: engine.object(record.object))
                for entry in entries { print(entry, names) }
            }
        }
    }

    private func print(_ entry: HistoryEntry, _ names: [String: String]) {
        Terminal.print(
            Style.faint("\(entry.at)  v\(entry.version)  ") + Style.strong(entry.kind)
                + " by \(entry.actor)" + Style.faint(" through \(entry.door)"))
        for change in entry.changes {
            let old = change.old.map { "\(names[$0] ?? $0) → " } ?? ""
            let new = change.new.map { names[$0] ?? $0 } ?? "(empty)"
            Terminal.print("    \(change.field): \(old)\(new)")
        }
        for line in entry.trace { Terminal.print(Style.faint("    · ") + line) }
        if let cause = entry.cause { Terminal.print(Style.faint("    because of \(cause)")) }
    }
}

struct Audit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prove that the history was not touched.", subcommands: [Verify.self])

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Go along the chain of all changes.",
            discussion: "Exit code 1 when a link is altered, missing or out of its place.")

        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            try await reporting(output) {
                try await workspace.open { engine in
                    let verdict = try await engine.verifyHistory()
                    let (holds, words) = Self.describe(verdict)
                    if output.json {
                        var json = JSONWriter()
                        json.object { json in
                            json.member("holds", holds)
                            json.member("message", words)
                        }
                        Terminal.print(json.text)
                    } else {
                        Terminal.print((holds ? Style.good("✓ ") : Style.bad("✗ ")) + words)
                    }
                    if !holds { throw ExitCode(1) }
                }
            }
        }

        private static func describe(_ verdict: ChangeChain.Verdict) -> (Bool, String) {
            switch verdict {
            case .intact(let tail): (true, "the history holds: \(tail.sequence) changes, unbroken")
            case .broken(let at):
                switch at {
                case .altered(let sequence): (false, "change \(sequence) was altered")
                case .missing(let sequence): (false, "change \(sequence) is missing")
                case .truncated(let sequence):
                    (false, "the changes from \(sequence) on were cut off")
                case .added(let sequence): (false, "change \(sequence) was added from outside")
                }
            }
        }
    }
}
