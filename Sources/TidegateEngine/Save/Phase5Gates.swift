import TidegateModel
import TidegateRules

/// Phase 5: gates on (old, final). Every gate of the stage is judged, not only up to the first that
/// is closed. There is one way round: a waiver with a reason, by someone who may.
extension Save {
    mutating func passGates() throws {
        guard let pipeline = rules.pipeline else { return }
        if let old, record.equals(old, at: pipeline.slot) { return }
        guard let target = record[pipeline.slot].text, let stage = pipeline.stage(target) else {
            throw Refusal(Sentences.noStage(object, pipeline))
        }
        let from = old?[pipeline.slot].text
        // What a fixture is let through has not been tried.
        transaction.isUnobserved = transaction.waivesEverything
        defer { transaction.isUnobserved = false }
        var reports: [GateReport] = []
        if !pipeline.allows(from: from, to: target) {
            reports.append(try transaction.noWay(pipeline, from: old, to: stage))
        }
        for gate in stage.gates {
            reports.append(try transaction.judge(gate, of: stage, record, old: old))
        }
        let closed = reports.filter { !$0.passed }
        if !closed.isEmpty, try !waives(closed) {
            throw Refusal(Sentences.closed(record, pipeline.field, stage, closed), gates: reports)
        }
        transaction.observer?.walked(pipeline, from: from, to: target)
        for report in reports { trace.append(.gate(report, waiver: report.passed ? nil : waiver)) }
    }

    private func waives(_ closed: [GateReport]) throws -> Bool {
        if transaction.waivesEverything { return true }
        guard let waiver else { return false }
        guard !waiver.isEmpty, waiver.utf8.count <= EngineLimits.reasonBytes else {
            throw Sentences.badReason("waiver")
        }
        guard transaction.actor.may(.waiveGates) else {
            throw Sentences.mayNotWaive(transaction.actor)
        }
        return true
    }
}

extension Transaction {
    /// How one check came out, and what it saw.
    struct Verdict {
        var passed: Bool
        var message: String
        var speech = Speech.text("")
        var saw: [GateReport.Observation] = []
        var isOpaque = false
    }

    func judge(
        _ check: Check, _ name: String, _ location: RuleLocation, _ record: Record, old: Record?
    ) throws -> Verdict {
        switch check {
        case .condition(let condition):
            let context = context(record, old: old)
            if try metered(location, { try truth(of: condition, context) }) == .yes {
                return Verdict(passed: true, message: "")
            }
            let saw = try condition.explain(toldContext(record, old: old)).failures
                .map(GateReport.Observation.init)
            return Verdict(
                passed: false, message: Sentences.observed(saw),
                speech: GateReport.Observation.speech(saw), saw: saw)
        case .script(let function):
            let verdict = try judge(function, name, location, record, old: old)
            observer?.judged(location, passed: verdict.passed)
            return verdict
        }
    }

    /// A function that fails or refuses says no, and why: the other gates are still judged and told.
    private func judge(
        _ function: ScriptFunction, _ name: String, _ location: RuleLocation, _ record: Record,
        old: Record?
    ) throws -> Verdict {
        try countHookCall()
        do {
            // A gate stands on the truth, whoever asks.
            let passed = try runScript(name, location, record, mayWrite: false, rights: .system) {
                try $0.check(
                    function, record: record, old: old, host: host,
                    budget: EngineLimits.hookBudget)
            }
            return Verdict(
                passed: passed, message: passed ? "" : Sentences.opaque(function.location),
                speech: .sentence("gate.opaque"), isOpaque: true)
        } catch let error as TidegateError where error.code == "script.failed" {
            return Verdict(
                passed: false, message: error.message,
                speech: error.speech ?? .text(error.message), isOpaque: true)
        } catch let refusal as Refusal {
            return Verdict(
                passed: false, message: refusal.error.message,
                speech: refusal.error.speech ?? .text(refusal.error.message), isOpaque: true)
        }
    }

    /// That no edge leads to the stage, as a closed gate.
    ///
    /// - Parameter old: `nil`: the record is being created.
    func noWay(_ pipeline: Pipeline, from old: Record?, to stage: Stage) throws -> GateReport {
        var report = Sentences.noWay(pipeline, from: old?[pipeline.slot].text, to: stage)
        if !report.unblock.isEmpty {
            report.name(try helpers(setting: [pipeline.slot], of: old))
        }
        return report
    }

    func judge(_ gate: Gate, of stage: Stage, _ record: Record, old: Record?) throws -> GateReport {
        var report = GateReport(
            name: gate.name, stage: stage.name, passed: true, message: "", saw: [], unblock: [],
            who: [], isOpaque: false, location: gate.location)
        report.speech.name = .term(.gate(record.object.name, gate.name))
        switch gate.test {
        case .need(let slots):
            let empty = slots.filter { record.slots[$0].isMissing }
            let known = empty.filter { !actorAccess.hides(record.object, $0) }
                .map { record.object.fields[$0] }
            report.passed = empty.isEmpty
            observer?.judged(gate.location, passed: report.passed)
            report.saw = known.map {
                .init(
                    text: "\($0.name) is empty", values: [($0.name, .none)],
                    speech: .sentence("saw.empty", ["field": .field($0, of: record.object)]))
            }
            if known.count < empty.count { report.saw.append(Sentences.hiddenIsEmpty) }
            report.message = Sentences.observed(report.saw)
            report.speech.message = GateReport.Observation.speech(report.saw)
            report.unblock = known.map(Sentences.fillIn)
            report.speech.unblock = known.map {
                .sentence("unblock.fill_in", ["field": .field($0, of: record.object)])
            }
            if known.count < empty.count {
                report.unblock.append(Sentences.fillInHidden)
                report.speech.unblock.append(.sentence("unblock.fill_in_hidden"))
            }
        case .check(let check):
            let verdict = try judge(
                check, "gate \"\(gate.name)\"", gate.location, record, old: old)
            report.passed = verdict.passed
            report.message = verdict.message
            report.speech.message = verdict.speech
            report.saw = verdict.saw
            report.isOpaque = verdict.isOpaque
        }
        guard !report.passed else { return report }
        if let say = gate.say {
            let told = toldContext(record, old: old)
            report.message = try say.render(told, as: .sentence)
            report.speech.message = try say.speech(told)
        }
        try addWaysOut(&report, gate, record, old: old)
        return report
    }

    private func addWaysOut(
        _ report: inout GateReport, _ gate: Gate, _ record: Record, old: Record?
    ) throws {
        for name in gate.approvals where try !isApproved(name, record.object, record.id) {
            let standing = try standing(of: name, record)
            report.unblock.append(standing.unblock)
            report.speech.unblock.append(standing.speech)
            report.who += standing.who
            report.speech.who += standing.who.map(Speech.text)
        }
        if let hint = gate.hint, report.unblock.isEmpty {
            let told = toldContext(record, old: nil)
            report.unblock.append(try hint.render(told, as: .sentence))
            report.speech.unblock.append(try hint.speech(told))
        }
        for path in Set(report.saw.flatMap { $0.values.filter { $0.1 == .none }.map(\.0) }).sorted()
        where report.unblock.isEmpty {
            report.unblock.append("fill in \(path)")
            report.speech.unblock.append(
                .sentence("unblock.fill_in", ["field": .path(bundle.terms(path, record.object))]))
        }
        if report.unblock.isEmpty, !report.saw.isEmpty {
            // What nobody can type is no task; only the pack knows what changes it.
            let tasks = report.saw.filter { !isComputed($0, record.object) }
            report.unblock = tasks.map { "make it true that \($0.text)" }
            report.speech.unblock = tasks.map {
                .sentence("unblock.make_true", ["what": $0.speech])
            }
        }
        guard report.who.isEmpty else { return }
        let seen = report.saw.flatMap(\.values).compactMap { record.object.slot(of: $0.0) }
            .filter { record.object.fields[$0].isWritable }
        // What is computed, or stands in other records, is not changed by who may edit this one.
        guard report.saw.isEmpty || !seen.isEmpty else { return }
        report.name(try helpers(setting: Set(seen), of: old))
    }

    private func isComputed(_ saw: GateReport.Observation, _ object: Object) -> Bool {
        !saw.values.isEmpty
            && saw.values.allSatisfy { object.field($0.0).map { !$0.isWritable } ?? false }
    }
}
