/// Counts the verdicts of one step and says how it stands. Pure: who may vote is settled before.
public struct StepTally: Sendable, Hashable {
    public enum Standing: Sendable, Hashable {
        case open(missing: Int)
        case approved
        case rejected
    }

    public var quorum: Int
    public var hasVeto: Bool
    public var yes: Int
    public var no: Int
    /// How many could still answer.
    public var waiting: Int

    public init(quorum: Int, hasVeto: Bool, yes: Int, no: Int, waiting: Int) {
        self.quorum = quorum
        self.hasVeto = hasVeto
        self.yes = yes
        self.no = no
        self.waiting = waiting
    }

    public var standing: Standing {
        if no > 0, hasVeto { return .rejected }
        if yes >= quorum { return .approved }
        if yes + waiting < quorum { return .rejected }
        return .open(missing: quorum - yes)
    }
}
