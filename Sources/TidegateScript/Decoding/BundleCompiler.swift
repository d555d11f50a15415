import TidegateModel
import TidegateRules

/// Makes a bundle of the nodes of all packs, and says everything that is wrong with them.
///
/// Order matters: roles and objects first, because conditions are checked against them; then the
/// rules; last the effects, which need all rules of all objects.
final class BundleCompiler {
    let context: DecodingContext
    private let nodes: [Node]
    private let engineObjects: [Object]
    private var translations: Translations
    /// What the packs' languages lack; known once ``compile(packs:hash:)`` has run.
    private(set) var untranslated: [Untranslated] = []

    /// - Parameter translations: the engine's own words, which packs add theirs to.
    init(
        nodes: [Node], indexes: [Chunk: SourceIndex], libraries: [SourceIndex] = [],
        engineObjects: [Object], translations: Translations
    ) {
        self.nodes = nodes
        self.engineObjects = engineObjects
        self.translations = translations
        context = DecodingContext(indexes: indexes, libraries: libraries)
    }

    var findings: [PackFinding] { context.findings }

    func compile(packs: [Pack], hash: String) -> Bundle {
        context.requirements = Dictionary(
            packs.map { ($0.name, Set($0.requires.keys)) }, uniquingKeysWith: { first, _ in first })
        let access = AccessDecoder(context: context, nodes: all("access"))
        context.roles = access.roles()
        context.schema = SchemaBuilder(context: context, engineObjects: engineObjects)
            .build(from: nodes.filter { ["object", "extend"].contains($0.kind) })
        context.approvalNames = Set(all("approval").map(\.name))
        context.translations = LocaleGlossary(all("locale")).translations
        declareMessages()
        warnOfNumbers()
        let rules = ruleSet()
        let computed = ComputedFields(context)
        let effects = EffectFinder(context: context, computed: computed, rules: rules)
        let objects = context.schema.objects.map { objectRules($0, rules, computed, effects) }
        let rights = access.rules(actions: rules.actions)
        AccessCheck(context: context, objects: objects).check(rights)
        translate(rules, packs)
        return Bundle(
            hash: hash, packs: packs, schema: context.schema, rules: objects,
            roles: Array(context.roles.values), approvals: rules.approvals, actions: rules.actions,
            imports: decodeImports(), access: rights, translations: translations)
    }

    /// After everything else, because only then it is known what there is to translate.
    private func translate(_ rules: RuleSet, _ packs: [Pack]) {
        let locales = all("locale")
        guard !locales.isEmpty else { return }
        context.reportDuplicates(
            locales.map { ("\($0.chunk.pack): \($0.name)", place($0)) }, "locale")
        let inventory = LocaleInventory(
            schema: context.schema, roles: Array(context.roles.values), rules: rules,
            context: context, packs: packs)
        let decoder = LocaleDecoder(context: context, inventory: inventory)
        let spoken = locales.compactMap { node in
            decoder.decode(node, into: &translations).map { (node, $0.language, $0.labels) }
        }
        // A pack that calls another's things otherwise counts, whichever is loaded first.
        for isOther in [false, true] {
            for (node, language, labels) in spoken {
                for (term, text) in labels
                where (inventory.home(of: term) != node.chunk.pack) == isOther {
                    translations.add(label: text, of: term, language)
                }
            }
        }
        for (node, language, _) in spoken {
            let missing = inventory.untranslated(node.chunk.pack, language, translations)
            untranslated += missing
            guard !missing.isEmpty else { continue }
            context.findings.append(
                PackFinding(
                    .warning, "locale.missing",
                    missing.count == 1
                        ? "1 label or message of the pack is not in \(language.ownName) yet; "
                            + "tidegate check --untranslated names it"
                        : "\(missing.count) labels and messages of the pack are not in "
                            + "\(language.ownName) yet; tidegate check --untranslated lists them",
                    at: place(node)))
        }
    }

    /// All decoded rules, not yet sorted by object.
    struct RuleSet {
        var validations: [(Object, Validation)] = []
        var hooks: [(Object, HookOrder.Entry)] = []
        var pipelines: [Pipeline] = []
        var approvals: [Approval] = []
        var notices: [Notice] = []
        var alerts: [Alert] = []
        var actions: [Action] = []
    }

    func all(_ kind: String) -> [Node] { nodes.filter { $0.kind == kind } }

    private func declareMessages() {
        let messages = all("message")
        context.reportDuplicates(messages.map { ($0.name, place($0)) }, "message")
        context.messages = Dictionary(
            messages.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    private func ruleSet() -> RuleSet {
        var rules = RuleSet()
        rules.validations = all("validation").compactMap {
            ValidationDecoder(context: context).decode($0)
        }
        rules.hooks = all("hook").compactMap { HookDecoder(context: context).decode($0) }
        rules.pipelines = all("pipeline").compactMap {
            PipelineDecoder(context: context).decode($0)
        }
        rules.approvals = all("approval").compactMap {
            ApprovalDecoder(context: context).decode($0)
        }
        rules.notices = all("notice").compactMap { NoticeDecoder(context: context).decode($0) }
        rules.alerts = all("alert").compactMap { AlertDecoder(context: context).decode($0) }
        rules.actions = all("action").compactMap { ActionDecoder(context: context).decode($0) }
        reportDuplicates()
        return rules
    }

    private func reportDuplicates() {
        for kind in ["approval", "notice", "alert", "import", "test", "pipeline"] {
            context.reportDuplicates(all(kind).map { ($0.name, place($0)) }, kind)
        }
        for kind in ["validation", "hook"] {
            context.reportDuplicates(
                all(kind).map { ($0.names.joined(separator: ": "), place($0)) }, kind)
        }
        context.reportDuplicates(
            all("action").map { node in
                if case .text(let object) = node.body["on"] {
                    return (object + ": " + node.name, place(node))
                }
                return (node.name, place(node))
            }, "action")
    }

    /// In Lua an exact decimal is never == a plain number, and nothing says so when it runs.
    private func warnOfNumbers() {
        let fields = context.schema.objects.flatMap(\.fields)
        let exact = Set(fields.filter { $0.type.kind == .decimal }.map(\.name))
            .subtracting(fields.filter { $0.type.kind != .decimal }.map(\.name))
        for source in context.sources {
            for (field, place) in source.comparisonsWithNumbers() where exact.contains(field) {
                context.findings.append(
                    PackFinding(
                        .warning, "lua.number",
                        "\(field) is an exact decimal, which is never == a plain number; "
                            + "compare it with \("dec(…)")", at: place))
            }
        }
    }

    private func decodeImports() -> [Import] {
        let decoder = ImportDecoder(context: context)
        let declared = all("import").compactMap { decoder.decode($0) }
        let own = context.schema.objects.filter { object in
            object.origin?.pack == CustomPack.name
                && !declared.contains { $0.object == object.name }
        }
        return declared + own.compactMap(decoder.plain)
    }

    private func place(_ node: Node) -> RuleLocation { BodyReader(node, context).location }

    // MARK: One object

    private func objectRules(
        _ object: Object, _ rules: RuleSet, _ computed: ComputedFields, _ effects: EffectFinder
    ) -> ObjectRules {
        let hooks = rules.hooks.filter { $0.0.name == object.name }.map(\.1)
        let order = HookOrder(context: context)
        let pipelines = rules.pipelines.filter { $0.object == object.name }
        if pipelines.count > 1 {
            context.findings.append(
                PackFinding(
                    .error, "pipeline.second",
                    "\(object.name) has a pipeline already, at \(pipelines[0].location.file):"
                        + "\(pipelines[0].location.line)", at: pipelines[1].location))
        }
        return ObjectRules(
            object: object, schema: context.schema, title: title(of: object),
            defaults: FieldExpressions(context: context, object: object).defaults(),
            computed: computed.computed(of: object),
            beforeHooks: order.sorted(hooks.filter { $0.hook.point == .beforeSave }),
            validations: rules.validations.filter { $0.0.name == object.name }.map(\.1),
            pipeline: pipelines.first,
            afterHooks: order.sorted(hooks.filter { $0.hook.point == .afterSave }),
            approvals: rules.approvals.filter { $0.object == object.name },
            notices: rules.notices.filter { $0.object == object.name },
            alerts: rules.alerts.filter { $0.object == object.name },
            effects: effects.effects(of: object))
    }

    private func title(of object: Object) -> Template? {
        do {
            return try Template.compile(
                object.title, in: context.scope(object, .query), extras: ["id"])
        } catch {
            for problem in error.problems {
                guard let origin = object.origin else { continue }
                context.findings.append(
                    PackFinding(
                        .error, problem.code, "title of \(object.name): \(problem)",
                        at: origin, about: .init("title", on: object.name)))
            }
            return nil
        }
    }
}
