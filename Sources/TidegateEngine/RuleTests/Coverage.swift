import TidegateModel
import TidegateRules

/// What the tests of packs have seen of their rules: every condition true and false, every gate open
/// and closed, every way of a pipeline walked, every approval step granted and refused.
///
///     let run = try await RuleTestRunner.cover(packs, store: SQLiteStore.inMemory())
///     for gap in run.coverage.of(["sales"]).gaps { print(gap.location, gap) }
public struct Coverage: Sendable, Hashable {
    /// How often something was yes, no and unknown.
    public struct Tally: Sendable, Hashable {
        public var yes = 0
        public var no = 0
        public var unknown = 0

        public init(yes: Int = 0, no: Int = 0, unknown: Int = 0) {
            (self.yes, self.no, self.unknown) = (yes, no, unknown)
        }

        mutating func count(_ truth: Truth) {
            switch truth {
            case .yes: yes += 1
            case .no: no += 1
            case .unknown: unknown += 1
            }
        }
    }

    public enum Kind: String, Sendable, CaseIterable {
        case validation, gate, approval, step, raise, clear, level, hook, action, notice
        case `case`
    }

    /// One rule with what it asks.
    public struct Rule: Sendable, Hashable {
        public var kind: Kind
        /// `Opportunity: Close date lies ahead`
        public var name: String
        /// What `name` is made of, for who reads it in another language; empty where that has no words.
        public var terms: [Term] = []
        public var location: RuleLocation
        /// `nil`: a gate's list of fields, a function, a hook that always runs.
        public var condition: String?
        public var tally: Tally
        /// The parts of a condition made of several.
        public var parts: [Part]
    }

    public struct Part: Sendable, Hashable {
        /// As it stands in the condition.
        public var text: String
        public var tally: Tally

        public init(text: String, tally: Tally) {
            self.text = text
            self.tally = tally
        }
    }

    /// A way from one stage to another; from nowhere at creation.
    public struct Edge: Sendable, Hashable {
        public var pipeline: String
        public var from: String?
        public var to: String
        public var walked: Int
        public var location: RuleLocation
    }

    /// How an approval's step ended.
    public struct Step: Sendable, Hashable {
        public var approval: String
        public var step: String
        public var approved: Int
        public var rejected: Int
        public var location: RuleLocation
    }

    /// In the order of packs, files and lines.
    public var rules: [Rule]
    public var edges: [Edge]
    public var steps: [Step]

    /// Only what stands in these packs.
    public func of(_ packs: Set<String>) -> Coverage {
        Coverage(
            rules: rules.filter { packs.contains($0.location.pack) },
            edges: edges.filter { packs.contains($0.location.pack) },
            steps: steps.filter { packs.contains($0.location.pack) })
    }
}

// MARK: What is missing

extension Coverage {
    /// Something no test has shown.
    public enum Gap: Sendable, Hashable {
        case neverTrue(Rule), neverFalse(Rule), neverRun(Rule)
        case partNeverTrue(Rule, Part), partNeverFalse(Rule, Part)
        case neverWalked(Edge)
        case neverApproved(Step), neverRejected(Step)

        public var location: RuleLocation {
            switch self {
            case .neverTrue(let rule), .neverFalse(let rule), .neverRun(let rule),
                .partNeverTrue(let rule, _), .partNeverFalse(let rule, _):
                rule.location
            case .neverWalked(let edge): edge.location
            case .neverApproved(let step), .neverRejected(let step): step.location
            }
        }
    }

    public var gaps: [Gap] {
        let all = rules.flatMap(\.gaps) + edges.flatMap(\.gaps) + steps.flatMap(\.gaps)
        return all.sorted { $0.location < $1.location }
    }

    /// How much was seen of all there is to see.
    public var share: (seen: Int, of: Int) {
        let all = rules.map(\.sights).reduce(0, +) + edges.count + steps.count * 2
        return (all - gaps.count, all)
    }

    /// How the rules on one line of a file stand.
    public enum Mark: String, Sendable {
        case full, partial, none
    }

    /// The lines of a file that rules begin on.
    public func marks(of pack: String, file: String) -> [Int: Mark] {
        var sights: [Int: (seen: Int, of: Int)] = [:]
        func add(_ location: RuleLocation, _ all: Int, _ gaps: Int) {
            guard location.pack == pack, location.file == file else { return }
            let known = sights[location.line] ?? (0, 0)
            sights[location.line] = (known.seen + all - gaps, known.of + all)
        }
        for rule in rules { add(rule.location, rule.sights, rule.gaps.count) }
        for edge in edges { add(edge.location, 1, edge.gaps.count) }
        for step in steps { add(step.location, 2, step.gaps.count) }
        return sights.mapValues { $0.seen == $0.of ? .full : $0.seen == 0 ? .none : .partial }
    }
}

extension Coverage.Rule {
    /// A condition and a gate have two sides; what has no condition only runs.
    private var hasSides: Bool { condition != nil || kind == .gate || kind == .validation }

    fileprivate var sights: Int { hasSides ? 2 + parts.count * 2 : 1 }

    /// What no test has shown of this rule.
    public var gaps: [Coverage.Gap] {
        guard hasSides else { return tally.yes == 0 ? [.neverRun(self)] : [] }
        var gaps: [Coverage.Gap] = []
        if tally.yes == 0 { gaps.append(.neverTrue(self)) }
        if !wasRefused { gaps.append(.neverFalse(self)) }
        for part in parts {
            if part.tally.yes == 0 { gaps.append(.partNeverTrue(self, part)) }
            if part.tally.no == 0 { gaps.append(.partNeverFalse(self, part)) }
        }
        return gaps
    }

    /// A gate is closed by what is unknown, too; a condition elsewhere was not false by that.
    private var wasRefused: Bool {
        tally.no > 0 || ((kind == .gate || kind == .validation) && tally.unknown > 0)
    }
}

extension Coverage.Edge {
    fileprivate var gaps: [Coverage.Gap] { walked == 0 ? [.neverWalked(self)] : [] }
}

extension Coverage.Step {
    fileprivate var gaps: [Coverage.Gap] {
        (approved == 0 ? [.neverApproved(self)] : [])
            + (rejected == 0 ? [.neverRejected(self)] : [])
    }
}

extension Coverage.Gap: CustomStringConvertible {
    public var description: String {
        switch self {
        case .neverTrue(let rule):
            rule.kind == .gate ? "\(rule.title) never open" : "\(rule.title) never true"
        case .neverFalse(let rule):
            rule.kind == .gate ? "\(rule.title) never closed" : "\(rule.title) never false"
        case .neverRun(let rule): "\(rule.title) never run"
        case .partNeverTrue(let rule, let part): "\(rule.title): `\(part.text)` never true"
        case .partNeverFalse(let rule, let part): "\(rule.title): `\(part.text)` never false"
        case .neverWalked(let edge):
            "\(edge.pipeline) never went from \(edge.from ?? "nothing") to \(edge.to)"
        case .neverApproved(let step):
            "step \(step.step) of approval \(step.approval) never approved"
        case .neverRejected(let step):
            "step \(step.step) of approval \(step.approval) never rejected"
        }
    }
}

extension Coverage.Rule {
    /// `gate won: Discount cleared`
    public var title: String { "\(kind.rawValue) \(name)" }
}

extension RuleLocation {
    /// In the order of packs, files and lines.
    static func < (left: RuleLocation, right: RuleLocation) -> Bool {
        (left.pack, left.file, left.line, left.column)
            < (right.pack, right.file, right.line, right.column)
    }
}
