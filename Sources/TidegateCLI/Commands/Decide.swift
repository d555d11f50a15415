import ArgumentParser
import TidegateEngine

/// The three answers share their arguments.
struct DecisionArguments: ParsableArguments {
    @Argument(help: "OBJECT/ID or OBJECT/field=value.")
    var record: RecordName
    @Argument(help: "The approval's name.")
    var approval: String
    @Option(help: "A comment that stays in the history.")
    var comment: String?
}

struct Approve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say yes to an approval.",
        discussion: "Example:\n  tidegate approve Opportunity/code=OPP-2026-0001 discount --as bob")

    @OptionGroup var decision: DecisionArguments
    @Option(help: "An idempotency key: sent twice, it is done once.")
    var key: String?
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting(output) {
            try await decide(decision, yes: true, key, workspace, output)
        }
    }
}

struct Reject: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say no to an approval.",
        discussion: """
            Example:
              tidegate reject Opportunity/code=OPP-2026-0001 discount --comment "too much" --as bob
            """)

    @OptionGroup var decision: DecisionArguments
    @Option(help: "An idempotency key: sent twice, it is done once.")
    var key: String?
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await reporting(output) {
            try await decide(decision, yes: false, key, workspace, output)
        }
    }
}

struct Withdraw: WorkspaceCommand {
    static let configuration = CommandConfiguration(
        abstract: "Take back an approval you submitted.",
        discussion: "Example:\n  tidegate withdraw Opportunity/code=OPP-2026-0001 discount --as ann"
    )

    @OptionGroup var decision: DecisionArguments
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run(in engine: Engine) async throws {
        let answer = try await engine.withdraw(
            decision.approval, decision.record.object, decision.record.id(in: engine),
            comment: decision.comment, as: workspace.actor(engine), through: .command)
        try await Done(answer, engine, "\(decision.approval) withdrawn", nil)
            .print(json: output.json)
    }
}

private func decide(
    _ decision: DecisionArguments, yes: Bool, _ key: String?, _ workspace: WorkspaceOptions,
    _ output: OutputOptions
) async throws {
    try await workspace.open { engine in
        let answer = try await engine.decide(
            decision.approval, decision.record.object, decision.record.id(in: engine), yes: yes,
            comment: decision.comment, as: workspace.actor(engine), through: .command,
            RequestOptions(idempotencyKey: key))
        try await Done(answer, engine, "\(decision.approval): \(yes ? "yes" : "no")", nil)
            .print(json: output.json)
    }
}
