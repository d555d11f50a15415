import ArgumentParser
import TidegateEngine
import TidegateModel

/// What all that is said about an approval has in common.
struct ApprovalArguments: ParsableArguments {
    @Argument(help: "OBJECT/ID or OBJECT/field=value.")
    var record: RecordName
    @Argument(help: "The approval's name.")
    var approval: String
    @Option(
        help: .init(
            "A comment that stays in the history.", valueName: "text"))
    var comment: String?
    @Option(help: "An idempotency key: sent twice, it is done once.")
    var key: String?
}

extension WorkspaceCommand {
    /// - Parameter done: what is printed after the approval's name.
    fileprivate func say(
        _ arguments: ApprovalArguments, in engine: Engine, done: String,
        _ write: (_ object: String, _ id: RecordID) -> Write
    ) async throws {
        let actor = try await workspace.actor(engine)
        let record = arguments.record
        let answer = try await engine.perform(
            write(record.object, record.id(in: engine, as: actor)), as: actor, through: .command,
            RequestOptions(idempotencyKey: arguments.key))
        try await Done(answer, engine, actor, arguments.approval + done, nil)
            .print(json: output.json)
    }

    fileprivate func decide(
        _ arguments: ApprovalArguments, yes: Bool, in engine: Engine
    ) async throws {
        try await say(arguments, in: engine, done: yes ? ": yes" : ": no") { object, id in
            .decide(
                approval: arguments.approval, object: object, id: id, yes: yes,
                comment: arguments.comment)
        }
    }
}

struct Approve: WorkspaceCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say yes to an approval.",
        discussion: "Example:\n  tidegate approve Opportunity/code=OPP-2026-0001 discount --as bob")

    @OptionGroup var approval: ApprovalArguments
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run(in engine: Engine) async throws { try await decide(approval, yes: true, in: engine) }
}

struct Reject: WorkspaceCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say no to an approval.",
        discussion: """
            Example:
              tidegate reject Opportunity/code=OPP-2026-0001 discount \\
                --comment "too much" --as bob
            """)

    @OptionGroup var approval: ApprovalArguments
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run(in engine: Engine) async throws { try await decide(approval, yes: false, in: engine) }
}

struct Ask: WorkspaceCommand {
    static let configuration = CommandConfiguration(
        abstract: "Ask again for an approval that was withdrawn.",
        discussion: "Example:\n  tidegate ask Opportunity/code=OPP-2026-0001 discount --as ann")

    @OptionGroup var approval: ApprovalArguments
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run(in engine: Engine) async throws {
        try await say(approval, in: engine, done: " asked again") { object, id in
            .ask(
                approval: approval.approval, object: object, id: id, comment: approval.comment)
        }
    }
}

struct Withdraw: WorkspaceCommand {
    static let configuration = CommandConfiguration(
        abstract: "Take back an approval you submitted.",
        discussion: "Example:\n  tidegate withdraw Opportunity/code=OPP-2026-0001 discount --as ann"
    )

    @OptionGroup var approval: ApprovalArguments
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run(in engine: Engine) async throws {
        try await say(approval, in: engine, done: " withdrawn") { object, id in
            .withdraw(
                approval: approval.approval, object: object, id: id, comment: approval.comment)
        }
    }
}
