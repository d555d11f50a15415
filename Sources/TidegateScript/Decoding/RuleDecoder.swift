import TidegateModel
import TidegateRules

/// `validation "Opportunity" "Close date lies ahead" { must | check, say, at, kind, on }`
struct ValidationDecoder {
    let context: DecodingContext

    func decode(_ node: Node) -> (Object, Validation)? {
        let body = BodyReader(node, context)
        defer { body.finish() }
        guard node.names.count == 2 else {
            body.report("validation.name", "a validation names its object, then itself")
            return nil
        }
        guard let object = body.object(named: node.name) else { return nil }
        let say = body.template("say", on: object)
        let check = body.check("must", script: "check", on: object)
        let field = body.text("at")
        if let field { _ = body.slot(of: field, in: object, at: body.location(of: "at")) }
        let kind = body.text("kind") ?? Validation.Kind.block.rawValue
        guard let kind = Validation.Kind(rawValue: kind) else {
            body.report(
                "validation.kind", "kind is block or warn, not \(kind)",
                at: body.location(of: "kind"))
            return nil
        }
        let moments = moments(body, kind)
        guard let check else {
            if !body.has("must"), !body.has("check") {
                body.report("validation.test", "a validation needs must or check")
            }
            return nil
        }
        let validation = Validation(
            name: node.names[1], must: check, say: say, field: field, kind: kind,
            moments: moments, location: body.location)
        return (object, validation)
    }

    /// `on = { "save", "delete" }`: without it, a save.
    private func moments(_ body: BodyReader, _ kind: Validation.Kind) -> Set<Validation.Moment> {
        guard let words = body.texts("on") else { return [.save] }
        let moments = words.compactMap(Validation.Moment.init)
        if moments.isEmpty || moments.count < words.count {
            body.report(
                "validation.on", "on lists save, delete or both", at: body.location(of: "on"))
        }
        if kind == .warn, moments.contains(.delete) {
            body.report(
                "validation.kind", "a deletion is not confirmed; what is asked before it blocks",
                at: body.location(of: "kind"))
        }
        return Set(moments)
    }
}

/// `hook "OpportunityLine" "price from the list" { when, after, as, before_save | after_save }`
struct HookDecoder {
    let context: DecodingContext

    func decode(_ node: Node) -> (Object, HookOrder.Entry)? {
        let body = BodyReader(node, context)
        defer { body.finish() }
        guard node.names.count == 2 else {
            body.report("hook.name", "a hook names its object, then itself")
            return nil
        }
        guard let object = body.object(named: node.name) else { return nil }
        let when = body.condition("when", on: object)
        let order = body.texts("after") ?? []
        let rights = body.rights()
        let before = body.function(Hook.Point.beforeSave.rawValue)
        let after = body.function(Hook.Point.afterSave.rawValue)
        guard (before == nil) != (after == nil), let run = before ?? after else {
            body.report("hook.point", "a hook has before_save or after_save, and only one of them")
            return nil
        }
        let hook = Hook(
            name: node.names[1], point: before == nil ? .afterSave : .beforeSave, when: when,
            run: run, rights: rights, location: body.location)
        let entry = HookOrder.Entry(
            hook: hook, after: order,
            writes: before == nil ? [:] : body.writes(by: Hook.Point.beforeSave.rawValue).fields)
        return (object, entry)
    }
}

/// `action "Make order" { on, when, say, confirm, roles, as, run }`
struct ActionDecoder {
    let context: DecodingContext

    func decode(_ node: Node) -> Action? {
        let body = BodyReader(node, context)
        defer { body.finish() }
        guard body.require("on"), let name = body.text("on"),
            let object = body.object(named: name, at: body.location(of: "on"))
        else { return nil }
        let when = body.condition("when", on: object, .query)
        let say = body.template("say", on: object)
        let confirm = body.template("confirm", on: object)
        let roles = (body.texts("roles") ?? []).compactMap {
            body.role(named: $0, at: body.location(ofElement: $0, in: "roles"))
        }
        let rights = body.rights()
        guard body.require("run"), let run = body.function("run") else { return nil }
        let writes = body.writes(by: "run")
        return Action(
            name: node.name, object: object.name, when: when, say: say, confirm: confirm,
            roles: Set(roles), run: run, sets: Set(writes.fields.keys.compactMap(object.slot)),
            isSaving: writes.isSaved, rights: rights, location: body.location)
    }
}

extension BodyReader {
    /// `as = "system"`: with whose rights a function reads and writes.
    fileprivate func rights() -> ScriptRights {
        guard let word = text("as") else { return .user }
        if let rights = ScriptRights(rawValue: word) { return rights }
        report(
            "\(kind).as", "as is user or system, not \(word)", at: location(of: "as"))
        return .user
    }
}

/// `pack "sales" { version, label, requires }`
struct PackDecoder {
    let context: DecodingContext

    func decode(_ node: Node, folder: String) -> Pack? {
        let body = BodyReader(node, context)
        defer { body.finish() }
        if node.name != folder {
            body.report(
                "pack.name",
                "pack \"\(node.name)\" stands in a folder named \(folder); "
                    + "they have to be the same")
        }
        let label = body.text("label")
        let requires = requirements(body)
        let samples = body.texts("samples") ?? []
        guard body.require("version"), let version = body.text("version") else { return nil }
        guard Version(version) != nil else {
            body.report(
                "pack.version", "a version is three numbers such as 1.0.0, not \(version)",
                at: body.location(of: "version"))
            return nil
        }
        return Pack(
            name: node.name, version: version, label: label ?? node.name.humanized,
            requires: requires, samples: samples)
    }

    private func requirements(_ body: BodyReader) -> [String: String] {
        guard let table = body.table("requires") else { return [:] }
        defer { table.finish() }
        var requires: [String: String] = [:]
        for name in table.keys {
            guard let range = table.text(name) else { continue }
            if VersionRange(range) == nil {
                table.report(
                    "pack.requires", "a range is a version such as 1.2 or ^1.0, not \(range)",
                    at: table.location(of: name))
            }
            requires[name] = range
        }
        return requires
    }
}
