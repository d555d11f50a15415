import ArgumentParser
import TidegateEngine
import TidegateModel
import TidegateServer

struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Add users, list them, let them in.",
        subcommands: [Add.self, List.self, Link.self])

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
        @Option(
            help: .init(
                "The full name.", valueName: "name"))
        var name: String?
        @Option(
            help: .init(
                "The e-mail address.", valueName: "address"))
        var email: String?
        @Option(
            help: .init(
                "The manager's login.", valueName: "login"))
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

    struct Link: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a one-time link with which a user signs in.",
            discussion: """
                The link is good for 24 hours and one use; with it the user may set a password. A \
                new link makes an earlier one of the same user useless.

                Example:
                  tidegate user link ann --url https://crm.example.com
                """)

        @Argument(help: "The login.")
        var login: String
        @Option(
            help: .init(
                "How people reach the server.", valueName: "url"))
        var url = "http://\(ServerSettings().host):\(ServerSettings().port)"
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions

        func run(in engine: Engine) async throws {
            let link = try await FrontDesk(engine: engine).makeLink(
                for: login, by: workspace.actor(engine), through: .command)
            let address = link.address(at: url)
            guard output.json else { return Terminal.print(address) }
            var json = JSONWriter()
            json.object { json in
                json.member("url", address)
                json.member("expires", link.expires.description)
            }
            Terminal.print(json.text)
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
