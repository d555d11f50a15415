import TidegateModel
import TidegateRules

/// What stands in the diagrams, in the reader's language.
struct DiagramWords {
    let texts: Texts
    let language: Language
    /// Where a rule can be read.
    let address: (RuleLocation) -> String?
    /// What something of a pack is called in the language.
    let label: (Term) -> String
    /// For paths and conditions; without it they stand as they were written.
    var wording: Wording?

    private func callAsFunction(_ key: String, _ values: [String: String] = [:]) -> String {
        texts(key, language, values)
    }

    func sentences(_ parts: [String]) -> String { texts.sentences(parts, language) }

    // MARK: Pipelines

    func title(_ pipeline: Pipeline) -> String {
        label(.object(pipeline.object)) + " · " + label(.field(pipeline.object, pipeline.field))
    }

    func stage(_ name: String, _ pipeline: Pipeline) -> String {
        label(.choice(pipeline.object, pipeline.field, name))
    }

    func gate(_ name: String, _ pipeline: Pipeline) -> String {
        label(.gate(pipeline.object, name))
    }

    var final: String { self("diagram.final") }

    func ends(_ stage: String) -> String { self("diagram.ends", ["stage": stage]) }

    func leads(_ stage: String, _ next: [String]) -> String {
        self(
            "diagram.leads",
            ["stage": stage, "next": texts.list(next, language)])
    }

    func guarded(_ gates: [String]) -> String {
        self("diagram.guarded", ["gates": texts.list(gates, language)])
    }

    // MARK: Approvals

    var opens: String { self("diagram.opens") }
    var approved: String { self("diagram.approved") }
    var rejected: String { self("diagram.rejected") }

    func opensWhen(_ condition: String) -> String {
        self("diagram.opens_when", ["condition": condition])
    }

    /// A condition of the approval in the words of its record's page.
    func condition(_ condition: Condition, _ approval: Approval) -> String {
        guard let wording, let object = wording.bundle.schema[approval.object] else {
            return condition.source
        }
        return ConditionWords(wording: wording, object: object).text(condition.source)
    }

    private func path(_ path: Condition, _ approval: Approval) -> String {
        guard let wording, let object = wording.bundle.schema[approval.object] else {
            return path.source
        }
        return wording.path(path.source, object)
    }

    func who(_ step: Approval.Step, _ approval: Approval) -> String {
        let who =
            switch step.who {
            case .path(let path): self.path(path, approval)
            case .role(let role): self("diagram.role", ["role": label(.role(role))])
            }
        return step.quorum > 1 ? "\(who) × \(step.quorum)" : who
    }

    func conditions(of step: Approval.Step, _ approval: Approval) -> [String] {
        [
            step.when.map {
                self("diagram.only_if", ["condition": condition($0, approval)])
            },
            step.within.map { self("diagram.within", ["time": time($0)]) },
        ].compactMap(\.self)
    }

    func step(_ step: Approval.Step, _ approval: Approval) -> String {
        label(.step(approval: approval.name, step.name))
    }

    func sentence(_ step: Approval.Step, _ approval: Approval) -> String {
        let said = texts.pair(self.step(step, approval), who(step, approval), language)
        return self(
            "diagram.step", ["what": texts.list([said] + conditions(of: step, approval), language)])
    }

    private func time(_ time: WorkTime) -> String {
        switch time {
        case .elapsed(let span): span.description
        case .workHours(let hours): self("diagram.work_hours", ["n": "\(hours)"])
        case .workdays(let days): self("diagram.workdays", ["n": "\(days)"])
        }
    }
}
