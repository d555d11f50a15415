import ArgumentParser
import TidegateEngine
import TidegateModel
import TidegateScript

struct ObjectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "object",
        abstract: "Add objects, rename and remove what was added, say who may use it.",
        discussion: """
            Prints the plan; --yes does it. What was added is kept as the pack custom:
            tidegate pack show custom.
            """,
        subcommands: [Add.self, Label.self, Access.self, Remove.self])

    struct Add: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add an object with its first fields.",
            discussion: """
                Examples:
                  tidegate object add Equipment --plural Equipment \\
                    --field 'name text required=true' --field 'account reference to=Account'
                  tidegate object add Visit --field 'on date' \\
                    --access 'seller read create update' --yes

                More fields: tidegate field add.
                """)

        @Argument(help: "The name, such as SalesOrder.")
        var name: String
        @Option(
            help: .init(
                "What people read instead of the name.", valueName: "text"))
        var label: String?
        @Option(
            help: .init(
                "The same for several.", valueName: "text"))
        var plural: String?
        @OptionGroup var words: LabelOptions
        @Option(
            help: .init(
                "How a record is called, such as '{code} {name}'.", valueName: "text"))
        var title: String?
        @Option(
            name: .customLong("field"),
            help: .init(
                "NAME KIND [OPTION=VALUE]…; may be repeated. Options are those of field add.",
                valueName: "definition"))
        var fields: [String] = []
        @Option(
            name: .customLong("access"),
            help: .init(
                "ROLE RIGHT…: create, read, update, delete; may be repeated.", valueName: "rights"))
        var access: [String] = []
        @OptionGroup var apply: PlanOptions
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions

        func run(in engine: Engine) async throws {
            let request = ObjectRequest(
                name: name, label: label, plural: plural, words: words.words, title: title,
                fields: try fields.map(field), access: access.map(ObjectCommand.rights))
            try await apply.run(.addObject(request.draft()), engine, workspace, output)
        }

        private func field(_ text: String) throws -> FieldRequest {
            let words = text.split(separator: " ").map(String.init)
            guard words.count >= 2 else {
                throw TidegateError(
                    .invalid, "argument.field", "\"\(text)\" is not of the form NAME KIND.")
            }
            var request = FieldRequest(name: words[0], kind: words[1])
            for word in words.dropFirst(2) {
                let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
                guard parts.count == 2 else {
                    throw TidegateError(
                        .invalid, "argument.option", "\"\(word)\" is not of the form OPTION=VALUE.")
                }
                if parts[0] == "values" {
                    request.values = parts[1].split(separator: ",").map(String.init)
                } else {
                    request.options[parts[0]] = parts[1]
                }
            }
            return request
        }
    }

    /// `seller read create`
    private static func rights(_ text: String) -> AccessRequest {
        let words = text.split(separator: " ").map(String.init)
        return AccessRequest(
            role: words.first ?? "",
            rights: Dictionary(
                words.dropFirst().map { ($0, "true") }, uniquingKeysWith: { first, _ in first }))
    }

    struct Label: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            abstract: "Call an object otherwise, also one that a pack brought.",
            discussion: """
                Examples:
                  tidegate object label Account Customer --plural Customers --yes
                  tidegate object label Account --label-zh-hans 客户 --label-zh-hant 客戶 --yes

                An empty label in a language goes back to what the packs say.
                """)

        @Argument(help: "The object.")
        var object: String
        @Argument(help: "What people shall read; left out, it stays.")
        var label: String?
        @Option(
            help: .init(
                "The same for several.", valueName: "text"))
        var plural: String?
        @OptionGroup var words: LabelOptions
        @OptionGroup var apply: PlanOptions
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions

        func run(in engine: Engine) async throws {
            try await apply.run(
                .relabelObject(
                    object, try words.labels(label: label, plural: plural)), engine, workspace,
                output)
        }
    }

    struct Access: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say who may do what with an object that was added here.",
            discussion: """
                What is said takes the place of all that was said before; a role that is left out \
                has no right to the object. The role everyone is every user's.

                Example:
                  tidegate object access Visit --role 'seller read create update' \\
                    --role 'everyone read' --yes
                """)

        @Argument(help: "The object.")
        var object: String
        @Option(
            name: .customLong("role"),
            help: .init(
                "ROLE RIGHT…: create, read, update, delete; may be repeated.", valueName: "rights"))
        var roles: [String] = []
        @OptionGroup var apply: PlanOptions
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions

        func run(in engine: Engine) async throws {
            let access = try AccessRequest.drafts(roles.map(ObjectCommand.rights), of: object)
            try await apply.run(.setAccess(access, of: object), engine, workspace, output)
        }
    }

    struct Remove: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove an object that was added here and has no records.",
            discussion: "Example:\n  tidegate object remove Equipment --yes")

        @Argument(help: "The object.")
        var object: String
        @OptionGroup var apply: PlanOptions
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions

        func run(in engine: Engine) async throws {
            try await apply.run(.removeObject(object), engine, workspace, output)
        }
    }
}
