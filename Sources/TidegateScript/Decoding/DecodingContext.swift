import TidegateModel
import TidegateRules

/// What all decoders of one load share: the sources, what is known so far, and the findings.
final class DecodingContext {
    var findings: [PackFinding] = []
    var schema = Schema([])
    var roles: [String: Role] = [:]
    var approvalNames: Set<String> = []
    /// What the packs' languages call fields and choices, as it stands there.
    var translations = Translations()
    /// By name; compiled for each object a notice speaks of.
    var messages: [String: Node] = [:]
    /// What each pack requires itself.
    var requirements: [String: Set<String>] = [:]
    private let indexes: [Chunk: SourceIndex]
    /// Files of `lib/`, which declare nothing but may say something.
    let libraries: [SourceIndex]

    init(indexes: [Chunk: SourceIndex], libraries: [SourceIndex] = []) {
        self.indexes = indexes
        self.libraries = libraries
    }

    /// Whether a pack requires another, directly or through others.
    func requires(_ pack: String, _ other: String) -> Bool {
        var open = requirements[pack] ?? []
        var seen: Set<String> = []
        while let name = open.popFirst() {
            if name == other { return true }
            if seen.insert(name).inserted { open.formUnion(requirements[name] ?? []) }
        }
        return false
    }

    var sources: [SourceIndex] { Array(indexes.values) }

    func index(of chunk: Chunk) -> SourceIndex? { indexes[chunk] }

    func scope(_ object: Object, _ options: ConditionAllowance) -> ConditionScope {
        ConditionScope(
            schema: schema, object: object, allows: options, approvals: approvalNames,
            roles: Set(roles.keys), translations: translations)
    }
}

extension BodyReader {
    /// Names an object of the schema, or reports it with the nearest known name.
    func object(named name: String, at place: RuleLocation? = nil) -> Object? {
        if let object = context.schema[name] { return object }
        isAbandoned = true
        report(
            "object.unknown", "unknown object \(name)",
            instead: suggestion(for: name, among: context.schema.objects.map(\.name)), at: place)
        return nil
    }

    func slot(of field: String, in object: Object, at place: RuleLocation? = nil) -> Int? {
        if let slot = object.slot(of: field) { return slot }
        report(
            "field.unknown", "unknown field \(field) of \(object.name)",
            instead: suggestion(for: field, among: object.fields.map(\.name)), at: place)
        return nil
    }

    func role(named name: String, at place: RuleLocation? = nil) -> String? {
        if context.roles[name] != nil { return name }
        let hint = suggestion(for: name, among: context.roles.keys)
        report(
            "role.unknown",
            hint == nil
                ? "unknown role \(name); declare it with \("access \"\(name)\"")"
                : "unknown role \(name)",
            instead: hint, at: place)
        return nil
    }

    // MARK: Conditions, templates, audiences

    /// A condition that says yes or no.
    func condition(
        _ key: String, on object: Object, _ options: ConditionAllowance = .save
    ) -> Condition? {
        text(key).flatMap { compile($0, key, on: object, options, wanted: .bool) }
    }

    /// An expression of any kind: a formula, a path.
    func expression(
        _ key: String, on object: Object, _ options: ConditionAllowance = .save
    ) -> Condition? {
        text(key).flatMap { compile($0, key, on: object, options, wanted: nil) }
    }

    func compile(
        _ source: String, _ key: String, on object: Object, _ options: ConditionAllowance,
        wanted: ValueKind?
    ) -> Condition? {
        guard
            let condition = attempt(
                key,
                { [scope = context.scope(object, options)] in
                    try Condition.compile(source, in: scope)
                })
        else { return nil }
        if let wanted, condition.kind != wanted {
            report(
                "condition.kind",
                "\(key) must say yes or no, but `\(source)` is a \(phrase: condition.kind.word)",
                at: location(of: key))
            return nil
        }
        return condition
    }

    func template(_ key: String, on object: Object, extras: Set<String> = []) -> Template? {
        guard let source = text(key) else { return nil }
        let scope = context.scope(object, .save)
        return attempt(key) { try Template.compile(source, in: scope, extras: extras) }
    }

    func selection(_ key: String, on object: Object) -> Selection? {
        guard let source = text(key) else { return nil }
        let scope = context.scope(object, .save)
        return attempt(key) { try Selection.compile(source, in: scope) }
    }

    /// `check = function(o) … end` may stand where a condition may.
    func check(_ key: String, script: String, on object: Object) -> Check? {
        let function = function(script)
        if let function, has(key) {
            report("\(kind).test", "\(kind) has \(key) or \(script), not both")
            return .script(function)
        }
        if let function { return .script(function) }
        return condition(key, on: object).map(Check.condition)
    }

    /// `role "finance"`, or a path to a user.
    func audience(_ key: String, on object: Object) -> Audience? {
        guard let item = item(key) else { return nil }
        switch item {
        case .node(let node) where node.kind == "role":
            return role(named: node.name, at: location(of: key)).map(Audience.role)
        case .text(let source):
            guard let path = compile(source, key, on: object, .save, wanted: nil) else {
                return nil
            }
            guard path.referenceTarget == "User" else {
                report(
                    "audience.kind", "`\(source)` does not lead to a User", at: location(of: key))
                return nil
            }
            return .path(path)
        case .node, .integer, .number, .bool, .value, .function, .table:
            report(
                "audience.kind",
                "\(key) takes a path to a user or role \"…\", not \(phrase: item.word)",
                at: location(of: key))
            return nil
        }
    }

    private func attempt<Answer>(_ key: String, _ compile: () throws -> Answer) -> Answer? {
        do {
            return try compile()
        } catch let problems as ConditionProblems {
            for problem in problems.problems {
                report(
                    problem.code, "\(problem)",
                    at: location(of: key, offset: problem.range.lowerBound))
            }
        } catch {
            report("condition.invalid", "\(String(describing: error))", at: location(of: key))
        }
        return nil
    }
}
