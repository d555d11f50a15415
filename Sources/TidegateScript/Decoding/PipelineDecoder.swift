import TidegateModel
import TidegateRules

/// `pipeline "Opportunity.stage" { stage "qualify" { …, gate "…" { … } } }`
struct PipelineDecoder {
    let context: DecodingContext

    func decode(_ node: Node) -> Pipeline? {
        let body = BodyReader(node, context)
        defer { body.finish(takesElements: true) }
        let parts = node.name.split(separator: ".").map(String.init)
        guard parts.count == 2 else {
            body.report(
                "pipeline.name",
                "a pipeline is named after its field, such as Opportunity.stage, not \(node.name)")
            return nil
        }
        guard let object = body.object(named: parts[0]),
            let slot = body.slot(of: parts[1], in: object)
        else { return nil }
        guard let values = object.fields[slot].type.choices else {
            body.report("pipeline.field", "\(node.name) is not a choice field")
            return nil
        }
        let nodes = body.nodes(["stage"])
        let names = nodes.map(\.name)
        let stages = nodes.map { stage($0, object, values: values, names: names) }
        let pipeline = Pipeline(
            object: object.name, field: parts[1], slot: slot, stages: stages,
            location: body.location)
        check(pipeline, values, body)
        return pipeline
    }

    private func stage(
        _ node: Node, _ object: Object, values: [String], names: [String]
    ) -> Stage {
        let body = BodyReader(node, context)
        if !values.contains(node.name) {
            let hint = suggestion(for: node.name, among: values)
            body.report(
                "stage.unknown",
                hint == nil
                    ? "unknown stage \(node.name); the field has \(list: values)"
                    : "unknown stage \(node.name)", instead: hint)
        }
        let next = body.texts("to") ?? []
        for name in next where !names.contains(name) {
            body.report(
                "stage.unknown", "unknown stage \(name)",
                instead: suggestion(for: name, among: names),
                at: body.location(ofElement: name, in: "to"))
        }
        let probability = body.integer("probability")
        if let probability, !(0...100).contains(probability) {
            body.report(
                "stage.probability", "probability is 0 to 100 percent, not \(probability)",
                at: body.location(of: "probability"))
        }
        let gates = body.nodes(["gate"])
        report(duplicates: gates, "gate")
        let stage = Stage(
            name: node.name, next: next, gates: gates.compactMap { gate($0, object) },
            probability: probability, guide: body.text("guide"),
            isFinal: body.bool("final") ?? false, location: body.location)
        body.finish(takesElements: true)
        return stage
    }

    private func gate(_ node: Node, _ object: Object) -> Gate? {
        let body = BodyReader(node, context)
        defer { body.finish() }
        let say = body.template("say", on: object)
        let hint = body.template("hint", on: object)
        var test: Gate.Test?
        var approvals: [String] = []
        let need = body.texts("need")
        let check = body.check("must", script: "check", on: object)
        if let need {
            let slots = need.compactMap {
                body.slot(of: $0, in: object, at: body.location(ofElement: $0, in: "need"))
            }
            test = .need(slots)
        }
        if let check {
            if test != nil {
                body.report("gate.test", "a gate has need, must or check, and only one of them")
            }
            test = .check(check)
            if case .condition(let condition) = check { approvals = condition.approvals }
        }
        guard let test else {
            if !body.has("need"), !body.has("must"), !body.has("check") {
                body.report("gate.test", "a gate needs one of need, must or check")
            }
            return nil
        }
        return Gate(
            name: node.name, test: test, say: say, hint: hint, approvals: approvals,
            location: body.location)
    }

    private func check(_ pipeline: Pipeline, _ values: [String], _ body: BodyReader) {
        let missing = values.filter { pipeline.stage($0) == nil }
        if !missing.isEmpty {
            body.report(
                "pipeline.incomplete",
                "no stage for \(list: missing) of \(pipeline.field)")
        }
        report(duplicates: pipeline.stages.map { ($0.name, $0.location) }, "stage")
        for (flaw, place) in pipeline.flaws() {
            switch flaw {
            case .unreachable(let stage):
                body.report("stage.unreachable", "no stage leads to \(stage)", at: place)
            case .deadEnd(let stage):
                body.report(
                    "stage.dead_end",
                    "\(stage) leads nowhere; add \("to = { … }") or \("final = true")",
                    at: place)
            case .leavesFinal(let stage):
                body.report(
                    "stage.final", "\(stage) is final, so it cannot have \("to = { … }")", at: place
                )
            }
        }
    }

    private func report(duplicates nodes: [Node], _ kind: String) {
        report(duplicates: nodes.map { ($0.name, BodyReader($0, context).location) }, kind)
    }

    private func report(duplicates names: [(String, RuleLocation)], _ kind: String) {
        context.reportDuplicates(names, kind)
    }
}

extension DecodingContext {
    /// Two rules of one kind and name: the second is the finding, and it names the first.
    func reportDuplicates(_ names: [(name: String, location: RuleLocation)], _ kind: String) {
        var first: [String: RuleLocation] = [:]
        for (name, location) in names {
            if let earlier = first[name] {
                findings.append(
                    PackFinding(
                        .error, "\(kind).duplicate",
                        "\(kind) \"\(name)\" is already declared at \(earlier)",
                        at: location))
            } else {
                first[name] = location
            }
        }
    }
}
