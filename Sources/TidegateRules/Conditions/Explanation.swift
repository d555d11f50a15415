import TidegateModel

/// What each part of a condition was for one record, read from the registers of the same run of
/// the same program that decides.
public struct Explanation: Hashable, Sendable {
    public enum Kind: String, Sendable {
        case field, literal, comparison, and, or, not, aggregate, call, arithmetic
    }

    /// The part as it stands in the source.
    public let text: String
    /// Bytes of UTF-8 in the source.
    public let range: Range<Int>
    public let kind: Kind
    /// What a viewer may not see is ``concealed`` in its place.
    public let value: Value
    /// The value as an answer; what is not yes or no is unknown.
    public let truth: Truth
    /// What people call the field: `Amount`, `Account › Name`.
    public let label: String?
    public let children: [Explanation]
    /// What a sentence about it is made from; see ``speech(mustHold:)``.
    let meaning: Meaning

    /// Stands where a value would that the viewer may not see.
    public static let concealed = Value.text(ExplanationSentences.concealed)

    init(
        _ expression: Expression, source: [UInt8], _ registers: UnsafeMutablePointer<Slot>,
        _ concealment: Concealment?
    ) throws {
        let range = expression.range.clamped(to: 0..<source.count)
        text = String(decoding: source[range], as: UTF8.self)
        self.range = range
        if case .field(let path) = expression.form { label = path.label } else { label = nil }
        meaning = Meaning(expression.form)
        kind = expression.form.kind
        children = try expression.children.map {
            try Explanation($0, source: source, registers, concealment)
        }
        let known: Value
        if case .constant(let constant) = expression.form {
            known = constant
        } else {
            known = registers[expression.register].value
        }
        truth = Truth(known)
        // Yes and no are the rule's own answer; a number made of what is concealed would tell it.
        let tells = expression.type.kind != .bool && children.contains { $0.isConcealed }
        isConcealed = try tells || concealment?.conceals(expression) ?? false
        value = isConcealed ? Self.concealed : known
    }

    private let isConcealed: Bool

    /// The field whose value this is, and the name of its object: a page shows the value as it shows
    /// the field.
    public var shownField: (object: String, field: Field)? {
        guard case .path(_, let object, let field) = meaning, !isConcealed else { return nil }
        return (object, field)
    }

    /// The records that stand as values in it, for whoever shows them by their names.
    public var references: [RecordPlace] {
        var own: [RecordPlace] = []
        if let id = value.reference, let target = shownField?.field.type.target {
            own = [RecordPlace(target, id)]
        } else if let id = value.reference, meaning == .me {
            own = [RecordPlace("User", id)]
        }
        return own + children.flatMap(\.references)
    }

    /// The smallest parts that kept the condition from being met: of an `and` those that are not
    /// yes; an `or` as a whole, because any of its ways would do. Empty when it is met.
    public var failures: [Finding] {
        var findings: [Finding] = []
        collect(wanting: true, into: &findings)
        return findings
    }

    /// Everything that was looked at, each once, whether the condition was met or not.
    public var looks: [Finding.Seen] { seen }

    private func collect(wanting wanted: Bool, into findings: inout [Finding]) {
        guard truth != (wanted ? .yes : .no) else { return }
        switch kind {
        case .and where wanted, .or where !wanted:
            for child in children { child.collect(wanting: wanted, into: &findings) }
        case .and, .or: findings.append(Finding(self, mustHold: wanted, truth: truth))
        case .not:
            // `not in` is one operator to its reader: what is quoted holds the `not` already.
            if let child = children.first, child.range == range {
                let speech = speech(mustHold: wanted)
                findings.append(Finding(child, mustHold: wanted, truth: truth, speech: speech))
                return
            }
            for child in children { child.collect(wanting: !wanted, into: &findings) }
        case .field, .literal, .comparison, .aggregate, .call, .arithmetic:
            findings.append(Finding(self, mustHold: wanted, truth: truth))
        }
    }
}

/// One part of a condition that kept it from being met, with what it saw.
public struct Finding: Hashable, Sendable {
    /// A value the part looked at.
    public struct Seen: Hashable, Sendable {
        /// As written: `amount`, `account.tier`, `count(lines)`.
        public let path: String
        public let label: String
        public let value: Value
    }

    /// The part as it stands in the source.
    public let text: String
    public let range: Range<Int>
    /// `false` inside a `not`: the part is, and must not be.
    public let mustHold: Bool
    /// `unknown` when something was missing.
    public let truth: Truth
    public let values: [Seen]
    /// The comparison's sign and right side, when the left is a single value: `> 50000`.
    public let requirement: String?
    /// The finding for a person's own language.
    public let speech: Speech
    /// What is, where that alone says why: `Stage is Won`. `nil` where it takes what must be as well.
    public let fact: Speech?

    /// Those looked at that have no value.
    public var missing: [Seen] { values.filter(\.value.isMissing) }

    init(_ part: Explanation, mustHold: Bool, truth: Truth, speech: Speech? = nil) {
        text = part.text
        range = part.range
        self.mustHold = mustHold
        self.truth = truth
        values = part.seen
        requirement = part.requirement
        self.speech = speech ?? part.speech(mustHold: mustHold)
        fact = part.fact
    }
}

extension Explanation {
    fileprivate var seen: [Finding.Seen] {
        switch kind {
        case .field: [Finding.Seen(path: text, label: label ?? text, value: value)]
        case .aggregate: [Finding.Seen(path: text, label: text, value: value)]
        case .literal: []
        case .call where isConcealed: [Finding.Seen(path: text, label: text, value: value)]
        case .comparison, .and, .or, .not, .call, .arithmetic: children.flatMap(\.seen).unique
        }
    }

    /// What follows the left side in the source.
    fileprivate var requirement: String? {
        guard kind == .comparison, let left = children.first,
            left.range.upperBound < range.upperBound,
            left.kind == .field || left.kind == .aggregate,
            range.lowerBound <= left.range.lowerBound
        else { return nil }
        let bytes = Array(text.utf8).dropFirst(left.range.upperBound - range.lowerBound)
        let rest = String(decoding: bytes, as: UTF8.self)
        return String(rest.drop { $0.isWhitespace })
    }
}

extension [Finding.Seen] {
    fileprivate var unique: [Finding.Seen] {
        var known: Set<Finding.Seen> = []
        return filter { known.insert($0).inserted }
    }
}

extension FieldPath {
    /// `Account › Name`.
    var label: String {
        var labels: [String] = []
        var before = start
        for hop in hops {
            labels.append(before.fields[hop.slot].label)
            before = hop.target
        }
        labels.append(field?.label ?? "Id")
        return labels.joined(separator: " › ")
    }
}

extension Expression.Form {
    fileprivate var kind: Explanation.Kind {
        switch self {
        case .constant: .literal
        case .field, .me: .field
        case .and: .and
        case .or: .or
        case .not: .not
        case .comparison, .member, .isEmpty, .contains, .matches: .comparison
        case .arithmetic, .negate, .shift, .difference: .arithmetic
        case .absolute, .round, .span, .part, .dayOf, .length, .coalesce, .changed, .today, .now,
            .hasRole, .approved, .inReports, .inTeams, .shared, .distance, .rate:
            .call
        case .aggregate: .aggregate
        }
    }
}
