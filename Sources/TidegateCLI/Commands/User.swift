import ArgumentParser
import TidegateEngine

struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Add users, and list them.",
        subcommands: [Add.self, List.self])

    struct Add: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a user.",
            discussion: """
                Example:
                  tidegate user add ann --name "Ann Lee" --email ann@example.com \\
                    --manager bob --role seller
                """)

        @Argument(help: "The login.")
        var login: String
        @Option(help: "The full name.")
        var name: String?
        @Option(help: "The e-mail address.")
        var email: String?
        @Option(help: "The manager's login.")
        var manager: String?
        @Option(name: .customLong("role"), help: "A role; may be repeated.")
        var roles: [String] = []
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions

        func run(in engine: Engine) async throws {
            let actor = try await workspace.actor(engine)
            let answer = try await engine.addUser(
                login: login, name: name ?? login, email: email, manager: manager,
                roles: roles, as: actor, through: .command)
            try await Done(answer, engine, actor, "added", nil).print(json: output.json)
        }
    }

    struct List: WorkspaceCommand {
        static let configuration = CommandConfiguration(abstract: "Show all users.")

        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions

        func run(in engine: Engine) async throws {
            try await show(
                ListRequest("User"), columns: ["login", "name", "email", "manager", "active"],
                in: engine)
        }
    }
}
