import ArgumentParser
import TidegateEngine
import TidegateModel
import TidegateRules
import TidegateStore

/// What every command that writes takes.
struct WriteOptions: ParsableArguments {
    @Option(help: "Pass closed gates, for this reason; needs the permission waive_gates.")
    var waive: String?
    @Option(help: "Confirm warnings, for this reason.")
    var confirm: String?
    @Option(help: "An idempotency key: sent twice, it is done once.")
    var key: String?
    @Option(help: "The version you have seen; refuse if there is a newer one.")
    var version: Int64?
    @Flag(help: "Do everything, print what came of it, and roll it back.")
    var dryRun = false

    var request: RequestOptions {
        RequestOptions(
            idempotencyKey: key, waiver: waive, confirmation: confirm, version: version,
            isDryRun: dryRun)
    }
}

struct Get: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show one record.",
        discussion: "Example:\n  tidegate get Account/name=Acme")

    @Argument(help: "OBJECT/ID or OBJECT/field=value.")
    var record: RecordName
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting(output) {
            try await workspace.open { engine in
                let found = try await engine.record(record.object, record.id(in: engine))
                try await RecordText(found, engine).print(json: output.json)
            }
        }
    }
}

struct QueryRecords: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "query",
        abstract: "List records, or figures over them.",
        discussion: """
            Examples:
              tidegate query "Opportunity where stage == 'won'" --show 'count(), sum(amount)'
              tidegate query Opportunity --by stage --show 'count(), sum(amount)'
              tidegate query "Account where name contains 'Acme'" --columns name,industry
            """)

    @Argument(help: "OBJECT, or OBJECT where CONDITION.")
    var query: String
    @Option(help: "Figures instead of records: count(), sum(amount), avg(…), min(…), max(…).")
    var show: String?
    @Option(help: "Fields to group the figures by, with commas.")
    var by: String?
    @Option(help: "Fields to sort by, with commas; -field for largest first.")
    var sort: String?
    @Option(help: "Fields to show, with commas.")
    var columns: String?
    @Option(help: "The most records to show.")
    var limit = 50
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting(output) {
            try await workspace.open { engine in
                var request = Self.request(query)
                request.show = show
                request.groups = by.map(Self.list) ?? []
                request.limit = show == nil ? limit : nil
                request.order = (sort.map(Self.list) ?? []).map {
                    $0.hasPrefix("-") ? .init(String($0.dropFirst()), descending: true) : .init($0)
                }
                switch try await engine.list(request, as: workspace.actor(engine)) {
                case .records(let records):
                    try await RecordList(records, engine, columns: columns.map(Self.list))
                        .print(json: output.json)
                case .figures(let headings, let rows):
                    Figures(headings: headings, rows: rows).print(json: output.json)
                }
            }
        }
    }

    private static func request(_ text: String) -> ListRequest {
        let parts = text.split(separator: " ", maxSplits: 2).map(String.init)
        guard parts.count == 3, parts[1] == "where" else {
            return ListRequest(text.split(separator: " ").first.map(String.init) ?? text,
                where: parts.count > 1 ? parts.dropFirst().joined(separator: " ") : nil)
        }
        return ListRequest(parts[0], where: parts[2])
    }

    private static func list(_ text: String) -> [String] {
        text.split(separator: ",").map { $0.trimmingPrefix(" ") }.map(String.init)
    }
}

struct Create: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Create a record.",
        discussion: """
            Examples:
              tidegate create Account name=Acme
              tidegate create Opportunity name=Pump account=name:Acme amount=80000 --as ann
            """)

    @Argument(help: "The object.")
    var object: String
    @Argument(help: "field=value; a reference also as field=otherfield:value.")
    var values: [String] = []
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting(output) {
            try await workspace.open { engine in
                let values = try await FieldArguments(texts: values)
                    .values(of: engine.object(object), in: engine)
                let answer = try await engine.create(
                    object, values, as: workspace.actor(engine), through: .command, write.request)
                try await Done(answer, engine, "created", write).print(json: output.json)
            }
        }
    }
}

struct Update: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Change fields of a record.",
        discussion: "Example:\n  tidegate update Account/name=Acme phone=+49301234 --as ann")

    @Argument(help: "OBJECT/ID or OBJECT/field=value.")
    var record: RecordName
    @Argument(help: "field=value; field= empties it.")
    var values: [String]
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting(output) {
            try await workspace.open { engine in
                let values = try await FieldArguments(texts: values)
                    .values(of: engine.object(record.object), in: engine)
                let answer = try await engine.update(
                    record.object, record.id(in: engine), values, as: workspace.actor(engine),
                    through: .command, write.request)
                try await Done(answer, engine, "changed", write).print(json: output.json)
            }
        }
    }
}

struct Delete: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Delete a record; its history stays.",
        discussion: "Example:\n  tidegate delete Contact/0D3K7Z0000001 --dry-run")

    @Argument(help: "OBJECT/ID or OBJECT/field=value.")
    var record: RecordName
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting(output) {
            try await workspace.open { engine in
                let answer = try await engine.delete(
                    record.object, record.id(in: engine), as: workspace.actor(engine),
                    through: .command, write.request)
                try await Done(answer, engine, "deleted", write).print(json: output.json)
            }
        }
    }
}

struct Move: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Move a record to another stage of its pipeline.",
        discussion: "Example:\n  tidegate move Opportunity/code=OPP-2026-0001 won --as ann")

    @Argument(help: "OBJECT/ID or OBJECT/field=value.")
    var record: RecordName
    @Argument(help: "The stage.")
    var stage: String
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting(output) {
            try await workspace.open { engine in
                let answer = try await engine.move(
                    record.object, record.id(in: engine), to: stage, as: workspace.actor(engine),
                    through: .command, write.request)
                try await Done(answer, engine, "moved to \(stage)", write).print(json: output.json)
            }
        }
    }
}

struct Act: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Press an action on a record.",
        discussion: """
            Example:
              tidegate act "Make order" Opportunity/code=OPP-2026-0001 --as ann --key order-1
            """)

    @Argument(help: "The action's name.")
    var action: String
    @Argument(help: "OBJECT/ID or OBJECT/field=value.")
    var record: RecordName
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var write: WriteOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting(output) {
            try await workspace.open { engine in
                let answer = try await engine.act(
                    action, record.object, record.id(in: engine), as: workspace.actor(engine),
                    through: .command, write.request)
                try await Done(answer, engine, "\(action): done", write).print(json: output.json)
            }
        }
    }
}

struct Explain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say for every gate of a stage whether it is open, and what would open it.",
        discussion: "Example:\n  tidegate explain Opportunity/code=OPP-2026-0001 --to won")

    @Argument(help: "OBJECT/ID or OBJECT/field=value.")
    var record: RecordName
    @Option(help: "The stage to ask about.")
    var to: String
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting(output) {
            try await workspace.open { engine in
                let id = try await record.id(in: engine)
                let gates = try await engine.explain(
                    record.object, id, to: to, as: workspace.actor(engine))
                if output.json {
                    var json = JSONWriter()
                    json.array { json in gates.forEach { json.gate($0) } }
                    Terminal.print(json.text)
                    return
                }
                let found = try await engine.record(record.object, id)
                let title = try await engine.titles(of: [found])[0]
                let closed = gates.count { !$0.passed }
                Terminal.print(
                    Style.strong(title) + " → \(to): "
                        + (closed == 0
                            ? Style.good("every gate is open")
                            : Style.bad("\(closed) of \(gates.count) gates closed")))
                for gate in gates { GateText(gate).print(to: Terminal.print) }
            }
        }
    }
}
