import ArgumentParser
import TidegateEngine

/// The three answers share their arguments.
struct DecisionArguments: ParsableArguments {
    @Argument(help: "OBJECT/ID or OBJECT/field=value.")
    var record: RecordName
    @Argument(help: "The approval's name.")
    var approval: String
    @Option(
        help: .init(
            "A comment that stays in the history.", valueName: "text"))
    var comment: String?
}

/// A vote; the verb says which.
struct VoteArguments: ParsableArguments {
    @OptionGroup var decision: DecisionArguments
    @Option(help: "An idempotency key: sent twice, it is done once.")
    var key: String?
}

extension WorkspaceCommand {
    fileprivate func give(_ vote: VoteArguments, yes: Bool, in engine: Engine) async throws {
        let actor = try await workspace.actor(engine)
        let decision = vote.decision
        let answer = try await engine.decide(
            decision.approval, decision.record.object, decision.record.id(in: engine, as: actor),
            yes: yes,
            comment: decision.comment, as: actor, through: .command,
            RequestOptions(idempotencyKey: vote.key))
        try await Done(answer, engine, actor, "\(decision.approval): \(yes ? "yes" : "no")", nil)
            .print(json: output.json)
    }
}

struct Approve: WorkspaceCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say yes to an approval.",
        discussion: "Example:\n  tidegate approve Opportunity/code=OPP-2026-0001 discount --as bob")

    @OptionGroup var vote: VoteArguments
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run(in engine: Engine) async throws { try await give(vote, yes: true, in: engine) }
}

struct Reject: WorkspaceCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say no to an approval.",
        discussion: """
            Example:
              tidegate reject Opportunity/code=OPP-2026-0001 discount \\
                --comment "too much" --as bob
            """)

    @OptionGroup var vote: VoteArguments
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run(in engine: Engine) async throws { try await give(vote, yes: false, in: engine) }
}

struct Ask: WorkspaceCommand {
    static let configuration = CommandConfiguration(
        abstract: "Ask again for an approval that was withdrawn.",
        discussion: "Example:\n  tidegate ask Opportunity/code=OPP-2026-0001 discount --as ann")

    @OptionGroup var decision: DecisionArguments
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run(in engine: Engine) async throws {
        let actor = try await workspace.actor(engine)
        let answer = try await engine.ask(
            decision.approval, decision.record.object, decision.record.id(in: engine, as: actor),
            comment: decision.comment, as: actor, through: .command)
        try await Done(answer, engine, actor, "\(decision.approval) asked again", nil)
            .print(json: output.json)
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
        let actor = try await workspace.actor(engine)
        let answer = try await engine.withdraw(
            decision.approval, decision.record.object, decision.record.id(in: engine, as: actor),
            comment: decision.comment, as: actor, through: .command)
        try await Done(answer, engine, actor, "\(decision.approval) withdrawn", nil)
            .print(json: output.json)
    }
}
