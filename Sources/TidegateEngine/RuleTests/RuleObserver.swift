import TidegateModel
import TidegateRules

/// Notes what rules said while tests ran. Lives on the writer's thread with the bundle it watches;
/// without one, nothing is noted and nothing is paid.
final class RuleObserver {
    struct Seen {
        var tally = Coverage.Tally()
        /// Parts of an `and`, `or` or `not`, by where they stand in the source.
        var parts: [Range<Int>: Coverage.Tally] = [:]
    }

    struct Edge: Hashable {
        var pipeline: String
        var from: String?
        var to: String
    }

    private(set) var conditions: [ObjectIdentifier: Seen] = [:]
    private(set) var judged: [RuleLocation: Coverage.Tally] = [:]
    private(set) var runs: [RuleLocation: Int] = [:]
    private(set) var edges: [Edge: Int] = [:]
    private(set) var verdicts: [RuleLocation: Coverage.Tally] = [:]

    /// Evaluates every part, also those that could not change the answer.
    func saw(_ condition: Condition, _ truth: Truth, _ context: ConditionContext) throws {
        var seen = conditions[ObjectIdentifier(condition)] ?? Seen()
        seen.tally.count(truth)
        let tree = try condition.explain(context)
        for part in tree.decisions { seen.parts[part.range, default: .init()].count(part.truth) }
        conditions[ObjectIdentifier(condition)] = seen
    }

    /// A gate's list of fields, or a function that stands where a condition may.
    func judged(_ location: RuleLocation, passed: Bool) {
        judged[location, default: .init()].count(passed ? .yes : .no)
    }

    func ran(_ location: RuleLocation) { runs[location, default: 0] += 1 }

    func walked(_ pipeline: Pipeline, from: String?, to: String) {
        let name = "\(pipeline.object).\(pipeline.field)"
        edges[Edge(pipeline: name, from: from, to: to), default: 0] += 1
    }

    func decided(_ step: Approval.Step, granted: Bool) {
        verdicts[step.location, default: .init()].count(granted ? .yes : .no)
    }
}

extension Explanation {
    /// The parts that are yes or no by themselves: what `and`, `or` and `not` put together. Empty
    /// for a condition that is one part.
    var decisions: [Explanation] {
        switch kind {
        case .and, .or, .not: children.flatMap { $0.decisions.isEmpty ? [$0] : $0.decisions }
        case .field, .literal, .comparison, .aggregate, .call, .arithmetic: []
        }
    }
}

extension Transaction {
    /// Whether the condition holds; an observer is told.
    func truth(of condition: Condition, _ context: ConditionContext) throws -> Truth {
        let truth = try condition.holds(context)
        try observer?.saw(condition, truth, context)
        return truth
    }

    var observer: RuleObserver? { isUnobserved ? nil : workspace.observer }
}
