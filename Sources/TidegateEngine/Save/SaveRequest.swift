import TidegateModel
import TidegateRules

/// What someone wants of one record. The same request comes from every door.
public struct SaveRequest: Sendable {
    public var object: Object
    /// `nil`: a new record.
    public var id: RecordID?
    /// The version the caller has seen; a newer one in the store is a conflict.
    public var version: Int64?
    /// Slot and value, already converted by the field.
    public var values: [(slot: Int, value: Value)]
    /// Why closed gates shall be passed; needs the permission `waive_gates`.
    public var waiver: String?
    /// Why warnings shall be passed.
    public var confirmation: String?

    public init(
        object: Object, id: RecordID? = nil, version: Int64? = nil,
        values: [(slot: Int, value: Value)], waiver: String? = nil, confirmation: String? = nil
    ) {
        self.object = object
        self.id = id
        self.version = version
        self.values = values
        self.waiver = waiver
        self.confirmation = confirmation
    }
}

/// A request that was refused: by whom and why. Nothing of it was written.
public struct Refusal: Error, Sendable {
    public var error: TidegateError
    /// Every gate of the stage that was asked for, passed ones too.
    public var gates: [GateReport]
    /// Which of several writes done together was refused.
    public var step: Int?

    public init(_ error: TidegateError, gates: [GateReport] = []) {
        self.error = error
        self.gates = gates
    }
}

/// How one gate stands, and why.
public struct GateReport: Sendable {
    public var name: String
    public var stage: String
    public var passed: Bool
    /// What the rule's author says, or what the condition itself says.
    public var message: String
    /// The sub-conditions that decided, with the values they saw.
    public var saw: [Observation]
    /// What would open it.
    public var unblock: [String]
    /// Who can do that.
    public var who: [String]
    /// Judged by a function, which cannot be looked into.
    public var isOpaque: Bool
    public var location: RuleLocation?
    /// The same for a person's own language; see `Bundle.spoken(_:in:)`.
    public var speech = Words()

    public struct Words: Sendable {
        public var name: Speech?
        public var message: Speech?
        /// As many as ``GateReport/unblock`` and ``GateReport/who``, in their order.
        public var unblock: [Speech] = []
        public var who: [Speech] = []
    }

    public struct Observation: Sendable, Hashable {
        public var text: String
        public var values: [(String, Value)]
        public var speech: Speech

        public init(text: String, values: [(String, Value)], speech: Speech? = nil) {
            self.text = text
            self.values = values
            self.speech = speech ?? .text(text)
        }

        /// What an explanation found.
        init(_ finding: Finding) {
            self.init(
                text: finding.text, values: finding.values.map { ($0.path, $0.value) },
                speech: finding.speech)
        }

        /// The same for who may not, and cannot make it so: what is, rather than what must be.
        static func fact(_ finding: Finding) -> Self {
            guard let fact = finding.fact else { return Self(finding) }
            let seen = finding.values.map { "\($0.path) is \($0.value)" }
            return Self(text: seen.joined(separator: ", "), values: [], speech: fact)
        }

        public static func == (left: Observation, right: Observation) -> Bool {
            left.text == right.text && left.values.elementsEqual(right.values) { $0 == $1 }
        }

        public func hash(into hasher: inout Hasher) {
            hasher.combine(text)
        }
    }
}
