import TidegateModel
import TidegateRules

/// `approval "discount" { on, when, freeze, never, step…, approved, rejected }`
struct ApprovalDecoder {
    let context: DecodingContext

    func decode(_ node: Node) -> Approval? {
        let body = BodyReader(node, context)
        defer { body.finish(takesElements: true) }
        guard body.require("on"), let name = body.text("on"),
            let object = body.object(named: name, at: body.location(of: "on"))
        else { return nil }
        let when = body.condition("when", on: object, .query)
        let (slots, collections) = freeze(body, object)
        let never = excluded(body, object)
        let nodes = body.nodes(["step"])
        context.reportDuplicates(nodes.map { ($0.name, BodyReader($0, context).location) }, "step")
        if nodes.isEmpty { body.report("approval.steps", "an approval needs at least one step") }
        let steps = nodes.compactMap { step($0, object) }
        let approved = outcome("approved", body, object)
        let rejected = outcome("rejected", body, object)
        let superseded = outcome("superseded", body, object)
        for field in approved.set where !superseded.set.contains(where: { $0.slot == field.slot }) {
            let name = object.fields[field.slot].name
            body.warn(
                "approval.stays",
                "\(name) stays set when the approval is superseded; "
                    + "take it back with \("superseded = { set = { \(name) = … } }")")
        }
        guard body.require("when"), let when, steps.count == nodes.count else { return nil }
        return Approval(
            name: node.name, object: object.name, when: when, freeze: slots,
            freezeCollections: collections, never: never, steps: steps, approved: approved,
            rejected: rejected, superseded: superseded,
            location: body.location)
    }

    private func freeze(_ body: BodyReader, _ object: Object) -> (Set<Int>, Set<String>) {
        var slots: Set<Int> = []
        var collections: Set<String> = []
        for name in body.texts("freeze") ?? [] {
            if object.collection(name) != nil {
                collections.insert(name)
            } else if let slot = body.slot(
                of: name, in: object, at: body.location(ofElement: name, in: "freeze"))
            {
                slots.insert(slot)
            }
        }
        return (slots, collections)
    }

    private func excluded(_ body: BodyReader, _ object: Object) -> [Approval.Excluded] {
        (body.texts("never") ?? []).compactMap { text in
            if text == "submitter" { return .submitter }
            guard let path = body.compile(text, "never", on: object, .save, wanted: nil)
            else { return nil }
            guard path.referenceTarget == "User" else {
                body.report(
                    "approval.never", "`\(text)` does not lead to a User",
                    at: body.location(ofElement: text, in: "never"))
                return nil
            }
            return .path(path)
        }
    }

    private func step(_ node: Node, _ object: Object) -> Approval.Step? {
        let body = BodyReader(node, context)
        defer { body.finish() }
        let quorum = body.integer("quorum") ?? 1
        if !(1...100).contains(quorum) {
            body.report(
                "step.quorum", "a quorum is 1 to 100 votes, not \(quorum)",
                at: body.location(of: "quorum"))
        }
        let when = body.condition("when", on: object, .query)
        let veto = body.bool("veto") ?? true
        var within: WorkTime?
        if let text = body.text("within") {
            within = WorkTime(text)
            if within == nil {
                body.report(
                    "step.within",
                    "within is a time such as \"8 work hours\", \"3 workdays\" or \"2 days\", "
                        + "not \"\(text)\"", at: body.location(of: "within"))
            }
        }
        guard body.require("who"), let who = body.audience("who", on: object) else { return nil }
        if case .path = who, quorum > 1 {
            body.report(
                "step.quorum", "one person cannot give \(quorum) votes; use role \"…\"",
                at: body.location(of: "quorum"))
        }
        return Approval.Step(
            name: node.name, who: who, quorum: Int(quorum), hasVeto: veto, when: when,
            within: within, location: body.location)
    }

    private func outcome(_ key: String, _ body: BodyReader, _ object: Object) -> Approval.Outcome {
        guard let table = body.table(key) else { return Approval.Outcome() }
        defer { table.finish() }
        var outcome = Approval.Outcome()
        outcome.tell = table.audience("tell", on: object)
        outcome.say = table.template(
            "say", on: object, extras: ["verdict.by", "verdict.comment"])
        if outcome.tell != nil, outcome.say == nil {
            table.report("approval.say", "\(key) tells someone, so it needs say")
        }
        outcome.set = FieldValues(table: table, key: "set", object: object).decode()
        return outcome
    }
}

/// `{ discount_ok = true }`: constants and conditions for fields.
struct FieldValues {
    let table: BodyReader
    let key: String
    let object: Object

    func decode() -> [FieldExpression] {
        guard let values = table.table(key) else { return [] }
        defer { values.finish() }
        return values.keys.compactMap { name in
            guard let item = values.item(name),
                let slot = values.slot(of: name, in: object, at: values.location(of: name)),
                let source = source(item, object.fields[slot], values, name),
                let expression = values.compile(source, name, on: object, .save, wanted: nil)
            else { return nil }
            return FieldExpression(
                slot: slot, expression: expression, location: values.location(of: name))
        }
    }

    private func source(
        _ item: Item, _ field: Field, _ values: BodyReader, _ name: String
    ) -> String? {
        switch item {
        case .bool(let flag): return flag ? "true" : "false"
        case .integer(let number): return String(number)
        case .number(let number): return number.description
        case .value(let value): return value.description
        case .text(let text):
            if field.type.kind == .text { return "'" + text.replacing("'", with: "\\'") + "'" }
            return text
        case .function, .node, .table:
            values.report(
                "value.kind", "\(name) takes a value or a condition, not \(phrase: item.word)",
                at: values.location(of: name))
            return nil
        }
    }
}
