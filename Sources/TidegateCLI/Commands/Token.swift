import ArgumentParser
import TidegateEngine
import TidegateModel
import TidegateServer

struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Make tokens for programs, list and revoke them.",
        subcommands: [Create.self, List.self, Revoke.self])

    struct Create: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a token; it is printed this once.",
            discussion: """
                A program sends it as Authorization: Bearer tg_…. It may do what its user may, as far \
                as its scopes go: read, write, import, admin.

                Example:
                  tidegate token create --user ann --name sync --scope read --scope write
                """)

        @Option(
            help: .init(
                "Whose token it is (login).", valueName: "login"))
        var user: String
        @Option(
            help: .init(
                "What uses it.", valueName: "name"))
        var name = "command line"
        @Option(
            name: .customLong("scope"),
            help: .init(
                "read, write, import or admin; may be repeated.", valueName: "scope"))
        var scopes: [String] = []
        @Option(
            help: .init(
                "For how many days it is good; without, until it is revoked.", valueName: "days"))
        var days: Int64?
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions

        func run(in engine: Engine) async throws {
            let token = try await FrontDesk(engine: engine).makeToken(
                for: user, name: name, scopes: TokenScope.parse(scopes), days: days,
                by: workspace.actor(engine), through: .command)
            guard output.json else { return Terminal.print(token) }
            var json = JSONWriter()
            json.object { $0.member("token", token) }
            Terminal.print(json.text)
        }
    }

    struct List: WorkspaceCommand {
        static let configuration = CommandConfiguration(abstract: "Show a user's tokens.")

        @Option(
            help: .init(
                "Whose tokens (login).", valueName: "login"))
        var user: String
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions

        func run(in engine: Engine) async throws {
            let tokens = try await FrontDesk(engine: engine).tokens(of: user)
            guard output.json else {
                return tokens.forEach { token in
                    let used = token.lastSeen.map { ", last used \($0)" } ?? ", never used"
                    let end = token.expires.map { ", until \($0)" } ?? ""
                    Terminal.print("\(token.id)  \(token.name) (\(token.detail))\(used)\(end)")
                }
            }
            var json = JSONWriter()
            json.array { json in
                for token in tokens {
                    json.object { json in
                        json.member("id", token.id)
                        json.member("name", token.name)
                        json.member("scopes", token.detail)
                        json.member("created", token.created.description)
                        json.member("last_used", optional: token.lastSeen?.description)
                        json.member("expires", optional: token.expires?.description)
                    }
                }
            }
            Terminal.print(json.text)
        }
    }

    struct Revoke: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a token useless.",
            discussion: "Example:\n  tidegate token revoke 3c0PqYvT2m8a0bZk --user ann")

        @Argument(help: "The token's id, as list shows it.")
        var id: String
        @Option(
            help: .init(
                "Whose token it is (login).", valueName: "login"))
        var user: String
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions

        func run(in engine: Engine) async throws {
            try await FrontDesk(engine: engine).revokeToken(
                id, of: user, by: workspace.actor(engine), through: .command)
            Terminal.print(output.json ? "{}" : Style.good("✓ ") + "revoked")
        }
    }
}
