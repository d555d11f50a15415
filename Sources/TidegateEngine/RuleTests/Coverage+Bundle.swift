import TidegateModel
import TidegateRules

/// Lists every rule of a bundle beside what an observer saw of it.
extension Coverage {
    init(_ bundle: Bundle, _ observer: RuleObserver) {
        self.init(rules: [], edges: [], steps: [])
        for object in bundle.schema.objects {
            guard let rules = bundle.rules(of: object) else { continue }
            addRules(rules, observer)
            if let pipeline = rules.pipeline { add(pipeline, observer) }
            for approval in rules.approvals { add(approval, observer) }
            for alert in rules.alerts { add(alert, observer) }
            for notice in rules.notices { add(notice, observer) }
            for action in bundle.actions(on: object) {
                add(
                    .action, "\(object.name): \(action.name)",
                    [.object(object.name), .action(object.name, action.name)], action.location,
                    action.when, observer)
            }
        }
        rules.sort { $0.location < $1.location }
        edges.sort { $0.location < $1.location }
        steps.sort { $0.location < $1.location }
    }

    private mutating func addRules(_ rules: ObjectRules, _ observer: RuleObserver) {
        let onlyOnDeletion = rules.deletionValidations.filter { !$0.moments.contains(.save) }
        for validation in rules.validations + onlyOnDeletion {
            let (object, name) = (rules.object.name, validation.name)
            let named = "\(object): \(name)"
            let terms: [Term] = [.object(object), .validation(object, name)]
            switch validation.must {
            case .condition(let condition):
                add(.validation, named, terms, validation.location, condition, observer)
            case .script:
                add(
                    .validation, named, terms, validation.location,
                    observer.judged[validation.location])
            }
        }
        for hook in rules.beforeHooks + rules.afterHooks {
            let object = rules.object.name
            add(
                .hook, "\(object): \(hook.name)", [.object(object), .hook(object, hook.name)],
                hook.location, hook.when, observer)
        }
    }

    private mutating func add(_ pipeline: Pipeline, _ observer: RuleObserver) {
        let name = "\(pipeline.object).\(pipeline.field)"
        // Where nothing guards the first stage, there is nothing to show.
        if let first = pipeline.first, !first.gates.isEmpty {
            add(name, from: nil, to: first.name, first.location, observer)
        }
        for stage in pipeline.stages {
            for next in stage.next {
                add(name, from: stage.name, to: next, stage.location, observer)
            }
            for gate in stage.gates { add(gate, of: stage, pipeline, observer) }
        }
    }

    private mutating func add(
        _ gate: Gate, of stage: Stage, _ pipeline: Pipeline, _ observer: RuleObserver
    ) {
        let name = "\(stage.name): \(gate.name)"
        let terms: [Term] = [
            .choice(pipeline.object, pipeline.field, stage.name), .gate(pipeline.object, gate.name),
        ]
        switch gate.test {
        case .check(.condition(let condition)):
            add(.gate, name, terms, gate.location, condition, observer)
        case .need, .check(.script):
            add(.gate, name, terms, gate.location, observer.judged[gate.location])
        }
    }

    private mutating func add(
        _ pipeline: String, from: String?, to: String, _ location: RuleLocation,
        _ observer: RuleObserver
    ) {
        let edge = RuleObserver.Edge(pipeline: pipeline, from: from, to: to)
        edges.append(
            Edge(
                pipeline: pipeline, from: from, to: to, walked: observer.edges[edge] ?? 0,
                location: location))
    }

    private mutating func add(_ approval: Approval, _ observer: RuleObserver) {
        add(
            .approval, approval.name, [.approval(approval.name)], approval.location, approval.when,
            observer)
        for step in approval.steps {
            if let when = step.when {
                add(
                    .step, "\(approval.name): \(step.name)",
                    [.approval(approval.name), .step(approval: approval.name, step.name)],
                    step.location, when, observer)
            }
            let verdicts = observer.verdicts[step.location] ?? Tally()
            steps.append(
                Step(
                    approval: approval.name, step: step.name, approved: verdicts.yes,
                    rejected: verdicts.no, location: step.location))
        }
    }

    private mutating func add(_ alert: Alert, _ observer: RuleObserver) {
        add(.raise, alert.name, [.alert(alert.name)], alert.location, alert.raise, observer)
        add(.clear, alert.name, [.alert(alert.name)], alert.location, alert.clear, observer)
        for level in alert.levels {
            guard let when = level.when else { continue }
            add(
                .level, "\(alert.name): \(level.name)",
                [.alert(alert.name), .level(alert: alert.name, level.name)], level.location, when,
                observer)
        }
    }

    private mutating func add(_ notice: Notice, _ observer: RuleObserver) {
        add(.notice, notice.name, [.notice(notice.name)], notice.location, notice.when, observer)
        for one in notice.cases {
            guard let when = one.when else { continue }
            add(.case, "\(notice.name): \(one.name)", [], one.location, when, observer)
        }
    }

    /// - Parameter condition: `nil` for what always runs.
    private mutating func add(
        _ kind: Kind, _ name: String, _ terms: [Term], _ location: RuleLocation,
        _ condition: Condition?, _ observer: RuleObserver
    ) {
        guard let condition else {
            return add(kind, name, terms, location, Tally(yes: observer.runs[location] ?? 0))
        }
        let seen = observer.conditions[ObjectIdentifier(condition)] ?? RuleObserver.Seen()
        rules.append(
            Rule(
                kind: kind, name: name, terms: terms, location: location,
                condition: condition.source, tally: seen.tally,
                parts: Self.parts(of: condition, seen)))
    }

    private mutating func add(
        _ kind: Kind, _ name: String, _ terms: [Term], _ location: RuleLocation, _ tally: Tally?
    ) {
        rules.append(
            Rule(
                kind: kind, name: name, terms: terms, location: location, condition: nil,
                tally: tally ?? Tally(), parts: []))
    }

    /// Of a condition that was never asked, nothing is known but that: one gap says enough.
    private static func parts(of condition: Condition, _ seen: RuleObserver.Seen) -> [Part] {
        let source = Array(condition.source.utf8)
        return seen.parts.sorted { $0.key.lowerBound < $1.key.lowerBound }.map { range, tally in
            let text = source[range.clamped(to: 0..<source.count)]
            return Part(text: String(decoding: text, as: UTF8.self), tally: tally)
        }
    }
}
