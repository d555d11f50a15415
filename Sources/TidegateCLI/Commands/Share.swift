import ArgumentParser
import TidegateEngine
import TidegateModel
import TidegateRules

/// To whom: one user or one team.
struct HolderArguments: ParsableArguments {
    @Argument(help: "OBJECT/ID or OBJECT/field=value.")
    var record: RecordName
    @Option(
        help: .init(
            "A user's login.", valueName: "login"))
    var user: String?
    @Option(
        help: .init(
            "A team's name; all teams below it are meant too.", valueName: "name"))
    var team: String?

    func validate() throws {
        guard (user == nil) != (team == nil) else {
            throw ValidationError("Name either --user or --team.")
        }
    }

    func holder(in engine: Engine, as actor: Actor) async throws -> Share.Holder {
        if let user { return .user(try await id("User", "login", user, engine, actor)) }
        return .team(try await id("Team", "name", team ?? "", engine, actor))
    }

    private func id(
        _ object: String, _ field: String, _ text: String, _ engine: Engine, _ actor: Actor
    ) async throws -> RecordID {
        guard let found = try await engine.record(object, field, .text(text), as: actor) else {
            throw TidegateError(
                .notFound, "record.not_found", "There is no \(object) with \(field) \(text).")
        }
        return found.id
    }
}

struct ShareRecord: WorkspaceCommand {
    static let configuration = CommandConfiguration(
        commandName: "share",
        abstract: "Open a record to a user or a team.",
        discussion:
            "Example:\n  tidegate share Account/name=Acme --user eve --level update --as bob")

    @OptionGroup var to: HolderArguments
    @Option(help: "What it is opened for: read or update.")
    var level = Share.Level.read
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run(in engine: Engine) async throws {
        let actor = try await workspace.actor(engine)
        let id = try await to.record.id(in: engine, as: actor)
        let share = Share(try await to.holder(in: engine, as: actor), level)
        let answer = try await engine.share(
            to.record.object, id, share, as: actor, through: .command)
        try await Shared(to, id, engine, actor, "shared for \(level.rawValue)")
            .print(answer, json: output.json)
    }
}

struct Unshare: WorkspaceCommand {
    static let configuration = CommandConfiguration(
        abstract: "Close a record to someone it was opened to.",
        discussion: "Example:\n  tidegate unshare Account/name=Acme --user eve --as bob")

    @OptionGroup var to: HolderArguments
    @OptionGroup var workspace: WorkspaceOptions
    @OptionGroup var output: OutputOptions

    func run(in engine: Engine) async throws {
        let actor = try await workspace.actor(engine)
        let id = try await to.record.id(in: engine, as: actor)
        let answer = try await engine.unshare(
            to.record.object, id, with: to.holder(in: engine, as: actor), as: actor,
            through: .command)
        try await Shared(to, id, engine, actor, "no longer shared").print(answer, json: output.json)
    }
}

/// What came of it, told about the record that was shared.
private struct Shared {
    private let to: HolderArguments
    private let id: RecordID
    private let engine: Engine
    private let actor: Actor
    private let what: String

    init(
        _ to: HolderArguments, _ id: RecordID, _ engine: Engine, _ actor: Actor, _ what: String
    ) {
        self.to = to
        self.id = id
        self.engine = engine
        self.actor = actor
        self.what = what
    }

    func print(_ answer: Answer<Record>, json: Bool) async throws {
        let record = try await engine.record(to.record.object, id, as: actor)
        let holder = to.user ?? to.team ?? ""
        try await Done(
            answer.map { _ in record }, engine, actor, "\(what) with \(holder)", nil
        ).print(json: json)
    }
}

extension Share.Level: ExpressibleByArgument {}
