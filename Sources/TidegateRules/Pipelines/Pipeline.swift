import TidegateModel

/// The life of a record on one choice field.
public struct Pipeline: Sendable {
    public let object: String
    public let field: String
    public let slot: Int
    public let stages: [Stage]
    public let location: RuleLocation

    public init(
        object: String, field: String, slot: Int, stages: [Stage], location: RuleLocation
    ) {
        self.object = object
        self.field = field
        self.slot = slot
        self.stages = stages
        self.location = location
    }

    /// Where a record begins its life.
    public var first: Stage? { stages.first }

    public func stage(_ name: String) -> Stage? { stages.first { $0.name == name } }

    /// Whether a record may go from one stage to another. A record that is created in a later
    /// stage has not gone the way there, so only the first stage may be entered from nowhere.
    public func allows(from old: String?, to new: String) -> Bool {
        guard let old else { return new == first?.name }
        return stage(old)?.next.contains(new) ?? false
    }
}

/// A value of the pipeline's field.
public struct Stage: Sendable {
    public var name: String
    public var next: [String]
    public var gates: [Gate]
    /// Percent, for forecasts.
    public var probability: Int64?
    public var guide: String?
    /// No record leaves it.
    public var isFinal: Bool
    public var location: RuleLocation

    public init(
        name: String, next: [String], gates: [Gate], probability: Int64?, guide: String?,
        isFinal: Bool, location: RuleLocation
    ) {
        self.name = name
        self.next = next
        self.gates = gates
        self.probability = probability
        self.guide = guide
        self.isFinal = isFinal
        self.location = location
    }
}

/// A condition to *enter* a stage.
public struct Gate: Sendable {
    public enum Test: Sendable {
        /// Slots that must have a value.
        case need([Int])
        case check(Check)
    }

    public var name: String
    public var test: Test
    public var say: Template?
    /// What to do about it, where the condition itself does not tell.
    public var hint: Template?
    /// Names of approvals the condition asks for, so that a refusal can tell who is waited for.
    public var approvals: [String]
    public var location: RuleLocation

    public init(
        name: String, test: Test, say: Template?, hint: Template? = nil, approvals: [String],
        location: RuleLocation
    ) {
        self.hint = hint
        self.name = name
        self.test = test
        self.say = say
        self.approvals = approvals
        self.location = location
    }
}

extension Pipeline {
    /// The stages on the shortest way from one to another, the last of them included; empty when
    /// there is none.
    public func way(from start: String?, to target: String) -> [String] {
        guard let first = start ?? first?.name else { return [] }
        var ways: [[String]] = [start == nil ? [first] : []]
        var seen: Set<String> = [first]
        while !ways.isEmpty {
            let way = ways.removeFirst()
            let here = way.last ?? first
            if here == target, !way.isEmpty { return way }
            for next in stage(here)?.next ?? [] where seen.insert(next).inserted {
                ways.append(way + [next])
            }
        }
        return []
    }

    /// A stage that stands wrong in the graph, as the checker reports it.
    public enum Flaw: Sendable, Hashable {
        case unreachable(stage: String)
        case deadEnd(stage: String)
        case leavesFinal(stage: String)
    }

    /// Stages that no record can reach or leave.
    public func flaws() -> [(Flaw, RuleLocation)] {
        var reached: Set<String> = []
        var open = first.map { [$0.name] } ?? []
        while let name = open.popLast() {
            guard reached.insert(name).inserted else { continue }
            open += stage(name)?.next ?? []
        }
        return stages.flatMap { stage -> [(Flaw, RuleLocation)] in
            var found: [(Flaw, RuleLocation)] = []
            if !reached.contains(stage.name) {
                found.append((.unreachable(stage: stage.name), stage.location))
            }
            if stage.next.isEmpty, !stage.isFinal {
                found.append((.deadEnd(stage: stage.name), stage.location))
            }
            if !stage.next.isEmpty, stage.isFinal {
                found.append((.leavesFinal(stage: stage.name), stage.location))
            }
            return found
        }
    }
}
