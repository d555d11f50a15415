import TidegateModel
import TidegateRules

/// Phases 1 to 5 of a move that is only asked about: the gates are judged on the record as it would
/// be saved, hooks and formulas included.
extension Save {
    static func explain(
        _ record: Record, to target: String, in transaction: Transaction
    ) throws -> [GateReport] {
        let rules = try transaction.rules(of: record.object)
        let (pipeline, stage) = try transaction.way(
            of: record.object, to: target, for: transaction.actorAccess)
        var save = Save(
            transaction: transaction, object: record.object, rules: rules, old: record,
            record: record)
        try transaction.enter(record.object, record.id)
        defer { transaction.leave() }
        try save.take([(pipeline.slot, .text(target))])
        try save.runBeforeHooks()
        try save.computeFields()
        transaction.frames[transaction.frames.count - 1].outdated = save.outdatedApprovals()
        var reports: [GateReport] = []
        let from = record[pipeline.slot].text
        if !pipeline.allows(from: from, to: target) {
            reports.append(try transaction.noWay(pipeline, from: record, to: stage))
        }
        for gate in stage.gates {
            var report = try transaction.judge(gate, of: stage, save.record, old: record)
            if report.passed {
                report.saw = try transaction.looks(gate, save.record, old: record)
            }
            reports.append(report)
        }
        return reports
    }
}

extension Transaction {
    /// What an open gate looked at: a move has no use for it, who asks wants to see it.
    fileprivate func looks(
        _ gate: Gate, _ record: Record, old: Record?
    ) throws -> [GateReport.Observation] {
        switch gate.test {
        case .need(let slots):
            return slots.filter { !actorAccess.hides(record.object, $0) }.map { slot in
                let name = record.object.fields[slot].name
                let field = record.object.fields[slot]
                return .init(
                    text: "\(name) is not empty", values: [(name, record[slot])],
                    speech: .field(field, of: record.object))
            }
        case .check(.condition(let condition)):
            let looks = try condition.explain(toldContext(record, old: old)).looks
            return [.init(text: condition.source, values: looks.map { ($0.path, $0.value) })]
        case .check(.script): return []
        }
    }
}
