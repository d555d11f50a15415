import TidegateModel
import TidegateRules

/// Everything the packs of a load say to people, and where they say it: what a locale can translate,
/// and what it has not translated yet.
struct LocaleInventory {
    /// With the place where the pack names it first.
    private(set) var terms: [Term: RuleLocation] = [:]
    /// Texts with braces, in rules and in functions.
    private(set) var messages: [String: RuleLocation] = [:]
    /// Mails, with the languages they are written in beside their own.
    private(set) var mails: [(name: String, languages: Set<String>, location: RuleLocation)] = []

    init(
        schema: Schema, roles: [Role], rules: BundleCompiler.RuleSet, context: DecodingContext,
        packs: [Pack]
    ) {
        for pack in packs {
            add(.pack(pack.name), RuleLocation(pack: pack.name, file: "pack.lua", line: 1))
        }
        schema.objects.forEach { add($0) }
        for role in roles {
            if let place = role.location { add(.role(role.name), place) }
        }
        add(rules)
        for source in context.sources + context.libraries {
            for (text, place) in source.spokenTexts() { add(message: text, place) }
        }
        for (name, node) in context.messages {
            mails.append(
                (name, Set(node.body.named.map(\.key)), BodyReader(node, context).location))
        }
    }

    /// The pack that has what a term names.
    func home(of term: Term) -> String? {
        if case .plural(let object) = term { return terms[.object(object)]?.pack }
        return terms[term]?.pack
    }

    private mutating func add(_ term: Term, _ place: RuleLocation) {
        if terms[term] == nil { terms[term] = place }
    }

    private mutating func add(message: String, _ place: RuleLocation) {
        if !message.isEmpty, messages[message] == nil { messages[message] = place }
    }

    private mutating func add(_ say: Template?, _ place: RuleLocation) {
        if let say { add(message: say.source, place) }
    }

    private mutating func add(_ object: Object) {
        guard let origin = object.origin else { return }
        add(.object(object.name), origin)
        for field in object.fields where !field.isSystem {
            let place = field.origin ?? origin
            add(.field(object.name, field.name), place)
            if field.help != nil { add(.help(object.name, field.name), place) }
            for value in field.type.choices ?? [] {
                add(.choice(object.name, field.name, value), place)
            }
        }
        for children in object.children {
            add(.field(object.name, children.name), children.origin ?? origin)
        }
    }

    private mutating func add(_ rules: BundleCompiler.RuleSet) {
        for (object, validation) in rules.validations {
            add(.validation(object.name, validation.name), validation.location)
            add(validation.say, validation.location)
        }
        for (object, entry) in rules.hooks {
            add(.hook(object.name, entry.hook.name), entry.hook.location)
        }
        for pipeline in rules.pipelines {
            for stage in pipeline.stages { add(stage, of: pipeline.object) }
        }
        for approval in rules.approvals {
            add(.approval(approval.name), approval.location)
            for step in approval.steps {
                add(.step(approval: approval.name, step.name), step.location)
            }
            for outcome in [approval.approved, approval.rejected, approval.superseded] {
                add(outcome.say, approval.location)
            }
        }
        for notice in rules.notices { add(.notice(notice.name), notice.location) }
        for alert in rules.alerts {
            add(.alert(alert.name), alert.location)
            add(alert.say, alert.location)
            for level in alert.levels {
                add(.level(alert: alert.name, level.name), level.location)
            }
        }
        for action in rules.actions {
            add(.action(action.object, action.name), action.location)
            add(action.say, action.location)
            add(action.confirm, action.location)
        }
    }

    private mutating func add(_ stage: Stage, of object: String) {
        if stage.guide != nil { add(.guide(object, stage.name), stage.location) }
        for gate in stage.gates {
            add(.gate(object, gate.name), gate.location)
            add(gate.say, gate.location)
            add(gate.hint, gate.location)
        }
    }
}
