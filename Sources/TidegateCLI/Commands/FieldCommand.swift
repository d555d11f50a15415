import ArgumentParser
import TidegateEngine
import TidegateModel
import TidegateScript

struct FieldCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "field",
        abstract: "Add fields to objects, change and remove what was added.",
        discussion: """
            Prints the plan; --yes does it. What was added is kept as the pack custom:
            tidegate pack show custom.
            """,
        subcommands: [Add.self, Change.self, Label.self, Remove.self])

    struct Add: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a field.",
            discussion: """
                Examples:
                  tidegate field add Account/segment --kind choice --values A,B --default B
                  tidegate field add Account/region --kind text --label-zh-hans 区域
                  tidegate field add Account/credit_limit --kind money --min 0 --yes --as ada
                  tidegate field add Account/site_count --kind integer --rollup 'count(sites)'
                """)

        @Argument(help: "OBJECT/FIELD.")
        var field: FieldPlace
        @Option(help: "\(FieldRequest.kinds.joined(separator: ", ")).")
        var kind: String
        @OptionGroup var options: FieldOptions
        @OptionGroup var apply: PlanOptions
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions

        func run(in engine: Engine) async throws {
            let request = options.applied(to: FieldRequest(name: field.name, kind: kind))
            try await apply.run(
                .addField(request.draft(), to: field.object), engine, workspace, output)
        }
    }

    struct Change: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change a field that was added here; what is not named stays.",
            discussion: """
                Examples:
                  tidegate field change Account/segment --values A,B,C
                  tidegate field change Account/credit_limit --required true --yes
                """)

        @Argument(help: "OBJECT/FIELD.")
        var field: FieldPlace
        @OptionGroup var options: FieldOptions
        @OptionGroup var apply: PlanOptions
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions

        func run(in engine: Engine) async throws {
            let pack = try await engine.customPack()
            let known = ObjectName(field.object).flatMap { pack.field(field.name, of: $0) }
            guard let known else {
                throw TidegateError(
                    .notFound, "field.not_added",
                    "No field \(field.name) was added to \(field.object) here.",
                    hint: "tidegate pack show custom prints what was added.")
            }
            let request = options.applied(to: known.request)
            try await apply.run(
                .changeField(request.draft(), of: field.object), engine, workspace, output)
        }
    }

    struct Label: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            abstract: "Call a field otherwise, also one that a pack brought.",
            discussion: """
                Examples:
                  tidegate field label Account/name Company --yes
                  tidegate field label Account/name --label-zh-hans 公司 --yes

                An empty label in a language goes back to what the packs say.
                """)

        @Argument(help: "OBJECT/FIELD.")
        var field: FieldPlace
        @Argument(help: "What people shall read; left out, it stays.")
        var label: String?
        @OptionGroup var words: LabelOptions
        @OptionGroup var apply: PlanOptions
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions

        func run(in engine: Engine) async throws {
            try await apply.run(
                .relabelField(field.name, of: field.object, try words.labels(label: label)), engine,
                workspace, output)
        }
    }

    struct Remove: WorkspaceCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove a field that was added here and that nothing uses.",
            discussion: "Example:\n  tidegate field remove Account/segment --yes")

        @Argument(help: "OBJECT/FIELD.")
        var field: FieldPlace
        @OptionGroup var apply: PlanOptions
        @OptionGroup var workspace: WorkspaceOptions
        @OptionGroup var output: OutputOptions

        func run(in engine: Engine) async throws {
            try await apply.run(
                .removeField(field.name, of: field.object), engine, workspace, output)
        }
    }
}

/// `Account/segment`
struct FieldPlace: ExpressibleByArgument {
    let object: String
    let name: String

    init?(argument: String) {
        let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
        object = String(parts[0])
        name = String(parts[1])
    }
}

/// A label in the languages beside that of the packs.
struct LabelOptions: ParsableArguments {
    @Option(
        help: .init(
            "What people who read 简体中文 read.", valueName: "text"))
    var labelZhHans: String?
    @Option(
        help: .init(
            "What people who read 繁體中文 read.", valueName: "text"))
    var labelZhHant: String?

    var words: [Language: String] {
        var words: [Language: String] = [:]
        words[.simplifiedChinese] = labelZhHans
        words[.traditionalChinese] = labelZhHant
        return words
    }

    func labels(label: String?, plural: String? = nil) throws -> NewLabels {
        let labels = NewLabels(label: label, plural: plural, words: words)
        guard !labels.isEmpty else {
            throw ValidationError("Say what it shall be called, in at least one language.")
        }
        return labels
    }
}

/// What a field can be given, as options of a command.
struct FieldOptions: ParsableArguments {
    @Option(
        help: .init(
            "What people read instead of the name.", valueName: "text"))
    var label: String?
    @OptionGroup var words: LabelOptions
    @Option(
        help: .init(
            "Of a choice: its values in 简体中文, in their order, with commas between.",
            valueName: "values"))
    var valuesZhHans: String?
    @Option(
        help: .init(
            "Of a choice: its values in 繁體中文, in their order, with commas between.",
            valueName: "values"))
    var valuesZhHant: String?
    @Option(
        name: .customLong("help-text"),
        help: .init(
            "What it is for.", valueName: "text"))
    var explanation: String?
    @Option(
        help: .init(
            "true: a record cannot be saved without it.", valueName: "flag"))
    var required: String?
    @Option(
        help: .init(
            "What a new record gets.", valueName: "value"))
    var `default`: String?
    @Option(
        help: .init(
            "Of a choice: its values, with commas between.", valueName: "values"))
    var values: String?
    @Option(
        help: .init(
            "The smallest number.", valueName: "number"))
    var min: String?
    @Option(
        help: .init(
            "The largest number, or the most characters.", valueName: "number"))
    var max: String?
    @Option(
        help: .init(
            "Digits after the point.", valueName: "digits"))
    var scale: String?
    @Option(
        help: .init(
            "Of money: a code such as USD, or the field that has it, such as currency.",
            valueName: "currency"))
    var currency: String?
    @Option(
        help: .init(
            "false: lists do not add it up, as of a price; true: they do.", valueName: "flag"))
    var total: String?
    @Option(
        help: .init(
            "Of a reference: the object it refers to.", valueName: "stage"))
    var to: String?
    @Option(
        help: .init(
            "Of a reference: restrict, clear or cascade.", valueName: "rule"))
    var onDelete: String?
    @Option(
        help: .init(
            "Of an autonumber: its format, such as EQ-{0000}.", valueName: "format"))
    var format: String?
    @Option(
        help: .init(
            "Of an autonumber; true: its records are not deleted, so no number is missing.",
            valueName: "flag"))
    var gapFree: String?
    @Option(
        help: .init(
            "Of children: the object and field that refer here, such as Line.order.",
            valueName: "field"))
    var of: String?
    @Option(
        help: .init(
            "A condition over the record that computes it.", valueName: "condition"))
    var formula: String?
    @Option(
        help: .init(
            "A condition over children that computes it.", valueName: "condition"))
    var rollup: String?
    @Option(
        help: .init(
            "true: no two records may have the same.", valueName: "flag"))
    var unique: String?
    @Option(
        help: .init(
            "true: lists by it are fast.", valueName: "flag"))
    var index: String?

    /// An empty text takes an option away.
    func applied(to request: FieldRequest) -> FieldRequest {
        var request = request
        let given: [(String, String?)] = [
            ("label", label), ("label_zh_hans", words.labelZhHans),
            ("label_zh_hant", words.labelZhHant),
            ("values_zh_hans", valuesZhHans?.replacing(",", with: "\n")),
            ("values_zh_hant", valuesZhHant?.replacing(",", with: "\n")), ("help", explanation),
            ("required", required),
            ("default", `default`), ("min", min), ("max", max), ("scale", scale),
            ("total", total), ("currency", currency), ("to", to),
            ("on_delete", onDelete), ("format", format),
            ("gap_free", gapFree), ("of", of), ("formula", formula),
            ("rollup", rollup), ("unique", unique), ("index", index),
        ]
        for (option, text) in given {
            if let text { request.options[option] = text.isEmpty ? nil : text }
        }
        if let values {
            request.values = values.split(separator: ",", omittingEmptySubsequences: false)
                .map { String($0) }
        }
        return request
    }
}
