import TidegateModel
import TidegateRules

/// `access "seller" { label, permissions, Opportunity = { create, read, update, delete, hide,
/// readonly, actions }, … }`
///
/// A role may be spoken of in several packs, so that a pack can say what the roles of another may
/// do with its own objects. Names come first, because conditions ask for roles; rights come when
/// the objects and the actions are known.
struct AccessDecoder {
    let context: DecodingContext
    private let bodies: [(role: String, body: BodyReader)]

    init(context: DecodingContext, nodes: [Node]) {
        self.context = context
        bodies = nodes.map { ($0.name, BodyReader($0, context)) }
    }

    // MARK: Roles

    func roles() -> [String: Role] {
        var roles: [String: Role] = [:]
        for (name, body) in bodies {
            let label = body.text("label")
            let permissions = permissions(body)
            if let known = roles[name] {
                roles[name] = merged(known, label, permissions, body)
            } else {
                roles[name] = Role(
                    name: name, label: label ?? name.humanized, permissions: permissions ?? [],
                    location: body.location)
            }
        }
        return roles
    }

    private func permissions(_ body: BodyReader) -> Set<String>? {
        let known = Permission.allCases.map(\.rawValue)
        guard let permissions = body.texts("permissions") else { return nil }
        for name in permissions where !known.contains(name) {
            let hint = suggestion(for: name, among: known)
            body.report(
                "permission.unknown",
                hint == nil
                    ? "unknown permission \(name); there is \(list: known)"
                    : "unknown permission \(name)",
                instead: hint, at: body.location(ofElement: name, in: "permissions"))
        }
        return Set(permissions)
    }

    private func merged(
        _ known: Role, _ label: String?, _ permissions: Set<String>?, _ body: BodyReader
    ) -> Role {
        var merged = known
        let first = known.location.map { "\($0.file):\($0.line)" } ?? ""
        if let label, label != known.label {
            if known.label == known.name.humanized {
                merged.label = label
            } else {
                body.report(
                    "access.label",
                    "role \(known.name) is labelled \"\(known.label)\" at \(first) already",
                    at: body.location(of: "label"))
            }
        }
        if let permissions, permissions != known.permissions {
            if known.permissions.isEmpty {
                merged.permissions = permissions
            } else {
                body.report(
                    "access.permissions",
                    "role \(known.name) has other permissions at \(first) already",
                    at: body.location(of: "permissions"))
            }
        }
        return merged
    }

    // MARK: Rights

    /// One rule a role and object, in declared order.
    func rules(actions: [Action]) -> [AccessRule] {
        var rules: [AccessRule] = []
        for (role, body) in bodies {
            let names = body.keys.filter { $0.first?.isUppercase == true }
            body.leave(names)
            for name in names {
                guard let rule = rule(role, name, body, actions) else { continue }
                if let known = rules.firstIndex(where: { $0.role == role && $0.object == name }) {
                    rules[known].add(rule)
                } else {
                    rules.append(rule)
                }
            }
            body.finish()
        }
        return rules
    }

    private func rule(
        _ role: String, _ name: String, _ body: BodyReader, _ actions: [Action]
    ) -> AccessRule? {
        guard let rights = body.table(name),
            let object = body.object(named: name, at: body.location(of: name))
        else { return nil }
        defer { rights.finish() }
        guard !object.isEngineOwned else {
            body.report(
                "access.engine",
                "who reads \(object.plural) follows from the records they are about",
                at: body.location(of: name))
            rights.isAbandoned = true
            return nil
        }
        var rule = AccessRule(role: role, object: name, location: rights.location)
        rule.create = right("create", rights, object)
        rule.read = right("read", rights, object)
        rule.update = right("update", rights, object)
        rule.delete = right("delete", rights, object)
        rule.hidden = slots("hide", rights, object)
        rule.readonly = slots("readonly", rights, object)
        rule.actions = names("actions", rights, object, actions)
        return rule
    }

    private func right(_ key: String, _ body: BodyReader, _ object: Object) -> Right {
        switch body.item(key) {
        case nil, .bool(false)?: return .never
        case .bool(true)?: return .always
        case .text(let source)?:
            guard
                let condition = body.compile(source, key, on: object, .query, wanted: .bool)
            else { return .never }
            guard condition.canRunInSQL else {
                body.report(
                    "access.depth",
                    "\(key) is nested too deeply to stand in every query; simplify it",
                    at: body.location(of: key))
                return .never
            }
            return .when([.condition(condition)])
        case .integer?, .number?, .value?, .function?, .node?, .table?:
            body.report(
                "access.right", "\(key) is true, false or a condition", at: body.location(of: key))
            return .never
        }
    }

    private func slots(_ key: String, _ body: BodyReader, _ object: Object) -> Set<Int> {
        Set(
            (body.texts(key) ?? []).compactMap {
                body.slot(of: $0, in: object, at: body.location(ofElement: $0, in: key))
            })
    }

    private func names(
        _ key: String, _ body: BodyReader, _ object: Object, _ actions: [Action]
    ) -> Set<String> {
        let known = actions.filter { $0.object == object.name }.map(\.name)
        return Set(
            (body.texts(key) ?? []).filter { name in
                if known.contains(name) { return true }
                body.report(
                    "action.unknown", "\(object.name) has no action \"\(name)\"",
                    instead: suggestion(for: name, among: known),
                    at: body.location(ofElement: name, in: key))
                return false
            })
    }
}

/// What is odd about rights as a whole.
struct AccessCheck {
    let context: DecodingContext
    let objects: [ObjectRules]

    func check(_ rules: [AccessRule]) {
        guard !rules.isEmpty else { return }
        let readable = Set(rules.filter { !$0.read.isNever }.map(\.object))
        for object in context.schema.objects
        where !object.isEngineOwned && !readable.contains(object.name) {
            guard let place = object.origin else { continue }
            warn(
                "access.unread",
                "no role may read \(object.plural); say who may with "
                    + "\("access \"…\" { \(object.name) = { read = … } }")", place)
        }
        for rule in rules where !rule.create.isNever { checkRequired(rule) }
        for rule in rules { checkComputed(rule, rules.filter { $0.role == rule.role }) }
        checkTitles(rules)
    }

    /// A field that is computed of a hidden one tells what is hidden.
    private func checkComputed(_ rule: AccessRule, _ role: [AccessRule]) {
        guard !rule.read.isNever, let own = objects.first(where: { $0.object.name == rule.object })
        else { return }
        let hidden = Set(role.flatMap(names))
        for computed in own.formulas + own.rollups where !rule.hidden.contains(computed.slot) {
            guard let told = computed.expression.dependencies.first(where: hidden.contains)
            else { continue }
            warn(
                "access.computed",
                "\(rule.role) does not see \(told.field) of \(told.object), but "
                    + "\(own.object.fields[computed.slot].name), which is computed of it",
                rule.location)
        }
    }

    private func names(_ rule: AccessRule) -> [Dependency] {
        guard let object = context.schema[rule.object] else { return [] }
        return rule.hidden.map { Dependency(object: object.name, field: object.fields[$0].name) }
    }

    /// Tasks, alerts and mails are written once for all who get them, from what is true.
    private func checkTitles(_ rules: [AccessRule]) {
        for object in context.schema.objects {
            guard let place = object.origin else { continue }
            let hidden = rules.filter { $0.object == object.name }
                .reduce(into: Set<Int>()) { $0.formUnion($1.hidden) }
            for slot in hidden.sorted() where object.title.contains("{\(object.fields[slot].name)}")
            {
                warn(
                    "access.title",
                    "the title of \(object.name) holds \(object.fields[slot].name), which is "
                        + "hidden from some; tasks and mails would tell it", place)
            }
        }
    }

    /// Who may create a record has to be able to fill it in.
    private func checkRequired(_ rule: AccessRule) {
        guard let object = context.schema[rule.object] else { return }
        for slot in rule.hidden.union(rule.readonly).sorted() {
            let field = object.fields[slot]
            guard field.isRequired, field.isWritable, field.defaultSource == nil else { continue }
            warn(
                "access.required",
                "\(rule.role) may create \(object.plural) but not fill in \(field.name), which is "
                    + "required; a default or a hook has to", rule.location)
        }
    }

    private func warn(_ code: String, _ text: FindingText, _ place: RuleLocation) {
        context.findings.append(PackFinding(.warning, code, text, at: place))
    }
}
